# A small class that drops; an instance of it is the cache.


class Dropper:
    def __init__(self, shape, param):
        self.param = dict(param)
        self.active = param["mode"] == "train"
        if self.active:
            seed = param.get("seed")
            generator = np.random if seed is None else np.random.RandomState(seed)
            self.kept = generator.rand(*shape) < param["p"]

    def __call__(self, values):
        if not self.active:
            return values
        return values * self.kept / self.param["p"]


def dropout_forward(x, dropout_param):
    dropper = Dropper(x.shape, dropout_param)
    return dropper(x), dropper


def dropout_backward(dout, cache):
    return cache(dout)
