import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)

for _flag in (0x80, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000):
    if _libc.unshare(_flag) == 0:
        print("LEAK unshare", hex(_flag))
    for _with in (0, 0x10000000):
        _pid = _libc.syscall(56, ctypes.c_ulong(_flag | _with | 17), None, None, None, None)
        if _pid == 0:
            os._exit(0)
        if _pid > 0 and _flag | _with > 0xFF:
            os.waitpid(_pid, 0)
            print("LEAK clone", hex(_flag | _with))
print("tried")
