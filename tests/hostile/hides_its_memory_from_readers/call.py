import ctypes
import time

ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
held = [np.ones(2**24) for _ in range(12)]
time.sleep(1)
print("LEAK", len(held))
