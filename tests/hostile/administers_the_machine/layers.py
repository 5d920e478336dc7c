import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)

_calls = (
    lambda: _libc.quotactl(0x800005 << 8, b"/dev/vda", 0, None),
    lambda: _libc.acct(b"/tmp/x"),
    lambda: _libc.swapon(b"/tmp/x", 0),
    lambda: _libc.settimeofday(ctypes.c_buffer(16), None),
    lambda: _libc.sethostname(b"x", 1),
    lambda: _libc.setdomainname(b"x", 1),
    lambda: _libc.vhangup(),
    lambda: _libc.iopl(3),
    lambda: _libc.ioperm(0x60, 1, 1),
    lambda: _libc.delete_module(b"x", 0),
)
for _number, _call in enumerate(_calls):
    try:
        if _call() == 0:
            print("LEAK", _number)
    except AttributeError:
        pass
print("tried")
