"""The lesson of normalization layers as a student has it: its checks, what they say, its plots."""

import pytest

ASSIGNMENT = "norms"
ROWS = "rows = x.transpose(0, 2, 3, 1).reshape(-1, C)"
BACK = "return out.reshape(N, H, W, C).transpose(0, 3, 1, 2), cache"
DROWS = "rows = dout.transpose(0, 2, 3, 1).reshape(-1, C)"
DBACK = "return dx.reshape(N, H, W, C).transpose(0, 3, 1, 2), dgamma, dbeta"
GIVEN = "out, cache = batchnorm_forward(rows, gamma, beta, bn_param)"
CENTRED = "centred = x - x.mean(axis=1, keepdims=True)"
LAYER_STD = "std = np.sqrt(np.mean(centred**2, axis=1, keepdims=True) + eps)"
LAYER_OUT = "return gamma * x_hat + beta, (x_hat, gamma, std)"
LAYER_SUMS = "dbeta = dout.sum(axis=0)\n    dgamma = np.sum(dout * x_hat, axis=0)\n    dx_hat"
LAYER_DX = "(dx_hat - dx_hat.mean(axis=1, keepdims=True) - x_hat * along) / std"
GROUPS = "groups = x.reshape(len(x), G, -1)"
GROUP_SUM = "dbeta = dout.sum(axis=(0, 2, 3), keepdims=True)"
GROUP_DX = "(dx_hat - dx_hat.mean(axis=2, keepdims=True) - x_hat * along) / std"
NET = "X, W1, b1, gamma, beta, self.conv_param, bn_param, self.pool_param"


def test_nothing_is_begun_in_the_release_and_the_reference_passes(asked, told):
    table = asked("print(self_check())")
    assert table.count("not started") == 7, table
    assert "spatial_batchnorm_forward is not implemented yet" in asked("check(exercise=1)")
    table = told("print(self_check())")
    assert table.count("passing") == 7, table


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        (
            [(ROWS, "rows = x.reshape(-1, C)"), (BACK, "return out.reshape(x.shape), cache")],
            "without a transpose, and mix channels",
        ),
        ([(BACK, "return out.reshape(x.shape), cache")], "Undo the transpose, too"),
        ([(GIVEN, GIVEN.replace("bn_param)", "dict(bn_param))"))], "hand on bn_param itself"),
        (
            [(GIVEN, GIVEN.replace("bn_param)", "bn_param | {'mode': 'train'})"))],
            "hand on bn_param itself",
        ),
        ([(GIVEN, f"x *= 2\n    {GIVEN}")], "should leave x alone"),
        (
            [(ROWS, "rows = x.reshape(N, -1)"), ("np.zeros(x.shape[1]", "np.zeros(C")],
            "Error",
        ),
    ],
)
def test_wrong_spatial_batchnorm_is_told_what_is_wrong(told, pairs, message):
    assert message in told("check(exercise=1)", *pairs)


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([(DROWS, "rows = dout.reshape(-1, C)")], "dout.reshape(-1, C) without a transpose"),
        ([(DBACK, "return dx.reshape(dout.shape), dgamma, dbeta")], "Undo the transpose, too"),
        ([(ROWS, "rows = x.reshape(-1, C)")], "mend Exercise 1 first"),
        ([(DBACK, "return dx, dgamma, dbeta")], "dx has shape"),
    ],
)
def test_a_wrong_spatial_gradient_is_told_what_is_wrong(told, pairs, message):
    assert message in told("check(exercise=2)", *pairs)


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        (
            [(text, text.replace("axis=1", "axis=0")) for text in (CENTRED, LAYER_STD)],
            "each feature over the batch seems to be normalized",
        ),
        ([(LAYER_STD, LAYER_STD.replace("mean", "sum"))], "should each become -1 and 1"),
        ([(LAYER_OUT, "return beta + x_hat, 0")], "column j has gamma[j] and beta[j]"),
        ([(LAYER_STD, LAYER_STD.replace("eps", "1e-5"))], "ln_param['eps'] = 3"),
    ],
)
def test_wrong_layer_norm_is_told_what_is_wrong(told, pairs, message):
    assert message in told("check(exercise=3)", *pairs)


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([(LAYER_SUMS, LAYER_SUMS.replace("axis=0", "axis=1"))], "summed over the batch"),
        ([(LAYER_DX, "dx_hat / std")], "two ways to x are missing"),
        ([(LAYER_DX, LAYER_DX.replace("axis=1", "axis=0"))], "the sum of dx over each ROW"),
        ([(LAYER_DX, LAYER_DX.replace(" - x_hat * along", ""))], "through the variance"),
    ],
)
def test_a_wrong_gradient_of_layer_norm_is_told_what_is_wrong(told, pairs, message):
    assert message in told("check(exercise=4)", *pairs)


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ("x.reshape(len(x), x.shape[1] // G, -1)", "number of channels in a group"),
        ("x.reshape(len(x), 1, -1)", "each image seems to be normalized as a whole"),
        ("x.reshape(len(x), x.shape[1], -1)", "each image and channel seems to have"),
    ],
)
def test_wrong_group_norm_is_told_what_is_wrong(told, groups, message):
    assert message in told("check(exercise=5)", (GROUPS, f"groups = {groups}"))


def test_channels_that_are_no_neighbours_are_told(told):
    message = told(
        "check(exercise=5)",
        (GROUPS, "groups = x.reshape(len(x), -1, G, x[0, 0].size).swapaxes(1, 2)"),
        ("groups - groups.mean(axis=2", "groups - groups.mean(axis=(2, 3)"),
        ("np.mean(centred**2, axis=2, k", "np.mean(centred**2, axis=(2, 3), k"),
        ("(centred / std).reshape", "(centred / std).swapaxes(1, 2).reshape"),
    )
    assert "yours stand G apart" in message


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (GROUP_SUM, "dbeta = dout.sum(axis=(0, 2, 3))", "it should be (1, 4, 1, 1)"),
        (GROUP_DX, "dx_hat / std", "the sum of dx over each group"),
        (GROUP_DX, GROUP_DX.replace(" - x_hat * along", ""), "through the variance"),
    ],
)
def test_a_wrong_gradient_of_group_norm_is_told_what_is_wrong(told, old, new, message):
    assert message in told("check(exercise=6)", (old, new))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (NET, NET.replace("gamma, beta", "beta, gamma"), "gamma before beta"),
        (NET, NET.replace("bn_param", "dict(bn_param)"), "hand on this very dict"),
        (
            'grads["gamma1"], grads["beta1"] =',
            'grads["beta1"], grads["gamma1"] =',
            "what is wrong first is the gradient of",
        ),
        ("= np.ones(num_filters)", "= np.ones(hidden_dim)", "one number for each filter"),
        (ROWS, "rows = x.reshape(-1, C)", "The check of Exercise 1 fails"),
    ],
)
def test_a_wrong_net_is_told_what_is_wrong(told, old, new, message):
    assert message in told("check(exercise=7)", (old, new))
