# A correlation is a product of transforms; of its values, those at the stride are kept.


def _spectrum(a, shape):
    return np.fft.rfft2(a.astype(np.float64), shape)


def _back(a, shape):
    return np.fft.irfft2(a, shape)


def conv_forward_im2col(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    shape = padded.shape[2:]
    images, filters = _spectrum(padded, shape), _spectrum(w, shape)
    out = _back(np.einsum("ncij,fcij->nfij", images, filters.conj()), shape)
    out = out[:, :, : shape[0] - w.shape[2] + 1 : stride, : shape[1] - w.shape[3] + 1 : stride]
    return out + b[:, None, None], (images, filters, shape, w.shape, stride, pad)


def conv_backward_im2col(dout, cache):
    images, filters, shape, size, stride, pad = cache
    spread = np.zeros((*dout.shape[:2], *shape))
    rows, columns = (1 + stride * (side - 1) for side in dout.shape[2:])
    spread[:, :, :rows:stride, :columns:stride] = dout
    spread = _spectrum(spread, shape)
    dw = _back(np.einsum("ncij,nfij->fcij", images, spread.conj()), shape)
    dx = _back(np.einsum("nfij,fcij->ncij", spread, filters), shape)
    dx = dx[:, :, pad : shape[0] - pad, pad : shape[1] - pad]
    return dx, dw[:, :, : size[2], : size[3]], dout.sum(axis=(0, 2, 3))


def conv_forward_naive(*args):
    return conv_forward_im2col(*args)


def conv_backward_naive(*args):
    return conv_backward_im2col(*args)


def max_pool_forward_naive(x, pool_param):
    height, width, stride = (pool_param[key] for key in ("pool_height", "pool_width", "stride"))
    rows = np.arange(0, x.shape[2] - height + 1, stride)[:, None] + np.arange(height)
    columns = np.arange(0, x.shape[3] - width + 1, stride)[:, None] + np.arange(width)
    windows = x[:, :, rows[:, None, :, None], columns[None, :, None, :]]
    windows = windows.reshape(*windows.shape[:4], -1)
    place = windows.argmax(axis=-1)
    row = rows[:, 0][:, None] + place // width
    column = columns[:, 0] + place % width
    return windows.max(axis=-1), (x.shape, row, column)


def max_pool_backward_naive(dout, cache):
    shape, row, column = cache
    dx = np.zeros(shape)
    image, channel = np.ogrid[: shape[0], : shape[1]]
    np.add.at(dx, (image[..., None, None], channel[..., None, None], row, column), dout)
    return dx
