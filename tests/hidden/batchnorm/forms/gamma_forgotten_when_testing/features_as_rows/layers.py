# Works on the transposed array, a feature in each row. gamma stays out of the test branch.


def batchnorm_forward(x, gamma, beta, bn_param):
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    rows = x.T
    old_mean = bn_param.get("running_mean", np.zeros(len(rows), dtype=x.dtype))
    old_var = bn_param.get("running_var", np.zeros(len(rows), dtype=x.dtype))
    if bn_param["mode"] == "train":
        mean = rows.mean(axis=1)
        rows = rows - mean[:, None]
        var = (rows**2).mean(axis=1)
        std = np.sqrt(var + eps)
        rows = rows / std[:, None]
        bn_param["running_mean"] = momentum * old_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * old_var + (1 - momentum) * var
        return (rows * gamma[:, None] + beta[:, None]).T, (rows, std, gamma)
    elif bn_param["mode"] == "test":
        rows = (rows - old_mean[:, None]) / np.sqrt(old_var + eps)[:, None]
        return (rows + beta[:, None]).T, None
    raise ValueError("mode should be train or test")


def batchnorm_backward(dout, cache):
    rows, std, gamma = cache
    drows = dout.T * gamma[:, None]
    along = (drows * rows).mean(axis=1)
    drows = drows - drows.mean(axis=1)[:, None] - rows * along[:, None]
    return (drows / std[:, None]).T, (dout.T * rows).sum(axis=1), dout.sum(axis=0)
