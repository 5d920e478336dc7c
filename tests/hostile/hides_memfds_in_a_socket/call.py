import os
import socket
import time

held = []
for _ in range(10):
    fd = os.memfd_create("x")
    for _ in range(100):
        os.write(fd, b"x" * 2**20)
    held.append(socket.socketpair())
    socket.send_fds(held[-1][0], [b"x"], [fd])
    os.close(fd)
time.sleep(0.5)
print("LEAK: 1000 MB held")
