# Layer and group norm by the given batch normalization, turned on its side; gamma and beta outside.


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    C = x.shape[1]
    columns = x.swapaxes(0, 1).reshape(C, -1)
    out, cache = batchnorm_forward(columns.T, gamma, beta, bn_param)
    N, _, H, W = x.shape
    return out.T.reshape(C, N, H, W).swapaxes(0, 1), cache


def spatial_batchnorm_backward(dout, cache):
    N, C, H, W = dout.shape
    dx, dgamma, dbeta = batchnorm_backward(dout.swapaxes(0, 1).reshape(C, -1).T, cache)
    return dx.T.reshape(C, N, H, W).swapaxes(0, 1), dgamma, dbeta


def _standardize(x, eps):
    ones, zeros = np.ones(len(x), x.dtype), np.zeros(len(x), x.dtype)
    out, cache = batchnorm_forward(x.T, ones, zeros, {"mode": "train", "eps": eps})
    return out.T, cache


def layernorm_forward(x, gamma, beta, ln_param):
    x_hat, cache = _standardize(x, ln_param.get("eps", 1e-5))
    return x_hat * gamma + beta, (x_hat, gamma, cache)


def layernorm_backward(dout, cache):
    x_hat, gamma, inner = cache
    dx = batchnorm_backward((dout * gamma).T, inner)[0].T
    return dx, np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    N = x.shape[0]
    x_hat, cache = _standardize(x.reshape(N * G, -1), gn_param.get("eps", 1e-5))
    x_hat = x_hat.reshape(x.shape)
    return x_hat * gamma + beta, (x_hat, gamma, cache, G)


def spatial_groupnorm_backward(dout, cache):
    x_hat, gamma, inner, G = cache
    N = dout.shape[0]
    dx = batchnorm_backward((dout * gamma).reshape(N * G, -1).T, inner)[0].T
    dgamma, dbeta = (
        np.sum(each, axis=(0, 2, 3)).reshape(gamma.shape) for each in (dout * x_hat, dout)
    )
    return dx.reshape(dout.shape), dgamma, dbeta
