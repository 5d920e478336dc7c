import os
import sys

for _ in range(10):
    os.posix_spawn(sys.executable, ["python", "-c", "import time; time.sleep(1000)"], {})
print("tried")
return _forward(x, gamma, beta, bn_param)
