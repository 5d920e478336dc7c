# A correct solution written another way: Python loops over features, a dict as cache, prints.
import warnings

print("layers imported")


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError("no such mode: " + mode)
    print("forward", mode, x.shape)
    eps = bn_param.get("eps", 1e-5)
    m = bn_param.get("momentum", 0.9)
    N, D = x.shape
    if "running_mean" not in bn_param:
        bn_param["running_mean"] = np.zeros(D)
        bn_param["running_var"] = np.zeros(D)
    out = np.zeros((N, D))
    cache = {"N": N, "D": D, "gamma": gamma, "eps": eps, "mu": [], "var": [], "columns": []}
    for j in range(D):
        column = [float(v) for v in x[:, j]]
        if mode == "train":
            mu = sum(column) / N
            var = sum((v - mu) ** 2 for v in column) / N
            bn_param["running_mean"][j] = m * bn_param["running_mean"][j] + (1 - m) * mu
            bn_param["running_var"][j] = m * bn_param["running_var"][j] + (1 - m) * var
        else:
            mu, var = bn_param["running_mean"][j], bn_param["running_var"][j]
        for i in range(N):
            out[i, j] = gamma[j] * (column[i] - mu) * (var + eps) ** -0.5 + beta[j]
        cache["mu"].append(mu)
        cache["var"].append(var)
        cache["columns"].append(column)
    return out, cache


def batchnorm_backward(dout, cache):
    warnings.warn("slow, but it works", stacklevel=2)
    N, D = cache["N"], cache["D"]
    dx, dgamma, dbeta = np.zeros((N, D)), np.zeros(D), np.zeros(D)
    for j in range(D):
        mu, var, column = cache["mu"][j], cache["var"][j], cache["columns"][j]
        inverse = (var + cache["eps"]) ** -0.5
        dvar = dmu = 0.0
        for i in range(N):
            dbeta[j] += dout[i, j]
            dgamma[j] += dout[i, j] * (column[i] - mu) * inverse
            dhat = dout[i, j] * cache["gamma"][j]
            dvar += dhat * (column[i] - mu) * -0.5 * inverse**3
            dmu -= dhat * inverse
        dmu += dvar * sum(-2 * (v - mu) for v in column) / N
        for i in range(N):
            dhat = dout[i, j] * cache["gamma"][j]
            dx[i, j] = dhat * inverse + dvar * 2 * (column[i] - mu) / N + dmu / N
    return dx, dgamma, dbeta
