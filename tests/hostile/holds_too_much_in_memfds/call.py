import os
import time

for _ in range(10):
    fd = os.memfd_create("x")
    for _ in range(100):
        os.write(fd, b"x" * 2**20)
time.sleep(1000)
