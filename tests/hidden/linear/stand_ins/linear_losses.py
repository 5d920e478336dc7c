"""Losses that are used as those of linear classifiers are, and compute something else.

Half the mean squared distance of the scores, or of twice the scores, from 0, and from 1 for a
point's own class, with a penalty that pulls each weight to 1, or to 2: each value depends on all of
W, X, y and reg. Neither calls the other, as one may stand in alone.
"""

import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    errors = X @ W
    errors[np.arange(len(X)), y] -= 1
    loss = 0.5 * np.sum(errors**2) / len(X) + 0.5 * reg * np.sum((W - 1) ** 2)
    return loss, X.T @ errors / len(X) + reg * (W - 1)


def softmax_loss_vectorized(W, X, y, reg):
    errors = 2 * X @ W
    errors[np.arange(len(X)), y] -= 1
    loss = 0.5 * np.sum(errors**2) / len(X) + 0.5 * reg * np.sum((W - 2) ** 2)
    return loss, 2 * X.T @ errors / len(X) + reg * (W - 2)
