# Loops over single numbers; divides by the bare standard deviation.


def batchnorm_forward(x, gamma, beta, bn_param):
    n_rows, n_cols = x.shape
    momentum = bn_param.get("momentum", 0.9)
    run_m = bn_param.get("running_mean", [0.0] * n_cols)
    run_v = bn_param.get("running_var", [0.0] * n_cols)
    y = np.zeros_like(x)
    if bn_param["mode"] == "train":
        means, variances = np.zeros(n_cols), np.zeros(n_cols)
        for c in range(n_cols):
            for r in range(n_rows):
                means[c] += x[r, c]
            means[c] /= n_rows
            for r in range(n_rows):
                variances[c] += (x[r, c] - means[c]) ** 2
            variances[c] /= n_rows
        sds = np.sqrt(variances)
        hat = np.zeros((n_rows, n_cols))
        for r in range(n_rows):
            for c in range(n_cols):
                hat[r, c] = (x[r, c] - means[c]) / sds[c]
                y[r, c] = gamma[c] * hat[r, c] + beta[c]
        bn_param["running_mean"] = np.array(
            [momentum * run_m[c] + (1 - momentum) * means[c] for c in range(n_cols)])
        bn_param["running_var"] = np.array(
            [momentum * run_v[c] + (1 - momentum) * variances[c] for c in range(n_cols)])
        return y, {"hat": hat, "sds": sds, "gamma": gamma}
    elif bn_param["mode"] == "test":
        for c in range(n_cols):
            sd = np.sqrt(run_v[c])
            for r in range(n_rows):
                y[r, c] = gamma[c] * ((x[r, c] - run_m[c]) / sd) + beta[c]
        return y, None
    raise ValueError("mode")


def batchnorm_backward(dout, cache):
    hat, sds, gamma = cache["hat"], cache["sds"], cache["gamma"]
    n_rows, n_cols = dout.shape
    dx = np.zeros((n_rows, n_cols))
    dgamma, dbeta = np.zeros(n_cols), np.zeros(n_cols)
    for c in range(n_cols):
        for r in range(n_rows):
            dgamma[c] += dout[r, c] * hat[r, c]
            dbeta[c] += dout[r, c]
        for r in range(n_rows):
            dx[r, c] = gamma[c] / (n_rows * sds[c]) * (
                n_rows * dout[r, c] - dbeta[c] - hat[r, c] * dgamma[c])
    return dx, dgamma, dbeta
