def conv_forward_im2col(x, w, b, conv_param):
    stride = conv_param["stride"]
    pad = conv_param["pad"]
    HH, WW = w.shape[2:]
    big = np.pad(x, [(0, 0)] * 2 + [(pad, pad)] * 2)
    view = np.lib.stride_tricks.sliding_window_view(big, (HH, WW), axis=(2, 3))
    view = view[:, :, ::stride, ::stride]
    H2, W2 = view.shape[2:4]
    cols = view.transpose(0, 2, 3, 1, 4, 5).reshape(len(x) * H2 * W2, w[0].size)
    weights = w.reshape(len(w), -1)
    out = (cols @ weights.T + b)
    out = np.reshape(out, (len(x), len(w), H2, W2))
    return out, (x, w, cols, conv_param)


def conv_backward_im2col(dout, cache):
    x, w, cols, conv_param = cache
    stride = conv_param["stride"]
    pad = conv_param["pad"]
    N, C, H, W = x.shape
    HH, WW = w.shape[2:]
    H2, W2 = dout.shape[2:]
    g = np.einsum("nfij->nijf", dout).reshape(N * H2 * W2, len(w))
    db = g.sum(0)
    dw = np.einsum("kf,kd->fd", g, cols).reshape(w.shape)
    dcols = (g @ w.reshape(len(w), -1)).reshape(N, H2, W2, C, HH, WW)
    grad = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for i in range(H2):
        for j in range(W2):
            top, left = stride * i, stride * j
            grad[:, :, top : top + HH, left : left + WW] += dcols[:, i, j]
    dx = grad[:, :, pad : pad + H, pad : pad + W]
    return dx, dw, db
