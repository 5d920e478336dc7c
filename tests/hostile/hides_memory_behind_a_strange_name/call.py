import ctypes
import time

ctypes.CDLL(None).prctl(15, b"\xff\xfe", 0, 0, 0)
time.sleep(0.3)
held = [b"%d" % number * 2**20 for number in range(1000)]
time.sleep(0.5)
print("LEAK: all of it held")
