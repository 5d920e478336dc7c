import time

for folder in ("/tmp", "/dev/shm", "."):
    with open(f"{folder}/x", "wb") as file:
        for _ in range(240):
            file.write(b"x" * 2**20)
time.sleep(1000)
