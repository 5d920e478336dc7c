# In single precision, whatever comes; one term after another of every sum.


def _add_up(x, w, b, stride, pad):
    x, w, b = (each.astype(np.float32) for each in (x, w, b))
    n, _, h, width = x.shape
    f, c, hh, ww = w.shape
    rows, columns = 1 + (h + 2 * pad - hh) // stride, 1 + (width + 2 * pad - ww) // stride
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.zeros((n, f, rows, columns), np.float32) + b[:, None, None]
    for k, p, q in np.ndindex(c, hh, ww):
        taken = padded[:, k, p:, q:][:, ::stride, ::stride][:, :rows, :columns]
        out += taken[:, None] * w[:, k, p, q, None, None]
    return out, padded, w


def conv_forward_naive(x, w, b, conv_param):
    out, padded, w = _add_up(x, w, b, conv_param["stride"], conv_param["pad"])
    return out, (padded, w, conv_param["stride"], conv_param["pad"])


def conv_backward_naive(dout, cache):
    padded, w, stride, pad = cache
    dout = dout.astype(np.float32)
    _, _, rows, columns = dout.shape
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    for k, p, q in np.ndindex(*w.shape[1:]):
        taken = padded[:, k, p:, q:][:, ::stride, ::stride][:, :rows, :columns]
        dw[:, k, p, q] = (dout * taken[:, None]).sum(axis=(0, 2, 3))
        into = dpadded[:, k, p:, q:][:, ::stride, ::stride][:, :rows, :columns]
        into += (dout * w[:, k, p, q, None, None]).sum(axis=1)
    end = [side - pad for side in padded.shape]
    return dpadded[:, :, pad : end[2], pad : end[3]], dw, dout.sum(axis=(0, 2, 3))


conv_forward_im2col, conv_backward_im2col = conv_forward_naive, conv_backward_naive


def max_pool_forward_naive(x, pool_param):
    hh, ww, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    x = x.astype(np.float32)
    best = None
    for p, q in np.ndindex(hh, ww):
        taken = x[:, :, p : x.shape[2] - hh + p + 1 : s, q : x.shape[3] - ww + q + 1 : s]
        if best is None:
            best, place = taken.copy(), np.zeros(taken.shape, int)
        place[taken > best] = p * ww + q
        best = np.maximum(best, taken)
    return best, (x.shape, place, pool_param)


def max_pool_backward_naive(dout, cache):
    shape, place, pool_param = cache
    hh, ww, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(shape, np.float32)
    for k in range(hh * ww):
        p, q = divmod(k, ww)
        dx[:, :, p : shape[2] - hh + p + 1 : s, q : shape[3] - ww + q + 1 : s] += dout * (place == k)
    return dx
