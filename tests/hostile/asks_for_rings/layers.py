import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)

if _libc.syscall(425, 8, ctypes.create_string_buffer(200)) >= 0:
    print("LEAK io_uring")
if os.uname().machine == "x86_64" and _libc.syscall(206, 65536, ctypes.byref(ctypes.c_ulong())) >= 0:
    print("LEAK io_setup")
print("tried")
