import mmap
import os
import time

for _ in range(10):
    shared = mmap.mmap(-1, 2**27)
    shared.write(b"x" * 2**27)
    if os.fork() == 0:
        while True:
            time.sleep(1)
    shared.close()
time.sleep(1)
print("LEAK: 1280 MB held")
