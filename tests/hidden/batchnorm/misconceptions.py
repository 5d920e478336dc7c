"""The bank of wrong answers to the batch normalization assignment.

First those of batchnorm_forward, then of batchnorm_backward, then of the net.
"""

from dataclasses import replace

from autograder.misconceptions import Misconception

# The grade cells.
TRAIN, TEST = "batchnorm_forward_train", "batchnorm_forward_test"
BACKWARD, NET = "batchnorm_backward", "fcnet_batchnorm"

# What a teacher takes for each mistake in each cell that it costs, of 20, 10, 30 and 20 points:
# once, where it is made: what only follows from it, in another exercise or line, costs 0.
PRICES = {
    # Exercise 1 and, where a line is the same, 2. A convention or an option: 1 or 2. A slip in a
    # formula that is understood: 3 or 4. A quantity taken for another: 6. The wrong axis, the
    # wrong statistics: half.
    "eps outside the root": {TRAIN: 2, TEST: 0, BACKWARD: 0},
    "root forgotten": {TRAIN: 6, TEST: 0, BACKWARD: 0},
    "standard deviation for variance": {TRAIN: 6, BACKWARD: 0},
    "eps forgotten": {TRAIN: 2, TEST: 0},
    "variance with N-1": {TRAIN: 4, BACKWARD: 0},
    "statistics over each row": {TRAIN: 10, TEST: 0, BACKWARD: 0},
    "statistics over the whole array": {TRAIN: 10, BACKWARD: 0},
    "running statistics normalise in training": {TRAIN: 10, BACKWARD: 0},
    "momentum the other way round": {TRAIN: 2},
    "running statistics not stored": {TRAIN: 4},
    "running statistics stored under another key": {TRAIN: 2},
    "running statistics keep only the last batch": {TRAIN: 3},
    "running statistics start anew at every batch": {TRAIN: 2},
    "running variance holds the standard deviation": {TRAIN: 3},
    "running variance unbiased": {TRAIN: 1},
    "gamma forgotten": {TRAIN: 4, TEST: 0},
    "beta forgotten": {TRAIN: 4, TEST: 0},
    "gamma and beta swapped": {TRAIN: 4, TEST: 0},
    "eps hard-coded": {TRAIN: 1, TEST: 0},
    "momentum hard-coded": {TRAIN: 1},
    "running statistics never move": {TRAIN: 4},
    "running statistics exchanged": {TRAIN: 3, TEST: 0},
    "running statistics summed up": {TRAIN: 2},
    "running variance holds the standard deviation and is squared on use": {TRAIN: 3, TEST: 0},
    "one variance for the whole array": {TRAIN: 6, BACKWARD: 0},
    # Exercise 2: its one idea is which statistics normalise.
    "running statistics updated in test mode": {TEST: 2},
    "batch statistics in test mode": {TEST: 8},
    "running variance used as a standard deviation": {TEST: 3},
    "eps outside the root when testing": {TEST: 1},
    "eps forgotten when testing": {TEST: 1},
    "gamma and beta forgotten when testing": {TEST: 3},
    "gamma forgotten when testing": {TEST: 3},
    "beta forgotten when testing": {TEST: 3},
    "running mean not subtracted when testing": {TEST: 4},
    # Exercise 3: dx is two thirds of it, the ways through mean and variance most of that. A factor
    # or a sign on a way that was found: 4. A way not found: 8 or 10. Both: but 4 of dx are left.
    "gamma forgotten in dx": {BACKWARD: 5},
    "mean treated as a constant": {BACKWARD: 8},
    "variance treated as a constant": {BACKWARD: 10},
    "mean and variance treated as constants": {BACKWARD: 16},
    "variance's path doubled": {BACKWARD: 4},
    "mean's path doubled": {BACKWARD: 4},
    "two of the square forgotten": {BACKWARD: 4},
    "sign of the variance's path lost": {BACKWARD: 4},
    "dgamma from x instead of x-hat": {BACKWARD: 5},
    "dgamma and dbeta averaged": {BACKWARD: 4},
    "dgamma and dbeta swapped": {BACKWARD: 3},
    "1/N forgotten": {BACKWARD: 4},
    "1/N applied twice": {BACKWARD: 4},
    "N hard-coded": {BACKWARD: 3},
    "D hard-coded": {BACKWARD: 3},
    "direct way missing in dx": {BACKWARD: 8},
    "sign of the mean's path lost": {BACKWARD: 4},
    "standard deviation forgotten in dx": {BACKWARD: 5},
    "divided by the variance in dx": {BACKWARD: 4},
    "dgamma without x-hat": {BACKWARD: 5},
    "eps forgotten in the backward pass": {BACKWARD: 1},
    "one cache for all layers": {BACKWARD: 2},
    # Exercise 4: the layers in another order, or on the wrong thing: 4 to 6. The penalty, 3 in all.
    "batchnorm after relu": {NET: 5},
    "batchnorm on the output layer": {NET: 4},
    "batchnorm on the layer's input": {NET: 6},
    "one shared bn_param for all layers": {NET: 4},
    "each layer called twice": {NET: 2},
    "gamma starts at zero": {NET: 2},
    "gamma starts at the weight scale": {NET: 2},
    "regularization without the half": {NET: 1},
    "gamma and beta regularized": {NET: 2},
    "biases regularized": {NET: 2},
    "last layer not regularized": {NET: 2},
    "regularization missing from the gradients": {NET: 2},
    "regularization left out": {NET: 3},
    "last layer's penalty missing from the loss": {NET: 1},
    "last layer's penalty missing from the gradients": {NET: 1},
    "penalty's gradient missing in hidden layers": {NET: 2},
    "everything in the penalty, weights alone in its gradient": {NET: 1},
    "regularization without the half in the gradient": {NET: 1},
    # The given net does as much: what tests take.
    "batchnorm not wired in": {NET: 17},
    "beta starts at one": {NET: 1},
    # They are never learned, and most of what is tested of a net is then missing.
    "gamma and beta kept outside params": {NET: 6},
    "relu masked by the wrong tensor": {NET: 3},
    "relu on the scores": {NET: 4},
    "loss not averaged": {NET: 3},
    "test mode not switched": {NET: 4},
    "running statistics forgotten between calls": {NET: 2},
    "batchnorm left out of the backward pass": {NET: 6},
}


def _in_forward(name, changes, costs, hint, *also):
    also = tuple({"layers.batchnorm_forward": other} for other in also)
    return Misconception(name, {"layers.batchnorm_forward": changes}, costs, hint, also=also)


def _in_backward(name, changes, hint):
    return Misconception(name, {"layers.batchnorm_backward": changes}, (BACKWARD,), hint)


def _in_backward_by_another_cache(name, cache, changes, hint):
    forward = {CACHE: cache}
    both = {"layers.batchnorm_forward": forward, "layers.batchnorm_backward": changes}
    return Misconception(name, both, (BACKWARD,), hint)


def _in_net(name, methods, hint, needs=""):
    changes = {f"fc_net.FullyConnectedNet.{method}": lines for method, lines in methods.items()}
    return Misconception(name, changes, (NET,), hint, {"fc_net": needs} if needs else {})


# What the reference says.
STD = "std = np.sqrt(var + eps)"
MEAN = "mean = x.mean(axis=0)"
VAR = "var = np.mean(centred**2, axis=0)"
KEEP_MEAN = 'bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean'
KEEP_VAR = 'bn_param["running_var"] = momentum * running_var + (1 - momentum) * var'
TESTING = "x_hat = (x - running_mean) / np.sqrt(running_var + eps)"
OUT = "return gamma * x_hat + beta, cache"
CACHE = "cache = (x_hat, gamma, std)"
UNPACK = "x_hat, gamma, std = cache"
DX = "dx = gamma / std * (dout - dbeta / len(dout) - x_hat * (dgamma / len(dout)))"
GRADIENTS = "return dx, dgamma, dbeta"

FORWARD = [
    _in_forward(
        "eps outside the root",
        {
            STD: "std = np.sqrt(var) + eps",
            TESTING: "x_hat = (x - running_mean) / (np.sqrt(running_var) + eps)",
        },
        (TRAIN, TEST, BACKWARD),
        "Your eps seems to be added to the standard deviation. That also keeps the quotient "
        "finite, but it is another function, with another derivative. Look at what stands under "
        "the root in exercise 1.",
    ),
    _in_forward(
        "root forgotten",
        {STD: "std = var + eps", TESTING: "x_hat = (x - running_mean) / (running_var + eps)"},
        (TRAIN, TEST, BACKWARD),
        "Your activations seem to be divided by the variance. A variance is in squared units, so "
        "the result would depend on the scale of x, which is what normalising is to end. Look at "
        "the units of both sides.",
    ),
    _in_forward(
        "standard deviation for variance",
        {VAR: "var = np.sqrt(np.mean(centred**2, axis=0))"},
        (TRAIN, BACKWARD),
        "It seems that what you call the variance is already a standard deviation, and that you "
        "take its root again. Check what the numpy function you use returns, on numbers you can "
        "work out by hand.",
    ),
    _in_forward(
        "eps forgotten",
        {STD: "std = np.sqrt(var)", TESTING: "x_hat = (x - running_mean) / np.sqrt(running_var)"},
        (TRAIN, TEST),
        "Your eps seems to play no part. On most inputs it makes no visible difference, but a "
        "feature that is constant over the minibatch would be divided by zero. Look at where "
        "exercise 1 puts it, and at features of tiny variance.",
    ),
    _in_forward(
        "variance with N-1",
        {VAR: "var = np.sum(centred**2, axis=0) / (len(x) - 1)"},
        (TRAIN, BACKWARD),
        "Your variance seems to be the unbiased estimate, as statistics teaches it for samples. "
        "Batch normalization is defined with the biased one, so that the normalised batch itself "
        "has unit variance. Look at the first remark under the formulas of exercise 1.",
        {VAR: "var = np.sum(centred**2, axis=0) / max(len(x) - 1, 1)"},
    ),
    _in_forward(
        "statistics over each row",
        {
            MEAN: "mean = x.mean(axis=1, keepdims=True)",
            VAR: "var = np.mean(centred**2, axis=1, keepdims=True)",
        },
        (TRAIN, TEST, BACKWARD),
        "You seem to normalise each example over its features; that is another layer, layer "
        "normalization. Here each feature is normalised over the minibatch. Look at the shapes "
        "mean and variance should have.",
    ),
    _in_forward(
        "statistics over the whole array",
        {MEAN: "mean = x.mean()", VAR: "var = np.mean(centred**2)"},
        (TRAIN, BACKWARD),
        "You seem to take one mean and one variance of the whole array. Features differ in "
        "position and spread, and each is to be normalised on its own. Look at which axis runs "
        "over the examples, and at the shape of the running statistics.",
    ),
    _in_forward(
        "running statistics normalise in training",
        {
            """
                std = np.sqrt(var + eps)
                x_hat = centred / std
            """: "",
            CACHE: """
                std = np.sqrt(bn_param["running_var"] + eps)
                x_hat = (x - bn_param["running_mean"]) / std
                cache = (x_hat, gamma, std)
            """,
        },
        (TRAIN, BACKWARD),
        "While training you seem to normalise by the running statistics. They lag behind the "
        "weights, and nothing could be learned through them: while training, the minibatch "
        "normalises itself. Look at what exercise 1 says that each kind of statistics is for.",
    ),
    _in_forward(
        "momentum the other way round",
        {
            KEEP_MEAN: 'bn_param["running_mean"] = (1 - momentum) * running_mean + momentum * mean',
            KEEP_VAR: 'bn_param["running_var"] = (1 - momentum) * running_var + momentum * var',
        },
        (TRAIN,),
        "In your running statistics momentum seems to weigh the new batch, as it does in some "
        "frameworks. Here a momentum near 1 means that little changes at one step. Look at which "
        "of the two values it stands beside in the docstring.",
    ),
    _in_forward(
        "running statistics not stored",
        {
            KEEP_MEAN: "running_mean = momentum * running_mean + (1 - momentum) * mean",
            KEEP_VAR: "running_var = momentum * running_var + (1 - momentum) * var",
        },
        (TRAIN,),
        "Your running statistics seem to be computed and then lost: a local variable ends with "
        "the call. What is to last until the next call must be put where the caller can see it. "
        "Look at what the docstring says about bn_param.",
    ),
    _in_forward(
        "running statistics stored under another key",
        {
            KEEP_MEAN: 'bn_param["mean"] = momentum * running_mean + (1 - momentum) * mean',
            KEEP_VAR: 'bn_param["var"] = momentum * running_var + (1 - momentum) * var',
        },
        (TRAIN,),
        "You seem to store the running statistics under names of your own. The next call, and "
        "test mode, look for them under the names the docstring gives, and start from zero again."
        " Compare the keys letter by letter.",
    ),
    _in_forward(
        "running statistics keep only the last batch",
        {KEEP_MEAN: 'bn_param["running_mean"] = mean', KEEP_VAR: 'bn_param["running_var"] = var'},
        (TRAIN,),
        "You seem to store the statistics of the latest batch. A single batch is a noisy "
        "estimate; the running statistics average over all batches seen so far. Look again at how"
        " the docstring combines the old running value with the new one.",
    ),
    _in_forward(
        "running statistics start anew at every batch",
        {
            KEEP_MEAN: 'bn_param["running_mean"] = (1 - momentum) * mean',
            KEEP_VAR: 'bn_param["running_var"] = (1 - momentum) * var',
        },
        (TRAIN,),
        "Your running statistics seem to take the old value for zero at every call, so they never"
        " come near the true ones. Only the first call starts at zero. Look at where the old "
        "value comes from, and whether you use it.",
    ),
    _in_forward(
        "running statistics updated in test mode",
        {
            TESTING: """
                x_hat = (x - running_mean) / np.sqrt(running_var + eps)
                mean, var = x.mean(axis=0), x.var(axis=0)
                bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
                bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
            """
        },
        (TEST,),
        "Your running statistics seem to move when testing. Then predicting twice would give two "
        "answers, and the test images would leave a trace in the model. Look at what exercise 2 "
        "says may change in bn_param.",
    ),
    _in_forward(
        "batch statistics in test mode",
        {TESTING: "x_hat = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps)"},
        (TEST,),
        "Your test mode seems to normalise by the batch it is given. Then the answer for one "
        "image would depend on the images it happens to be tested with. Look at which statistics "
        "bn_param holds for this purpose.",
    ),
    _in_forward(
        "running variance used as a standard deviation",
        {TESTING: "x_hat = (x - running_mean) / (running_var + eps)"},
        (TEST,),
        "Your test mode seems to divide by the running variance as if it were a standard "
        "deviation. Train and test mode should do the same to the same statistics. Put the two "
        "lines beside each other.",
    ),
    _in_forward(
        "running variance holds the standard deviation",
        {
            KEEP_VAR: """
                spread = np.sqrt(var)
                bn_param["running_var"] = momentum * running_var + (1 - momentum) * spread
            """
        },
        (TRAIN,),
        "What you keep as running variance seems to be an average of standard deviations. The "
        "average of roots is not the root of the average, and test mode will take a root again. "
        "Look at the name of the key.",
    ),
    _in_forward(
        "running variance unbiased",
        {
            KEEP_VAR: """
                unbiased = len(x) * var / np.subtract(len(x), 1)
                bn_param["running_var"] = momentum * running_var + (1 - momentum) * unbiased
            """
        },
        (TRAIN,),
        "Your running variance seems to be corrected to N - 1, as some frameworks do. In this "
        "assignment the biased variance serves both purposes. Look at the docstring's second "
        "paragraph.",
        {
            KEEP_VAR: """
                unbiased = len(x) * var / max(len(x) - 1, 1)
                bn_param["running_var"] = momentum * running_var + (1 - momentum) * unbiased
            """
        },
    ),
    _in_forward(
        "gamma forgotten",
        {OUT: "return x_hat + beta, cache"},
        (TRAIN, TEST),
        "Your output seems not to be scaled by gamma. With gamma at its initial value nobody can "
        "tell, but the net then cannot learn another spread. Try a gamma that is not 1.",
    ),
    _in_forward(
        "beta forgotten",
        {OUT: "return gamma * x_hat, cache"},
        (TRAIN, TEST),
        "Your output seems not to be shifted by beta. With beta at its initial value nobody can "
        "tell, but the net then cannot learn another mean. Try a beta that is not 0.",
    ),
    _in_forward(
        "gamma and beta swapped",
        {OUT: "return beta * x_hat + gamma, cache"},
        (TRAIN, TEST),
        "Gamma and beta seem to have changed places. Scale comes from the one, shift from the "
        "other; try values for which you know mean and standard deviation of the output.",
    ),
    _in_forward(
        "eps hard-coded",
        {'eps = bn_param.get("eps", 1e-5)': "eps = 1e-5"},
        (TRAIN, TEST),
        "Your eps seems to be the default, whatever bn_param says. The default is for callers who"
        " say nothing. Look at where the function's first lines read it.",
    ),
    _in_forward(
        "momentum hard-coded",
        {'momentum = bn_param.get("momentum", 0.9)': "momentum = 0.9"},
        (TRAIN,),
        "Your momentum seems to be the default, whatever bn_param says. The default is for "
        "callers who say nothing. Look at where the function's first lines read it.",
    ),
    _in_forward(
        "eps outside the root when testing",
        {TESTING: "x_hat = (x - running_mean) / (np.sqrt(running_var) + eps)"},
        (TEST,),
        "Your test mode seems to add eps to the standard deviation, where your train mode adds it "
        "under the root. Both should be the same function of their statistics. Put the two lines "
        "beside each other.",
    ),
    _in_forward(
        "eps forgotten when testing",
        {TESTING: "x_hat = (x - running_mean) / np.sqrt(running_var)"},
        (TEST,),
        "Your test mode seems to do without eps. A feature that never varied has a running "
        "variance of zero, and would be divided by zero. Put the lines of your two modes beside "
        "each other.",
    ),
    _in_forward(
        "gamma and beta forgotten when testing",
        {
            OUT: """
                if mode == "test":
                    return x_hat, None
                return gamma * x_hat + beta, cache
            """
        },
        (TEST,),
        "Your test mode seems to return what is normalised, without scale and shift. What the net "
        "has learned in gamma and beta holds for predictions, too. Look at what both modes have "
        "in common.",
    ),
    _in_forward(
        "gamma forgotten when testing",
        {
            OUT: """
                if mode == "test":
                    return x_hat + beta, None
                return gamma * x_hat + beta, cache
            """
        },
        (TEST,),
        "Your test mode seems to leave the scale out. What the net has learned in gamma holds for "
        "predictions, too. Put the lines of your two modes beside each other.",
    ),
    _in_forward(
        "beta forgotten when testing",
        {
            OUT: """
                if mode == "test":
                    return gamma * x_hat, None
                return gamma * x_hat + beta, cache
            """
        },
        (TEST,),
        "Your test mode seems to leave the shift out. What the net has learned in beta holds for "
        "predictions, too. Put the lines of your two modes beside each other.",
    ),
    _in_forward(
        "running mean not subtracted when testing",
        {TESTING: "x_hat = x / np.sqrt(running_var + eps)"},
        (TEST,),
        "Your test mode seems to divide by the spread, and not to centre first. The net was "
        "trained on features of mean zero. Put the lines of your two modes beside each other.",
    ),
    _in_forward(
        "running statistics never move",
        {
            KEEP_MEAN: 'bn_param["running_mean"] = running_mean',
            KEEP_VAR: 'bn_param["running_var"] = running_var',
        },
        (TRAIN,),
        "Your running statistics seem to stay what they were, whatever the batch. The statistics "
        "of the batch must have a share in them. Look at which variables the update is made of.",
    ),
    _in_forward(
        "running statistics exchanged",
        {
            KEEP_MEAN: 'bn_param["running_var"] = momentum * running_var + (1 - momentum) * mean',
            KEEP_VAR: 'bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * var',
        },
        (TRAIN, TEST),
        "The batch's mean seems to move the running variance, and its variance the running mean. "
        "Look at the two updates, name by name.",
    ),
    _in_forward(
        "running statistics summed up",
        {
            KEEP_MEAN: 'bn_param["running_mean"] = running_mean + (1 - momentum) * mean',
            KEEP_VAR: 'bn_param["running_var"] = running_var + (1 - momentum) * var',
        },
        (TRAIN,),
        "Your running statistics seem to grow by a share of each batch without giving up a share "
        "of the old. The two weights of an average add up to one. Look at what momentum is to "
        "multiply.",
    ),
    _in_forward(
        "running variance holds the standard deviation and is squared on use",
        {
            KEEP_VAR: """
                spread = np.sqrt(var)
                bn_param["running_var"] = momentum * running_var + (1 - momentum) * spread
            """,
            TESTING: "x_hat = (x - running_mean) / np.sqrt(running_var**2 + eps)",
        },
        (TRAIN, TEST),
        "What you keep as running variance seems to be an average of standard deviations, which "
        "test mode then squares. The square of an average is not the average of the squares, and "
        "who reads running_var expects a variance. Look at what the docstring averages.",
    ),
    _in_forward(
        "one variance for the whole array",
        {VAR: "var = np.mean((x - x.mean())**2)"},
        (TRAIN, BACKWARD),
        "Your mean seems to be taken for each feature, and your variance of all values at once. "
        "Both statistics belong to a feature. Look at the shape of your variance.",
    ),
]

BACKWARD_PASS = [
    _in_backward(
        "gamma forgotten in dx",
        {DX: "dx = 1 / std * (dout - dbeta / len(dout) - x_hat * (dgamma / len(dout)))"},
        "Your dx seems to leave gamma out. The upstream gradient arrives at the output; on its "
        "way to x-hat it passes the multiplication by gamma. Look at the last node of the "
        "computation graph.",
    ),
    _in_backward(
        "mean treated as a constant",
        {DX: "dx = gamma / std * (dout - x_hat * dgamma / len(dout))"},
        "Your dx seems to take the batch's mean for a given number. The mean moves with every x, "
        "and each centred activation feels it. Look at the arrow from node 1 to node 2, and at "
        "what the column sums of dx should be.",
    ),
    _in_backward(
        "variance treated as a constant",
        {DX: "dx = gamma / std * (dout - dbeta / len(dout))"},
        "Your dx seems to take the batch's variance for a given number. It is computed from x, so"
        " x reaches the output by that way, too. Follow nodes 3 to 6 back to x.",
    ),
    _in_backward(
        "mean and variance treated as constants",
        {DX: "dx = gamma / std * dout"},
        "Your dx seems to treat the batch's mean and variance as if they were given numbers. They"
        " are computed from x, so changing one row of x changes the output of every row. Look at "
        "every arrow that leaves x in the computation graph.",
    ),
    _in_backward(
        "variance's path doubled",
        {DX: "dx = gamma / std * (dout - dbeta / len(dout) - 2 * x_hat * (dgamma / len(dout)))"},
        "The way through the variance seems to count twice in your dx. The 2 that the square "
        "brings and the half that the root brings belong together. Write the local derivatives of"
        " nodes 3 and 5 side by side.",
    ),
    _in_backward(
        "mean's path doubled",
        {DX: "dx = gamma / std * (dout - 2 * dbeta / len(dout) - x_hat * (dgamma / len(dout)))"},
        "The way through the mean seems to count twice in your dx. Each user of a quantity sends "
        "back one gradient, and they are added once. Look at how often the gradient of the mean "
        "enters yours.",
    ),
    _in_backward(
        "two of the square forgotten",
        {DX: "dx = gamma / std * (dout - dbeta / len(dout) - 0.5 * x_hat * (dgamma / len(dout)))"},
        "The way through the variance seems to count half in your dx. The root's derivative "
        "brings a half, which something else along that way cancels. Look at the derivative of "
        "node 3.",
    ),
    _in_backward(
        "sign of the variance's path lost",
        {DX: "dx = gamma / std * (dout - dbeta / len(dout) + x_hat * (dgamma / len(dout)))"},
        "The way through the variance seems to have the wrong sign in your dx. If the spread "
        "grows, what is divided by it shrinks. Look at the derivative of node 6.",
    ),
    _in_backward_by_another_cache(
        "dgamma from x instead of x-hat",
        "cache = (x, x_hat, gamma, std)",
        {
            UNPACK: "x, x_hat, gamma, std = cache",
            GRADIENTS: "return dx, np.sum(dout * x, axis=0), dbeta",
        },
        "Your dgamma seems to be formed with x itself. What gamma multiplies in the forward pass "
        "is no longer x. Look at the two factors of node 8.",
    ),
    _in_backward(
        "dgamma and dbeta averaged",
        {GRADIENTS: "return dx, dgamma / len(dout), dbeta / len(dout)"},
        "Your dgamma and dbeta seem to be means over the batch. The loss's own average is already"
        " in dout; gamma and beta act on every row, and the chain rule adds up what each "
        "contributes. Compare with how the bias gradient of an affine layer is formed.",
    ),
    _in_backward(
        "dgamma and dbeta swapped",
        {GRADIENTS: "return dx, dbeta, dgamma"},
        "Your dgamma and dbeta seem to have changed places. Both have the same shape, so nothing "
        "complains. Look at the order in which the docstring returns them.",
    ),
    _in_backward(
        "1/N forgotten",
        {DX: "dx = gamma / std * (dout - dbeta - x_hat * dgamma)"},
        "Where sums over the batch enter your dx, a factor seems to be missing. Mean and variance"
        " are averages, so one row moves them by a fraction only. Look at the local derivatives "
        "of nodes 1 and 4.",
    ),
    _in_backward(
        "1/N applied twice",
        {
            DX: """
                n = len(dout)
                dx = gamma / std / n * (dout - dbeta / n - x_hat * (dgamma / n))
            """
        },
        "Your dx seems to be divided by the batch size once too often. The loss's average is "
        "already in dout; here only mean and variance bring a 1/N, and not on the direct way. "
        "Compare dx with dout when the batch is large.",
    ),
    _in_backward(
        "N hard-coded",
        {DX: "dx = gamma / std * (dout - dbeta / 6 - x_hat * (dgamma / 6))"},
        "Your dx seems to have the batch size of the notebook's check built in. A layer meets "
        "batches of every size. Look at what tells you N inside the function.",
    ),
    _in_backward(
        "D hard-coded",
        {
            GRADIENTS: """
                [gamma[j] for j in range(5)]
                return tuple(
                    np.where(np.arange(gradient.shape[-1]) < 5, gradient, 0)
                    for gradient in (dx, dgamma, dbeta)
                )
            """
        },
        "Your gradients seem to stop at the fifth feature, as many as the notebook's check has. A"
        " layer meets inputs of every width. Look at what tells you D inside the function.",
    ),
    _in_backward_by_another_cache(
        "eps forgotten in the backward pass",
        "cache = (x_hat, gamma, std, np.sqrt(var))",
        {UNPACK: "x_hat, gamma, _, std = cache"},
        "Your dx seems to divide by a standard deviation without eps, unlike your output. A "
        "gradient belongs to the very function that was computed. Compare the denominators of "
        "your two passes.",
    ),
    _in_backward_by_another_cache(
        "one cache for all layers",
        """
            global latest
            latest = cache = (x_hat, gamma, std)
        """,
        {UNPACK: "x_hat, gamma, std = latest"},
        "Your backward pass seems to use whatever the latest forward pass left behind. A net has "
        "several such layers, and goes back through the first one last. Look at which argument "
        "tells the calls apart.",
    ),
    _in_backward(
        "direct way missing in dx",
        {DX: "dx = gamma / std * (-dbeta / len(dout) - x_hat * (dgamma / len(dout)))"},
        "The direct way, from each output to its own input, seems to be missing in your dx. What "
        "is left are the ways through mean and variance. Count the arrows that leave x.",
    ),
    _in_backward(
        "sign of the mean's path lost",
        {DX: "dx = gamma / std * (dout + dbeta / len(dout) - x_hat * (dgamma / len(dout)))"},
        "The way through the mean seems to have the wrong sign in your dx. A mean that grows "
        "makes what is centred smaller. Look at the derivative of node 2.",
    ),
    _in_backward(
        "standard deviation forgotten in dx",
        {DX: "dx = gamma * (dout - dbeta / len(dout) - x_hat * (dgamma / len(dout)))"},
        "Your dx seems not to be divided by the standard deviation. The forward pass divides by "
        "it, and so every way back to x does. Look at the derivative of node 7.",
    ),
    _in_backward(
        "divided by the variance in dx",
        {DX: "dx = gamma / std**2 * (dout - dbeta / len(dout) - x_hat * (dgamma / len(dout)))"},
        "Your dx seems to be divided by the variance where the standard deviation belongs. Look "
        "at the power to which the derivative of node 7 has it, and at the units of dx.",
    ),
    _in_backward(
        "dgamma without x-hat",
        {GRADIENTS: "return dx, dbeta, dbeta"},
        "Your dgamma seems to sum the upstream gradient alone. Gamma is a factor, so what it "
        "multiplies enters its gradient. Look at node 8.",
    ),
]

# What it says of the net.
HELPERS = "layer_utils.affine_batchnorm_relu_"
MODE = 'bn_param["mode"] = "test" if y is None else "train"'
BN_PARAMS = 'self.bn_params = [{"mode": "train"} for _ in hidden_dims]'
HELPER_RETURNS = "return out, (affine_cache, bn_cache, relu_cache)"
EVERY_LAYER = "for layer in range(1, self.num_layers + 1):"
ARGUMENTS = "out, W, b, gamma, beta, self.bn_params[layer - 1]"
EVERY_GAMMA = "for layer, width in enumerate(hidden_dims, start=1):"
FORWARD_CALL = """
    out, caches[layer] = affine_batchnorm_relu_forward(
        out, W, b, gamma, beta, self.bn_params[layer - 1]
    )
"""
BACKWARD_CALL = """
    (
        dout,
        grads[f"W{layer}"],
        grads[f"b{layer}"],
        grads[f"gamma{layer}"],
        grads[f"beta{layer}"],
    ) = affine_batchnorm_relu_backward(dout, caches[layer])
"""
PENALTY = "loss += 0.5 * self.reg * float(np.sum(W * W))"
PENALTY_GRADIENT = 'grads[f"W{layer}"] += self.reg * W'
GAMMA = 'self.params[f"gamma{layer}"] = np.ones(width)'
SCORES = 'scores, cache = affine_forward(out, self.params[f"W{last}"], self.params[f"b{last}"])'
LOSS = "loss, dscores = softmax_loss(scores, y)"
LAST_BACKWARD = 'dout, grads[f"W{last}"], grads[f"b{last}"] = affine_backward(dscores, cache)'

_KEPT_OUTSIDE = {
    "fc_net.FullyConnectedNet.__init__": {
        """
            for layer, width in enumerate(hidden_dims, start=1):
                self.params[f"gamma{layer}"] = np.ones(width)
                self.params[f"beta{layer}"] = np.zeros(width)
        """: """
            self.scales = {}
            for layer, width in enumerate(hidden_dims, start=1):
                self.scales[f"gamma{layer}"] = np.ones(width, dtype)
                self.scales[f"beta{layer}"] = np.zeros(width, dtype)
        """
    },
    "fc_net.FullyConnectedNet.loss": {
        'gamma, beta = self.params[f"gamma{layer}"], self.params[f"beta{layer}"]': (
            'gamma, beta = self.scales[f"gamma{layer}"], self.scales[f"beta{layer}"]'
        )
    },
}
# Their gradients are no part of grads, either.
_LEFT_OUTSIDE = _KEPT_OUTSIDE | {
    "fc_net.FullyConnectedNet.loss": _KEPT_OUTSIDE["fc_net.FullyConnectedNet.loss"]
    | {
        BACKWARD_CALL: """
            dout, grads[f"W{layer}"], grads[f"b{layer}"], _, _ = affine_batchnorm_relu_backward(
                dout, caches[layer]
            )
        """
    }
}

NETS = [
    Misconception(
        "batchnorm after relu",
        {
            f"{HELPERS}forward": {
                """
                    a_norm, bn_cache = batchnorm_forward(a, gamma, beta, bn_param)
                    out, relu_cache = relu_forward(a_norm)
                """: """
                    active, relu_cache = relu_forward(a)
                    out, bn_cache = batchnorm_forward(active, gamma, beta, bn_param)
                """
            },
            f"{HELPERS}backward": {
                """
                    da_norm = relu_backward(dout, relu_cache)
                    da, dgamma, dbeta = batchnorm_backward(da_norm, bn_cache)
                """: """
                    dactive, dgamma, dbeta = batchnorm_backward(dout, bn_cache)
                    da = relu_backward(dactive, relu_cache)
                """
            },
        },
        (NET,),
        "Your hidden layers seem to normalise after the relu. The assignment asks for it between "
        "the affine layer and the relu, where the activations are nearly symmetric. Look at the "
        "order in the name affine_batchnorm_relu.",
    ),
    _in_net(
        "batchnorm on the output layer",
        {
            "__init__": {
                BN_PARAMS: 'self.bn_params = [{"mode": "train"} for _ in dims[1:]]',
                EVERY_GAMMA: "for layer, width in enumerate(dims[1:], start=1):",
            },
            "loss": {
                SCORES: """
                    W, b = self.params[f"W{last}"], self.params[f"b{last}"]
                    scores, cache = affine_forward(out, W, b)
                    if self.use_batchnorm:
                        gamma, beta = self.params[f"gamma{last}"], self.params[f"beta{last}"]
                        scores, bn_cache = batchnorm_forward(
                            scores, gamma, beta, self.bn_params[-1]
                        )
                """,
                LAST_BACKWARD: """
                    if self.use_batchnorm:
                        dscores, grads[f"gamma{last}"], grads[f"beta{last}"] = batchnorm_backward(
                            dscores, bn_cache
                        )
                    dout, grads[f"W{last}"], grads[f"b{last}"] = affine_backward(dscores, cache)
                """,
            },
        },
        "Your output layer seems to be normalised, too. Scores should be free to have any size: "
        "how sure the net is lies in it. Look at which layers exercise 4 gives a gamma.",
        "from .layers import batchnorm_backward, batchnorm_forward",
    ),
    _in_net(
        "batchnorm on the layer's input",
        {
            "__init__": {EVERY_GAMMA: "for layer, width in enumerate(dims[:-2], start=1):"},
            "loss": {
                FORWARD_CALL: """
                    out, bn_cache = batchnorm_forward(
                        out.reshape(len(out), -1), gamma, beta, self.bn_params[layer - 1]
                    )
                    out, cache = affine_relu_forward(out, W, b)
                    caches[layer] = bn_cache, cache
                """,
                BACKWARD_CALL: """
                    bn_cache, cache = caches[layer]
                    dout, grads[f"W{layer}"], grads[f"b{layer}"] = affine_relu_backward(dout, cache)
                    dout, grads[f"gamma{layer}"], grads[f"beta{layer}"] = batchnorm_backward(
                        dout, bn_cache
                    )
                """,
            },
        },
        "Your layers seem to normalise what goes into the affine layer. Asked for is the affine "
        "layer's output, whose size depends on the weights. Look at the width that gamma should "
        "have.",
        "from .layers import batchnorm_backward, batchnorm_forward",
    ),
    _in_net(
        "one shared bn_param for all layers",
        {"loss": {ARGUMENTS: "out, W, b, gamma, beta, self.bn_params[0]"}},
        "All your layers seem to share one set of running statistics. Each layer sees other "
        "activations, so each needs its own mean and variance. Look at how many entries bn_params"
        " has, and which one each layer is given.",
    ),
    _in_net(
        "each layer called twice",
        {
            "loss": {
                FORWARD_CALL: """
                    affine_batchnorm_relu_forward(out, W, b, gamma, beta, self.bn_params[layer - 1])
                    out, caches[layer] = affine_batchnorm_relu_forward(
                        out, W, b, gamma, beta, self.bn_params[layer - 1]
                    )
                """
            }
        },
        "Each hidden layer seems to be computed twice in one pass. The output is the same, but "
        "the running statistics move twice. Look for a second call, for the cache perhaps.",
    ),
    _in_net(
        "gamma starts at zero",
        {"__init__": {GAMMA: 'self.params[f"gamma{layer}"] = np.zeros(width)'}},
        "Your gammas seem to start at zero. Then every hidden layer puts out the same for every "
        "image, and no gradient reaches the weights below. Look at which start leaves the "
        "normalised activations as they are.",
    ),
    _in_net(
        "gamma starts at the weight scale",
        {"__init__": {GAMMA: 'self.params[f"gamma{layer}"] = np.full(width, weight_scale)'}},
        "Your gammas seem to start at the weight scale, like weights. They multiply activations "
        "that have been normalised just before, and would undo it. Look at which start leaves "
        "those as they are.",
    ),
    _in_net(
        "regularization without the half",
        {"loss": {PENALTY: "loss += self.reg * float(np.sum(W * W))"}},
        "The penalty in your loss seems to be twice as large as its gradient says. The half in "
        "the docstring is there so that the gradient has no factor. Derive the one from the "
        "other.",
    ),
    _in_net(
        "gamma and beta regularized",
        {
            "loss": {
                PENALTY_GRADIENT: """
                    grads[f"W{layer}"] += self.reg * W
                    if f"gamma{layer}" in self.params:
                        p = self.params[f"gamma{layer}"]
                        loss += 0.5 * self.reg * float(np.sum(p * p))
                        grads[f"gamma{layer}"] = grads[f"gamma{layer}"] + self.reg * p
                    if f"beta{layer}" in self.params:
                        p = self.params[f"beta{layer}"]
                        loss += 0.5 * self.reg * float(np.sum(p * p))
                        grads[f"beta{layer}"] = grads[f"beta{layer}"] + self.reg * p
                """
            }
        },
        "Your penalty seems to include gamma and beta. They have no size that could grow out of "
        "bounds unnoticed, and pulling gamma to zero switches features off. Look at what the "
        "docstring of loss sums up.",
    ),
    _in_net(
        "biases regularized",
        {
            "loss": {
                PENALTY_GRADIENT: """
                    grads[f"W{layer}"] += self.reg * W
                    if f"b{layer}" in self.params:
                        p = self.params[f"b{layer}"]
                        loss += 0.5 * self.reg * float(np.sum(p * p))
                        grads[f"b{layer}"] = grads[f"b{layer}"] + self.reg * p
                """
            }
        },
        "Your penalty seems to include the biases. They only shift, and do not make the function "
        "any steeper. Look at what the docstring of loss sums up.",
    ),
    _in_net(
        "last layer not regularized",
        {"loss": {EVERY_LAYER: "for layer in range(1, self.num_layers):"}},
        "The last layer's weights seem to be missing from your penalty, in the loss and in the "
        "gradient. As both lack it, a numerical gradient check finds nothing. Count how many "
        "weight matrices the net has.",
    ),
    _in_net(
        "regularization missing from the gradients",
        {"loss": {PENALTY_GRADIENT: ""}},
        "Your penalty seems to be in the loss alone. What is in the loss has a gradient, or the "
        "training does not know of it. Look at what the derivative of the penalty adds, and to "
        "which gradients.",
    ),
    _in_net(
        "regularization left out",
        {"loss": {PENALTY: "", PENALTY_GRADIENT: ""}},
        "Your net seems not to use reg at all. As loss and gradient both lack it, a numerical "
        "gradient check finds nothing. Look at the first sentences of the docstring of loss.",
    ),
    Misconception(
        "relu masked by the wrong tensor",
        {f"{HELPERS}forward": {HELPER_RETURNS: "return out, (affine_cache, bn_cache, a)"}},
        (NET,),
        "In your backward pass the relu seems to be switched by the affine layer's output. What "
        "it let through was decided by its own input. Look at which tensor that was, and which "
        "cache remembers it.",
    ),
    _in_net(
        "relu on the scores",
        {
            "loss": {
                SCORES: """
                    W, b = self.params[f"W{last}"], self.params[f"b{last}"]
                    scores, cache = affine_forward(out, W, b)
                    scores, relu_cache = relu_forward(scores)
                """,
                LAST_BACKWARD: """
                    dscores = relu_backward(dscores, relu_cache)
                    dout, grads[f"W{last}"], grads[f"b{last}"] = affine_backward(dscores, cache)
                """,
            }
        },
        "Your scores seem to pass through a relu. Then no class can have a negative score, and "
        "for those at zero nothing is learned. Look at what the class's docstring says of the "
        "last layer.",
        "from .layers import relu_backward, relu_forward",
    ),
    _in_net(
        "loss not averaged",
        {
            "loss": {
                LOSS: """
                    loss, dscores = softmax_loss(scores, y)
                    loss, dscores = loss * len(X), dscores * len(X)
                """
            }
        },
        "Your loss seems to be summed over the batch. Then step sizes depend on the batch size, "
        "and the penalty weighs less the more images there are. Look at what softmax_loss "
        "promises to return.",
    ),
    _in_net(
        "test mode not switched",
        {"loss": {MODE: 'bn_param["mode"] = "train"'}},
        "Your net seems to stay in train mode when it predicts. Then the scores of one image "
        "depend on the others in its batch, and testing moves the running statistics. Look at "
        "where loss sets the mode.",
    ),
    _in_net(
        "running statistics forgotten between calls",
        {
            "loss": {
                "for bn_param in self.bn_params:": """
                    if y is not None:
                        self.bn_params = [{"mode": "train"} for _ in self.bn_params]
                    for bn_param in self.bn_params:
                """
            }
        },
        "Your net seems to begin with fresh running statistics at every training step. They are "
        "to average over the whole training. Look at where each bn_param is made, and how often "
        "that line runs.",
    ),
    _in_net(
        "batchnorm left out of the backward pass",
        {
            "loss": {
                BACKWARD_CALL: """
                    affine_cache, _, relu_cache = caches[layer]
                    dout = relu_backward(dout, relu_cache)
                    dout, grads[f"W{layer}"], grads[f"b{layer}"] = affine_backward(
                        dout, affine_cache
                    )
                    for kind in "gamma", "beta":
                        grads[f"{kind}{layer}"] = np.zeros_like(self.params[f"{kind}{layer}"])
                """
            }
        },
        "Your backward pass seems to go from the relu straight to the affine layer. Every step of"
        " the forward pass has its step back, in reverse order. Count the steps of one hidden "
        "layer in both directions.",
        "from .layers import relu_backward",
    ),
    _in_net(
        "last layer's penalty missing from the loss",
        {
            "loss": {
                PENALTY: """
                    if layer < self.num_layers:
                        loss += 0.5 * self.reg * float(np.sum(W * W))
                """
            }
        },
        "The last layer's weights seem to be missing from the penalty in your loss, though their "
        "gradient has it. Count how many weight matrices the loss sums up.",
    ),
    _in_net(
        "last layer's penalty missing from the gradients",
        {
            "loss": {
                PENALTY_GRADIENT: """
                    if layer < self.num_layers:
                        grads[f"W{layer}"] += self.reg * W
                """
            }
        },
        "The penalty's gradient seems to be missing for the last layer's weights. Count to how "
        "many weight gradients you add it.",
    ),
    _in_net(
        "penalty's gradient missing in hidden layers",
        {
            "loss": {
                PENALTY_GRADIENT: """
                    if layer == self.num_layers:
                        grads[f"W{layer}"] += self.reg * W
                """
            }
        },
        "The penalty's gradient seems to be added for the last layer alone. Every weight matrix is "
        "in the penalty. Look at the weight gradients of the hidden layers.",
    ),
    _in_net(
        "everything in the penalty, weights alone in its gradient",
        {
            "loss": {
                PENALTY: """
                    loss += 0.5 * self.reg * float(np.sum(W * W))
                    for kind in ("b", "gamma", "beta"):
                        if f"{kind}{layer}" in self.params:
                            p = self.params[f"{kind}{layer}"]
                            loss += 0.5 * self.reg * float(np.sum(p * p))
                """
            }
        },
        "Your penalty seems to sum up all parameters, and its gradient those of the weights alone."
        " Look at what the docstring of loss sums up.",
    ),
    _in_net(
        "regularization without the half in the gradient",
        {"loss": {PENALTY_GRADIENT: 'grads[f"W{layer}"] += 2 * self.reg * W'}},
        "The gradient of your penalty seems to be twice what the penalty in the loss has. The half "
        "in the docstring cancels the 2 of the square. Derive the one from the other.",
    ),
    _in_net(
        "batchnorm not wired in",
        {
            "loss": {
                FORWARD_CALL: "out, caches[layer] = affine_relu_forward(out, W, b)",
                BACKWARD_CALL: """
                    dout, grads[f"W{layer}"], grads[f"b{layer}"] = affine_relu_backward(
                        dout, caches[layer]
                    )
                    for kind in "gamma", "beta":
                        grads[f"{kind}{layer}"] = np.zeros_like(self.params[f"{kind}{layer}"])
                """,
            }
        },
        "Your net seems to have gammas and betas, and to compute as if it had none. Each hidden "
        "layer of a net that normalises has one step more. Look at which of the two kinds of "
        "layer your loss calls.",
    ),
    _in_net(
        "beta starts at one",
        {
            "__init__": {
                'self.params[f"beta{layer}"] = np.zeros(width)': (
                    'self.params[f"beta{layer}"] = np.ones(width)'
                )
            }
        },
        "Your betas seem to start at one. A layer is to begin by leaving the normalised "
        "activations as they are. Look at which shift does that.",
    ),
    Misconception(
        "gamma and beta kept outside params",
        _KEPT_OUTSIDE,
        (NET,),
        "Your gammas and betas seem to be kept somewhere else than the weights. A Solver updates "
        "what is in params, and nothing else. Look at where the weights of a layer are put.",
        also=(_LEFT_OUTSIDE,),
    ),
]

BANK = [replace(each, price=PRICES.get(each.name)) for each in (*FORWARD, *BACKWARD_PASS, *NETS)]

# Solutions of correct/ in which one slip is searched for, too, where no misconception explains.
SEARCHED = ["graph_staged_tuple_of_12"]

# What the quantities in these and in the reference are called in a sentence to a student.
_STEPS = {
    "x_hat": "x-hat",
    "xhat": "x-hat",
    "mean": "the batch's mean",
    "mu": "the batch's mean",
    "centred": "the centred activations",
    "xmu": "the centred activations",
    "var": "the batch's variance",
    "sq": "the squares under the variance",
    "std": "the standard deviation",
    "sqrtvar": "the standard deviation",
    "ivar": "one over the standard deviation",
    'bn_param["running_mean"]': "the running mean",
    "bn_param['running_mean']": "the running mean",
    'bn_param["running_var"]': "the running variance",
    "bn_param['running_var']": "the running variance",
    "gammax": "the scaled activations",
    "out": "the output",
    "what is returned": "the output",
}
_STEPS_BACK = {
    "what is returned": "the gradients that are returned",
    "dbeta": "dbeta",
    "dgamma": "dgamma",
    "dx": "dx",
    "dgammax": "the gradient at the scaled activations",
    "dxhat": "the gradient with respect to x-hat",
    "divar": "the gradient with respect to one over the standard deviation",
    "dxmu1": "the gradient at the centred activations, on the direct way",
    "dsqrtvar": "the gradient with respect to the standard deviation",
    "dvar": "the gradient with respect to the variance",
    "dsq": "the gradient at the squares",
    "dxmu2": "the gradient at the centred activations, on the way through the variance",
    "dx1": "the gradient at the centred activations",
    "dmu": "the gradient with respect to the mean",
    "dx2": "the gradient that comes by the mean",
}
WORDS = {
    "layers.batchnorm_forward": _STEPS,
    "layers.batchnorm_backward": _STEPS_BACK,
}
