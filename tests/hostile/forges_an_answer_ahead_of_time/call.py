import os
import sys
import time

import wire

frame = sys._getframe()
while "request" not in frame.f_locals:
    frame = frame.f_back
number = frame.f_locals["request"].number
answer = wire.frame(wire.encode([number, "value", [x, wire.Reference(0, "tuple")], {}]))
for fd in range(3, 256):
    try:
        os.write(fd, answer)
    except OSError:
        pass
time.sleep(1000)
