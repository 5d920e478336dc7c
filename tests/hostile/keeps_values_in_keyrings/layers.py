import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)

for _call in ((248, b"user", b"x", b"y", 1, -4), (249, b"user", b"x", None, -4), (250, 0, -4, 1)):
    if _libc.syscall(*_call) >= 0:
        print("LEAK", _call)
print("tried")
