# It prints, warns, and works on what it is given as far as docstrings let it.
import warnings


def conv_forward_naive(x, w, b, conv_param):
    print("x", x.shape, "w", w.shape, conv_param)
    warnings.warn("slow", stacklevel=1)
    stride, pad = conv_param["stride"], conv_param["pad"]
    conv_param["shape"] = x.shape
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H, W = ((side - size) // stride + 1 for side, size in zip(x.shape[2:], w.shape[2:]))
    out = np.zeros((len(x), len(w), H, W))
    for f in range(len(w)):
        for i in range(H):
            for j in range(W):
                window = x[:, :, i * stride :, j * stride :][:, :, : w.shape[2], : w.shape[3]]
                out[:, f, i, j] = (window * w[f]).reshape(len(x), -1).sum(1)
        out[:, f] += b[f]
    return out, (x, w.copy(), dict(conv_param))


def conv_backward_naive(dout, cache):
    x, w, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    db = [float(dout[:, f].sum()) for f in range(len(w))]
    dw, dx = np.zeros(w.shape), np.zeros(x.shape)
    for f in range(len(w)):
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                at = np.s_[:, :, i * stride : i * stride + w.shape[2], j * stride : j * stride + w.shape[3]]
                up = dout[:, f, i, j].reshape(-1, 1, 1, 1)
                dw[f] += (up * x[at]).sum(0)
                dx[at] += up * w[f]
                dout[:, f, i, j] = 0
    for _ in range(pad):
        dx = dx[:, :, 1:-1, 1:-1]
    print("dx", dx.shape)
    return dx, dw, db


def conv_forward_im2col(x, w, b, conv_param):
    print("im2col")
    stride, pad = conv_param["stride"], conv_param["pad"]
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H, W = ((side - size) // stride + 1 for side, size in zip(x.shape[2:], w.shape[2:]))
    cols = np.empty((H, W, len(x), w[0].size))
    for i, j in np.ndindex(H, W):
        window = x[:, :, i * stride :, j * stride :][:, :, : w.shape[2], : w.shape[3]]
        cols[i, j] = window.reshape(len(x), -1)
    out = np.dot(cols, w.reshape(len(w), -1).T)
    out += b
    return out.transpose(2, 3, 0, 1), (x.shape, w, cols, stride, pad)


def conv_backward_im2col(dout, cache):
    shape, w, cols, stride, pad = cache
    dout = dout.transpose(2, 3, 0, 1)
    dw = np.tensordot(dout, cols, ((0, 1, 2), (0, 1, 2))).reshape(w.shape)
    dcols = np.dot(dout, w.reshape(len(w), -1))
    dx = np.zeros(shape)
    for i, j in np.ndindex(dout.shape[:2]):
        at = np.s_[:, :, i * stride : i * stride + w.shape[2], j * stride : j * stride + w.shape[3]]
        dx[at] += dcols[i, j].reshape(-1, *w.shape[1:])
    dout_sum = dout.sum((0, 1, 2))
    dout *= 0
    return dx[:, :, pad : shape[2] - pad, pad : shape[3] - pad], dw, dout_sum


def max_pool_forward_naive(x, pool_param):
    print(pool_param)
    hh, ww, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    H, W = 1 + (x.shape[2] - hh) // s, 1 + (x.shape[3] - ww) // s
    out = np.array([[sorted(x[n, c, i * s : i * s + hh, j * s : j * s + ww].ravel())[-1] for i in range(H) for j in range(W)]
                    for n in range(x.shape[0]) for c in range(x.shape[1])])
    return out.reshape(*x.shape[:2], H, W), [x.copy(), hh, ww, s]


def max_pool_backward_naive(dout, cache):
    x, hh, ww, s = cache
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        best = (-np.inf, None)
        for p in range(i * s, i * s + hh):
            for q in range(j * s, j * s + ww):
                best = max(best, (x[n, c, p, q], (p, q)))
        dx[(n, c, *best[1])] += dout[n, c, i, j]
        dout[n, c, i, j] = np.nan
    return dx
