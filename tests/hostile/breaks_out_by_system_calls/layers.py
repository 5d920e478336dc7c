import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)
os.makedirs("/tmp/x", exist_ok=True)
_tries = {
    "mount tmpfs": lambda: _libc.mount(b"x", b"/tmp/x", b"tmpfs", 0, None),
    "mount proc": lambda: _libc.mount(b"x", b"/tmp/x", b"proc", 0, None),
    "remount": lambda: _libc.mount(None, b"/", None, 32 | 4096, None),
    "remount env": lambda: _libc.mount(None, b"/env", None, 32 | 4096, None),
    "unmount": lambda: _libc.umount2(b"/home/student/nndl", 2),
    "chroot": lambda: _libc.chroot(b"/tmp"),
    "pivot_root": lambda: _libc.syscall(155, b"/tmp", b"/tmp/x"),
    "unshare user": lambda: _libc.unshare(0x10000000),
    "unshare mount": lambda: _libc.unshare(0x00020000),
    "unshare net": lambda: _libc.unshare(0x40000000),
    "setuid": lambda: _libc.setuid(0),
    "setgid": lambda: _libc.setgid(0),
    "setgroups": lambda: _libc.setgroups(1, (ctypes.c_int * 1)(0)),
    "mknod": lambda: _libc.mknod(b"/tmp/disk", 0o60660, 0x0801),
    "setns": lambda: _libc.setns(os.open("/proc/1/ns/mnt", 0), 0) if os.getpid() != 1 else -1,
    "sethostname": lambda: _libc.sethostname(b"x", 1),
    "more processes": lambda: _libc.setrlimit(6, (ctypes.c_ulong * 2)(10**6, 10**6)),
    "more memory": lambda: _libc.setrlimit(9, (ctypes.c_ulong * 2)(2**60, 2**60)),
    "priority": lambda: _libc.setpriority(0, 0, -20),
    "realtime": lambda: _libc.sched_setscheduler(0, 1, (ctypes.c_int * 1)(50)),
}
for _name, _try in _tries.items():
    try:
        if _try() == 0:
            print("LEAK", _name)
    except OSError:
        pass
print("tried", len(_tries))
