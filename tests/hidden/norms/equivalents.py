"""Mutants of the reference that compute what it computes, so that no test can tell them from it.

`autograder validate norms --thorough` proves each on random inputs.
"""

_ANY_NEGATIVE = "The length that numpy's reshape is to find may be any number below zero."
_RESHAPED = {
    "spatial_batchnorm_forward": ["rows = x.transpose(0, 2, 3, 1).reshape({}, C)"],
    "spatial_batchnorm_backward": ["rows = dout.transpose(0, 2, 3, 1).reshape({}, C)"],
    "spatial_groupnorm_forward": ["groups = x.reshape(len(x), G, {})"],
    "spatial_groupnorm_backward": [
        "x_hat = x_hat.reshape(N, G, {})",
        "dx_hat = (dout * gamma).reshape(N, G, {})",
    ],
}
EQUIVALENTS = {
    (f"norm_layers.{function}", line.format("-1"), line.format(minus_two)): _ANY_NEGATIVE
    for function, lines in _RESHAPED.items()
    for line in lines
    for minus_two in ("~1", "- 2")
}


def compute(package, rng):
    """What a package returns and keeps on one random input, in every mode: a list of arrays."""
    layers = package.norm_layers
    n, size, groups, h, w = (int(length) for length in rng.integers(1, 5, size=5))
    c = size * groups
    x, dout = 10.0 ** rng.integers(-3, 3) * rng.standard_normal((2, n, c, h, w))
    gamma, beta = rng.standard_normal((2, c))
    param = {"eps": 10.0 ** rng.integers(-6, 1)}

    bn_param = {"mode": "train", "momentum": rng.uniform(), **param}
    out, cache = layers.spatial_batchnorm_forward(x, gamma, beta, bn_param)
    results = [out, *layers.spatial_batchnorm_backward(dout, cache)]
    bn_param["mode"] = "test"
    results.append(layers.spatial_batchnorm_forward(dout, gamma, beta, bn_param)[0])
    results += [bn_param["running_mean"], bn_param["running_var"]]

    out, cache = layers.layernorm_forward(x[:, :, 0, 0], gamma, beta, param)
    results += [out, *layers.layernorm_backward(dout[:, :, 0, 0], cache)]

    wide = gamma.reshape(1, c, 1, 1), beta.reshape(1, c, 1, 1)
    out, cache = layers.spatial_groupnorm_forward(x, *wide, groups, param)
    return [*results, out, *layers.spatial_groupnorm_backward(dout, cache)]
