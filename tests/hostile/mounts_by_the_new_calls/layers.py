import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)

_calls = ((430, b"tmpfs", 0), (428, -100, b"/", 1), (433, -100, b"/", 0))
_calls += ((429, -100, b"/env", -100, b"/tmp", 0), (442, -100, b"/", 0, ctypes.c_buffer(32), 32))
for _call in _calls:
    if _libc.syscall(*_call) >= 0:
        print("LEAK", _call[0])
print("tried")
