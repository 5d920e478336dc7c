import os
import socket
import time

lists = b"\xdc\x03\xe8" + b"\x90" * 1000
lists = b"\xdc\x03\xe8" + lists * 1000
answer = b"\x93\xa5value\xdc\x00\x20" + lists * 32 + b"\x80"
for fd in range(3, 256):
    try:
        channel = socket.socket(fileno=os.dup(fd))
        channel.sendall(len(answer).to_bytes(4, "big") + answer)
    except OSError:
        pass
time.sleep(1000)
