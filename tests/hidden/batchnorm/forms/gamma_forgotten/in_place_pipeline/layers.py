# Changes one array step by step (subtract, divide, add beta), the multiplication by gamma is missing.


def batchnorm_forward(x, gamma, beta, bn_param):
    zeros = np.zeros(x.shape[1])
    out = x.copy()
    if bn_param["mode"] == "train":
        w = bn_param.get("momentum", 0.9)
        mean = out.mean(axis=0)
        out -= mean
        var = (out * out).mean(axis=0)
        std = np.sqrt(var + bn_param.get("eps", 1e-5))
        out /= std
        saved = dict(normalised=out.copy(), std=std, gamma=gamma)
        bn_param["running_mean"] = w * bn_param.get("running_mean", zeros) + (1 - w) * mean
        bn_param["running_var"] = w * bn_param.get("running_var", zeros) + (1 - w) * var
    elif bn_param["mode"] == "test":
        out -= bn_param.get("running_mean", zeros)
        out /= np.sqrt(bn_param.get("running_var", zeros) + bn_param.get("eps", 1e-5))
        saved = None
    else:
        raise ValueError("Mode %s is unknown" % bn_param["mode"])
    out += beta
    return out, saved


def batchnorm_backward(dout, cache):
    h = cache["normalised"]
    dx = dout * cache["gamma"]
    dx = dx - dx.mean(axis=0) - h * (dx * h).mean(axis=0)
    dx = dx / cache["std"]
    return dx, np.sum(dout * h, axis=0), np.sum(dout, axis=0)
