import time

time.sleep(1.5)
print("slept")
return _forward(x, gamma, beta, bn_param)
