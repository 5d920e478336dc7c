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
            out[:, :, r, c] = x[:, :, r * s : r * s + ph, c * s : c * s + pw].max(axis=(2, 3))
    return out, (x, pool_param)


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    ph = pool_param["pool_height"]
    pw = pool_param["pool_width"]
    s = pool_param["stride"]
    dx = np.zeros_like(x)
    for image in range(dout.shape[0]):
        for channel in range(dout.shape[1]):
            for r in range(dout.shape[2]):
                y0 = r * s
                for c in range(dout.shape[3]):
                    x0 = c * s
                    patch = x[image, channel, y0 : y0 + ph, x0 : x0 + pw]
                    for r in range(ph):
                        for c in range(pw):
                            if patch[r, c] >= patch.max():
                                dx[image, channel, y0 + r, x0 + c] += dout[image, channel, r, c]
    return dx
