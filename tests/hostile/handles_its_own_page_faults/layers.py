import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)

if _libc.syscall(323, 0) >= 0 or _libc.syscall(323, 1) >= 0:
    print("LEAK")
print("tried")
