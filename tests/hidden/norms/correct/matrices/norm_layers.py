# Jacobian matrices: of an example, a group, a channel, each a row of the same function.


def _rows_forward(rows, eps):
    centre = np.eye(rows.shape[1]) - 1 / rows.shape[1]
    centred = rows @ centre
    std = np.sqrt((centred**2).sum(axis=1) / rows.shape[1] + eps)
    return centred / std[:, None], std


def _rows_backward(drows, hats, std):
    size = hats.shape[1]
    result = []
    for drow, hat, s in zip(drows, hats, std):
        jacobian = (np.eye(size) - 1 / size - np.outer(hat, hat) / size) / s
        result.append(jacobian @ drow)
    return np.array(result)


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    N, C, H, W = x.shape
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    rows = x.transpose(1, 0, 2, 3).reshape(C, -1)
    if bn_param["mode"] == "train":
        hats, std = _rows_forward(rows, eps)
        for name, new in (("running_mean", rows.mean(axis=1)), ("running_var", rows.var(axis=1))):
            bn_param[name] = momentum * bn_param.get(name, np.zeros(C)) + (1 - momentum) * new
    else:
        std = np.sqrt(bn_param.get("running_var", np.zeros(C)) + eps)
        hats = (rows - bn_param.get("running_mean", np.zeros(C))[:, None]) / std[:, None]
    out = np.diag(gamma) @ hats + beta[:, None]
    return out.reshape(C, N, H, W).transpose(1, 0, 2, 3), (hats, std, gamma)


def spatial_batchnorm_backward(dout, cache):
    hats, std, gamma = cache
    N, C, H, W = dout.shape
    rows = dout.transpose(1, 0, 2, 3).reshape(C, -1)
    dx = _rows_backward(np.diag(gamma) @ rows, hats, std)
    dgamma = np.diag(rows @ hats.T)
    return dx.reshape(C, N, H, W).transpose(1, 0, 2, 3), dgamma, rows @ np.ones(N * H * W)


def layernorm_forward(x, gamma, beta, ln_param):
    hats, std = _rows_forward(x, ln_param.get("eps", 1e-5))
    return hats @ np.diag(gamma) + beta, (hats, std, gamma)


def layernorm_backward(dout, cache):
    hats, std, gamma = cache
    return _rows_backward(dout @ np.diag(gamma), hats, std), np.diag(dout.T @ hats), dout.sum(0)


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    hats, std = _rows_forward(x.reshape(len(x) * G, -1), gn_param.get("eps", 1e-5))
    return hats.reshape(x.shape) * gamma + beta, (hats, std, gamma)


def spatial_groupnorm_backward(dout, cache):
    hats, std, gamma = cache
    dx = _rows_backward((dout * gamma).reshape(hats.shape), hats, std).reshape(dout.shape)
    dgamma = np.apply_over_axes(np.sum, dout * hats.reshape(dout.shape), (0, 2, 3))
    return dx, dgamma, np.apply_over_axes(np.sum, dout, (0, 2, 3))
