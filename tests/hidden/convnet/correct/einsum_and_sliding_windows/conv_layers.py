from numpy.lib.stride_tricks import sliding_window_view


def _windows(x, height, width, stride):
    return sliding_window_view(x, (height, width), axis=(2, 3))[:, :, ::stride, ::stride]


def conv_forward_naive(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    padded = np.pad(x, [(0, 0), (0, 0), (p, p), (p, p)])
    windows = _windows(padded, *w.shape[2:], s)
    out = np.einsum("ncijpq,fcpq->nfij", windows, w) + b.reshape(1, -1, 1, 1)
    return out, {"padded": padded, "w": w, "stride": s, "pad": p}


def conv_backward_naive(dout, cache):
    padded, w, s, p = (cache[key] for key in ("padded", "w", "stride", "pad"))
    dw = np.einsum("nfij,ncijpq->fcpq", dout, _windows(padded, *w.shape[2:], s))
    dpadded = np.zeros_like(padded)
    views = sliding_window_view(dpadded, w.shape[2:], axis=(2, 3), writeable=True)[:, :, ::s, ::s]
    for q in np.ndindex(*w.shape[2:]):  # no pixel twice in one of these
        views[(..., *q)] += np.einsum("nfij,fc->ncij", dout, w[(..., *q)])
    rows, columns = (slice(p, side - p) for side in padded.shape[2:])
    return dpadded[:, :, rows, columns], dw, np.einsum("nfij->f", dout)


def max_pool_forward_naive(x, pool_param):
    windows = _windows(x, pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"])
    return windows.max(axis=(-2, -1)), (x, pool_param)


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    size, s = (pool_param["pool_height"], pool_param["pool_width"]), pool_param["stride"]
    windows = _windows(x, *size, s)
    places = windows.reshape(*windows.shape[:4], -1).argmax(-1)
    dx = np.zeros_like(x)
    n, c, i, j = np.indices(dout.shape)
    rows, columns = np.unravel_index(places, size)
    np.add.at(dx, (n, c, i * s + rows, j * s + columns), dout)
    return dx


def conv_forward_im2col(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    padded = np.pad(x, [(0, 0), (0, 0), (p, p), (p, p)])
    windows = _windows(padded, *w.shape[2:], s)
    out = np.tensordot(windows, w, axes=((1, 4, 5), (1, 2, 3))) + b
    return np.moveaxis(out, 3, 1), {"padded": padded, "w": w, "stride": s, "pad": p}


def conv_backward_im2col(dout, cache):
    return conv_backward_naive(dout, cache)
