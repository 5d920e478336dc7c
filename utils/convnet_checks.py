"""What the visible checks of convolutional nets share: your functions, called and compared."""

import numpy as np

from utils.gradient_check import eval_numerical_gradient_array, rel_error

# Images are never square here, and neither are filters: (N, C, H, W), (F, HH, WW), stride, pad.
CASES = {
    "stride 1, pad 0": ((2, 2, 4, 6), (3, 3, 2), 1, 0),
    "stride 1, pad 1": ((2, 3, 5, 4), (2, 3, 3), 1, 1),
    "stride 2, pad 2": ((2, 2, 5, 7), (2, 3, 5), 2, 2),
    "stride 2, pad 0": ((1, 3, 6, 4), (2, 2, 2), 2, 0),
    "stride 3, pad 1": ((2, 1, 6, 9), (2, 2, 2), 3, 1),
}


def returned(function, args, names):
    """What one of your functions returns: as many things as it should have names.

    What it does to the arrays in args is noticed, too.
    """
    before = [np.copy(each) if isinstance(each, np.ndarray) else None for each in args]
    got = function(*args)
    if len(names) > 1:
        many = isinstance(got, (tuple, list))
        assert many and len(got) == len(names), (
            f"{function.__name__} should return {len(names)} things, `return {', '.join(names)}`; "
            f"yours returned {len(got) if many else type(got).__name__}"
        )
    assert got is not None, f"{function.__name__} returned nothing: `return {names[0]}`"
    if names[-1] == "cache":
        for array, old in zip(args, before, strict=True):
            assert old is None or (array == old).all(), (
                f"{function.__name__} should leave its arguments alone; yours changes one of "
                f"shape {old.shape}. Pad or change a copy"
            )
    return got


def assert_shape(got, shape, name, hint=""):
    assert np.shape(got) == shape, (
        f"{name} has shape {np.shape(got)}, but should have {shape}{hint}"
    )


def assert_close(got, expected, message, atol=1e-4):
    got, expected = np.asarray(got), np.asarray(expected)
    assert got.shape == expected.shape, f"{message} of shape {got.shape}, not {expected.shape}"
    assert np.allclose(got, expected, rtol=0, atol=atol), (
        f"{message} {np.round(got, 4).tolist()}, not {np.round(expected, 4).tolist()}"
    )


def close(got, expected):
    return np.shape(got) == np.shape(expected) and np.allclose(got, expected, rtol=0, atol=1e-4)


def drawn(case):
    """x, w, b and conv_param of one of the CASES."""
    shape, (F, HH, WW), stride, pad = CASES[case]
    rng = np.random.RandomState(71)
    x, w, b = rng.randn(*shape), rng.randn(F, shape[1], HH, WW), rng.randn(F)
    return x, w, b, {"stride": stride, "pad": pad}


def by_fourier(x, w, b, conv_param):
    """What a convolution gives, in a way that is not yours: a product of Fourier transforms."""
    step, border = conv_param["stride"], conv_param["pad"]
    padded = np.pad(x, 2 * [(0, 0)] + 2 * [(border, border)])
    size = padded.shape[2:]
    filters = np.conj(np.fft.rfft2(w, size))
    full = np.fft.irfft2(np.einsum("ncij,fcij->nfij", np.fft.rfft2(padded), filters), size)
    # Near the lower and right edge a filter would reach around to the other side.
    height, width = size[0] - w.shape[2] + 1, size[1] - w.shape[3] + 1
    return full[:, :, :height:step, :width:step] + b[:, np.newaxis, np.newaxis]


def numerical_gradients(x, w, b, conv_param, dout):
    """dx, dw and db of a convolution, each by central differences."""

    def again(_):
        return by_fourier(x, w, b, conv_param)

    return {
        name: eval_numerical_gradient_array(again, each, dout)
        for name, each in (("dx", x), ("dw", w), ("db", b))
    }


def is_right(got, expected):
    return np.shape(got) == expected.shape and rel_error(got, expected) < 1e-6


def what_out_tells(out, x, w, b, conv_param):
    """What may be wrong with an out that is not the convolution asked for."""
    stride, pad = (conv_param[name] for name in ("stride", "pad"))
    height, width = np.shape(out)[2:]
    apart_1 = by_fourier(x, w, b, {"stride": 1, "pad": pad})
    meanings = (
        (by_fourier(x, w, 0 * b, conv_param), "b is not added"),
        (
            by_fourier(x, w[:, :, ::-1, ::-1], b, conv_param),
            "the filters are turned over; in deep learning they are not",
        ),
        (
            apart_1[:, :, :height, :width],
            "window (i, j) starts at row i and column j of the padded image, not at i * stride and "
            "j * stride",
        ),
        (by_fourier(x, np.abs(w), b, conv_param), "the filters have lost their signs"),
    )
    for expected, meaning in meanings:
        if close(out, expected):
            return f"; {meaning}"
    wrong = ~np.isclose(out, by_fourier(x, w, b, conv_param), rtol=0, atol=1e-4)
    if pad and not wrong[:, :, pad:-pad, pad:-pad].any() and stride == 1:
        return "; it is right inside the image and wrong along its edges: look at the padding"
    return ""


def what_shape_tells(got, x, w, conv_param):
    """What may be wrong with the shape of an out."""
    height, width = zip(x.shape[2:], w.shape[2:], strict=True)

    def shape(rows, columns, stride, pad):
        size = [1 + (pixels + 2 * pad - window) // stride for pixels, window in (rows, columns)]
        return len(x), len(w), *size

    stride, pad = (conv_param[name] for name in ("stride", "pad"))
    meanings = (
        (shape(height, width, 1, pad), "as if the stride were 1"),
        (shape(height, width, stride, 0), "as if pad were 0"),
        (shape(height, width, stride, 1), "as if pad were 1, whatever conv_param says"),
        (shape(width, height, stride, pad), "with height and width swapped"),
        (shape(height, height, stride, pad), "as if images and filters were square"),
        (shape(width, width, stride, pad), "as if images and filters were square"),
    )
    for expected, meaning in meanings:
        if tuple(got) == expected:
            return f": it is {meaning}"
    return ""


def convolved(function, x, w, b, conv_param):
    """out of one of your convolutions, if its shape is right."""
    out, _ = returned(function, (x, w, b, conv_param), ["out", "cache"])
    shape = by_fourier(x, w, b, conv_param).shape
    hint = what_shape_tells(np.shape(out), x, w, conv_param)
    message = f", for x of {x.shape}, w of {w.shape} and {conv_param}{hint}"
    assert_shape(out, shape, "out", message)
    return np.asarray(out)


def differentiated(forward, backward, case, before):
    """Compare the gradients of one of your convolutions with numerical ones."""
    x, w, b, conv_param = drawn(case)
    out, cache = returned(forward, (x, w, b, conv_param), ["out", "cache"])
    assert close(out, by_fourier(x, w, b, conv_param)), (
        f"with {case} {forward.__name__} is not the convolution: mend {before} first"
    )
    dout = np.random.RandomState(75).randn(*np.shape(out))
    numerical = numerical_gradients(x, w, b, conv_param, dout)
    yours = returned(backward, (dout.copy(), cache), list(numerical))
    got = dict(zip(numerical, yours, strict=True))
    pad = conv_param["pad"]
    padded = tuple(pixels + 2 * pad for pixels in x.shape[2:])
    for name in ("db", "dw", "dx"):
        hint = ""
        if name == "dx" and pad == 0 and np.size(got[name]) == 0:
            hint = ": with pad = 0 the slice pad:-pad is 0:0, and empty. How many rows has x?"
        elif name == "dx" and np.shape(got[name])[2:] == padded:
            hint = ": that is the padded image; cut off what was padded"
        assert_shape(got[name], numerical[name].shape, name, f" with {case}{hint}")
        assert is_right(got[name], numerical[name]), (
            f"with {case} {name} is not the numerical gradient of the convolution"
            f"{what_gradient_tells(name, got[name], numerical[name], x, w, conv_param)}"
        )


def what_gradient_tells(name, got, expected, x, w, conv_param):
    """What may be wrong with a gradient that has the right shape."""
    if is_right(len(x) * np.asarray(got), expected):
        return ": it is divided by the number of images. The loss has seen to that already"
    if name == "dw" and close(got[:, :, ::-1, ::-1], expected):
        return ": it is turned over in both directions"
    if name == "dw" and conv_param["stride"] > 1:
        return ": which window does output pixel (i, j) see? It begins at i * stride, j * stride"
    if name == "dw":
        return ": every output pixel of every image adds its window to dw"
    # How many windows a pixel is in: the gradient of a filter of ones, for a dout of ones.
    ones = np.ones((1, *w.shape[1:]))
    shape = by_fourier(x, ones, np.zeros(1), conv_param).shape
    windows = numerical_gradients(x, ones, np.zeros(1), conv_param, np.ones(shape))["dx"]
    wrong = ~np.isclose(got, expected, rtol=0, atol=1e-4)
    if not wrong[windows < 1.5].any() and (windows < 1.5).any():
        return (
            ": it is right for pixels that one window alone sees, and wrong for those that several "
            "see: are their contributions added up?"
        )
    if conv_param["stride"] > 1:
        return ": where does the window of output pixel (i, j) begin when the stride is not 1?"
    return ": every window that a pixel lies in adds a weight times dout to its gradient"


def what_differs(got, expected):
    wrong = np.argwhere(~np.isclose(got, expected, rtol=0, atol=1e-4))
    where = tuple(int(index) for index in wrong[0])
    return f"out{list(where)} is {got[where]:.4f}, not {expected[where]:.4f}"


def layers_are_right(conv, conv_back, pool, pool_back):
    """Whether four of your functions, forward and backward, do what Exercises 1 to 5 ask for."""
    x, w, b, conv_param = drawn("stride 1, pad 1")
    dout = np.random.RandomState(72).randn(2, 2, 5, 4)
    param = {"pool_height": 2, "pool_width": 2, "stride": 2}
    images = np.random.RandomState(73).permutation(96).reshape(2, 2, 4, 6) + 0.5
    upstream = np.random.RandomState(74).randn(2, 2, 2, 3)
    right = numerical_gradients(x, w, b, conv_param, dout)
    try:
        out, cache = conv(x, w, b, conv_param)
        gradients = zip(conv_back(dout.copy(), cache), right.values(), strict=True)
        pooled, pool_cache = pool(images, param)
        dimages = pool_back(upstream.copy(), pool_cache)
        blocks = images.reshape(2, 2, 2, 2, 3, 2)
        largest = blocks == blocks.max(axis=(3, 5), keepdims=True)
        expected = (largest * upstream[:, :, :, None, :, None]).reshape(images.shape)
        return (
            close(out, by_fourier(x, w, b, conv_param))
            and all(is_right(*pair) for pair in gradients)
            and close(pooled, blocks.max(axis=(3, 5)))
            and close(dimages, expected)
        )
    except NotImplementedError:
        raise
    except Exception:  # whatever a layer that is wrong raises
        return False
