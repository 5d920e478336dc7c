"""The layers: each a forward pass, and a backward pass that applies the chain rule to it.

A forward pass returns its output and a cache, whatever the backward pass needs. A backward pass
takes the upstream gradient ``dout`` (of the loss with respect to that output) and the cache, and
returns the gradient with respect to each input, each shaped like the input it belongs to.
"""

import numpy as np


def affine_forward(x, w, b):
    """Multiply by a weight matrix and add a bias.

    Args:
        x: inputs, (N, d_1, ..., d_k). Each is read as one row of D = d_1 * ... * d_k features.
        w: weights, (D, M).
        b: biases, (M,).

    Returns:
        out, (N, M), and the cache for affine_backward.
    """
    out = x.reshape(x.shape[0], -1) @ w + b
    return out, (x, w)


def affine_backward(dout, cache):
    """Gradients of affine_forward.

    Args:
        dout: upstream gradient, (N, M).
        cache: what affine_forward returned.

    Returns:
        dx, (N, d_1, ..., d_k); dw, (D, M); db, (M,).
    """
    x, w = cache
    dx = (dout @ w.T).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db


def relu_forward(x):
    """Keep what is positive, set the rest to zero.

    Args:
        x: activations of any shape.

    Returns:
        out, shaped like x, and the cache for relu_backward.
    """
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    """Gradient of relu_forward: dout where the input was positive, zero elsewhere.

    Args:
        dout: upstream gradient, shaped like the input of relu_forward.
        cache: what relu_forward returned.

    Returns:
        dx, shaped like dout.
    """
    x = cache
    return dout * (x > 0)


def batchnorm_forward(x, gamma, beta, bn_param):
    """Normalize each feature over the batch, then scale and shift it.

    Ioffe & Szegedy (2015), Algorithm 1 while training, Algorithm 2 (line 11) when testing. The
    variance is the biased one (a mean over N, not N - 1), while training and, unlike theirs
    (line 10), in the running statistics alike.

    While training, the running statistics move a little towards those of the batch:

        running = momentum * running + (1 - momentum) * batch

    Args:
        x: activations, (N, D). Not modified.
        gamma, beta: scale and shift, (D,).
        bn_param: dict. "mode" is "train" or "test"; "eps" (1e-5) is added to the variance;
            "momentum" (0.9) weighs the old running statistics; "running_mean" and
            "running_var", (D,), start at zero and are updated here while training.

    Returns:
        out, (N, D), and the cache for batchnorm_backward (None when testing).

    Raises:
        ValueError: the mode is neither "train" nor "test".
    """
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f'bn_param["mode"] is {mode!r}; it must be "train" or "test"')
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "train":
        mean = x.mean(axis=0)
        centred = x - mean
        var = np.mean(centred**2, axis=0)
        std = np.sqrt(var + eps)
        x_hat = centred / std
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
        cache = (x_hat, gamma, std)
    else:
        x_hat = (x - running_mean) / np.sqrt(running_var + eps)
        cache = None
    return gamma * x_hat + beta, cache


def batchnorm_backward(dout, cache):
    """Gradients of batchnorm_forward while training.

    The mean and the variance depend on every row of x, so each row of dx depends on every row
    of dout: Ioffe & Szegedy (2015), section 3. The notebook derives the gradient in steps.

    Args:
        dout: upstream gradient, (N, D). Not modified.
        cache: what batchnorm_forward returned in train mode.

    Returns:
        dx, (N, D); dgamma, (D,); dbeta, (D,).
    """
    x_hat, gamma, std = cache
    dbeta = dout.sum(axis=0)
    dgamma = np.sum(dout * x_hat, axis=0)
    dx = gamma / std * (dout - dbeta / len(dout) - x_hat * (dgamma / len(dout)))
    return dx, dgamma, dbeta


def dropout_forward(x, dropout_param):
    """Set each activation to zero by chance, and scale those that are kept.

    Srivastava et al. (2014), in its inverted form: what is kept is divided, while training, by the
    probability of being kept, so that every activation keeps its mean and testing needs no change.

    Args:
        x: activations of any shape. Not modified.
        dropout_param: dict. "mode" is "train" or "test"; "p" is the probability, for each
            activation apart from all others, that it is kept, in (0, 1]. With a "seed", those are
            kept for which np.random.RandomState(seed).rand(*x.shape) < p, so that a gradient can be
            checked; without one each call draws anew, in whatever way.

    Returns:
        out, shaped like x, of x's dtype: when testing, x as it is. And the cache for
        dropout_backward, in either mode.

    Raises:
        ValueError: the mode is neither "train" nor "test".
    """
    mode, p = dropout_param["mode"], dropout_param["p"]
    if mode not in ("train", "test"):
        raise ValueError(f'dropout_param["mode"] is {mode!r}; it must be "train" or "test"')
    rng = np.random.RandomState(dropout_param["seed"]) if "seed" in dropout_param else np.random

    if mode == "test":
        return x, None
    mask = (rng.rand(*x.shape) < p).astype(x.dtype) / float(p)  # of numpy's p, float64 would come
    return x * mask, mask


def dropout_backward(dout, cache):
    """Gradient of dropout_forward, in the mode it was called in.

    Args:
        dout: upstream gradient, shaped like the input of dropout_forward. Not modified.
        cache: what dropout_forward returned.

    Returns:
        dx, shaped like dout.
    """
    mask = cache
    return dout if mask is None else dout * mask


def softmax_loss(x, y):
    """Cross-entropy of the softmax of the scores, averaged over the batch, and its gradient.

    Both are finite for scores of any size, however far apart, of which exp may overflow or vanish.

    Args:
        x: scores, (N, C).
        y: labels, (N,), integers in [0, C).

    Returns:
        loss, a float, and dx, (N, C).
    """
    # Softmax ignores a constant added to a row; subtracting the maximum keeps exp from overflowing.
    shifted = x - x.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    rows = np.arange(len(x))
    loss = -log_probs[rows, y].mean()
    dx = np.exp(log_probs)
    dx[rows, y] -= 1
    return float(loss), dx / len(x)
