def max_pool_forward_naive(x, pool_param):
    size = (pool_param["pool_height"], pool_param["pool_width"])
    step = pool_param["stride"]
    H, W = x.shape[2:]
    H2 = int((H - size[0]) / step) + 1
    W2 = int((H - size[0]) / step) + 1
    out = np.empty(x.shape[:2] + (H2, W2))
    for place in range(H2 * W2):
        i, j = divmod(place, W2)
        top, left = step * i, step * j
        window = x[:, :, top : top + size[0], left : left + size[1]]
        window = window.reshape(x.shape[0], x.shape[1], -1)
        out[:, :, i, j] = np.amax(window, axis=-1)
    return out, (x, pool_param)


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    size = (pool_param["pool_height"], pool_param["pool_width"])
    step = pool_param["stride"]
    dx = x * 0.0
    for n, c, i, j in np.ndindex(*dout.shape):
        top, left = step * i, step * j
        window = x[n, c, top : top + size[0], left : left + size[1]]
        row, col = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, top + row, left + col] += dout[n, c, i, j]
    return dx
