"""Mutants of the reference that compute what it computes, so that no test can tell them from it.

`autograder validate convnet --thorough` proves each on random inputs.
"""

import numpy as np

PRODUCT = "out = w.reshape(F, {}) @ cols + b[:, np.newaxis]"
DCOLS = "dcols = (w.reshape(F, {}).T @ dout_rows).reshape(N, C, HH, WW, H_out, W_out)"
DPADDED = "dpadded = np.zeros((N, C, {}, {}), dtype=dout.dtype)"
HIT = "dx[at] += dout * (x[at] {} out)"
FORWARD, BACKWARD = "conv_layers.conv_forward_im2col", "conv_layers.conv_backward_im2col"
ANY_NEGATIVE = "numpy takes any negative length for the one that it is to find out."
LARGER = "The array is as large as the padded images or larger, and dx is cut out of it at pad."
ENOUGH = ("{} + 3 * pad", "{} + 2 ** pad", "{} + 2 << pad", "{} << 2 * pad")
ROWS, COLUMNS = "H + 2 * pad", "W + 2 * pad"

EQUIVALENTS = {
    **{
        (function, line.format("-1"), line.format(other)): ANY_NEGATIVE
        for function, line in ((FORWARD, PRODUCT), (BACKWARD, DCOLS))
        for other in ("~1", "- 2")
    },
    **{
        (BACKWARD, DPADDED.format(ROWS, COLUMNS), DPADDED.format(*sides)): LARGER
        for size in ENOUGH
        for sides in ((size.format("H"), COLUMNS), (ROWS, size.format("W")))
    },
    (
        "conv_layers.max_pool_backward_naive",
        HIT.format("=="),
        HIT.format(">="),
    ): "No pixel of a window is larger than its largest.",
}


def compute(package, rng):
    """What the functions above return on one random input: a list of arrays."""
    layers = package.conv_layers
    n, c, f, height, width, rows, columns, stride = (int(each) for each in rng.integers(1, 4, 8))
    pad = int(rng.integers(4))
    # Images that windows fit into with this stride.
    sides = [
        size + stride * (number + 2 * pad) - 2 * pad
        for size, number in ((height, rows), (width, columns))
    ]
    dtype = rng.choice([np.float32, np.float64])
    shapes = (n, c, *sides), (f, c, height, width), (f,)
    x, w, b = (rng.standard_normal(shape).astype(dtype) for shape in shapes)
    out, cache = layers.conv_forward_im2col(x, w, b, {"stride": stride, "pad": pad})
    results = [out, *layers.conv_backward_im2col(out, cache)]

    pool_param = {"pool_height": height, "pool_width": width, "stride": stride}
    out, cache = layers.max_pool_forward_naive(x, pool_param)
    return [*results, out, layers.max_pool_backward_naive(out, cache)]
