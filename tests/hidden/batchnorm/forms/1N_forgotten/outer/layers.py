# Jacobian per feature built from outer products; closure over the normalised batch.
def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    q = bn_param.get("momentum", 0.9)
    D = x.shape[1]
    prev_mean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    prev_var = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))
    match_train = bn_param["mode"] == "train"
    if not match_train and bn_param["mode"] != "test":
        raise ValueError("mode: train or test")
    mean = x.mean(0) if match_train else prev_mean
    var = x.var(0) if match_train else prev_var
    sigma = np.sqrt(var + eps)
    nx = (x - mean) / sigma
    out = nx * gamma + beta
    if not match_train:
        return out, None
    bn_param["running_mean"] = q * prev_mean + (1 - q) * mean
    bn_param["running_var"] = q * prev_var + (1 - q) * var

    def jacobian(j):
        n = len(nx)
        ones = np.ones(n)
        return gamma[j] / sigma[j] * (
            np.eye(n) - np.outer(ones, ones) - np.outer(nx[:, j], nx[:, j]))

    return out, (nx, jacobian)


def batchnorm_backward(dout, cache):
    nx, jacobian = cache
    columns = [jacobian(j) @ dout[:, j] for j in range(dout.shape[1])]
    return np.column_stack(columns), (nx * dout).sum(axis=0), dout.sum(axis=0)
