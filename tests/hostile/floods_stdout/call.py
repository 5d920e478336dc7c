import os

while True:
    os.write(1, b"\x1b[31mx" * 10**4)
