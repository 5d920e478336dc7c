import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)

import fcntl

if _libc.inotify_init() != -1 or _libc.inotify_init1(0) != -1:
    print("LEAK inotify")
for _flags in (0, 0x200, 0x400):
    if _libc.fanotify_init(_flags, 0) != -1:
        print("LEAK fanotify")
try:
    fcntl.fcntl(os.open("/env", os.O_RDONLY), fcntl.F_NOTIFY, 1)
    print("LEAK dnotify")
except OSError:
    pass
print("tried")
