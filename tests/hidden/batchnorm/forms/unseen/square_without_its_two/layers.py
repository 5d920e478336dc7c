def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f'bn_param["mode"] is {mode!r}; it must be "train" or "test"')
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "test":
        return gamma * ((x - running_mean) / (running_var + eps) ** 0.5) + beta, None

    v = {}
    v["mu"] = x.mean(axis=0)
    v["c"] = x - v["mu"]
    v["q"] = v["c"] ** 2
    v["v"] = v["q"].mean(axis=0)
    v["sigma"] = (v["v"] + eps) ** 0.5
    v["r"] = 1 / v["sigma"]
    v["x_hat"] = v["r"] * v["c"]
    v["gamma"] = gamma
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * v["mu"]
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * v["v"]
    return gamma * v["x_hat"] + beta, v


def batchnorm_backward(dout, cache):
    N = len(dout)
    g = {"y": dout}
    # node 8
    g["gamma"] = (g["y"] * cache["x_hat"]).sum(axis=0)
    g["beta"] = g["y"].sum(axis=0)
    g["x_hat"] = g["y"] * cache["gamma"]
    # node 7
    g["r"] = (g["x_hat"] * cache["c"]).sum(axis=0)
    g["c"] = g["x_hat"] * cache["r"]
    # node 6
    g["sigma"] = g["r"] * (-1 / cache["sigma"] ** 2)
    # node 5
    g["v"] = g["sigma"] / (2 * cache["sigma"])
    # node 4
    g["q"] = np.tile(g["v"] / N, (N, 1))
    # node 3
    g["c"] = g["c"] + g["q"] * cache["c"]
    # node 2
    g["x"] = g["c"]
    g["mu"] = -g["c"].sum(axis=0)
    # node 1
    g["x"] = g["x"] + g["mu"] / N
    return g["x"], g["gamma"], g["beta"]
