import sys

for _ in range(100):
    sys.stderr.write("WARNING " * 2**17)
return _forward(x, gamma, beta, bn_param)
