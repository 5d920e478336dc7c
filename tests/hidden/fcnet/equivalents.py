"""Mutants of the reference that compute what it computes, so that no test can tell them from it.

`autograder validate fcnet --thorough` proves each on random inputs.
"""

import numpy as np

OUT = "out = x.reshape(x.shape[0], {}) @ w + b"
DW = "dw = x.reshape(x.shape[0], {}).T @ dout"
ANY_NEGATIVE = "numpy takes any negative length for the one that it is to find out."

EQUIVALENTS = {
    ("layers.affine_forward", OUT.format("-1"), OUT.format("~1")): ANY_NEGATIVE,
    ("layers.affine_forward", OUT.format("-1"), OUT.format("- 2")): ANY_NEGATIVE,
    ("layers.affine_backward", DW.format("-1"), DW.format("~1")): ANY_NEGATIVE,
    ("layers.affine_backward", DW.format("-1"), DW.format("- 2")): ANY_NEGATIVE,
    (
        "layers.relu_backward",
        "return dout * (x > 0)",
        "return dout * (x >= 0)",
    ): "At zero itself relu has no derivative, and no input drawn is zero.",
}


def compute(package, rng):
    """What a package's layers and its net return on one random input: a list of arrays."""
    n, d, m = rng.integers(1, 9, size=3)
    x, (w, b) = rng.standard_normal((n, d)), (rng.standard_normal((d, m)), rng.standard_normal(m))
    dout, y = rng.standard_normal((n, m)), rng.integers(m, size=n)
    layers = package.layers
    out, cache = layers.affine_forward(x, w, b)
    results = [out, *layers.affine_backward(dout, cache)]
    positive, cache = layers.relu_forward(x)
    results += [positive, layers.relu_backward(x[::-1], cache)]
    loss, dx = layers.softmax_loss(10.0 ** rng.integers(-3, 4) * dout, y)
    results += [np.asarray(loss), dx]

    net = package.fc_net.FullyConnectedNet(
        list(rng.integers(1, 7, size=rng.integers(0, 4))),
        input_dim=d,
        num_classes=m,
        reg=rng.uniform(),
        weight_scale=1.0,
        dtype=rng.choice([np.float32, np.float64]),
        seed=int(rng.integers(2**31)),
    )
    for name in sorted(net.params):
        if name.startswith("b"):  # or units above a dead layer would be at zero
            net.params[name] += rng.standard_normal(net.params[name].shape).astype(net.dtype)
    for step in (0, 1):
        loss, grads = net.loss(x + step, y)
        results += [np.asarray(loss), *(grads[name] for name in sorted(grads)), net.loss(x)]
    return results
