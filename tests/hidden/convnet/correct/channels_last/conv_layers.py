# Inside, channels are the last axis; what comes out is a view of that.


def conv_forward_naive(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    x = np.pad(x.transpose(0, 2, 3, 1), ((0, 0), (p, p), (p, p), (0, 0)))
    w = w.transpose(2, 3, 1, 0)
    hh, ww = w.shape[:2]
    tops, lefts = range(0, x.shape[1] - hh + 1, s), range(0, x.shape[2] - ww + 1, s)
    out = np.zeros((len(x), len(tops), len(lefts), w.shape[3]), x.dtype)
    for i, top in enumerate(tops):
        for j, left in enumerate(lefts):
            out[:, i, j] = np.tensordot(x[:, top : top + hh, left : left + ww], w, 3)
    return (out + b).transpose(0, 3, 1, 2), (x, w, s, p)


def conv_backward_naive(dout, cache):
    x, w, s, p = cache
    dout = dout.transpose(0, 2, 3, 1)
    dx, dw = np.zeros(x.shape, x.dtype), np.zeros(w.shape, w.dtype)
    hh, ww = w.shape[:2]
    for i in range(dout.shape[1]):
        for j in range(dout.shape[2]):
            at = np.s_[:, i * s : i * s + hh, j * s : j * s + ww]
            dx[at] += np.einsum("nf,pqcf->npqc", dout[:, i, j], w)
            dw += np.einsum("nf,npqc->pqcf", dout[:, i, j], x[at])
    dx = dx[:, p : x.shape[1] - p, p : x.shape[2] - p]
    return dx.transpose(0, 3, 1, 2), dw.transpose(3, 2, 0, 1), dout.reshape(-1, dout.shape[3]).sum(0)


def conv_forward_im2col(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    hh, ww = w.shape[2:]
    x = np.pad(x.transpose(0, 2, 3, 1), ((0, 0), (p, p), (p, p), (0, 0)))
    n, h, width, c = x.shape
    rows, columns = (h - hh) // s + 1, (width - ww) // s + 1
    a, d, e, g = x.strides
    patches = np.lib.stride_tricks.as_strided(
        x, (n, rows, columns, hh, ww, c), (a, d * s, e * s, d, e, g), writeable=False
    ).reshape(n * rows * columns, -1)
    kernel = w.transpose(2, 3, 1, 0).reshape(-1, len(w))
    out = (patches @ kernel + b).reshape(n, rows, columns, -1).transpose(0, 3, 1, 2)
    return out, (x.shape, w.shape, patches, kernel, s, p)


def conv_backward_im2col(dout, cache):
    (n, h, width, c), (f, _, hh, ww), patches, kernel, s, p = cache
    _, _, rows, columns = dout.shape
    flat = dout.transpose(0, 2, 3, 1).reshape(-1, f)
    dw = (patches.T @ flat).reshape(hh, ww, c, f).transpose(3, 2, 0, 1)
    dpatches = (flat @ kernel.T).reshape(n, rows, columns, hh, ww, c)
    dx = np.zeros((n, h, width, c), dout.dtype)
    for i in range(rows):
        for j in range(columns):
            dx[:, i * s : i * s + hh, j * s : j * s + ww] += dpatches[:, i, j]
    return dx[:, p : h - p, p : width - p].transpose(0, 3, 1, 2), dw, flat.sum(0)


def max_pool_forward_naive(x, pool_param):
    hh, ww, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    x = x.transpose(0, 2, 3, 1)
    n, h, width, c = x.shape
    out = np.zeros((n, (h - hh) // s + 1, (width - ww) // s + 1, c), x.dtype)
    for i in range(out.shape[1]):
        for j in range(out.shape[2]):
            out[:, i, j] = np.amax(x[:, i * s : i * s + hh, j * s : j * s + ww], axis=(1, 2))
    return out.transpose(0, 3, 1, 2), (x, out, hh, ww, s)


def max_pool_backward_naive(dout, cache):
    x, out, hh, ww, s = cache
    dout, dx = dout.transpose(0, 2, 3, 1), np.zeros(x.shape, x.dtype)
    for i in range(out.shape[1]):
        for j in range(out.shape[2]):
            at = np.s_[:, i * s : i * s + hh, j * s : j * s + ww]
            largest = x[at] == out[:, i : i + 1, j : j + 1]
            dx[at] += largest * dout[:, i : i + 1, j : j + 1]
    return dx.transpose(0, 3, 1, 2)
