def conv_forward_im2col(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    images, channels, height, width = x.shape
    filters, _, fh, fw = w.shape
    rows = (height + 2 * p - fh) // s + 1
    cols = (width + 2 * p - fw) // s + 1
    padded = np.zeros((images, channels, height + 2 * p, width + 2 * p), x.dtype)
    padded[:, :, p : p + height, p : p + width] = x
    matrix = np.zeros((images, rows, cols, channels, fh, fw), x.dtype)
    for r in range(fh):
        for c in range(fw):
            part = padded[:, :, r : r + s * rows : s, c : c + s * cols : s]
            matrix[:, :, :, :, r, c] = part.transpose(0, 2, 3, 1)
    matrix = matrix.reshape(images * rows * cols, channels * fh * fw)
    product = np.dot(matrix, w.reshape(filters, channels * fh * fw).T)
    product += b
    out = product.reshape(images, filters, rows, cols)
    return out, (x.shape, w, matrix, s, p)


def conv_backward_im2col(dout, cache):
    (images, channels, height, width), w, matrix, s, p = cache
    filters, _, fh, fw = w.shape
    rows, cols = dout.shape[2:]
    flat = np.moveaxis(dout, 1, 3).reshape(-1, filters)
    db = np.sum(dout, axis=(0, 2, 3))
    dw = np.dot(flat.T, matrix).reshape(w.shape)
    dmatrix = np.dot(flat, w.reshape(filters, -1))
    dmatrix = dmatrix.reshape(images, rows, cols, channels, fh, fw)
    dpadded = np.zeros((images, channels, height + 2 * p, width + 2 * p), dout.dtype)
    for r in range(fh):
        for c in range(fw):
            part = dmatrix[:, :, :, :, r, c].transpose(0, 3, 1, 2)
            dpadded[:, :, r : r + s * rows : s, c : c + s * cols : s] += part
    dx = dpadded[:, :, p : p + height, p : p + width]
    return dx, dw, db
