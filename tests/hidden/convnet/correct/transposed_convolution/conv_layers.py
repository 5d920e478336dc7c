# dx is a convolution of dout, spread by the stride, with the filters turned over.


def _correlate(x, w):
    out = 0
    H, W = x.shape[2] - w.shape[2] + 1, x.shape[3] - w.shape[3] + 1
    for p in range(w.shape[2]):
        for q in range(w.shape[3]):
            out = out + np.einsum("nchw,fc->nfhw", x[:, :, p : p + H, q : q + W], w[:, :, p, q])
    return out


def _spread(dout, stride, H, W):
    out = np.zeros((*dout.shape[:2], H, W))
    out[:, :, ::stride, ::stride][:, :, : dout.shape[2], : dout.shape[3]] = dout
    return out


def conv_forward_naive(x, w, b, conv_param):
    p, s = conv_param["pad"], conv_param["stride"]
    x = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    out = _correlate(x, w)[:, :, ::s, ::s]
    return out + b.reshape(-1, 1, 1), (x, w, p, s)


def conv_backward_naive(dout, cache):
    x, w, p, s = cache
    hh, ww = w.shape[2:]
    all_pixels = _spread(dout, s, x.shape[2] - hh + 1, x.shape[3] - ww + 1)
    around = np.pad(all_pixels, ((0, 0), (0, 0), (hh - 1, hh - 1), (ww - 1, ww - 1)))
    dx = _correlate(around, np.flip(w, (2, 3)).swapaxes(0, 1))
    dw = _correlate(x.swapaxes(0, 1), all_pixels.swapaxes(0, 1)).swapaxes(0, 1)
    return dx[:, :, p : x.shape[2] - p, p : x.shape[3] - p], dw, dout.sum((0, 2, 3))


def conv_forward_im2col(x, w, b, conv_param):
    p, s = conv_param["pad"], conv_param["stride"]
    x = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    windows = np.lib.stride_tricks.sliding_window_view(x, w.shape[2:], (2, 3))[:, :, ::s, ::s]
    cols = windows.transpose(1, 4, 5, 0, 2, 3).reshape(w[0].size, -1)
    out = (w.reshape(len(w), -1) @ cols).reshape(len(w), len(x), *windows.shape[2:4])
    return out.swapaxes(0, 1) + b.reshape(-1, 1, 1), (x, w, p, s)


def conv_backward_im2col(dout, cache):
    return conv_backward_naive(dout, cache)


def max_pool_forward_naive(x, pool_param):
    hh, ww, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    windows = np.lib.stride_tricks.sliding_window_view(x, (hh, ww), (2, 3))[:, :, ::s, ::s]
    out = windows.max(axis=(4, 5))
    return out, (x.shape, windows == out[..., None, None], s)


def max_pool_backward_naive(dout, cache):
    shape, largest, s = cache
    dx = np.zeros(shape)
    for n, c, i, j in np.argwhere(np.ones(dout.shape)):
        part = largest[n, c, i, j] * dout[n, c, i, j]
        dx[n, c, i * s : i * s + part.shape[0], j * s : j * s + part.shape[1]] += part
    return dx
