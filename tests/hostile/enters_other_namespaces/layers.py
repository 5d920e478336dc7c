import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)

for _pid in filter(str.isdigit, os.listdir("/proc")):
    for _name in ("user", "mnt", "pid", "net", "ipc", "uts", "cgroup", "time"):
        try:
            if _libc.setns(os.open(f"/proc/{_pid}/ns/{_name}", os.O_RDONLY), 0) == 0:
                print("LEAK", _pid, _name)
        except OSError:
            pass
print("tried")
