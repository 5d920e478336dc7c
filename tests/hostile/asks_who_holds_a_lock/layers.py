import fcntl
import os
import struct

for _command in (fcntl.F_GETLK, 36):
    try:
        fcntl.fcntl(os.open(os.__file__, 0), _command, struct.pack("hhqqi", 1, 0, 0, 0, 0))
        print("LEAK", _command)
    except OSError:
        pass
try:
    print("LEAK", open("/proc/locks").read())
except OSError:
    pass
print("tried")
