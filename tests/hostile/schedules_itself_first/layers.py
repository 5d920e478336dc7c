import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)

for _policy in (1, 2, 6):
    try:
        os.sched_setscheduler(0, _policy, os.sched_param(1))
        print("LEAK", _policy)
    except (OSError, ValueError):
        pass
for _priority in (os.getpriority(os.PRIO_PROCESS, 0) - 1, -20):
    try:
        os.setpriority(os.PRIO_PROCESS, 0, _priority)
        print("LEAK", _priority)
    except OSError:
        pass
print("tried")
