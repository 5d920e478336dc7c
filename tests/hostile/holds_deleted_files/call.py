import os
import time

held = []
for folder in (".", "/tmp", "/dev/shm"):
    for number in range(240):
        held.append(open(f"{folder}/{number}", "wb"))
        held[-1].write(bytes(2**20))
        os.unlink(f"{folder}/{number}")
        if len(held) > 200:
            os.sendfile(held[0].fileno(), held[-1].fileno(), 0, 2**20)
            held.pop()
time.sleep(1)
