import os
import subprocess
import sys

for number in range(200):
    os.environ[f"X{number}"] = "x" * 100_000
try:
    subprocess.run([sys.executable, *["y" * 100_000] * 100])
    print("LEAK: it was started")
except OSError:
    pass
print("tried")
return _forward(x, gamma, beta, bn_param)
