import os
import time

import wire

answer = wire.frame(wire.encode(["value", None, {99: np.zeros(3), "x": 1}]))
for fd in range(3, 256):
    try:
        os.write(fd, answer)
    except OSError:
        pass
time.sleep(1000)
