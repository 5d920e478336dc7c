"""Mutants of the reference that compute what it computes, so that no test can tell them from it.

`autograder validate batchnorm --thorough` proves each on random inputs.
"""

import numpy as np

EQUIVALENTS = {
    (
        "layers.batchnorm_forward",
        'if mode == "train":',
        'if mode >= "train":',
    ): "Of the two modes there are, only one comes as late in the alphabet.",
    (
        "fc_net.FullyConnectedNet.loss",
        "out, W, b, gamma, beta, self.bn_params[layer - 1]",
        "out, W, b, gamma, beta, self.bn_params[layer - 2]",
    ): "Every layer still has a dict of its own: the first has the last one, the second the first.",
}


def compute(package, rng):
    """What a package returns and keeps on one random input, in every mode: a list of arrays."""
    n, d = rng.integers(1, 9, size=2)
    x, dout = 10.0 ** rng.integers(-3, 3) * rng.standard_normal((2, n, d))
    gamma, beta = rng.standard_normal((2, d))
    bn_param = {"mode": "train", "eps": 10.0 ** rng.integers(-6, 1), "momentum": rng.uniform()}
    out, cache = package.layers.batchnorm_forward(x, gamma, beta, bn_param)
    results = [out, *package.layers.batchnorm_backward(dout, cache)]
    bn_param["mode"] = "test"
    results.append(package.layers.batchnorm_forward(dout, gamma, beta, bn_param)[0])
    results += [bn_param["running_mean"], bn_param["running_var"]]

    hidden_dims = rng.integers(1, 7, size=rng.integers(0, 4))
    net = package.fc_net.FullyConnectedNet(
        list(hidden_dims),
        input_dim=d,
        num_classes=3,
        use_batchnorm=bool(rng.integers(2)),
        reg=rng.uniform(),
        weight_scale=1.0,
        dtype=rng.choice([np.float32, np.float64]),
        seed=int(rng.integers(2**31)),
    )
    for step in (0, 1):
        loss, grads = net.loss(x + step, rng.integers(3, size=n))
        results += [np.asarray(loss), *(grads[name] for name in sorted(grads)), net.loss(dout)]
    return results
