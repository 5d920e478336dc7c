class Memory:
    pass


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    memory = Memory()
    memory.shape, memory.gamma, memory.groups = x.shape, gamma, G
    eps = gn_param.get("eps", 1e-5)
    table = x.reshape(len(x) * G, x.shape[1] // G, -1)
    centred = table - np.mean(table, axis=1)[:, None, :]
    variance = np.mean(centred**2, axis=1)[:, None, :]
    memory.inv = (variance + eps) ** -0.5
    memory.table = centred * memory.inv
    return memory.table.reshape(x.shape) * gamma + beta, memory


def spatial_groupnorm_backward(dout, cache):
    N, C, H, W = cache.shape
    hat = cache.table.reshape(N, C, H, W)
    dgamma = np.einsum("nchw,nchw->c", dout, hat)[None, :, None, None]
    dbeta = np.einsum("nchw->c", dout)[None, :, None, None]
    d = (dout * cache.gamma).reshape(cache.table.shape)
    m = d.shape[1]
    one = d.sum(axis=1, keepdims=True)
    two = (d * cache.table).sum(axis=1, keepdims=True)
    dx = cache.inv / m * (m * d - one - cache.table * two)
    return dx.reshape(N, C, H, W), dgamma, dbeta
