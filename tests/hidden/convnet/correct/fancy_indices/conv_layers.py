# Pixels are picked, and gradients put back, by arrays of indices.


def _indices(shape, height, width, pad, stride):
    _, C, H, W = shape
    H_out, W_out = (H + 2 * pad - height) // stride + 1, (W + 2 * pad - width) // stride + 1
    rows = np.tile(np.repeat(np.arange(height), width), C).reshape(-1, 1)
    rows = rows + stride * np.repeat(np.arange(H_out), W_out).reshape(1, -1)
    columns = np.tile(np.tile(np.arange(width), height), C).reshape(-1, 1)
    columns = columns + stride * np.tile(np.arange(W_out), H_out).reshape(1, -1)
    return np.repeat(np.arange(C), height * width).reshape(-1, 1), rows, columns


def conv_forward_im2col(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode="constant")
    cols = padded[:, *_indices(x.shape, HH, WW, pad, stride)]
    cols = cols.transpose(1, 2, 0).reshape(C * HH * WW, -1)
    out = w.reshape(F, -1) @ cols + b.reshape(-1, 1)
    H_out, W_out = (H + 2 * pad - HH) // stride + 1, (W + 2 * pad - WW) // stride + 1
    return out.reshape(F, H_out, W_out, N).transpose(3, 0, 1, 2), (x, w, b, conv_param, cols)


def conv_backward_im2col(dout, cache):
    x, w, b, conv_param, cols = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    rows = dout.transpose(1, 2, 3, 0).reshape(F, -1)
    dcols = (w.reshape(F, -1).T @ rows).reshape(C * HH * WW, -1, N).transpose(2, 0, 1)
    dpadded = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=cols.dtype)
    np.add.at(dpadded, (slice(None), *_indices(x.shape, HH, WW, pad, stride)), dcols)
    dx = dpadded if pad == 0 else dpadded[:, :, pad:-pad, pad:-pad]
    return dx, (rows @ cols.T).reshape(w.shape), rows.sum(axis=1)


def conv_forward_naive(x, w, b, conv_param):
    return conv_forward_im2col(x, w, b, conv_param)


def conv_backward_naive(dout, cache):
    return conv_backward_im2col(dout, cache)


def max_pool_forward_naive(x, pool_param):
    size, stride = (pool_param["pool_height"], pool_param["pool_width"]), pool_param["stride"]
    N, C, H, W = x.shape
    H_out, W_out = (H - size[0]) // stride + 1, (W - size[1]) // stride + 1
    index = _indices((N * C, 1, H, W), *size, 0, stride)
    cols = x.reshape(N * C, 1, H, W)[:, *index]
    places = cols.argmax(axis=1)
    out = np.take_along_axis(cols, places[:, None], axis=1).reshape(N, C, H_out, W_out)
    return out, (x.shape, index, places)


def max_pool_backward_naive(dout, cache):
    shape, (_, rows, columns), places = cache
    dx = np.zeros((shape[0] * shape[1], *shape[2:]), dout.dtype)
    at, images = np.arange(places.shape[1]), np.arange(len(dx))[:, None]
    np.add.at(dx, (images, rows[places, at], columns[places, at]), dout.reshape(places.shape))
    return dx.reshape(shape)
