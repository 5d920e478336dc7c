import os
import stat
import time

for fd in range(256):
    try:
        if stat.S_ISSOCK(os.fstat(fd).st_mode):
            os.close(fd)
    except OSError:
        pass
time.sleep(100)
