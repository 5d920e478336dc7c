class Memory:
    pass


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    memory = Memory()
    memory.shape, memory.gamma, memory.groups = x.shape, gamma, G
    eps = gn_param.get("eps", 1e-5)
    table = x.reshape(len(x), G, -1).swapaxes(0, 1).reshape(G, -1)
    centred = table - np.mean(table, axis=1)[:, None]
    variance = np.mean(centred**2, axis=1)[:, None]
    memory.inv = (variance + eps) ** -0.5
    memory.table = centred * memory.inv
    memory.hat = memory.table.reshape(G, len(x), -1).swapaxes(0, 1).reshape(x.shape)
    return memory.hat * gamma + beta, memory


def spatial_groupnorm_backward(dout, cache):
    N, C, H, W = cache.shape
    hat = cache.hat
    dgamma = np.einsum("nchw,nchw->c", dout, hat)[None, :, None, None]
    dbeta = np.einsum("nchw->c", dout)[None, :, None, None]
    d = (dout * cache.gamma).reshape(N, cache.groups, -1)
    d = d.swapaxes(0, 1).reshape(cache.groups, -1)
    m = d.shape[1]
    one = d.sum(axis=1, keepdims=True)
    two = (d * cache.table).sum(axis=1, keepdims=True)
    dx = cache.inv / m * (m * d - one - cache.table * two)
    dx = dx.reshape(cache.groups, N, -1).swapaxes(0, 1)
    return dx.reshape(N, C, H, W), dgamma, dbeta
