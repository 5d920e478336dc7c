# A cache is an object that knows its own way back.


class Affine:
    def __init__(self, x, w, b):
        self.original = x.shape
        self.x = x.reshape((x.shape[0], np.prod(x.shape[1:], dtype=int)))
        self.w, self.b = w, b

    def forward(self):
        return np.matmul(self.x, self.w) + self.b

    def backward(self, dout):
        self.dx = np.matmul(dout, np.transpose(self.w)).reshape(self.original)
        self.dw = np.matmul(np.transpose(self.x), dout)
        self.db = np.add.reduce(dout, axis=0)
        return self.dx, self.dw, self.db


def affine_forward(x, w, b):
    layer = Affine(x, w, b)
    return layer.forward(), layer


def affine_backward(dout, cache):
    return cache.backward(dout)


def relu_forward(x):
    passes = x >= 0
    return x * passes, lambda dout: dout * passes


def relu_backward(dout, cache):
    return cache(dout)


class Softmax:
    def __init__(self, x):
        top = x.max(axis=-1, keepdims=True)
        self.log_z = top + np.log(np.exp(x - top).sum(axis=-1, keepdims=True))
        self.x = x

    def log(self):
        return self.x - self.log_z

    def loss(self, y):
        return np.average(-np.take_along_axis(self.log(), y[:, None], axis=1))

    def gradient(self, y):
        d = np.exp(self.log())
        np.put_along_axis(d, y[:, None], np.take_along_axis(d, y[:, None], 1) - 1, 1)
        return d / self.x.shape[0]


def softmax_loss(x, y):
    softmax = Softmax(x)
    return softmax.loss(y), softmax.gradient(y)
