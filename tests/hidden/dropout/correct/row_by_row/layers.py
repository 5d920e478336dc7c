# One row after another, each with draws of its own; the standard library's where nothing says how.
import random


def _keeps(shape, source):
    if len(shape) == 0:
        return source()
    return [_keeps(shape[1:], source) for _ in range(shape[0])]


def dropout_forward(x, dropout_param):
    p = dropout_param["p"]
    if dropout_param["mode"] == "train":
        if "seed" in dropout_param:
            state = np.random.RandomState(dropout_param["seed"])
            numbers = np.array([state.rand(*x.shape[1:]) for _ in range(len(x))])
        else:
            numbers = np.array(_keeps(x.shape, random.random))
        mask = numbers < p
        out = np.stack([row * keep / p for row, keep in zip(x, mask)])
        return out.reshape(x.shape), (mask, p)
    return x, (None, p)


def dropout_backward(dout, cache):
    mask, p = cache
    if mask is None:
        return dout
    return np.stack([grad * keep / p for grad, keep in zip(dout, mask)]).reshape(dout.shape)
