import mmap
import time

held = []
for _ in range(10):
    held.append(mmap.mmap(-1, 2**27))
    held[-1].write(b"x" * 2**27)
    held[-1].madvise(mmap.MADV_DONTNEED)
time.sleep(1)
print("LEAK", held[9][:1])
