# Goes through the examples and normalises each one by itself.


def batchnorm_forward(x, gamma, beta, bn_param):
    eps, mom = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    d = x.shape[1]
    rm = bn_param.get("running_mean", np.zeros(d))
    rv = bn_param.get("running_var", np.zeros(d))
    if bn_param["mode"] == "test":
        return (x - rm) / np.sqrt(rv + eps) * gamma + beta, None
    if bn_param["mode"] != "train":
        raise ValueError("no mode like that")
    mus, sig2s, hats, outs = [], [], [], []
    for example in x:
        mu = sum(example) / d
        sig2 = sum((example - mu) ** 2) / d
        hat = (example - mu) / np.sqrt(sig2 + eps)
        mus.append([mu])
        sig2s.append([sig2])
        hats.append(hat)
        outs.append(gamma * hat + beta)
    bn_param["running_mean"] = mom * rm + (1 - mom) * np.array(mus)
    bn_param["running_var"] = mom * rv + (1 - mom) * np.array(sig2s)
    saved = {"gamma": gamma, "hats": np.array(hats), "istd": (np.array(sig2s) + eps) ** -0.5}
    return np.array(outs), saved


def batchnorm_backward(dout, cache):
    hats = cache["hats"]
    n, d = dout.shape
    dgamma, dbeta = np.zeros(d), np.zeros(d)
    for i in range(n):
        dgamma += dout[i] * hats[i]
        dbeta += dout[i]
    dx = np.zeros((n, d))
    for i in range(n):
        dh = dout[i] * cache["gamma"]
        dx[i] = cache["istd"][i] * (dh - dh.mean() - hats[i] * (dh * hats[i]).mean())
    return dx, dgamma, dbeta
