"""Normalization of images and of single examples: spatial batch, layer and group norm.

They differ in what a mean and a variance are taken over. Batch normalization itself is in
layers.py.
"""

import numpy as np

from .layers import batchnorm_backward, batchnorm_forward


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    """Normalize each channel over the batch and over all pixels, then scale and shift it.

    Ioffe & Szegedy (2015), section 3.2: every pixel of every image is one more sample of its
    channel, so batchnorm_forward does the work on rows of C features.

    Args:
        x: images, (N, C, H, W). Not modified.
        gamma, beta: scale and shift, (C,).
        bn_param: dict, as for batchnorm_forward; "running_mean" and "running_var" are (C,).

    Returns:
        out, (N, C, H, W), and the cache for spatial_batchnorm_backward (None when testing).
    """
    ### BEGIN SOLUTION norms
    N, C, H, W = x.shape
    rows = x.transpose(0, 2, 3, 1).reshape(-1, C)
    out, cache = batchnorm_forward(rows, gamma, beta, bn_param)
    return out.reshape(N, H, W, C).transpose(0, 3, 1, 2), cache
    ### END SOLUTION


def spatial_batchnorm_backward(dout, cache):
    """Gradients of spatial_batchnorm_forward while training.

    Args:
        dout: upstream gradient, (N, C, H, W). Not modified.
        cache: what spatial_batchnorm_forward returned in train mode.

    Returns:
        dx, (N, C, H, W); dgamma, (C,); dbeta, (C,).
    """
    ### BEGIN SOLUTION norms
    N, C, H, W = dout.shape
    rows = dout.transpose(0, 2, 3, 1).reshape(-1, C)
    dx, dgamma, dbeta = batchnorm_backward(rows, cache)
    return dx.reshape(N, H, W, C).transpose(0, 3, 1, 2), dgamma, dbeta
    ### END SOLUTION


def layernorm_forward(x, gamma, beta, ln_param):
    """Normalize each example over its own features, then scale and shift each feature.

    Ba, Kiros & Hinton (2016), equation 4, of an example alone: whatever else is in the batch, and
    training and testing alike. The variance is the biased one, a mean over D.

    Args:
        x: activations, (N, D). Not modified.
        gamma, beta: scale and shift, (D,).
        ln_param: dict. "eps" (1e-5) is added to the variance.

    Returns:
        out, (N, D), and the cache for layernorm_backward.
    """
    eps = ln_param.get("eps", 1e-5)

    ### BEGIN SOLUTION norms
    centred = x - x.mean(axis=1, keepdims=True)
    std = np.sqrt(np.mean(centred**2, axis=1, keepdims=True) + eps)
    x_hat = centred / std
    return gamma * x_hat + beta, (x_hat, gamma, std)
    ### END SOLUTION


def layernorm_backward(dout, cache):
    """Gradients of layernorm_forward.

    Args:
        dout: upstream gradient, (N, D). Not modified.
        cache: what layernorm_forward returned.

    Returns:
        dx, (N, D); dgamma, (D,); dbeta, (D,).
    """
    ### BEGIN SOLUTION norms
    x_hat, gamma, std = cache
    dbeta = dout.sum(axis=0)
    dgamma = np.sum(dout * x_hat, axis=0)
    dx_hat = dout * gamma
    along = np.mean(dx_hat * x_hat, axis=1, keepdims=True)
    dx = (dx_hat - dx_hat.mean(axis=1, keepdims=True) - x_hat * along) / std
    return dx, dgamma, dbeta
    ### END SOLUTION


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    """Normalize each image over groups of channels, then scale and shift each channel.

    Wu & He (2018), equations 1 to 3: the channels of an image are split, in their order, into G
    groups of C / G; each group has one mean and one (biased) variance, over its channels and all
    their pixels.

    Args:
        x: images, (N, C, H, W). Not modified.
        gamma, beta: scale and shift, (1, C, 1, 1).
        G: how many groups, an int that divides C.
        gn_param: dict. "eps" (1e-5) is added to the variance.

    Returns:
        out, (N, C, H, W), and the cache for spatial_groupnorm_backward.
    """
    eps = gn_param.get("eps", 1e-5)

    ### BEGIN SOLUTION norms
    groups = x.reshape(len(x), G, -1)
    centred = groups - groups.mean(axis=2, keepdims=True)
    std = np.sqrt(np.mean(centred**2, axis=2, keepdims=True) + eps)
    x_hat = (centred / std).reshape(x.shape)
    return gamma * x_hat + beta, (x_hat, gamma, std)
    ### END SOLUTION


def spatial_groupnorm_backward(dout, cache):
    """Gradients of spatial_groupnorm_forward.

    Args:
        dout: upstream gradient, (N, C, H, W). Not modified.
        cache: what spatial_groupnorm_forward returned.

    Returns:
        dx, (N, C, H, W); dgamma, (1, C, 1, 1); dbeta, (1, C, 1, 1).
    """
    ### BEGIN SOLUTION norms
    x_hat, gamma, std = cache
    dbeta = dout.sum(axis=(0, 2, 3), keepdims=True)
    dgamma = np.sum(dout * x_hat, axis=(0, 2, 3), keepdims=True)
    N, G, _ = std.shape
    x_hat = x_hat.reshape(N, G, -1)
    dx_hat = (dout * gamma).reshape(N, G, -1)
    along = np.mean(dx_hat * x_hat, axis=2, keepdims=True)
    dx = (dx_hat - dx_hat.mean(axis=2, keepdims=True) - x_hat * along) / std
    return dx.reshape(dout.shape), dgamma, dbeta
    ### END SOLUTION
