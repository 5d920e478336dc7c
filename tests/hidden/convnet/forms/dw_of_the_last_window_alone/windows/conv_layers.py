def conv_forward_naive(x, w, b, conv_param):
    s = conv_param["stride"]
    p = conv_param["pad"]
    images, channels, height, width = x.shape
    filters, _, fh, fw = w.shape
    rows = (height + 2 * p - fh) // s + 1
    cols = (width + 2 * p - fw) // s + 1
    padded = np.zeros((images, channels, height + 2 * p, width + 2 * p), x.dtype)
    padded[:, :, p : p + height, p : p + width] = x
    out = np.zeros((images, filters, rows, cols), x.dtype)
    for r in range(rows):
        for c in range(cols):
            y0, x0 = r * s, c * s
            patch = padded[:, None, :, y0 : y0 + fh, x0 : x0 + fw]
            out[:, :, r, c] = (patch * w[None]).sum(axis=(2, 3, 4))
    out += b.reshape(1, -1, 1, 1)
    return out, (x, w, b, conv_param)


def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    s = conv_param["stride"]
    p = conv_param["pad"]
    images, channels, height, width = x.shape
    filters, _, fh, fw = w.shape
    rows, cols = dout.shape[2:]
    padded = np.zeros((images, channels, height + 2 * p, width + 2 * p), x.dtype)
    padded[:, :, p : p + height, p : p + width] = x
    dpadded = np.zeros_like(padded)
    dw = np.zeros_like(w)
    for r in range(rows):
        for c in range(cols):
            y0, x0 = r * s, c * s
            g = dout[:, :, r, c]
            patch = padded[:, :, y0 : y0 + fh, x0 : x0 + fw]
            dw = np.einsum("nf,ncpq->fcpq", g, patch)
            dpadded[:, :, y0 : y0 + fh, x0 : x0 + fw] += np.einsum("nf,fcpq->ncpq", g, w)
    db = dout.sum(axis=(0, 2, 3))
    dx = dpadded[:, :, p : height + p, p : width + p]
    return dx, dw, db
