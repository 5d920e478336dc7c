import os
import sys

for fd in range(3, 256):
    try:
        os.set_inheritable(fd, True)
    except OSError:
        pass
os.execv(sys.executable, ["python", "-c", "import time; time.sleep(1000)"])
