import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)

for _pid in filter(str.isdigit, os.listdir("/proc")):
    try:
        _pidfd = os.pidfd_open(int(_pid))
    except OSError:
        continue
    for _number in range(20):
        if int(_pid) != os.getpid() and _libc.syscall(438, _pidfd, _number, 0) >= 0:
            print("LEAK", _pid, _number)
print("tried")
