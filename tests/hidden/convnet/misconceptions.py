"""The bank of wrong answers to the assignment on convolutional nets.

First those of convolution and pooling, pixel by pixel, then of the matrix product, then of the net.
"""

import textwrap
from dataclasses import replace
from itertools import product

from autograder.misconceptions import Misconception

# The grade cells.
CONV, CONV_BACK, IM2COL = "conv_forward", "conv_backward", "conv_im2col"
POOL, POOL_BACK = "max_pool_forward", "max_pool_backward"
LOSS, GRADS = "cnn_loss", "cnn_grads"

# What a teacher takes for each mistake in each cell that it costs, of 12, 18, 8, 10, 14, 13 and 10
# points: once, where it is made: what only follows from it, in another exercise, costs 0.
PRICES = {
    # Convolution. Its idea is the sum over a window. An option, or another shape: 2. Where windows
    # begin: a quarter. Filters the other way round, or no zeros at all: a quarter.
    "no bias in the convolution": {CONV: 2},
    "filters turned over": {CONV: 3},
    "padding of one pixel": {CONV: 2, CONV_BACK: 0},
    "no padding": {CONV: 3, CONV_BACK: 0},
    "windows one pixel apart": {CONV: 2.5},
    "square images only": {CONV: 2, CONV_BACK: 0},
    "height and width swapped": {CONV: 2, CONV_BACK: 0},
    # Its backward pass: that all windows add up is one of two ideas. A case, an option: 2. A
    # place or a factor that is wrong: 3.
    "padding cut off without a look at pad": {CONV_BACK: 2},
    "padding of one pixel in the gradient": {CONV_BACK: 2},
    "dx added one pixel apart": {CONV_BACK: 3},
    "windows one pixel apart in dw": {CONV_BACK: 3},
    "height and width swapped in the gradient": {CONV_BACK: 2},
    "dx overwritten where windows overlap": {CONV_BACK: 5},
    "dw of the last window alone": {CONV_BACK: 5},
    "dw averaged over the batch": {CONV_BACK: 3},
    # Pooling. Another function: half. The stride: a quarter. A shape or a sign: 1.
    "mean for maximum": {POOL: 4, POOL_BACK: 0},
    "windows side by side whatever the stride": {POOL: 2, POOL_BACK: 0},
    "square windows only": {POOL: 1, POOL_BACK: 0},
    "square images only in pooling": {POOL: 1, POOL_BACK: 0},
    "maximum never below zero": {POOL: 1},
    # Its backward pass: where the gradient goes is its idea. Overlap, and another shape: 2.
    "gradient overwritten where windows overlap": {POOL_BACK: 2},
    "place of the maximum divided by the height": {POOL_BACK: 1.5},
    "gradient spread over the window": {POOL_BACK: 5},
    "stride left out of pooling's backward pass": {POOL_BACK: 3},
    "loop variables used again": {POOL_BACK: 3},
    # The matrix product. The order of axes, or that columns add up: a third of one pass or more.
    "columns in another order than the filters": {IM2COL: 4},
    "output reshaped without transposing": {IM2COL: 3},
    "padding cut off without a look at pad in im2col": {IM2COL: 1},
    "columns put back by overwriting": {IM2COL: 3},
    # The parameters: a size 1 or 1.5; a scale or a start 0.5 or 1.
    "W2 for square images": {LOSS: 1},
    "W2 for images not pooled": {LOSS: 1.5},
    "weights not scaled": {LOSS: 1},
    "last layer not scaled": {LOSS: 0.5},
    "biases drawn like the weights": {LOSS: 0.5},
    # The net. A relu too many: 3. The penalty: 2 in all.
    "scores through a relu": {LOSS: 3, GRADS: 0},
    "no penalty": {LOSS: 2, GRADS: 0},
    "penalty without the half": {LOSS: 1},
    "penalty and its gradient doubled": {LOSS: 1, GRADS: 0},
    "filters not penalized": {LOSS: 1, GRADS: 0},
    "last weights not penalized": {LOSS: 1, GRADS: 0},
    "biases penalized": {LOSS: 1, GRADS: 0},
    "norm in place of the sum of squares": {LOSS: 1},
    "cubes in place of squares": {LOSS: 1},
    "square of the sum": {LOSS: 1},
    "penalty missing from the gradients": {GRADS: 1.5},
    "penalty's gradient doubled": {GRADS: 1},
    "gradient in place of the weights in the penalty's gradient": {GRADS: 1.5},
}


def _in_layers(name, function, changes, costs, hint, *also, further=()):
    """Of one function; further ways change others, too, and so name all of them."""
    also = *({f"conv_layers.{function}": other} for other in also), *further
    return Misconception(name, {f"conv_layers.{function}": changes}, costs, hint, also=also)


def _in_net(name, method, changes, costs, hint, *also, needs=""):
    function = f"cnn.ThreeLayerConvNet.{method}"
    imports = {"cnn": needs} if needs else {}
    also = tuple({function: other} for other in also)
    return Misconception(name, {function: changes}, costs, hint, imports, also)


# What the reference says of convolution.
PARAM = 'stride, pad = conv_param["stride"], conv_param["pad"]'
SHAPE = "N, _, H, W = x.shape"
SIZES = "H_out, W_out = 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride"
PADDED = "padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))"
CORNER = "top, left = i * stride, j * stride"
OUT = "out[:, :, i, j] = np.tensordot(window, w, axes=([1, 2, 3], [1, 2, 3])) + b"
WINDOW = "window = padded[:, :, top : top + HH, left : left + WW]"
# Who reads pixel by pixel has another exception where a window reaches out of the image.
LAST_PIXEL = f"""
    padded[:, :, top + HH - 1, left + WW - 1]
    {WINDOW}
"""
ONE_PIXEL = "padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))"
AS_HIGH = "H_out = W_out = 1 + (H + 2 * pad - HH) // stride"
AS_WIDE = "H_out = W_out = 1 + (W + 2 * pad - WW) // stride"
ALL_AS_HIGH = """
    H_out = 1 + (H + 2 * pad - HH) // stride
    W_out = 1 + (H + 2 * pad - WW) // stride
"""
EXCHANGED = "W_out, H_out = 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride"

FORWARD = [
    _in_layers(
        "no bias in the convolution",
        "conv_forward_naive",
        {OUT: OUT.removesuffix(" + b")},
        (CONV,),
        "Your convolution seems to sum up the products and to stop there. What should come out of "
        "a black image, and what does? Look at which of the arguments plays no part.",
    ),
    _in_layers(
        "filters turned over",
        "conv_forward_naive",
        {OUT: OUT.replace("window, w,", "window, w[:, :, ::-1, ::-1],")},
        (CONV,),
        "Your filters seem to be turned by half a circle before they meet a window. That is what "
        "mathematics calls a convolution. Which pixel of the window does the docstring multiply by "
        "the first weight of a filter?",
    ),
    _in_layers(
        "padding of one pixel",
        "conv_forward_naive",
        {PADDED: ONE_PIXEL},
        (CONV, CONV_BACK),
        "You seem to put one pixel of zeros around each image, whatever is asked for. It is right "
        "for filters of three by three that are to keep an image's size. Which argument says how "
        "many there are to be?",
        {PADDED: ONE_PIXEL, WINDOW: LAST_PIXEL},
        {PARAM: 'stride, pad = conv_param["stride"], 1'},
    ),
    _in_layers(
        "no padding",
        "conv_forward_naive",
        {PADDED: "padded = x"},
        (CONV, CONV_BACK),
        "Your windows seem to stay inside the image as it is. Where is the centre of the first "
        'window, if "pad" is 1 and the filter three by three? Look at what the docstring puts '
        "around each image.",
        {PADDED: "padded = x", WINDOW: LAST_PIXEL},
        {PARAM: 'stride, pad = conv_param["stride"], 0'},
    ),
    _in_layers(
        "windows one pixel apart",
        "conv_forward_naive",
        {CORNER: "top, left = i, j"},
        (CONV,),
        "Your output has the size that a stride gives it, but its windows seem to lie one pixel "
        "apart. How far has a window moved when i has grown by one? Look at where the docstring "
        "has the first row of window (i, j).",
    ),
    _in_layers(
        "square images only",
        "conv_forward_naive",
        {SIZES: AS_HIGH},
        (CONV, CONV_BACK),
        "Your output seems to be as wide as it is high, whatever the image. Photographs are "
        "seldom square. Which of the numbers in x.shape have you not used?",
        {SIZES: AS_HIGH, WINDOW: LAST_PIXEL},
        {SIZES: AS_WIDE},
        {SIZES: AS_WIDE, WINDOW: LAST_PIXEL},
        {SIZES: ALL_AS_HIGH},
        {SIZES: ALL_AS_HIGH, WINDOW: LAST_PIXEL},
        {SIZES: ALL_AS_HIGH.replace("(H", "(W")},
        {SIZES: ALL_AS_HIGH.replace("(H", "(W"), WINDOW: LAST_PIXEL},
    ),
    _in_layers(
        "height and width swapped",
        "conv_forward_naive",
        {SIZES: EXCHANGED},
        (CONV, CONV_BACK),
        "Rows and columns seem to change places in your output. Of an image's four axes, which "
        "runs down and which to the right? Follow one that is wider than high through your "
        "code, and note the shapes.",
        {SIZES: EXCHANGED, WINDOW: LAST_PIXEL},
        {SHAPE: "N, _, W, H = x.shape"},
        {SHAPE: "N, _, W, H = x.shape", WINDOW: LAST_PIXEL},
        {CORNER: "top, left = j * stride, i * stride"},
        {CORNER: "top, left = j * stride, i * stride", WINDOW: LAST_PIXEL},
        {OUT: OUT.replace("out[:, :, i, j]", "out[:, :, j, i]")},
        {"return out, (x, w, conv_param)": "return out.swapaxes(2, 3), (x, w, conv_param)"},
    ),
]

# What the reference says of convolution's backward pass.
BACK_SHAPE, BACK_SIZES = "_, _, H, W = x.shape", "_, _, H_out, W_out = dout.shape"
FILTER_SIZE = "_, _, HH, WW = w.shape"
DPIXEL = "dpixel = dout[:, :, i, j]"
DW = "dw += np.tensordot(dpixel, window, axes=([0], [0]))"
INTO_DX = "dpadded[:, :, top : top + HH, left : left + WW] += np.tensordot(dpixel, w, axes=1)"
DX = "dx = dpadded[:, :, pad : pad + H, pad : pad + W]"
DB = "db = dout.sum(axis=(0, 2, 3))"
CUT = "dx = dpadded[:, :, pad:-pad, pad:-pad]"

BACKWARD = [
    _in_layers(
        "padding cut off without a look at pad",
        "conv_backward_naive",
        {DX: CUT},
        (CONV_BACK,),
        "Your dx seems to be empty where nothing was padded. What does an index count that is "
        "negative, and what is minus zero? Try np.arange(5)[0:-0], and think of where the image "
        "ends that was not padded.",
    ),
    _in_layers(
        "padding of one pixel in the gradient",
        "conv_backward_naive",
        {PARAM: 'stride, pad = conv_param["stride"], 1'},
        (CONV_BACK,),
        "Your backward pass seems to count on one pixel of zeros around each image. How many there "
        "were, the forward pass was told. Where in your cache is it?",
        {DX: "dx = dpadded[:, :, 1:-1, 1:-1]"},
        {DX: "dx = dpadded[:, :, 1 : 1 + H, 1 : 1 + W]"},
        {PADDED: ONE_PIXEL},
        {PADDED: ONE_PIXEL, DX: "dx = dpadded[:, :, 1:-1, 1:-1]"},
        {PADDED: ONE_PIXEL, WINDOW: LAST_PIXEL},
        {PADDED: ONE_PIXEL, WINDOW: LAST_PIXEL, DX: "dx = dpadded[:, :, 1:-1, 1:-1]"},
    ),
    _in_layers(
        "dx added one pixel apart",
        "conv_backward_naive",
        {INTO_DX: "dpadded[:, :, i : i + HH, j : j + WW] += np.tensordot(dpixel, w, axes=1)"},
        (CONV_BACK,),
        "Your dw seems to read the windows where they are, while your dx puts them one pixel apart "
        "whatever the stride. Which pixels of the padded image did output pixel (i, j) depend on?",
    ),
    _in_layers(
        "windows one pixel apart in dw",
        "conv_backward_naive",
        {WINDOW: "window = padded[:, :, i : i + HH, j : j + WW]"},
        (CONV_BACK,),
        "Your dx seems to be right, while your dw reads windows that lie one pixel apart whatever "
        "the stride. Which pixels were multiplied by the filter to make output pixel (i, j)?",
    ),
    _in_layers(
        "height and width swapped in the gradient",
        "conv_backward_naive",
        {BACK_SHAPE: "_, _, W, H = x.shape"},
        (CONV_BACK,),
        "Height and width seem to change places in your backward pass. Which comes first in the "
        "shapes of x, of w and of dout? Follow an image that is wider than high through your code, "
        "and note the shapes.",
        {BACK_SIZES: "_, _, W_out, H_out = dout.shape"},
        {FILTER_SIZE: "_, _, WW, HH = w.shape"},
        {CORNER: "top, left = j * stride, i * stride"},
        {CORNER: "top, left = j * stride, i * stride", WINDOW: LAST_PIXEL},
        {BACK_SIZES: f"{BACK_SIZES}\ndout = dout.swapaxes(2, 3)"},
        {DPIXEL: "dpixel = dout[:, :, j, i]"},
        {DX: "dx = dpadded[:, :, pad : pad + H, pad : pad + W].swapaxes(2, 3)"},
    ),
    _in_layers(
        "dx overwritten where windows overlap",
        "conv_backward_naive",
        {INTO_DX: INTO_DX.replace("+=", "=")},
        (CONV_BACK,),
        "A pixel that several windows share seems to keep what the last of them left there. Each "
        "of these outputs moves if the pixel moves. What does the chain rule do with several ways "
        "to the same number?",
        # The same of loops over filters, too.
        {INTO_DX: INTO_DX.replace("+=", "=").replace("dpixel, w", "dpixel[:, -1:], w[-1:]")},
    ),
    _in_layers(
        "dw of the last window alone",
        "conv_backward_naive",
        {DW: DW.replace("+=", "=")},
        (CONV_BACK,),
        "Your dw seems to be made of one window, the last. The same filter was used at every place "
        "of every image. What does the chain rule do with all the ways from a weight to the loss?",
        {DW: DW.replace("+=", "=").replace("dpixel, window", "dpixel[-1:], window[-1:]")},
    ),
    _in_layers(
        "dw averaged over the batch",
        "conv_backward_naive",
        {DB: f"{DB} / len(dout)\ndw /= len(dout)"},
        (CONV_BACK,),
        "Your gradients of the filters seem to be averaged over the batch. The loss is a mean "
        "already, and dout is the gradient of that. Where did the number of images come into dout? "
        "Look at how often you want to divide by it.",
        {DB: f"{DB}\ndw /= len(dout)"},
    ),
]

# What the reference says of pooling.
POOL_PARAM = """
    height, width, stride = (pool_param[key] for key in ("pool_height", "pool_width", "stride"))
"""
POOL_SIZES = "H_out, W_out = 1 + (H - height) // stride, 1 + (W - width) // stride"
START = "out = np.full((N, C, H_out, W_out), -np.inf, dtype=x.dtype)"
AT = "at = np.s_[:, :, i : i + stride * H_out : stride, j : j + stride * W_out : stride]"
LARGER = "out = np.maximum(out, x[at])"
SIDE_BY_SIDE = "at = np.s_[:, :, i : i + height * H_out : height, j : j + width * W_out : width]"
# Who reads pixel by pixel has another exception where a window reaches out of the image.
LAST_POOLED = f"""
    x[:, :, stride * (H_out - 1) + i, stride * (W_out - 1) + j]
    {AT}
"""
LAST_SIDE_BY_SIDE = f"""
    x[:, :, height * (H_out - 1) + i, width * (W_out - 1) + j]
    {SIDE_BY_SIDE}
"""
POOLED_AS_HIGH = "H_out = W_out = 1 + (H - height) // stride"
POOLED_AS_WIDE = "H_out = W_out = 1 + (W - width) // stride"
POOLED_ALL_AS_HIGH = "H_out, W_out = 1 + (H - height) // stride, 1 + (H - width) // stride"
POOLED_ALL_ALIKE = POOLED_ALL_AS_HIGH, POOLED_ALL_AS_HIGH.replace("(H", "(W")
# What the reference says of pooling's backward pass.
INTO_X = """
    for i in range(height):
        for j in range(width):
            at = np.s_[:, :, i : i + stride * H_out : stride, j : j + stride * W_out : stride]
            dx[at] += dout * (x[at] == out)
"""
OF_DX = "dx[at] += dout * (x[at] == out)"
# The same, one window after another.
BY_WINDOWS = """
    for i in range(H_out):
        for j in range(W_out):
            top, left = i * stride, j * stride
            window = np.s_[:, :, top : top + height, left : left + width]
            largest = x[window] == x[window].max(axis=(2, 3), keepdims=True)
            dx[window] += dout[:, :, i, j, None, None] * largest
"""
BY_ITSELF = {
    "_, _, H_out, W_out = out.shape": "_, _, H_out, W_out = dout.shape",
    INTO_X: BY_WINDOWS,
}
# Pooling, one window after another: numpy cuts off what reaches out of the image.
IN_POOL = f"""
    {START}
    for i in range(height):
        for j in range(width):
            {AT}
            {LARGER}
"""
POOL_BY_WINDOWS = """
    out = np.empty((N, C, H_out, W_out), dtype=x.dtype)
    for i in range(H_out):
        for j in range(W_out):
            top, left = i * stride, j * stride
            window = x[:, :, top : top + height, left : left + width]
            out[:, :, i, j] = window.max(axis=(2, 3))
"""


def _pooled_by_windows(sizes, start="i * stride, j * stride"):
    """With other sizes, or windows that start elsewhere; of an empty one, an error or -inf.

    The backward pass is right: it looks for the largest pixels itself, wherever dout has a pixel.
    """
    by_windows = POOL_BY_WINDOWS.replace("i * stride, j * stride", start)
    least = by_windows.replace("(2, 3))", "(2, 3), initial=-np.inf)")
    return [
        {
            "conv_layers.max_pool_forward_naive": {POOL_SIZES: sizes, IN_POOL: each},
            "conv_layers.max_pool_backward_naive": BY_ITSELF,
        }
        for each in (by_windows, least)
    ]


POOLING = [
    _in_layers(
        "mean for maximum",
        "max_pool_forward_naive",
        {
            START: "out = np.zeros((N, C, H_out, W_out), dtype=x.dtype)",
            LARGER: "out += x[at] / (height * width)",
        },
        (POOL, POOL_BACK),
        "Your pooling seems to average each window. There are nets that do; this one is to keep "
        "what stands out, however small. Which one number of a window does the docstring keep?",
    ),
    _in_layers(
        "windows side by side whatever the stride",
        "max_pool_forward_naive",
        {POOL_SIZES: "H_out, W_out = H // height, W // width", AT: SIDE_BY_SIDE},
        (POOL, POOL_BACK),
        "Your windows seem to touch, and never to overlap or to lie apart. How far a window moves "
        'and how large it is are two things. Look at what the docstring says of "stride".',
        {AT: SIDE_BY_SIDE},
        {AT: LAST_SIDE_BY_SIDE},
        {AT: SIDE_BY_SIDE.replace("width", "height")},
        {POOL_SIZES: f"stride = height\n{POOL_SIZES}"},
        {POOL_SIZES: f"stride = width\n{POOL_SIZES}"},
        further=_pooled_by_windows(POOL_SIZES, "i * height, j * width"),
    ),
    _in_layers(
        "square windows only",
        "max_pool_forward_naive",
        {POOL_SIZES: f"width = height\n{POOL_SIZES}"},
        (POOL, POOL_BACK),
        "Your windows seem to be as wide as they are high. Two entries of pool_param say how large "
        "a window is: where do you use each?",
        {POOL_SIZES: f"{POOL_SIZES}\nwidth = height"},
        {POOL_SIZES: f"{POOL_SIZES}\nwidth = height", AT: LAST_POOLED},
        {POOL_SIZES: f"height = width\n{POOL_SIZES}"},
        {POOL_SIZES: f"{POOL_SIZES}\nheight = width"},
        {POOL_SIZES: POOL_SIZES.replace("W - width", "W - height")},
        {POOL_SIZES: POOL_SIZES.replace("W - width", "W - height"), AT: LAST_POOLED},
        further=[
            way
            for one_size in ("width = height", "height = width")
            for way in _pooled_by_windows(f"{POOL_SIZES}\n{one_size}")
        ],
    ),
    _in_layers(
        "square images only in pooling",
        "max_pool_forward_naive",
        {POOL_SIZES: POOLED_AS_HIGH},
        (POOL, POOL_BACK),
        "What comes out of your pooling seems to be as wide as it is high, whatever the image. "
        "Which of the numbers in x.shape have you not used?",
        {POOL_SIZES: POOLED_AS_HIGH, AT: LAST_POOLED},
        {POOL_SIZES: POOLED_AS_WIDE},
        {POOL_SIZES: POOLED_AS_WIDE, AT: LAST_POOLED},
        {POOL_SIZES: POOLED_ALL_AS_HIGH},
        {POOL_SIZES: POOLED_ALL_AS_HIGH, AT: LAST_POOLED},
        {POOL_SIZES: POOLED_ALL_AS_HIGH.replace("(H", "(W")},
        {POOL_SIZES: POOLED_ALL_AS_HIGH.replace("(H", "(W"), AT: LAST_POOLED},
        further=[
            way
            for sizes in (POOLED_AS_HIGH, POOLED_AS_WIDE, *POOLED_ALL_ALIKE)
            for way in _pooled_by_windows(sizes)
        ],
    ),
    _in_layers(
        "maximum never below zero",
        "max_pool_forward_naive",
        {START: START.replace("-np.inf", "0")},
        (POOL,),
        "Your pooling seems to give zero where all of a window is negative. After a relu nothing "
        "is, elsewhere much may be. What do you compare the first pixel of a window with?",
    ),
]


# The same, one pixel after another.
BY_PIXELS = """
    for n in range(len(x)):
        for c in range(x.shape[1]):
            for i in range(H_out):
                for j in range(W_out):
                    top, left = i * stride, j * stride
                    window = x[n, c, top : top + height, left : left + width]
                    row, column = divmod(window.argmax(), width)
                    dx[n, c, top + row, left + column] += dout[n, c, i, j]
"""
DIVMOD = "row, column = divmod(window.argmax(), width)"


# The same, with i and j for the place in the window, too: found at once, or looked for.
AT_ONCE = """
    i, j = divmod(window.argmax(), width)
    dx[n, c, PLACE] += UPSTREAM
"""
LOOKED_FOR = """
    for i in range(height):
        for j in range(width):
            if window[i, j] == window.max():
                dx[n, c, PLACE] += UPSTREAM
"""


def _used_again(found, place, upstream, starts):
    """Loops over i and j, within which i and j become others.

    Args:
        found: how the largest pixel is found.
        place: where its gradient goes.
        upstream: what goes there: dout as i and j are then, or as they were before.
        starts: from which the window begins, that is, of the loop over i, or of that over j.
    """
    found = found.replace("PLACE", place).replace("UPSTREAM", upstream)
    return {
        INTO_X: f"""
            for n in range(len(x)):
                for c in range(x.shape[1]):
                    for i in range(H_out):
                        row = i
                        for j in range(W_out):
                            before, top, left = dout[n, c, i, j], {starts} * stride, j * stride
                            window = x[n, c, top : top + height, left : left + width]
                            {textwrap.indent(textwrap.dedent(found), 28 * " ").strip()}
        """
    }


def _by_windows(old, new):
    return {INTO_X: BY_WINDOWS.replace(old, new)}


def _by_pixels(old, new):
    return {INTO_X: BY_PIXELS.replace(old, new)}


USED_AGAIN = [
    _used_again(*ways)
    for ways in product(
        (AT_ONCE, LOOKED_FOR),
        ("top + i, left + j", "i * stride + i, j * stride + j"),
        ("dout[n, c, i, j]", "before"),
        ("i", "row"),
    )
]

POOLING_BACK = [
    _in_layers(
        "gradient overwritten where windows overlap",
        "max_pool_backward_naive",
        _by_pixels("column] +=", "column] ="),
        (POOL_BACK,),
        "A pixel that is the largest of several windows seems to get the gradient of the last of "
        "them alone. It went to each of their outputs: what does the chain rule do with several "
        "ways to the same number?",
        _by_windows("dx[window] +=", "dx[window] ="),
    ),
    _in_layers(
        "place of the maximum divided by the height",
        "max_pool_backward_naive",
        _by_pixels("argmax(), width", "argmax(), height"),
        (POOL_BACK,),
        "Your place of the largest pixel seems to be right in square windows alone. argmax counts "
        "through a window row by row: how many pixels has a row? Try np.arange(6) as two rows of "
        "three.",
        _by_pixels(DIVMOD, "row, column = window.argmax() // height, window.argmax() % width"),
        _by_pixels(DIVMOD, "row, column = window.argmax() // width, window.argmax() % height"),
    ),
    _in_layers(
        "gradient spread over the window",
        "max_pool_backward_naive",
        {OF_DX: "dx[at] += dout / (height * width)"},
        (POOL_BACK,),
        "Every pixel of a window seems to get a part of the gradient. If one that is not the "
        "largest moves a little, what does the output do? Look at what your cache could tell of "
        "that.",
        {OF_DX: "dx[at] += dout"},
    ),
    _in_layers(
        "stride left out of pooling's backward pass",
        "max_pool_backward_naive",
        _by_windows("i * stride, j * stride", "i, j"),
        (POOL_BACK,),
        "Your gradient seems to go back to windows that lie one pixel apart, whatever the stride. "
        "Compare where window (i, j) begins in your two passes.",
        # The right place in the window, and the window in the wrong place.
        _by_pixels("top + row, left + column", "i + row, j + column"),
        {OF_DX: "dx[:, :, i : i + H_out, j : j + W_out] += dout * (x[at] == out)"},
        {
            OF_DX: """
                apart = np.s_[:, :, i : i + H_out, j : j + W_out]
                dx[apart] += dout * (x[apart] == out)
            """
        },
    ),
    _in_layers(
        "loop variables used again",
        "max_pool_backward_naive",
        USED_AGAIN[0],
        (POOL_BACK,),
        "The first window seems to go well, and then your windows go astray. Two of your loops, or "
        "a loop and what is found in it, seem to share a variable. What is i worth when an inner "
        "line has given it another value, and the outer loop goes on?",
        *USED_AGAIN[1:],
    ),
]

# What the reference says of the matrix product.
COLS = "cols = cols.reshape(N, C * HH * WW, H_out * W_out)"
PRODUCT = "out = w.reshape(F, -1) @ cols + b[:, np.newaxis]"
PUT_BACK = """
    for i in range(HH):
        for j in range(WW):
            at = np.s_[:, :, i : i + stride * H_out : stride, j : j + stride * W_out : stride]
            dpadded[at] += dcols[:, :, i, j]
"""
INTO_COLS, OUT_OF_COLS = "conv_layers.conv_forward_im2col", "conv_layers.conv_backward_im2col"
DCOLS = "dcols = (w.reshape(F, -1).T @ dout_rows).reshape(N, C, HH, WW, H_out, W_out)"
AXES = "C", "HH", "WW"  # of a window
ORDERS = (
    ("HH", "WW", "C"),
    ("C", "WW", "HH"),
    ("WW", "HH", "C"),
    ("WW", "C", "HH"),
    ("HH", "C", "WW"),
)


def _in_order(order):
    """Columns that list a window's axes in another order, and are put back from that order."""
    there = ", ".join(str(1 + AXES.index(axis)) for axis in order)
    back = ", ".join(str(1 + order.index(axis)) for axis in AXES)
    dcols = DCOLS.replace("C, HH, WW", ", ".join(order)) + f".transpose(0, {back}, 4, 5)"
    return {
        INTO_COLS: {
            COLS: COLS.replace("cols.reshape", f"cols.transpose(0, {there}, 4, 5).reshape")
        },
        OUT_OF_COLS: {DCOLS: dcols},
    }


PRODUCTS = [
    Misconception(
        "columns in another order than the filters",
        _in_order(ORDERS[0]),
        (IM2COL,),
        "The numbers of your columns seem to come in another order than those of your filters. "
        "Which axis varies fastest in a row of w.reshape(F, -1), and which in one of your columns? "
        "Follow three numbers of each.",
        also=(
            *(_in_order(order) for order in ORDERS[1:]),
            # Columns are put back as if they were in the right order.
            *({INTO_COLS: _in_order(order)[INTO_COLS]} for order in ORDERS),
            {INTO_COLS: {PRODUCT: PRODUCT.replace("w.reshape", "w.transpose(0, 2, 3, 1).reshape")}},
        ),
    ),
    _in_layers(
        "output reshaped without transposing",
        "conv_forward_im2col",
        {PRODUCT: f"{PRODUCT}\nout = out.transpose(0, 2, 1)"},
        (IM2COL,),
        "Your product seems to be right, and to be cut into images in another order than it is in. "
        "Reshaping keeps the order in memory. Which axes does your product have, and which of them "
        "come first in out?",
        {PRODUCT: f"{PRODUCT}\nout = out.transpose(1, 0, 2)"},
        {PRODUCT: f"{PRODUCT}\nout = out.transpose(1, 2, 0)"},
        {PRODUCT: f"{PRODUCT}\nout = out.transpose(2, 0, 1)"},
        {PRODUCT: f"{PRODUCT}\nout = out.transpose(2, 1, 0)"},
    ),
    _in_layers(
        "padding cut off without a look at pad in im2col",
        "conv_backward_im2col",
        {DX: CUT},
        (IM2COL,),
        "Your dx seems to be empty where nothing was padded. What does an index count that is "
        "negative, and what is minus zero? Think of where the image ends that was not padded.",
    ),
    _in_layers(
        "columns put back by overwriting",
        "conv_backward_im2col",
        {PUT_BACK: PUT_BACK.replace("+= dcols", "= dcols")},
        (IM2COL,),
        "A pixel that stands in several columns seems to get the gradient of one of them. Each of "
        "its copies went into an output. What becomes of the gradients of all copies of a number?",
        {
            PUT_BACK: """
                for i in range(H_out):
                    for j in range(W_out):
                        top, left = i * stride, j * stride
                        window = np.s_[:, :, top : top + HH, left : left + WW]
                        dpadded[window] = dcols[..., i, j]
            """
        },
        {
            PUT_BACK: """
                rows = (np.arange(HH)[:, None] + stride * np.arange(H_out))[:, None, :, None]
                columns = (np.arange(WW)[:, None] + stride * np.arange(W_out))[:, None, :]
                dpadded[:, :, rows, columns] += dcols
            """
        },
    ),
]

# What the reference says of the net's parameters.
POOLED = "pooled = num_filters * (H // 2) * (W // 2)"
W1 = 'self.params["W1"] = weight_scale * rng.randn(num_filters, C, filter_size, filter_size)'
W2 = 'self.params["W2"] = weight_scale * rng.randn(pooled, hidden_dim)'
W3 = 'self.params["W3"] = weight_scale * rng.randn(hidden_dim, num_classes)'
B1 = 'self.params["b1"] = np.zeros(num_filters)'
B2 = 'self.params["b2"] = np.zeros(hidden_dim)'
B3 = 'self.params["b3"] = np.zeros(num_classes)'
AFTER_THE_WEIGHTS = """
    for name, size in (("b1", num_filters), ("b2", hidden_dim), ("b3", num_classes)):
        self.params[name] = weight_scale * rng.randn(size)
"""

PARAMETERS = [
    _in_net(
        "W2 for square images",
        "__init__",
        {POOLED: "pooled = num_filters * (H // 2) ** 2"},
        (LOSS,),
        "Your hidden layer seems to expect images as wide as they are high. How many rows and how "
        "many columns are left after pooling, of an image that is 4 high and 10 wide?",
        {POOLED: "pooled = num_filters * (W // 2) ** 2"},
        {POOLED: "pooled = num_filters * H * H // 4"},
        {POOLED: "pooled = num_filters * W * W // 4"},
    ),
    _in_net(
        "W2 for images not pooled",
        "__init__",
        {POOLED: "pooled = num_filters * H * W"},
        (LOSS,),
        "Your hidden layer seems to have a weight for every pixel that the convolution gives. What "
        "stands between the two, and what does it do to height and width?",
    ),
    _in_net(
        "weights not scaled",
        "__init__",
        {each: each.replace("weight_scale * ", "") for each in (W1, W2, W3)},
        (LOSS,),
        "Your weights seem to have a standard deviation of one. A score is then a sum of thousands "
        "of large terms before anything is learned. Which argument says how large they are to be?",
    ),
    _in_net(
        "last layer not scaled",
        "__init__",
        {W3: W3.replace("weight_scale * ", "")},
        (LOSS,),
        "Your output layer seems to start with weights of standard deviation one, unlike the "
        "others. What would the first loss be near, if all scores started near zero? Compare how "
        "you make the last layer with how you make the first.",
    ),
    _in_net(
        "biases drawn like the weights",
        "__init__",
        {each: each.replace("np.zeros", "weight_scale * rng.randn") for each in (B1, B2, B3)},
        (LOSS,),
        "Your biases seem to be drawn like the weights. Weights must differ, or all filters would "
        "learn the same; is that so of biases, too? Look at what the docstring says they start at.",
        {each: each.replace("np.zeros", "rng.randn") for each in (B1, B2, B3)},
        # Drawn after all the weights, which other numbers come of.
        {B1: "", B2: "", B3: AFTER_THE_WEIGHTS},
        {B1: "", B2: "", B3: AFTER_THE_WEIGHTS.replace("weight_scale * ", "")},
    ),
]

# What the reference says of the net.
SCORES = "scores, scores_cache = affine_forward(hidden, W3, b3)"
DSCORES = 'dhidden, grads["W3"], grads["b3"] = affine_backward(dscores, scores_cache)'
EVERY_WEIGHT = 'for name in ("W1", "W2", "W3"):'
PENALTY = "loss += 0.5 * self.reg * float(np.sum(self.params[name] ** 2))"
PENALTY_BACK = "grads[name] += self.reg * self.params[name]"

NETS = [
    _in_net(
        "scores through a relu",
        "loss",
        {
            SCORES: f"""
                {SCORES}
                scores, relu_cache = relu_forward(scores)
            """,
            DSCORES: f"""
                dscores = relu_backward(dscores, relu_cache)
                {DSCORES}
            """,
        },
        (LOSS, GRADS),
        "Your scores seem to pass through a relu. Can a class then be scored below zero, and what "
        "does one learn whose scores are all at zero? Look at what the class's docstring says of "
        "the last layer.",
        needs="from .layers import relu_backward, relu_forward",
    ),
    _in_net(
        "no penalty",
        "loss",
        {PENALTY: "", PENALTY_BACK: "pass"},
        (LOSS, GRADS),
        "Your net seems not to use reg. As the loss and the gradient both lack it, a numerical "
        "check agrees with you. What does the docstring add to the softmax loss?",
    ),
    _in_net(
        "penalty without the half",
        "loss",
        {PENALTY: PENALTY.replace("0.5 * ", "")},
        (LOSS,),
        "The penalty in your loss seems to be twice what its gradient belongs to. What does the "
        "derivative of a square bring with it, and what in the docstring takes it away again?",
    ),
    _in_net(
        "penalty and its gradient doubled",
        "loss",
        {
            PENALTY: PENALTY.replace("0.5 * ", ""),
            PENALTY_BACK: PENALTY_BACK.replace("self.reg", "2 * self.reg"),
        },
        (LOSS, GRADS),
        "Your penalty and its gradient seem to be twice as large as they should be. As they belong "
        "together, a numerical check agrees with you. Which factor does the docstring of loss put "
        "before reg?",
    ),
    _in_net(
        "filters not penalized",
        "loss",
        {EVERY_WEIGHT: 'for name in ("W2", "W3"):'},
        (LOSS, GRADS),
        "The filters seem to be missing from your penalty and from its gradient, so that a "
        "numerical check finds nothing. Which parameters does the docstring of loss count as "
        "weights?",
    ),
    _in_net(
        "last weights not penalized",
        "loss",
        {EVERY_WEIGHT: 'for name in ("W1", "W2"):'},
        (LOSS, GRADS),
        "One array of weights seems to be missing from your penalty and from its gradient, so that "
        "a numerical check finds nothing. Count those that you sum up, and those that the net has.",
    ),
    _in_net(
        "biases penalized",
        "loss",
        {EVERY_WEIGHT: "for name in self.params:"},
        (LOSS, GRADS),
        "Your penalty seems to count the biases, too. A bias shifts what a unit gives, and does "
        "not make it any steeper. Which parameters does the docstring of loss sum up?",
    ),
    _in_net(
        "norm in place of the sum of squares",
        "loss",
        {PENALTY: "loss += 0.5 * self.reg * float(np.linalg.norm(self.params[name]))"},
        (LOSS,),
        "Your penalty seems to be made of norms. What does the function that you use do after it "
        "has summed the squares? Try it on the numbers 3 and 4.",
    ),
    _in_net(
        "cubes in place of squares",
        "loss",
        {PENALTY: PENALTY.replace("** 2", "** 3")},
        (LOSS,),
        "Your penalty seems to be a sum of third powers, which a large negative weight makes "
        "smaller. Which power has the derivative that your gradient adds?",
    ),
    _in_net(
        "square of the sum",
        "loss",
        {PENALTY: "loss += 0.5 * self.reg * float(np.sum(self.params[name])) ** 2"},
        (LOSS,),
        "Your penalty seems to sum the weights and to square the sum, so that opposite weights "
        "cancel. Read your brackets from the inside: what comes first, and what does the docstring "
        "do first?",
    ),
    _in_net(
        "penalty missing from the gradients",
        "loss",
        {PENALTY_BACK: ""},
        (GRADS,),
        "Your penalty seems to be in the loss alone. Whatever is in the loss has a gradient, or "
        "training does not know of it. What is the derivative of the penalty by one weight?",
    ),
    _in_net(
        "penalty's gradient doubled",
        "loss",
        {PENALTY_BACK: PENALTY_BACK.replace("self.reg", "2 * self.reg")},
        (GRADS,),
        "The gradient of your penalty seems to be twice what your loss says. Derive the one from "
        "the other: what becomes of the half?",
    ),
    _in_net(
        "gradient in place of the weights in the penalty's gradient",
        "loss",
        {PENALTY_BACK: "grads[name] += self.reg * grads[name]"},
        (GRADS,),
        "What you add to a gradient for the penalty seems to be made of that gradient itself. The "
        "penalty depends on the weights alone: what is its derivative by one of them?",
    ),
]

BANK = [
    replace(each, price=PRICES[each.name])
    for each in (
        *(*FORWARD, *BACKWARD, *POOLING, *POOLING_BACK),
        *(*PRODUCTS, *PARAMETERS, *NETS),
    )
]

# What the quantities in the reference are called in a sentence to a student.
_SHAPES = {
    "H_out, W_out": "the size of the output",
    "padded": "the padded images",
    "top, left": "where a window begins",
    "window": "a window",
    "what is returned": "what is returned",
}
_GRADIENTS = {
    "dx": "the gradient with respect to the images",
    "dw": "the gradient with respect to the filters",
    "db": "the gradient with respect to the biases",
    "dpadded": "the gradient with respect to the padded images",
    "what is returned": "the gradients that are returned",
}
_AT = {"at": "which pixels are taken from all windows"}
WORDS = {
    "conv_layers.conv_forward_naive": _SHAPES
    | {"out": "the output", "out[:, :, i, j]": "an output pixel", "stride, pad": "stride and pad"},
    "conv_layers.conv_backward_naive": _SHAPES
    | _GRADIENTS
    | {
        "dpixel": "the upstream gradient of a pixel",
        "dpadded, dw": "what gradients start at",
        "stride, pad": "stride and pad",
        "dpadded[:, :, top : top + HH, left : left + WW]": "what a window adds to dx",
        "dpadded[:, :, top:top + HH, left:left + WW]": "what a window adds to dx",
    },
    "conv_layers.max_pool_forward_naive": _SHAPES
    | _AT
    | {"out": "the output", "height, width, stride": "the size of a window and the stride"},
    "conv_layers.max_pool_backward_naive": _AT
    | {
        "dx": "the gradient with respect to the images",
        "dx[at]": "what a window adds to dx",
        "height, width, stride": "the size of a window and the stride",
        "what is returned": "the gradient that is returned",
    },
    "conv_layers.conv_forward_im2col": _SHAPES
    | _AT
    | {"cols": "the columns", "cols[:, :, i, j]": "the columns", "out": "the product"},
    "conv_layers.conv_backward_im2col": _GRADIENTS
    | _AT
    | {
        "dout_rows": "the upstream gradient as rows",
        "dcols": "the gradient with respect to the columns",
        "dpadded[at]": "what columns add to dx",
    },
    "cnn.ThreeLayerConvNet.__init__": {
        "pooled": "the number of pixels after pooling",
        **{f"self.params['{name}']": f"what {name} starts at" for name in ("W1", "W2", "W3")},
        **{f'self.params["{name}"]': f"what {name} starts at" for name in ("W1", "W2", "W3")},
        **{f"self.params['{name}']": f"what {name} starts at" for name in ("b1", "b2", "b3")},
        **{f'self.params["{name}"]': f"what {name} starts at" for name in ("b1", "b2", "b3")},
    },
    "cnn.ThreeLayerConvNet.loss": {
        "pooled, conv_cache": "what the convolutional layer gives",
        "hidden, hidden_cache": "what the hidden layer gives",
        "scores, scores_cache": "the scores",
        "loss, dscores": "the softmax loss",
        "loss": "the penalty in the loss",
        "grads[name]": "the penalty's gradient",
    },
}

# Edits are searched for in these, too: with a window at a time, as the notebook has it.
SEARCHED = ["seven_loops"]
