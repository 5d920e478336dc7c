def conv_forward_im2col(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    H_out = 1 + (H + 2 * pad - HH) // stride
    W_out = 1 + (W + 2 * pad - WW) // stride
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows = []
    for n in range(N):
        for i in range(H_out):
            for j in range(W_out):
                window = xp[n, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
                rows.append(window.reshape(-1))
    cols = np.array(rows)
    out = cols @ w.reshape(F, -1).T + b
    out = out.reshape(N, H_out, W_out, F).transpose(0, 3, 1, 2)
    return out, (x, w, cols, conv_param)


def conv_backward_im2col(dout, cache):
    x, w, cols, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    _, _, H_out, W_out = dout.shape
    flat = dout.transpose(0, 2, 3, 1).reshape(-1, F)
    db = flat.sum(axis=0)
    dw = (flat.T @ cols).reshape(w.shape)
    dcols = flat @ w.reshape(F, -1)
    dxp = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    k = 0
    for n in range(N):
        for i in range(H_out):
            for j in range(W_out):
                part = dcols[k].reshape(C, HH, WW)
                dxp[n, :, i * stride : i * stride + HH, j * stride : j * stride + WW] = part
                k += 1
    dx = dxp[:, :, pad : pad + H, pad : pad + W]
    return dx, dw, db
