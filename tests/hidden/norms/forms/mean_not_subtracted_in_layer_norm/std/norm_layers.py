def layernorm_forward(x, gamma, beta, ln_param):
    scale = 1 / np.sqrt(x.var(axis=-1) + ln_param.get("eps", 1e-5))
    hat = x * scale.reshape(-1, 1)
    return hat * gamma + beta, (x, scale, gamma)


def layernorm_backward(dout, cache):
    x, scale, gamma = cache
    scale = scale[:, None]
    dhat = dout * gamma
    dscale = (dhat * x).sum(axis=1, keepdims=True)
    dvar = dscale * -0.5 * scale**3
    dx = dhat * scale + dvar * 2 / x.shape[1] * (x - x.mean(axis=1, keepdims=True))
    return dx, (dout * x * scale).sum(axis=0), dout.sum(axis=0)
