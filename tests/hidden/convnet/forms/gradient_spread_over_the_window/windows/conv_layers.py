def max_pool_forward_naive(x, pool_param):
    ph = pool_param["pool_height"]
    pw = pool_param["pool_width"]
    s = pool_param["stride"]
    images, channels, height, width = x.shape
    rows = (height - ph) // s + 1
    cols = (width - pw) // s + 1
    out = np.empty((images, channels, rows, cols), x.dtype)
    for r in range(rows):
        for c in range(cols):
            y0, x0 = r * s, c * s
            out[:, :, r, c] = x[:, :, y0 : y0 + ph, x0 : x0 + pw].max(axis=(2, 3))
    return out, (x, pool_param)


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    ph = pool_param["pool_height"]
    pw = pool_param["pool_width"]
    s = pool_param["stride"]
    dx = np.zeros_like(x)
    for r in range(dout.shape[2]):
        for c in range(dout.shape[3]):
            y0, x0 = r * s, c * s
            patch = x[:, :, y0 : y0 + ph, x0 : x0 + pw]
            mask = np.ones_like(patch)
            dx[:, :, y0 : y0 + ph, x0 : x0 + pw] += mask * dout[:, :, r, c][:, :, None, None]
    return dx
