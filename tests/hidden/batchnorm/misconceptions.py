"""The bank of wrong answers to the batch normalization assignment."""

from autograder.misconceptions import Misconception

LAYERS, NET = "nndl/layers.py", "nndl/fc_net.py"

BANK = [
    Misconception(
        name="running statistics keep only the last batch",
        path=LAYERS,
        old="""\
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
""",
        new="""\
        bn_param["running_mean"] = mean
        bn_param["running_var"] = var
""",
        costs=("batchnorm_forward_train", "batchnorm_forward_test"),
        hint="You seem to store the statistics of the latest batch. A single batch is a noisy "
        "estimate; the running statistics average over all batches seen so far. Look again at "
        "how the docstring combines the old running value with the new one.",
    ),
    Misconception(
        name="batch statistics in test mode",
        path=LAYERS,
        old="x_hat = (x - running_mean) / np.sqrt(running_var + eps)",
        new="x_hat = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps)",
        costs=("batchnorm_forward_test",),
        hint="Your test mode seems to normalise by the batch it is given. Then the answer for one "
        "image would depend on the images it happens to be tested with. Look at which statistics "
        "bn_param holds for this purpose.",
    ),
    Misconception(
        name="mean and variance treated as constants",
        path=LAYERS,
        old="dx = gamma / std * (dout - dbeta / len(dout) - x_hat * dgamma / len(dout))",
        new="dx = gamma / std * dout",
        costs=("batchnorm_backward", "fcnet_batchnorm"),
        hint="Your dx seems to treat the batch's mean and variance as if they were given numbers. "
        "They are computed from x, so changing one row of x changes the output of every row. "
        "Look at every arrow that leaves x in the computation graph.",
    ),
    Misconception(
        name="dgamma averaged over the batch",
        path=LAYERS,
        old="    return dx, dgamma, dbeta\n    ### END SOLUTION\n\n\ndef softmax_loss",
        new="    return dx, dgamma / len(dout), dbeta\n    ### END SOLUTION\n\n\ndef softmax_loss",
        costs=("batchnorm_backward", "fcnet_batchnorm"),
        hint="Your dgamma seems to be a mean over the batch. The loss's own average is already in "
        "dout; gamma acts on every row, and the chain rule adds up what each contributes. Compare "
        "with how the bias gradient of an affine layer is formed.",
    ),
    Misconception(
        name="batchnorm after relu",
        path="nndl/layer_utils.py",
        old="""\
    a_norm, bn_cache = batchnorm_forward(a, gamma, beta, bn_param)
    out, relu_cache = relu_forward(a_norm)
    return out, (affine_cache, bn_cache, relu_cache)
    ### END SOLUTION


def affine_batchnorm_relu_backward(dout, cache):
    \"\"\"Gradients of affine_batchnorm_relu_forward while training.

    Args:
        dout: upstream gradient, (N, M).
        cache: what affine_batchnorm_relu_forward returned.

    Returns:
        dx, shaped like x; dw, (D, M); db, dgamma and dbeta, (M,).
    \"\"\"
    ### BEGIN SOLUTION batchnorm
    affine_cache, bn_cache, relu_cache = cache
    da_norm = relu_backward(dout, relu_cache)
    da, dgamma, dbeta = batchnorm_backward(da_norm, bn_cache)
""",
        new="""\
    active, relu_cache = relu_forward(a)
    out, bn_cache = batchnorm_forward(active, gamma, beta, bn_param)
    return out, (affine_cache, bn_cache, relu_cache)


def affine_batchnorm_relu_backward(dout, cache):
    affine_cache, bn_cache, relu_cache = cache
    dactive, dgamma, dbeta = batchnorm_backward(dout, bn_cache)
    da = relu_backward(dactive, relu_cache)
""",
        costs=("fcnet_batchnorm",),
        hint="Your hidden layers seem to normalise after the relu. The assignment asks for it "
        "between the affine layer and the relu, where the activations are nearly symmetric. Look "
        "at the order in the name affine_batchnorm_relu.",
    ),
    Misconception(
        name="one shared bn_param for all layers",
        path=NET,
        old="out, W, b, gamma, beta, self.bn_params[layer - 1]",
        new="out, W, b, gamma, beta, self.bn_params[0]",
        costs=("fcnet_batchnorm",),
        hint="All your layers seem to share one set of running statistics. Each layer sees other "
        "activations, so each needs its own mean and variance. Look at how many entries bn_params "
        "has, and which one each layer is given.",
    ),
]
