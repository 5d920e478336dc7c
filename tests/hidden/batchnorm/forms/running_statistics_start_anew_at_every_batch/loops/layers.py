# Loops over columns; the old running value is never looked up when training.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    keep = bn_param.get("momentum", 0.9)
    n, d = x.shape
    if mode == "train":
        run_m, run_v, cols, cache = [], [], [], []
        for j in range(d):
            r_m = r_v = 0.0
            col = x[:, j]
            m = sum(col) / n
            v = sum((t - m) ** 2 for t in col) / n
            r_m = keep * r_m + (1 - keep) * m
            r_v = keep * r_v + (1 - keep) * v
            run_m.append(r_m)
            run_v.append(r_v)
            hat = (col - m) / np.sqrt(v + eps)
            cols.append(gamma[j] * hat + beta[j])
            cache.append((col, m, v, gamma[j], eps))
        bn_param["running_mean"] = np.array(run_m)
        bn_param["running_var"] = np.array(run_v)
        return np.column_stack(cols), cache
    elif mode == "test":
        run_m = bn_param.get("running_mean", np.zeros(d))
        run_v = bn_param.get("running_var", np.zeros(d))
        cols = []
        for j in range(d):
            cols.append(gamma[j] * (x[:, j] - run_m[j]) / np.sqrt(run_v[j] + eps) + beta[j])
        return np.column_stack(cols), None
    else:
        raise ValueError("mode: " + str(mode))


def batchnorm_backward(dout, cache):
    dx, dgamma, dbeta = [], [], []
    for j, (col, m, v, g, eps) in enumerate(cache):
        n = len(col)
        up = dout[:, j]
        s = np.sqrt(v + eps)
        dh = up * g
        dv = sum(dh * (col - m)) * -0.5 / s**3
        dm = -sum(dh) / s
        dx.append(dh / s + dv * 2 * (col - m) / n + dm / n)
        dgamma.append(sum(up * (col - m) / s))
        dbeta.append(sum(up))
    return np.column_stack(dx), np.array(dgamma), np.array(dbeta)
