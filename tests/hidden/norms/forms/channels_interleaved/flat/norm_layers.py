class Memory:
    pass


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    memory = Memory()
    memory.shape, memory.gamma, memory.groups = x.shape, gamma, G
    eps = gn_param.get("eps", 1e-5)
    mixed = x.reshape(len(x), -1, G, x[0, 0].size).swapaxes(1, 2)
    table = mixed.reshape(len(x) * G, -1)
    centred = table - np.mean(table, axis=1)[:, None]
    variance = np.mean(centred**2, axis=1)[:, None]
    memory.inv = (variance + eps) ** -0.5
    memory.table = centred * memory.inv
    memory.hat = memory.table.reshape(mixed.shape).swapaxes(1, 2).reshape(x.shape)
    return memory.hat * gamma + beta, memory


def spatial_groupnorm_backward(dout, cache):
    N, C, H, W = cache.shape
    hat = cache.hat
    dgamma = np.einsum("nchw,nchw->c", dout, hat)[None, :, None, None]
    dbeta = np.einsum("nchw->c", dout)[None, :, None, None]
    d = (dout * cache.gamma).reshape(N, -1, cache.groups, H * W).swapaxes(1, 2)
    mixed = d.shape
    d = d.reshape(N * cache.groups, -1)
    m = d.shape[1]
    one = d.sum(axis=1, keepdims=True)
    two = (d * cache.table).sum(axis=1, keepdims=True)
    dx = cache.inv / m * (m * d - one - cache.table * two)
    dx = dx.reshape(mixed).swapaxes(1, 2)
    return dx.reshape(N, C, H, W), dgamma, dbeta
