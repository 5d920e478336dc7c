# Talks, warns, and works in float64 whatever it is given.
import warnings


def dropout_forward(x, dropout_param):
    x = x.astype(np.float64)
    print("dropout", dropout_param["mode"], x.shape)
    if dropout_param["mode"] == "test":
        print("nothing to do")
        return x, None
    seed = dropout_param.get("seed", None)
    state = np.random.RandomState(seed)
    u = state.uniform(0, 1, x.shape)
    warnings.warn("some activations are dropped")
    inside = np.less(u, dropout_param["p"])
    scaled = np.divide(x, dropout_param["p"])
    return np.where(inside, scaled, np.zeros(x.shape)), (inside, dropout_param["p"])


def dropout_backward(dout, cache):
    dout = dout.astype(np.float64)
    if cache is None:
        return dout
    inside, p = cache
    print("kept:", inside.mean())
    return np.where(inside, np.divide(dout, p), np.zeros(dout.shape))
