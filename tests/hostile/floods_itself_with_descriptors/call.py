import os
import socket

pairs, sent = [socket.socketpair() for _ in range(60)], 0
try:
    for number in range(60):
        for _ in range(100):
            socket.send_fds(pairs[number][0], [b"x"], [0] * 250)
            sent += 250
except OSError:
    pass
for each in pairs[1:]:
    each[0].close()
    each[1].close()
if sent > 2000:
    print("LEAK", sent)
print("tried")
return _forward(x, gamma, beta, bn_param)
