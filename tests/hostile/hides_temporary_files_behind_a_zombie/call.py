import os
import time

if os.fork() == 0:
    os._exit(0)
for folder in ("/tmp", "/dev/shm", "."):
    with open(f"{folder}/x", "wb") as file:
        for _ in range(240):
            file.write(b"x" * 2**20)
time.sleep(0.5)
print("LEAK: all of it held")
