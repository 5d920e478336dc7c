# Works in float64 whatever it is given; running statistics and shapes are lists; gamma by broadcast of its list.


def _channels(values):
    return np.array(values, dtype=np.float64).reshape(1, -1, 1, 1)


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    images = np.array(x, dtype=np.float64)
    C = images.shape[1]
    momentum = bn_param.get("momentum", 0.9)
    if bn_param["mode"] == "train":
        mean = [images[:, c].mean() for c in range(C)]
        var = [((images[:, c] - mean[c]) ** 2).mean() for c in range(C)]
        for key, new in (("running_mean", mean), ("running_var", var)):
            old = list(bn_param.get(key, [0.0] * C))
            bn_param[key] = [momentum * o + (1 - momentum) * n for o, n in zip(old, new)]
    elif bn_param["mode"] == "test":
        mean = bn_param.get("running_mean", [0.0] * C)
        var = bn_param.get("running_var", [0.0] * C)
    else:
        raise ValueError(bn_param["mode"])
    std = np.sqrt(_channels(var) + bn_param.get("eps", 1e-5))
    hat = (images - _channels(mean)) / std
    return hat * _channels(gamma) + _channels(beta), [hat, gamma, std]


def spatial_batchnorm_backward(dout, cache):
    hat, gamma, std = cache
    up = np.array(dout, dtype=np.float64)
    dbeta = [up[:, c].sum() for c in range(up.shape[1])]
    dgamma = [np.vdot(up[:, c], hat[:, c]) for c in range(up.shape[1])]
    count = up[:, 0].size
    dx = _channels(gamma) / std * (up - _channels(dbeta) / count - hat * _channels(dgamma) / count)
    return dx, np.array(dgamma), np.array(dbeta)


def layernorm_forward(x, gamma, beta, ln_param):
    rows = []
    for row in x.astype(np.float64):
        centred = row - row.mean()
        std = (np.dot(centred, centred) / len(row) + ln_param.get("eps", 1e-5)) ** 0.5
        rows.append((centred / std, std))
    return np.stack([gamma * hat + beta for hat, _ in rows]), (rows, gamma)


def layernorm_backward(dout, cache):
    rows, gamma = cache
    dx = []
    for up, (hat, std) in zip(dout.astype(np.float64), rows):
        scaled = up * gamma
        dx.append((scaled - scaled.mean() - hat * np.mean(scaled * hat)) / std)
    hats = np.array([hat for hat, _ in rows])
    return np.array(dx), (dout * hats).sum(0), dout.sum(0)


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    pieces, caches = [], []
    for piece in np.split(x.astype(np.float64), G, axis=1):
        N = len(piece)
        mean = piece.reshape(N, -1).mean(1).reshape(N, 1, 1, 1)
        var = piece.reshape(N, -1).var(1).reshape(N, 1, 1, 1)
        std = np.sqrt(var + gn_param.get("eps", 1e-5))
        pieces.append((piece - mean) / std)
        caches.append((pieces[-1], std))
    return gamma * np.concatenate(pieces, axis=1) + beta, (caches, gamma)


def spatial_groupnorm_backward(dout, cache):
    caches, gamma = cache
    dx = []
    for up, (hat, std) in zip(np.split(dout * gamma, len(caches), axis=1), caches):
        mean = up.mean(axis=(1, 2, 3), keepdims=True)
        along = (up * hat).mean(axis=(1, 2, 3), keepdims=True)
        dx.append((up - mean - hat * along) / std)
    hats = np.concatenate([hat for hat, _ in caches], axis=1)
    dgamma = (dout * hats).sum(axis=(0, 2, 3), keepdims=True)
    return np.concatenate(dx, axis=1), dgamma, dout.sum(axis=(0, 2, 3), keepdims=True)
