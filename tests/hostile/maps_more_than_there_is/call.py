import ctypes
import mmap

for flags in (mmap.MAP_PRIVATE, mmap.MAP_SHARED, mmap.MAP_PRIVATE | 0x4000):
    try:
        mmap.mmap(-1, 2**40, flags=flags | mmap.MAP_ANONYMOUS)
        print("LEAK", flags)
    except (OSError, ValueError):
        pass
try:
    np.empty(2**40)
    print("LEAK numpy")
except MemoryError:
    pass
print("tried")
return _forward(x, gamma, beta, bn_param)
