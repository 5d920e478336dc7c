"""Mutants of the reference that compute what it computes, so that no test can tell them from it.

`autograder validate linear --thorough` proves each on random inputs.
"""

EQUIVALENTS = {
    (
        "linear_losses.svm_loss_naive",
        "if j != y[i] and margin > 0:",
        "if j != y[i] and margin >= 0:",
    ): "That a margin is just zero does not happen; and the loss would be the same.",
    (
        "linear_losses.svm_loss_vectorized",
        "dscores = (margins > 0).astype(W.dtype)",
        "dscores = (margins != 0).astype(W.dtype)",
    ): "No margin is below zero after the maximum was taken.",
}


def compute(package, rng):
    """What the hinge losses return on one random input: a list of arrays."""
    n, d, c = rng.integers(1, 7, size=3)
    W, X, y = rng.standard_normal((d, c)), rng.standard_normal((n, d)), rng.integers(c, size=n)
    reg = rng.uniform()
    losses = package.linear_losses
    return [*losses.svm_loss_naive(W, X, y, reg), *losses.svm_loss_vectorized(W, X, y, reg)]
