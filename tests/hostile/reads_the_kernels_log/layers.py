import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)

_buffer = ctypes.create_string_buffer(2**16)
if _libc.klogctl(3, _buffer, len(_buffer)) > 0 or _libc.klogctl(10, None, 0) > 0:
    print("LEAK")
for _path in ("/dev/kmsg", "/proc/kmsg"):
    try:
        os.open(_path, os.O_RDONLY | os.O_NONBLOCK)
        print("LEAK", _path)
    except OSError:
        pass
print("tried")
