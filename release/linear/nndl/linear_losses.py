"""Losses of a linear classifier, and their gradients: the softmax and the hinge loss (SVM).

A linear classifier gives a point x, (D,), the scores x @ W, one for each class. All four
functions have the same arguments and return the same two things. A loss is the mean over the
points of a minibatch, plus the penalty 0.5 * reg * (sum of all W ** 2).
"""

import numpy as np


def svm_loss_naive(W, X, y, reg):
    """The hinge loss of a linear classifier, and its gradient, in loops.

    A point with the scores s and the label t loses, over all classes j but t, the sum of
    max(0, s[j] - s[t] + 1): nothing, if its own class wins by 1 or more (Weston & Watkins, 1999).

    Args:
        W: weights, (D, C), for D features and C classes. Not modified.
        X: points, (N, D). Not modified.
        y: labels, (N,), whole numbers from 0 to C - 1. Not every class need be among them.
        reg: strength of the penalty 0.5 * reg * sum(W ** 2).

    Returns:
        loss, a number, and its gradient dW, (D, C).
    """
    raise NotImplementedError("svm_loss_naive is not implemented yet")


def svm_loss_vectorized(W, X, y, reg):
    """The loss and the gradient of svm_loss_naive, without a loop.

    Args:
        W, X, y, reg: as in svm_loss_naive.

    Returns:
        loss, a number, and its gradient dW, (D, C).
    """
    raise NotImplementedError("svm_loss_vectorized is not implemented yet")


def softmax_loss_naive(W, X, y, reg):
    """The softmax loss of a linear classifier, and its gradient, in loops.

    A point with the scores s and the label t loses -log(p[t]), with the probabilities
    p = exp(s) / sum(exp(s)). The scores of a point may all lie near 1000, or near -1000, where
    exp overflows or gives only zeros; loss and gradient must be right there, too. They differ
    among themselves by less than 50.

    Args:
        W: weights, (D, C), for D features and C classes. Not modified.
        X: points, (N, D). Not modified.
        y: labels, (N,), whole numbers from 0 to C - 1. Not every class need be among them.
        reg: strength of the penalty 0.5 * reg * sum(W ** 2).

    Returns:
        loss, a number, and its gradient dW, (D, C).
    """
    raise NotImplementedError("softmax_loss_naive is not implemented yet")


def softmax_loss_vectorized(W, X, y, reg):
    """The loss and the gradient of softmax_loss_naive, without a loop.

    Args:
        W, X, y, reg: as in softmax_loss_naive.

    Returns:
        loss, a number, and its gradient dW, (D, C).
    """
    raise NotImplementedError("softmax_loss_vectorized is not implemented yet")
