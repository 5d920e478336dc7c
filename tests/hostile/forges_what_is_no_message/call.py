import os
import time

for fd in range(3, 256):
    try:
        os.write(fd, b"\xff" * 1000)
    except OSError:
        pass
time.sleep(1000)
