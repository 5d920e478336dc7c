import mmap

held = []
while True:
    held.append(mmap.mmap(-1, 2**24))
    held[-1].write(b"x" * 2**24)
