import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)

_pidfd = os.pidfd_open(1)
if _libc.syscall(440, _pidfd, None, 0, 21, 0) >= 0:
    print("LEAK process_madvise")
if os.uname().machine == "x86_64" and _libc.syscall(312, 1, os.getpid(), 1, 0, 0) >= 0:
    print("LEAK kcmp")
print("tried")
