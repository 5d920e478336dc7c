def max_pool_forward_naive(x, pool_param):
    size = (pool_param["pool_height"], pool_param["pool_width"])
    step = pool_param["stride"]
    H2 = (x.shape[2] - size[0]) // step + 1
    W2 = (x.shape[3] - size[1]) // step + 1
    out = np.empty(x.shape[:2] + (H2, W2))
    for n, c, i, j in np.ndindex(*out.shape):
        top, left = step * i, step * j
        out[n, c, i, j] = np.amax(x[n, c, top : top + size[0], left : left + size[1]])
    return out, (x, pool_param)


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    size = (pool_param["pool_height"], pool_param["pool_width"])
    step = pool_param["stride"]
    dx = x * 0.0
    for n in range(dout.shape[0]):
        for c in range(dout.shape[1]):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    upstream = dout[n, c, i, j]
                    top, left = step * i, step * j
                    window = x[n, c, top : top + size[0], left : left + size[1]]
                    i, j = np.unravel_index(window.argmax(), window.shape)
                    dx[n, c, top + i, left + j] += upstream
    return dx
