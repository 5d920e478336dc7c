import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)

import mmap

with open(os.__file__, "rb") as _file:
    _map = mmap.mmap(_file.fileno(), 0, prot=mmap.PROT_READ)
    if _libc.mincore(ctypes.c_void_p(4096), 0, None) == 0:
        print("LEAK mincore")
    try:
        os.preadv(_file.fileno(), [bytearray(4096)], 0, os.RWF_NOWAIT)
        print("LEAK preadv2")
    except OSError:
        pass
if ctypes.get_errno() == 0 or _libc.syscall(451, 0, None, None, 0) == 0:
    print("LEAK cachestat")
print("tried")
