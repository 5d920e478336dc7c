import threading
import time


def live():
    while True:
        time.sleep(0.01)
        print("still here")


for _ in range(10):
    threading.Thread(target=live).start()
print("tried")
return _forward(x, gamma, beta, bn_param)
