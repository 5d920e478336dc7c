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
