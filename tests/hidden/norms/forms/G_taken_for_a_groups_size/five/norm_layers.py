def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    eps = gn_param.get("eps", 1e-5)
    N, C, H, W = x.shape
    groups = x.reshape(N, C // G, G, H, W)
    mean = groups.mean(axis=(2, 3, 4), keepdims=True)
    var = groups.var(axis=(2, 3, 4), keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = ((groups - mean) / std).reshape(N, C, H, W)
    return gamma * x_hat + beta, {"hat": x_hat, "std": std, "gamma": gamma, "G": G}


def spatial_groupnorm_backward(dout, cache):
    hat, std, G = cache["hat"], cache["std"], cache["G"]
    N, C, H, W = dout.shape
    dgamma = np.sum(dout * hat, axis=(0, 2, 3), keepdims=True)
    dbeta = np.sum(dout, axis=(0, 2, 3), keepdims=True)
    dhat = (dout * cache["gamma"]).reshape(N, C // G, G, H, W)
    hat = hat.reshape(N, C // G, G, H, W)
    size = G * H * W
    first = dhat.sum(axis=(2, 3, 4), keepdims=True) / size
    second = (dhat * hat).sum(axis=(2, 3, 4), keepdims=True) / size
    dx = (dhat - first - hat * second) / std
    return dx.reshape(N, C, H, W), dgamma, dbeta
