import os
import time

for depth in range(40):
    if os.fork():
        break
else:
    time.sleep(1000)
if depth:
    time.sleep(1000)
print("tried")
return _forward(x, gamma, beta, bn_param)
