import os

os.write(1, bytes(range(256)) * 10)
os.write(2, b"\x1b[2J\x1b]0;x\x07" * 100)
print("tried")
return _forward(x, gamma, beta, bn_param)
