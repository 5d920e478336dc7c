"""The bank of wrong answers to the assignment on normalization layers.

First those of spatial batch normalization, then of layer norm, of group norm, and of the net.
"""

from dataclasses import replace
from textwrap import dedent

from autograder.misconceptions import Misconception

# The grade cells.
TRAIN, TEST, BACKWARD = "spatial_train", "spatial_test", "spatial_backward"
LAYER, LAYER_BACK = "layernorm", "layernorm_backward"
GROUP, GROUP_BACK = "groupnorm", "groupnorm_backward"
NET = "cnn_batchnorm"

# What a teacher takes for each mistake in each cell that it costs, of 10, 5 and 15 points for
# spatial batch norm, 10 and 15 for layer norm, 10 and 10 for group norm, and 10 for the net: once,
# where it is made. What only follows from it, in another exercise, costs 0.
PRICES = {
    # The one idea of a forward pass is over what the statistics run, so half. A slip in a line that
    # is understood: 3 or 4. A convention or an option: 1 or 2.
    "reshape without transposing": {TRAIN: 5, TEST: 0, BACKWARD: 0},
    "reshaped back without transposing": {TRAIN: 4, TEST: 0},
    "each image normalized by itself": {TRAIN: 5, TEST: 0, BACKWARD: 0},
    "each pixel normalized over its channels": {TRAIN: 5, TEST: 0, BACKWARD: 0},
    "each pixel's place normalized over the batch": {TRAIN: 5, TEST: 0, BACKWARD: 0},
    "one mean and variance for all channels": {TRAIN: 5, TEST: 0, BACKWARD: 0},
    "running statistics normalize in training": {TRAIN: 5, BACKWARD: 0},
    "batch statistics when testing": {TEST: 4},
    "running statistics not kept": {TRAIN: 2, TEST: 0},
    "running statistics moved when testing": {TEST: 1},
    "eps outside the root in spatial batch norm": {TRAIN: 1, TEST: 0, BACKWARD: 0},
    "unbiased variance in spatial batch norm": {TRAIN: 2, TEST: 0, BACKWARD: 0},
    "momentum the other way round": {TRAIN: 1, TEST: 0},
    # Backward passes: the ways through mean and variance are half of one. A wrong count: a fifth.
    "gradient reshaped without transposing": {BACKWARD: 7},
    "gradient reshaped back without transposing": {BACKWARD: 5},
    "number of images for number of pixels": {BACKWARD: 3},
    "mean and variance treated as constants in spatial batch norm": {BACKWARD: 8},
    "dgamma and dbeta averaged": {BACKWARD: 3},
    "dgamma and dbeta of each image": {BACKWARD: 3},
    "layer norm over the batch": {LAYER: 5, LAYER_BACK: 0},
    "layer norm over the whole array": {LAYER: 5, LAYER_BACK: 0},
    "eps outside the root in layer norm": {LAYER: 1, LAYER_BACK: 0},
    "variance with D - 1": {LAYER: 2, LAYER_BACK: 0},
    "root forgotten in layer norm": {LAYER: 3, LAYER_BACK: 0},
    "mean not subtracted in layer norm": {LAYER: 4, LAYER_BACK: 0},
    "dgamma and dbeta over the wrong axis": {LAYER_BACK: 5},
    "N for D in layer norm's dx": {LAYER_BACK: 3},
    "gamma multiplied after the means in layer norm": {LAYER_BACK: 5},
    "layer norm's dx over the batch": {LAYER_BACK: 5},
    "mean and variance treated as constants in layer norm": {LAYER_BACK: 8},
    "variance treated as a constant in layer norm": {LAYER_BACK: 5},
    "gamma forgotten in layer norm's dx": {LAYER_BACK: 4},
    "group norm's statistics per pixel": {GROUP: 5, GROUP_BACK: 0},
    "group norm's statistics over the batch": {GROUP: 5, GROUP_BACK: 0},
    "G taken for a group's size": {GROUP: 3},
    "channels interleaved": {GROUP: 3, GROUP_BACK: 0},
    "one group of all channels": {GROUP: 5},
    "each channel a group": {GROUP: 5},
    "eps outside the root in group norm": {GROUP: 1, GROUP_BACK: 0},
    "unbiased variance in group norm": {GROUP: 2, GROUP_BACK: 0},
    "group norm's dgamma and dbeta without kept axes": {GROUP_BACK: 1},
    "group norm's dgamma and dbeta of each image": {GROUP_BACK: 3},
    "gamma multiplied after the means in group norm": {GROUP_BACK: 3},
    "group norm's dx per pixel": {GROUP_BACK: 3},
    "number of channels for a group's size": {GROUP_BACK: 2},
    "mean and variance treated as constants in group norm": {GROUP_BACK: 5},
    # The net: where the layer stands, and its way back. Not wired in costs what its tests take, as
    # the net that is given does as much.
    "batchnorm after relu": {NET: 4},
    "batchnorm after the pooling": {NET: 4},
    "batchnorm left out of the backward pass": {NET: 3},
    "gradients of gamma and beta swapped": {NET: 2},
    "running statistics forgotten between calls": {NET: 1},
    "always in train mode": {NET: 1},
    "gamma starts at zero": {NET: 1},
    "beta starts at one": {NET: 1},
    "gamma drawn like the weights": {NET: 1},
    "gamma and beta as wide as the hidden layer": {NET: 1},
}


def _in(function, *costs):
    """A function that makes Misconceptions of one function of norm_layers, by its lines."""
    name = f"norm_layers.{function}"

    def make(called, changes, hint, *also, costs=costs):
        also = tuple({name: other} for other in also)
        return Misconception(called, {name: changes}, costs, hint, also=also)

    return make


# What the reference says of spatial batch norm.
ROWS = "rows = x.transpose(0, 2, 3, 1).reshape(-1, C)"
CALL = "out, cache = batchnorm_forward(rows, gamma, beta, bn_param)"
RETURN = "return out.reshape(N, H, W, C).transpose(0, 3, 1, 2), cache"
DROWS = "rows = dout.transpose(0, 2, 3, 1).reshape(-1, C)"
DCALL = "dx, dgamma, dbeta = batchnorm_backward(rows, cache)"
DRETURN = "return dx.reshape(N, H, W, C).transpose(0, 3, 1, 2), dgamma, dbeta"

MEAN, VAR = "x.mean(axis=(0, 2, 3), keepdims=True)", "x.var(axis=(0, 2, 3), keepdims=True)"


def _written_out(
    mean=MEAN,
    var=VAR,
    kept_mean="mean.reshape(C)",
    kept_var="var.reshape(C)",
    old="momentum",
    new="(1 - momentum)",
    std="np.sqrt(var + eps)",
    when_testing="mean, var = running_mean, running_var",
    when_training="",
):
    """The whole of it without batchnorm_forward, with other expressions in places."""
    lines = f"""
        eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
        running_mean = bn_param.get("running_mean", np.zeros(C, x.dtype))
        running_var = bn_param.get("running_var", np.zeros(C, x.dtype))
        if bn_param["mode"] == "train":
            mean = {mean}
            var = {var}
            bn_param["running_mean"] = {old} * running_mean + {new} * {kept_mean}
            bn_param["running_var"] = {old} * running_var + {new} * {kept_var}
            {when_training}
        else:
            {when_testing}
            mean, var = mean.reshape(1, -1, 1, 1), var.reshape(1, -1, 1, 1)
        std = np.broadcast_to({std}, x.shape)
        x_hat = (x - mean) / std
        out = gamma.reshape(1, C, 1, 1) * x_hat + beta.reshape(1, C, 1, 1)
        rows = (each.transpose(0, 2, 3, 1).reshape(-1, C) for each in (x_hat, std))
        return out, (next(rows), gamma, next(rows))
    """
    return {f"{ROWS}\n{CALL}\n{RETURN}": lines}


_forward = _in("spatial_batchnorm_forward", TRAIN, TEST, BACKWARD)
_backward = _in("spatial_batchnorm_backward", BACKWARD)

SPATIAL = [
    _forward(
        "reshape without transposing",
        {ROWS: "rows = x.reshape(-1, C)", RETURN: "return out.reshape(x.shape), cache"},
        "The columns that you normalize seem to be no channels: a reshape alone leaves all numbers "
        "in their order, and of those that follow each other most are of one channel. Number the "
        "pixels of a tiny batch by hand, and look at which of them share a column.",
    ),
    _forward(
        "reshaped back without transposing",
        {RETURN: "return out.reshape(N, C, H, W), cache"},
        "What you normalize seems to be right, but your pixels come back to other places: a "
        "reshape undoes a reshape, and nothing else. What else did you do to x before, and in "
        "which order has it to be undone?",
        costs=(TRAIN, TEST),
    ),
    _forward(
        "each image normalized by itself",
        _written_out(
            "x.mean(axis=(2, 3), keepdims=True)",
            "x.var(axis=(2, 3), keepdims=True)",
            "mean.mean(axis=(0, 2, 3))",
            "var.mean(axis=(0, 2, 3))",
        ),
        "You seem to normalize each image by its own pixels. That is another layer; the one that "
        "is asked for shares its statistics among all images of the batch. How many means has it,"
        " if there are N images of C channels?",
        _written_out(
            "x.mean(axis=(2, 3), keepdims=True)",
            "x.var(axis=(2, 3), keepdims=True)",
            "x.mean(axis=(0, 2, 3))",
            "x.var(axis=(0, 2, 3))",
        ),
        _written_out(
            "x.mean(axis=(2, 3), keepdims=True)",
            "x.var(axis=(2, 3), keepdims=True)",
            "mean.reshape(N, C)",
            "var.reshape(N, C)",
        ),
        {
            CALL: """
                image_rows = rows.reshape(N, H * W, C)
                passes = [batchnorm_forward(each, gamma, beta, bn_param) for each in image_rows]
                out, cache = np.concatenate([each for each, _ in passes]), None
                if bn_param["mode"] == "train":
                    x_hats, _, stds = zip(*(each for _, each in passes))
                    cache = np.concatenate(x_hats), gamma, np.repeat(stds, H * W, axis=0)
            """
        },
    ),
    _forward(
        "each pixel normalized over its channels",
        _written_out(
            "x.mean(axis=1, keepdims=True)",
            "x.var(axis=1, keepdims=True)",
            "mean.mean()",
            "var.mean()",
        ),
        "You seem to normalize over the channels of each pixel. Channels are what features are to "
        "batch norm: each has statistics of its own. Over which axes does a mean run that leaves C "
        "numbers?",
        _written_out(
            "x.mean(axis=1, keepdims=True)",
            "x.var(axis=1, keepdims=True)",
            "x.mean(axis=(0, 2, 3))",
            "x.var(axis=(0, 2, 3))",
        ),
    ),
    _forward(
        "each pixel's place normalized over the batch",
        _written_out(
            "x.mean(axis=0, keepdims=True)",
            "x.var(axis=0, keepdims=True)",
            "mean.mean(axis=(0, 2, 3))",
            "var.mean(axis=(0, 2, 3))",
        ),
        "You seem to normalize each place of the image by itself, over the batch. A filter is the "
        "same everywhere, so all places of its channel are to be treated alike. Over which axes "
        "does a mean run that leaves C numbers?",
        _written_out(
            "x.mean(axis=0, keepdims=True)",
            "x.var(axis=0, keepdims=True)",
            "x.mean(axis=(0, 2, 3))",
            "x.var(axis=(0, 2, 3))",
        ),
    ),
    _forward(
        "one mean and variance for all channels",
        _written_out("x.mean()", "x.var()", "mean", "var"),
        "You seem to take one mean and one variance of everything. Channels differ in position and "
        "spread, and each is to be normalized on its own. Look at the shape the docstring gives "
        "the running statistics.",
        _written_out("x.mean()", "x.var()", "x.mean(axis=(0, 2, 3))", "x.var(axis=(0, 2, 3))"),
    ),
    _forward(
        "running statistics normalize in training",
        _written_out(
            when_training='mean, var = (bn_param[f"running_{n}"].reshape(1, C, 1, 1) '
            'for n in ("mean", "var"))'
        ),
        "While training you seem to normalize by the running statistics. They lag behind the "
        "weights; while training, the batch normalizes itself. What is each kind of statistics "
        "for?",
        _written_out(
            when_training="mean, var = running_mean.reshape(1, C, 1, 1), "
            "running_var.reshape(1, C, 1, 1)"
        ),
        costs=(TRAIN, BACKWARD),
    ),
    _forward(
        "batch statistics when testing",
        {
            CALL: """
                out, cache = batchnorm_forward(
                    rows, gamma, beta, bn_param if bn_param["mode"] == "train"
                    else {**bn_param, "mode": "train"}
                )
            """
        },
        "When testing you seem to normalize by the batch that is tested. Then the answer for one "
        "image would depend on those it is tested with. What does bn_param hold for this purpose?",
        {
            CALL: """
                mode, bn_param["mode"] = bn_param["mode"], "train"
                out, cache = batchnorm_forward(rows, gamma, beta, bn_param)
                bn_param["mode"] = mode
            """
        },
        costs=(TEST,),
    ),
    _forward(
        "running statistics not kept",
        {CALL: "out, cache = batchnorm_forward(rows, gamma, beta, dict(bn_param))"},
        "Your running statistics seem to be lost when the call ends. The caller looks for them in "
        "the dict that it passed. Is it that very dict which is changed?",
        costs=(TRAIN, TEST),
    ),
    _forward(
        "running statistics moved when testing",
        {
            CALL: """
                out, cache = batchnorm_forward(rows, gamma, beta, bn_param)
                if bn_param["mode"] == "test":
                    bn_param["mode"] = "train"
                    batchnorm_forward(rows, gamma, beta, bn_param)
                    bn_param["mode"] = "test"
            """
        },
        "Your running statistics seem to move when testing. Then predicting twice would give two "
        "answers. In which mode may bn_param change?",
        costs=(TEST,),
    ),
    _forward(
        "eps outside the root in spatial batch norm",
        _written_out(std="np.sqrt(var) + eps"),
        "Your eps seems to be added to the standard deviation. That also keeps the quotient "
        "finite, but it is another function. What does the docstring say that eps is added to?",
    ),
    _forward(
        "unbiased variance in spatial batch norm",
        _written_out(var="x.var(axis=(0, 2, 3), keepdims=True, ddof=1)"),
        "Your variance seems to be the unbiased estimate, as statistics teaches it for samples. "
        "Here it is a mean of squares. By how many does the one divide, and by how many the "
        "other?",
        costs=(TRAIN, TEST, BACKWARD),
    ),
    _forward(
        "momentum the other way round",
        _written_out(old="(1 - momentum)", new="momentum"),
        "In your running statistics momentum seems to weigh the new batch, as it does in some "
        "libraries. Beside which of the two values does batchnorm_forward's docstring put it?",
        {
            CALL: f"""
                bn_param["momentum"] = 1 - bn_param.get("momentum", 0.9)
                {CALL}
                bn_param["momentum"] = 1 - bn_param["momentum"]
            """
        },
        costs=(TRAIN, TEST),
    ),
    _backward(
        "gradient reshaped without transposing",
        {
            DROWS: "rows = dout.reshape(-1, C)",
            DRETURN: "return dx.reshape(dout.shape), dgamma, dbeta",
        },
        "The columns of your upstream gradient seem to be no channels. Your forward pass does "
        "something to its images before it reshapes them: does dout, which is shaped alike, need "
        "it as well?",
    ),
    _backward(
        "gradient reshaped back without transposing",
        {DRETURN: "return dx.reshape(N, C, H, W), dgamma, dbeta"},
        "The numbers in your dx seem to be right and to stand in other places: a reshape undoes a "
        "reshape, and nothing else. What else did you do to dout before?",
    ),
    _backward(
        "number of images for number of pixels",
        {
            DCALL: """
                x_hat, gamma, std = cache
                dbeta, dgamma = rows.sum(axis=0), np.sum(rows * x_hat, axis=0)
                dx = gamma / std * (rows - dbeta / N - x_hat * (dgamma / N))
            """
        },
        "The sums in your dx seem to be divided by the number of images. How many numbers does the "
        "mean of one channel have, of which each passes its share of the gradient on?",
    ),
    _backward(
        "mean and variance treated as constants in spatial batch norm",
        {
            DCALL: """
                x_hat, gamma, std = cache
                dbeta, dgamma = rows.sum(axis=0), np.sum(rows * x_hat, axis=0)
                dx = gamma / std * rows
            """
        },
        "Your dx seems to know the direct way alone. Each pixel also moves its channel's mean and "
        "variance, and by them every other pixel. Which ways are there from x to the output?",
    ),
    _backward(
        "dgamma and dbeta averaged",
        {DRETURN: DRETURN.replace("dgamma, dbeta", "dgamma / len(rows), dbeta / len(rows)")},
        "Your dgamma and dbeta seem to be means. Each pixel adds its own part to the change of the "
        "loss. If all of dout is one and gamma of x-hat one, what does beta change?",
    ),
    _backward(
        "dgamma and dbeta of each image",
        {
            DCALL: f"""
                x_hat = cache[0].reshape(N, H, W, C).transpose(0, 3, 1, 2)
                {DCALL}
                dgamma, dbeta = np.sum(dout * x_hat, axis=(2, 3)), dout.sum(axis=(2, 3))
            """
        },
        "Your dgamma and dbeta seem to have a row for each image. There is one gamma for a "
        "channel, whatever the image: what is the gradient of something that is used N times?",
    ),
]

# What it says of layer norm.
CENTRED = "centred = x - x.mean(axis=1, keepdims=True)"
STD = "std = np.sqrt(np.mean(centred**2, axis=1, keepdims=True) + eps)"
X_HAT = "x_hat = centred / std"
DBETA, DGAMMA = "dbeta = dout.sum(axis=0)", "dgamma = np.sum(dout * x_hat, axis=0)"
DX_HAT = "dx_hat = dout * gamma"
ALONG = "along = np.mean(dx_hat * x_hat, axis=1, keepdims=True)"
DX = "dx = (dx_hat - dx_hat.mean(axis=1, keepdims=True) - x_hat * along) / std"

_forward = _in("layernorm_forward", LAYER, LAYER_BACK)
_backward = _in("layernorm_backward", LAYER_BACK)

LAYERS = [
    _forward(
        "layer norm over the batch",
        {CENTRED: CENTRED.replace("axis=1", "axis=0"), STD: STD.replace("axis=1", "axis=0")},
        "You seem to normalize each feature over the batch; that is batch normalization. Here an "
        "example is normalized whatever else is in its batch. How many means are there for N "
        "examples?",
    ),
    _forward(
        "layer norm over the whole array",
        {CENTRED: "centred = x - x.mean()", STD: "std = np.sqrt(np.mean(centred**2) + eps)"},
        "You seem to take one mean and one variance of the whole array. An example's output must "
        "not depend on the others. How many means are there for N examples?",
    ),
    _forward(
        "eps outside the root in layer norm",
        {STD: "std = np.sqrt(np.mean(centred**2, axis=1, keepdims=True)) + eps"},
        "Your eps seems to be added to the standard deviation. That also keeps the quotient "
        "finite, but it is another function. What does the docstring say that eps is added to?",
    ),
    _forward(
        "variance with D - 1",
        {STD: "std = np.sqrt(x.var(axis=1, ddof=1, keepdims=True) + eps)"},
        "Your variance seems to be the unbiased estimate, as statistics teaches it for samples. "
        "Here it is a mean of squares, over how many numbers?",
    ),
    _forward(
        "root forgotten in layer norm",
        {STD: "std = np.mean(centred**2, axis=1, keepdims=True) + eps"},
        "You seem to divide by the variance. A variance is in squared units: double x, and see "
        "whether your output stays as it is.",
    ),
    _forward(
        "mean not subtracted in layer norm",
        {X_HAT: "x_hat = x / std"},
        "Your output seems to keep the mean of its example. Add a number to all features of one: "
        "should the output change?",
    ),
    _backward(
        "dgamma and dbeta over the wrong axis",
        {
            DBETA: "dbeta = dout.sum(axis=1)",
            DGAMMA: "dgamma = np.sum(dout * x_hat, axis=1)",
        },
        "Your dgamma and dbeta seem to have a number for each example. What is transposed for the "
        "statistics is transposed for gamma and beta as well, and these belong to features. Which "
        "shape have they?",
    ),
    _backward(
        "N for D in layer norm's dx",
        {
            ALONG: "along = np.sum(dx_hat * x_hat, axis=1, keepdims=True) / len(dout)",
            DX: "dx = (dx_hat - dx_hat.sum(axis=1, keepdims=True) / len(dout) - x_hat * along)"
            " / std",
        },
        "The sums in your dx seem to be divided by the number of examples. How many numbers are in "
        "the mean of one example?",
    ),
    _backward(
        "gamma multiplied after the means in layer norm",
        {
            DX_HAT: "dx_hat = dout",
            DX: "dx = gamma * (dx_hat - dx_hat.mean(axis=1, keepdims=True) - x_hat * along) / std",
        },
        "Your dx seems to be batch norm's formula turned round. There gamma is the same for all "
        "that is averaged, and may stand in front of the sums; is it here, where the sums run over "
        "the features?",
    ),
    _backward(
        "layer norm's dx over the batch",
        {ALONG: ALONG.replace("axis=1", "axis=0"), DX: DX.replace("axis=1", "axis=0")},
        "The means in your dx seem to run over the batch. Along which axis does the forward pass "
        "take its statistics?",
    ),
    _backward(
        "mean and variance treated as constants in layer norm",
        {DX: "dx = dx_hat / std"},
        "Your dx seems to know the direct way alone. Each feature also moves the mean and the "
        "variance of its example. Which ways are there from x to the output?",
    ),
    _backward(
        "variance treated as a constant in layer norm",
        {DX: "dx = (dx_hat - dx_hat.mean(axis=1, keepdims=True)) / std"},
        "Your dx seems to lack the way through the variance. If one feature grows, what becomes of "
        "the number that all of its example are divided by?",
    ),
    _backward(
        "gamma forgotten in layer norm's dx",
        {DX_HAT: "dx_hat = dout"},
        "Gamma seems to play no part in your dx. What stands between x-hat and the output, and "
        "what is its derivative?",
    ),
]

# What it says of group norm.
GROUPS = "groups = x.reshape(len(x), G, -1)"
G_CENTRED = "centred = groups - groups.mean(axis=2, keepdims=True)"
G_STD = "std = np.sqrt(np.mean(centred**2, axis=2, keepdims=True) + eps)"
G_X_HAT = "x_hat = (centred / std).reshape(x.shape)"
G_DBETA = "dbeta = dout.sum(axis=(0, 2, 3), keepdims=True)"
G_DGAMMA = "dgamma = np.sum(dout * x_hat, axis=(0, 2, 3), keepdims=True)"
G_DX_HAT = "dx_hat = (dout * gamma).reshape(N, G, -1)"
G_ALONG = "along = np.mean(dx_hat * x_hat, axis=2, keepdims=True)"
G_DX = "dx = (dx_hat - dx_hat.mean(axis=2, keepdims=True) - x_hat * along) / std"
G_RETURN = "return dx.reshape(dout.shape), dgamma, dbeta"

_forward = _in("spatial_groupnorm_forward", GROUP, GROUP_BACK)
_backward = _in("spatial_groupnorm_backward", GROUP_BACK)

GROUPED = [
    _forward(
        "group norm's statistics per pixel",
        {
            GROUPS: "groups = x.reshape(len(x), G, x.shape[1] // G, x[0, 0].size)",
            G_STD: f"{G_STD}\nstd = np.broadcast_to(std, groups.shape).reshape(len(x), G, -1)",
            G_X_HAT: "x_hat = (centred.reshape(std.shape) / std).reshape(x.shape)",
        },
        "You seem to normalize each pixel by the channels of its group. A group's statistics are "
        "of all its pixels together: how many means are there for an image of G groups?",
    ),
    _forward(
        "group norm's statistics over the batch",
        {
            G_CENTRED: "centred = groups - groups.mean(axis=(0, 2), keepdims=True)",
            G_STD: """
                std = np.sqrt(np.mean(centred**2, axis=(0, 2), keepdims=True) + eps)
                std = np.broadcast_to(std, (len(x), G, 1))
            """,
        },
        "Your statistics seem to be shared by all images of a batch. Group norm is there to do "
        "without the batch: how many means are there for N images of G groups?",
    ),
    _forward(
        "G taken for a group's size",
        {GROUPS: "groups = x.reshape(len(x), x.shape[1] // G, -1)"},
        "You seem to make groups of G channels. What is G, as the docstring has it: how many "
        "channels are in a group, or how many groups there are?",
        costs=(GROUP,),
    ),
    _forward(
        "channels interleaved",
        {
            GROUPS: """
                split = (len(x), x.shape[1] // G, G, *x.shape[2:])
                groups = x.reshape(split).swapaxes(1, 2).reshape(len(x), G, -1)
            """,
            G_X_HAT: """
                split = (len(x), G, x.shape[1] // G, *x.shape[2:])
                x_hat = (centred / std).reshape(split).swapaxes(1, 2).reshape(x.shape)
            """,
        },
        "Your groups seem to be made of every G-th channel. The docstring splits the channels in "
        "their order. When an axis is split in two by a reshape, which of the two counts slowly?",
    ),
    _forward(
        "one group of all channels",
        {GROUPS: "groups = x.reshape(len(x), 1, -1)"},
        "You seem to normalize each image as a whole, whatever G is. Into how many parts is an "
        "image split, and along which axis?",
        costs=(GROUP,),
    ),
    _forward(
        "each channel a group",
        {GROUPS: "groups = x.reshape(len(x), x.shape[1], -1)"},
        "You seem to normalize each channel by itself, whatever G is. How many channels share "
        "their statistics?",
        costs=(GROUP,),
    ),
    _forward(
        "eps outside the root in group norm",
        {G_STD: "std = np.sqrt(np.mean(centred**2, axis=2, keepdims=True)) + eps"},
        "Your eps seems to be added to the standard deviation. That also keeps the quotient "
        "finite, but it is another function. What does the docstring say that eps is added to?",
    ),
    _forward(
        "unbiased variance in group norm",
        {G_STD: "std = np.sqrt(groups.var(axis=2, ddof=1, keepdims=True) + eps)"},
        "Your variance seems to be the unbiased estimate, as statistics teaches it for samples. "
        "Here it is a mean of squares, over how many numbers?",
    ),
    _backward(
        "group norm's dgamma and dbeta without kept axes",
        {
            G_DBETA: "dbeta = dout.sum(axis=(0, 2, 3))",
            G_DGAMMA: "dgamma = np.sum(dout * x_hat, axis=(0, 2, 3))",
        },
        "The numbers of your dgamma and dbeta are right, but not their shape. A gradient is shaped "
        "like what it belongs to; what would an update make of a gamma and a gradient that are "
        "shaped otherwise?",
    ),
    _backward(
        "group norm's dgamma and dbeta of each image",
        {
            G_DBETA: "dbeta = dout.sum(axis=(2, 3), keepdims=True)",
            G_DGAMMA: "dgamma = np.sum(dout * x_hat, axis=(2, 3), keepdims=True)",
        },
        "Your dgamma and dbeta seem to have a row for each image. Statistics are of one image, but "
        "gamma and beta serve all of them: what is the gradient of something that is used N times?",
    ),
    _backward(
        "gamma multiplied after the means in group norm",
        {
            G_DX_HAT: G_DX_HAT.replace("(dout * gamma)", "dout"),
            G_RETURN: "return gamma * dx.reshape(dout.shape), dgamma, dbeta",
        },
        "Your dx seems to have gamma in front of the sums, as batch norm's may. The channels of a "
        "group have a gamma each: what does the sum over the group run over?",
    ),
    _backward(
        "group norm's dx per pixel",
        {
            G_DX_HAT: f"""
                {G_DX_HAT}
                dx_hat, x_hat = (
                    each.reshape(N, G, -1, dout[0, 0].size) for each in (dx_hat, x_hat)
                )
                std = np.broadcast_to(std, (N, G, dout[0].size // G)).reshape(x_hat.shape)
            """
        },
        "The means in your dx seem to be of one pixel. Over which numbers does the forward pass "
        "take the mean of a group?",
    ),
    _backward(
        "number of channels for a group's size",
        {
            G_ALONG: f"{G_ALONG} * dout[0, 0].size",
            G_DX: G_DX.replace("keepdims=True)", "keepdims=True) * dout[0, 0].size"),
        },
        "The sums in your dx seem to be divided by the number of channels in a group. How many "
        "numbers does the mean of a group have?",
    ),
    _backward(
        "mean and variance treated as constants in group norm",
        {G_DX: "dx = dx_hat / std"},
        "Your dx seems to know the direct way alone. Each pixel also moves the mean and the "
        "variance of its group. Which ways are there from x to the output?",
    ),
]

# What it says of the net.
GAMMA = 'self.params["gamma1"] = np.ones(num_filters)'
BETA = 'self.params["beta1"] = np.zeros(num_filters)'
NAMES = 'gamma, beta, (bn_param,) = self.params["gamma1"], self.params["beta1"], self.bn_params'
FORWARD_CALL = """
    pooled, conv_cache = conv_batchnorm_relu_pool_forward(
        X, W1, b1, gamma, beta, self.conv_param, bn_param, self.pool_param
    )
"""
BACKWARD_CALL = """
    _, grads["W1"], grads["b1"], grads["gamma1"], grads["beta1"] = (
        conv_batchnorm_relu_pool_backward(dpooled, conv_cache)
    )
"""
ZEROS = 'grads["gamma1"], grads["beta1"] = np.zeros_like(gamma), np.zeros_like(beta)'
PLAIN_FORWARD = """
    pooled, conv_cache = conv_relu_pool_forward(X, W1, b1, self.conv_param, self.pool_param)
"""
PLAIN_BACKWARD = '_, grads["W1"], grads["b1"] = conv_relu_pool_backward(dpooled, conv_cache)'
PAST = """
    inner_cache, _, relu_cache, pool_cache = conv_cache
    plain_cache = (inner_cache, relu_cache), pool_cache
    _, grads["W1"], grads["b1"] = conv_relu_pool_backward(dpooled, plain_cache)
"""
LAYERS_NEEDED = """
from .conv_layer_utils import conv_relu_backward, conv_relu_forward
from .conv_layers import max_pool_backward_naive, max_pool_forward_naive
from .norm_layers import spatial_batchnorm_backward, spatial_batchnorm_forward
"""


def _in_net(name, lines, hint, *also, method="loss", needs=""):
    where = f"cnn.ThreeLayerConvNet.{method}"
    also = tuple({where: other} for other in also)
    return Misconception(
        name, {where: lines}, (NET,), hint, {"cnn": needs} if needs else {}, also=also
    )


NETS = [
    _in_net(
        "batchnorm not wired in",
        {FORWARD_CALL: PLAIN_FORWARD, BACKWARD_CALL: f"{PLAIN_BACKWARD}\n{ZEROS}"},
        "A net that is to normalize seems to compute what one without does. Gamma and beta are in "
        "params, but what is done with them?",
        # With no gradients of gamma and beta; and with a layer whose output nobody uses.
        {FORWARD_CALL: PLAIN_FORWARD, BACKWARD_CALL: PLAIN_BACKWARD},
        {
            FORWARD_CALL: FORWARD_CALL + PLAIN_FORWARD,
            BACKWARD_CALL: f"{PLAIN_BACKWARD}\n{ZEROS}",
        },
    ),
    _in_net(
        "batchnorm after relu",
        {
            FORWARD_CALL: """
                a, conv_relu_cache = conv_relu_forward(X, W1, b1, self.conv_param)
                a, bn_cache = spatial_batchnorm_forward(a, gamma, beta, bn_param)
                pooled, pool_cache = max_pool_forward_naive(a, self.pool_param)
            """,
            BACKWARD_CALL: """
                da = max_pool_backward_naive(dpooled, pool_cache)
                da, grads["gamma1"], grads["beta1"] = spatial_batchnorm_backward(da, bn_cache)
                _, grads["W1"], grads["b1"] = conv_relu_backward(da, conv_relu_cache)
            """,
        },
        "You seem to normalize what relu has cut off. Look at the order of the layers in the first "
        "line of the class.",
        needs=LAYERS_NEEDED,
    ),
    _in_net(
        "batchnorm after the pooling",
        {
            FORWARD_CALL: """
                pooled, conv_cache = conv_relu_pool_forward(
                    X, W1, b1, self.conv_param, self.pool_param
                )
                pooled, bn_cache = spatial_batchnorm_forward(pooled, gamma, beta, bn_param)
            """,
            BACKWARD_CALL: """
                dpooled, grads["gamma1"], grads["beta1"] = spatial_batchnorm_backward(
                    dpooled, bn_cache
                )
                _, grads["W1"], grads["b1"] = conv_relu_pool_backward(dpooled, conv_cache)
            """,
        },
        "You seem to normalize what the pooling gives. Look at the order of the layers in the "
        "first line of the class.",
        needs=LAYERS_NEEDED,
    ),
    _in_net(
        "batchnorm left out of the backward pass",
        {BACKWARD_CALL: f"{dedent(PAST)}{ZEROS}"},
        "Your gradient seems to pass batch normalization as if it were not there. Each layer of "
        "the forward pass has its counterpart on the way back, in reverse order.",
        {BACKWARD_CALL: PAST},  # with no gradients of gamma and beta
    ),
    _in_net(
        "gradients of gamma and beta swapped",
        {
            BACKWARD_CALL: BACKWARD_CALL.replace('"gamma1"', '"b"')
            .replace('"beta1"', '"gamma1"')
            .replace('"b"', '"beta1"')
        },
        "The gradients of gamma and beta seem to have changed places. In which order does the "
        "backward pass return them?",
    ),
    _in_net(
        "running statistics forgotten between calls",
        {
            NAMES: """
                gamma, beta = self.params["gamma1"], self.params["beta1"]
                bn_param = {"mode": "test" if y is None else "train"}
            """
        },
        "Your net seems to begin with new running statistics at every call, so that none are there "
        "when testing. Where does the net keep what is to last?",
    ),
    _in_net(
        "always in train mode",
        {NAMES: f'{NAMES}\nbn_param["mode"] = "train"'},
        "Your net seems to normalize by the batch when testing, too. How does it tell batch "
        "normalization whether it is trained or tested?",
    ),
    _in_net(
        "gamma starts at zero",
        {GAMMA: 'self.params["gamma1"] = np.zeros(num_filters)'},
        "Your gamma seems to start at zero. It multiplies all that comes from the images: what is "
        "left of them, and of the gradients of the filters?",
        method="__init__",
    ),
    _in_net(
        "beta starts at one",
        {BETA: 'self.params["beta1"] = np.ones(num_filters)'},
        "Your beta seems to start at one. At first, normalization is to normalize and nothing "
        "else: which shift leaves the mean at zero?",
        method="__init__",
    ),
    _in_net(
        "gamma drawn like the weights",
        {GAMMA: 'self.params["gamma1"] = weight_scale * rng.randn(num_filters)'},
        "Your gamma seems to be drawn like a weight. At first, normalization is to normalize and "
        "nothing else: which scale leaves the standard deviation at one?",
        method="__init__",
    ),
    _in_net(
        "gamma and beta as wide as the hidden layer",
        {
            GAMMA: 'self.params["gamma1"] = np.ones(hidden_dim)',
            BETA: 'self.params["beta1"] = np.zeros(hidden_dim)',
        },
        "Your gamma and beta seem to have a number for each unit of the hidden layer. Which "
        "layer's output is normalized, and how many channels has it?",
        method="__init__",
    ),
]

BANK = [replace(each, price=PRICES.get(each.name)) for each in (*SPATIAL, *LAYERS, *GROUPED, *NETS)]

# What the quantities in the reference are called in a sentence to a student.
_NORMALIZED = {
    "mean": "the mean",
    "var": "the variance",
    "centred": "what is left when the mean is taken away",
    "xmu": "what is left when the mean is taken away",
    "std": "the standard deviation",
    "sqrtvar": "the standard deviation",
    "x_hat": "x-hat",
    "xhat": "x-hat",
    "what is returned": "the output",
}
_GRADIENTS = {
    "dbeta": "the gradient with respect to beta",
    "dgamma": "the gradient with respect to gamma",
    "dx_hat": "the gradient with respect to x-hat",
    "dxhat": "the gradient with respect to x-hat",
    "along": "the mean along x-hat in dx",
    "total": "the sum in dx",
    "N, D": "the number of features",
    "m": "how many numbers share a mean",
    "dx": "the gradient with respect to x",
    "what is returned": "the gradients that are returned",
}
# A slip on the way there and another on the way back put the same numbers into the same places.
_ROWS = "the way to rows of channels, or back"
WORDS = {
    "norm_layers.spatial_batchnorm_forward": _NORMALIZED
    | {"rows": _ROWS, "out, cache": "the output"},
    "norm_layers.spatial_batchnorm_backward": _GRADIENTS | {"rows": _ROWS},
    "norm_layers.layernorm_forward": _NORMALIZED,
    "norm_layers.layernorm_backward": _GRADIENTS,
    "norm_layers.spatial_groupnorm_forward": _NORMALIZED | {"groups": "the groups"},
    "norm_layers.spatial_groupnorm_backward": _GRADIENTS,
}

# Solutions in which edits are looked for, too.
SEARCHED = ["from_scratch", "step_by_step"]
