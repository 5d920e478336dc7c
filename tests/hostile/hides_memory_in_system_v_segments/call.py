import ctypes
import time

libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p
libc.shmdt.argtypes = [ctypes.c_void_p]
for _ in range(10):
    segment = libc.shmget(0, 100 * 2**20, 0o1600)
    if segment < 0:
        raise PermissionError("no segment")
    address = libc.shmat(segment, None, 0)
    ctypes.memset(address, 1, 100 * 2**20)
    libc.shmdt(address)
time.sleep(0.5)
print("LEAK: 1000 MB held")
