import os
import time

os.closerange(0, 65536)
time.sleep(1000)
