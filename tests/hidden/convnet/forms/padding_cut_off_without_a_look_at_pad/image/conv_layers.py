def conv_forward_naive(x, w, b, conv_param):
    stride = conv_param["stride"]
    pad = conv_param["pad"]
    H, W = x.shape[2:]
    HH, WW = w.shape[2:]
    H2 = int((H + 2 * pad - HH) / stride + 1)
    W2 = int((W + 2 * pad - WW) / stride + 1)
    border = [(0, 0)] * 2 + [(pad, pad)] * 2
    big = np.pad(x, border, "constant")
    every = np.lib.stride_tricks.sliding_window_view(big, (HH, WW), axis=(2, 3))
    chosen = every[:, :, : H2 * stride : stride, : W2 * stride : stride]
    out = np.empty((len(x), len(w), H2, W2))
    out[...] = np.einsum("ncijpq,fcpq->nfij", chosen, w)
    out = out + b[None, :, None, None]
    return out, (x, w, b, conv_param)


def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    pad = conv_param["pad"]
    H, W = x.shape[2], x.shape[3]
    HH, WW = w.shape[2], w.shape[3]
    border = [(0, 0)] * 2 + [(pad, pad)] * 2
    big = np.pad(x, border, "constant")
    grad_big = big * 0.0
    dw = w * 0.0
    db = np.sum(np.sum(np.sum(dout, axis=3), axis=2), axis=0)
    for k in range(x.shape[0]):
        for row in range(dout.shape[2]):
            for col in range(dout.shape[3]):
                top = stride * row
                left = stride * col
                upstream = dout[k, :, row, col].reshape(-1, 1, 1, 1)
                dw += upstream * big[k, :, top : top + HH, left : left + WW]
                part = np.sum(upstream * w, axis=0)
                grad_big[k, :, top : top + HH, left : left + WW] += part
    inner = slice(pad, -pad)
    dx = grad_big[..., inner, inner].copy()
    return dx, dw, db
