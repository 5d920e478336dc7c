"""Mutants of the reference that compute what it computes, so that no test can tell them from it.

`autograder validate dropout --thorough` proves each on random inputs.
"""

import numpy as np

EQUIVALENTS = {
    (
        "layers.dropout_forward",
        'if mode == "test":',
        'if mode <= "test":',
    ): "Of the two modes there are, the other comes later in the alphabet.",
    (
        "layers.dropout_forward",
        "mask = (rng.rand(*x.shape) < p).astype(x.dtype) / float(p)",
        "mask = (rng.rand(*x.shape) <= p).astype(x.dtype) / float(p)",
    ): "That a number drawn is just the probability does not happen.",
}


def compute(package, rng):
    """What a package returns on one random input, in both modes: a list of arrays."""
    x, dout = rng.standard_normal((2, *rng.integers(1, 6, size=rng.integers(1, 5))))
    param = {"mode": "train", "p": rng.uniform(0.1, 1), "seed": int(rng.integers(2**31))}
    results = []
    for mode in ("train", "test"):
        out, cache = package.layers.dropout_forward(x, {**param, "mode": mode})
        results += [out, package.layers.dropout_backward(dout, cache)]

    n, d = rng.integers(1, 9, size=2)
    net = package.fc_net.FullyConnectedNet(
        list(rng.integers(1, 7, size=rng.integers(0, 4))),
        input_dim=d,
        num_classes=3,
        use_batchnorm=bool(rng.integers(2)),
        dtype=rng.choice([np.float32, np.float64]),
        seed=int(rng.integers(2**31)),
        dropout_keep_ratio=float(rng.uniform(0.1, 1.2)),
    )
    net.dropout_param["seed"] = param["seed"]
    X = rng.standard_normal((n, d))
    loss, grads = net.loss(X, rng.integers(3, size=n))
    return [*results, np.asarray(loss), *(grads[name] for name in sorted(grads)), net.loss(X)]
