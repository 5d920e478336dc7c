import os
import threading
import time

while True:
    try:
        threading.Thread(target=time.sleep, args=[1000]).start()
    except RuntimeError:
        os._exit(1)
