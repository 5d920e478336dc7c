import os
import time

for number in range(40):
    if os.fork() == 0:
        held = bytes([number + 1]) * (25 * 2**20)
        break
time.sleep(1000)
