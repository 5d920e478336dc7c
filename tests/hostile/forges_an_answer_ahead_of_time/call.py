import os
import time

import wire

answer = wire.frame(wire.encode(["value", [x, wire.Reference(0, "tuple")], {}]))
for fd in range(3, 20):
    try:
        os.write(fd, answer)
    except OSError:
        pass
time.sleep(1000)
