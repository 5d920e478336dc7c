# Prints, warns, and returns lists where the docstrings say several values.
import sys
import warnings


def affine_forward(x, w, b):
    print("affine", x.shape, w.shape, b.shape)
    flat = np.reshape(x, (x.shape[0], w.shape[0]))
    warnings.warn("affine_forward is still slow")
    return [flat.dot(w) + np.tile(b, (len(flat), 1)), [x, w, b]]


def affine_backward(dout, cache):
    x, w, b = cache
    print("dout", dout.shape, file=sys.stderr)
    db = np.sum(dout, axis=0)
    dx = np.array([w.dot(row) for row in dout]).reshape(x.shape)
    dw = sum(np.outer(x[i].ravel(), dout[i]) for i in range(len(x)))
    return [dx, dw, db]


def relu_forward(x):
    print("relu", x.min(), x.max())
    out = x.copy()
    out[out < 0] = 0.0
    return [out, x]


def relu_backward(dout, cache):
    dx = np.array(dout, copy=True)
    dx[cache < 0] = 0
    return dx


def softmax_loss(x, y):
    # Row by row, by the softmax's Jacobian.
    N, C = x.shape
    losses, dx = [], []
    for scores, label in zip(x, y):
        shifted = scores - np.max(scores)
        p = np.exp(shifted) / np.sum(np.exp(shifted))
        losses.append(np.log(np.sum(np.exp(shifted))) - shifted[label])
        jacobian_of_log_p = np.eye(C) - np.tile(p, (C, 1))
        dx.append(-jacobian_of_log_p[label] / N)
    print("losses", losses)
    return [np.array(sum(losses) / N), np.array(dx)]
