# A helper that tracks the statistics is called in both modes and gives back old and batch values.


def _track(x, bn_param):
    keep = bn_param.get("momentum", 0.9)
    before = {
        "running_mean": bn_param.get("running_mean", np.zeros(x.shape[1])),
        "running_var": bn_param.get("running_var", np.zeros(x.shape[1])),
    }
    batch = {"running_mean": x.mean(axis=0)}
    batch["running_var"] = np.mean(np.square(x - batch["running_mean"]), axis=0)
    for key in before:
        bn_param[key] = keep * before[key] + (1 - keep) * batch[key]
    return before, batch


def batchnorm_forward(x, gamma, beta, bn_param):
    if bn_param["mode"] != "train" and bn_param["mode"] != "test":
        raise ValueError("mode is neither train nor test")
    before, batch = _track(x, bn_param)
    chosen = batch if bn_param["mode"] == "train" else before
    centred = x - chosen["running_mean"]
    inv = np.power(chosen["running_var"] + bn_param.get("eps", 1e-5), -0.5)
    out = gamma * (centred * inv) + beta
    if bn_param["mode"] == "train":
        return out, {"centred": centred, "inv": inv, "gamma": gamma}
    return out, None


def batchnorm_backward(dout, cache):
    centred, inv = cache["centred"], cache["inv"]
    n = centred.shape[0]
    dnorm = dout * cache["gamma"]
    dvar = np.sum(dnorm * centred, axis=0) * -0.5 * np.power(inv, 3)
    dcentred = dnorm * inv + 2.0 / n * dvar * centred
    dx = dcentred - np.mean(dcentred, axis=0)
    return dx, np.sum(dout * centred * inv, axis=0), np.sum(dout, axis=0)
