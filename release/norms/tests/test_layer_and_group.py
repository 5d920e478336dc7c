"""Checks of Exercises 3 to 6: layer and group normalization."""

import numpy as np
import pytest

from nndl.norm_layers import (
    layernorm_backward,
    layernorm_forward,
    spatial_groupnorm_backward,
    spatial_groupnorm_forward,
)
from utils.norms_checks import (
    assert_close,
    forward,
    gradients,
    grouped,
    is_right,
    normalized,
    what_images_tell,
)


def layer(x, gamma, beta, ln_param):
    return forward(layernorm_forward, x, gamma, beta, ln_param)


def group(x, gamma, beta, G, gn_param):
    return forward(spatial_groupnorm_forward, x, gamma, beta, G, gn_param)


def per_channel(*values):
    return np.array(values, dtype=float).reshape(1, -1, 1, 1)


class TestExercise3LayerNormalization:
    x = np.array([[1.0, 3.0, 1.0, 3.0], [10.0, 10.0, 30.0, 30.0], [-7.0, 3.0, 3.0, -7.0]])

    def test_each_example_is_normalized_over_its_own_features(self):
        out, _ = layer(self.x, np.ones(4), np.zeros(4), {})
        hint = ""
        for meaning, axis in ("each feature over the batch", 0), ("all numbers together", (0, 1)):
            if np.allclose(out, normalized(self.x, axis), atol=1e-4):
                hint = f" ({meaning} seems to be normalized)"
        if np.allclose(out, normalized(self.x, 1) * np.sqrt(3 / 4), atol=1e-4):
            hint = " (is the variance divided by D - 1? Divide by D)"
        message = "the rows 1 3 1 3, 10 10 30 30 and -7 3 3 -7 should each become -1 and 1"
        assert_close(out, normalized(self.x, 1), f"{message}{hint}: out is")

    def test_gamma_and_beta_belong_to_features(self):
        x = np.array([[1.0, 3.0], [30.0, 10.0]])
        out, _ = layer(x, np.array([2.0, 5.0]), np.array([10.0, 20.0]), {})
        message = (
            "with gamma = 2, 5 and beta = 10, 20 the rows -1 1 and 1 -1 should become 8 25 and 12 "
            "15: column j has gamma[j] and beta[j], in every row. Out is"
        )
        assert_close(out, [[8, 25], [12, 15]], message)

    @pytest.mark.parametrize("shape", [(2, 5), (6, 3), (1, 4)])
    def test_any_batch_and_any_number_of_features(self, shape):
        rng = np.random.RandomState(75)
        x, gamma, beta = rng.normal(8, 3, shape), rng.randn(shape[1]), rng.randn(shape[1])
        out, _ = layer(x, gamma, beta, {})
        assert_close(out, gamma * normalized(x, 1) + beta, f"for x of shape {shape} out is")

    def test_eps_is_added_to_the_variance(self):
        out, _ = layer(self.x, np.ones(4), np.zeros(4), {"eps": 3.0})
        message = "for row variances 1, 100, 25 and ln_param['eps'] = 3, divide by the roots of 4, "
        assert_close(out, normalized(self.x, 1, eps=3.0), f"{message}103 and 28: out is")

    def test_an_example_does_not_depend_on_the_others(self):
        together, _ = layer(self.x, np.ones(4), np.zeros(4), {})
        alone, _ = layer(self.x[1:2], np.ones(4), np.zeros(4), {})
        assert_close(alone, together[1:2], "row 1 alone should give what it gives among others: it")


class TestExercise4LayerNormalizationBackward:
    @pytest.mark.parametrize("shape", [(3, 5), (6, 2), (4, 4)])
    def test_gradients(self, shape):
        rng = np.random.RandomState(76)
        x, gamma, beta = rng.normal(2, 3, shape), rng.randn(shape[1]), rng.randn(shape[1])
        out, _ = layer(x, gamma, beta, {"eps": 0.1})
        assert np.allclose(out, gamma * normalized(x, 1, eps=0.1) + beta, atol=1e-4), (
            "mend Exercise 3 first: out is not right yet"
        )
        both = layernorm_forward, layernorm_backward
        found = gradients(both, x, gamma, beta, {"eps": 0.1})
        for name in "dbeta", "dgamma", "dx":
            assert is_right(*found[name]), (
                f"for x of shape {shape} {name} is "
                f"{np.round(found[name][0].ravel()[:4], 3).tolist()}..., numerically "
                f"{np.round(found[name][1].ravel()[:4], 3).tolist()}...: "
                f"{what_layer_tells(name, found, x, gamma)}"
            )


def what_layer_tells(name, found, x, gamma):
    """What may be wrong with a gradient of layer normalization."""
    yours, dout = found[name][0], found["dout"]
    x_hat = normalized(x, 1, eps=0.1)
    if name == "dbeta":
        if len(dout) == len(yours) and np.allclose(yours, dout.sum(axis=1)):
            return "it is summed over the features. beta[j] reaches column j: sum over the batch"
        return "beta[j] is added to column j of every row, so sum dout over the rows"
    if name == "dgamma":
        return "gamma[j] multiplies column j of x_hat in every row: sum dout * x_hat over the rows"
    if np.allclose(yours * np.sqrt(x.var(axis=1, keepdims=True) + 0.1), dout * gamma):
        return "mean and variance depend on x, too: two ways to x are missing"
    if np.abs(yours.sum(axis=1)).max() > 1e-6:
        return (
            "the sum of dx over each ROW should be 0, as adding a constant to a row changes "
            "nothing. Are the means in your formula over the D features, of dout * gamma?"
        )
    if np.abs(np.sum(yours * x_hat, axis=1)).max() > 1:
        return "the way through the variance is off: its mean is over D, of dout * gamma * x_hat"
    return "gamma stands inside the means here: put dx_hat = dout * gamma first, then go on with it"


def many(shape):
    rng = np.random.RandomState(77)
    scale = 1 + np.arange(shape[1]).reshape(1, -1, 1, 1)
    return rng.randn(*shape) * scale + scale**2 + rng.randn(shape[0], 1, 1, 1)


class TestExercise5GroupNormalization:
    def test_two_groups_worked_by_hand(self):
        x = np.array([1.0, 1.0, 3.0, 3.0, 10.0, 30.0, 10.0, 30.0]).reshape(1, 4, 1, 2)
        out, _ = group(x, per_channel(1, 1, 1, 1), per_channel(0, 0, 0, 0), 2, {})
        hint = what_images_tell(out, x, others(x, 2))
        message = (
            "four channels of two pixels, 1 1, 3 3, 10 30, 10 30, in G = 2 groups: the first two "
            "have mean 2 and std 1, the others 20 and 10, and become -1 -1, 1 1, -1 1, -1 1"
        )
        assert_close(out, grouped(x, 2), f"{message}{hint}: out is")

    @pytest.mark.parametrize(
        ("shape", "G"), [((2, 6, 3, 5), 3), ((3, 6, 4, 1), 2), ((1, 8, 2, 3), 2), ((2, 4, 3, 2), 4)]
    )
    def test_any_number_of_groups(self, shape, G):
        x, C = many(shape), shape[1]
        out, _ = group(x, np.ones((1, C, 1, 1)), np.zeros((1, C, 1, 1)), G, {})
        assert np.allclose(out, grouped(x, G), atol=1e-4), (
            f"{shape[0]} images of {C} channels in G = {G} groups: each group of {C // G} "
            "neighbouring channels of each image should get mean 0 and std 1 over its channels "
            f"and pixels{what_images_tell(out, x, others(x, G))}"
        )

    def test_one_group_is_the_whole_image(self):
        x = many((2, 3, 2, 4))
        out, _ = group(x, np.ones((1, 3, 1, 1)), np.zeros((1, 3, 1, 1)), 1, {})
        assert np.allclose(out, normalized(x, (1, 2, 3)), atol=1e-4), (
            "with G = 1 each image should be normalized as a whole"
            f"{what_images_tell(out, x, others(x, 1))}"
        )

    def test_gamma_and_beta_belong_to_channels(self):
        x = many((2, 4, 2, 3))
        gamma, beta = per_channel(1, 2, 3, 4), per_channel(10, 20, 30, 40)
        out, _ = group(x, gamma, beta, 2, {})
        assert np.allclose(out, gamma * grouped(x, 2) + beta, atol=1e-4), (
            "gamma and beta, (1, C, 1, 1), scale and shift each channel, after the groups have "
            "been put back into the shape of x"
        )

    def test_eps_is_added_to_the_variance(self):
        x = np.array([1.0, 3.0, 3.0, 1.0]).reshape(1, 2, 1, 2)
        out, _ = group(x, per_channel(1, 1), per_channel(0, 0), 1, {"eps": 3.0})
        message = "for a variance of 1 and gn_param['eps'] = 3, divide by 2, the root of 4: out is"
        assert_close(out, (x - 2) / 2, message)


def others(x, G):
    """What group normalization may be taken for: meanings, and what out then is."""
    N, C, H, W = x.shape
    size = C // G
    apart = x.reshape(N, size, G, H, W)
    pixels = x.reshape(N, G, size, H, W)
    return (
        ("G seems to be taken for the number of channels in a group", grouped(x, size)),
        (
            "the channels of a group should be neighbours, and yours stand G apart",
            normalized(apart, (1, 3, 4)).reshape(x.shape),
        ),
        (
            "each pixel has statistics of its own: they should be over the pixels, too",
            normalized(pixels, 2).reshape(x.shape),
        ),
        (
            "statistics are over the batch, too: each image should have its own",
            normalized(pixels, (0, 2, 3, 4)).reshape(x.shape),
        ),
    )


class TestExercise6GroupNormalizationBackward:
    @pytest.mark.parametrize(
        ("shape", "G"), [((2, 4, 2, 3), 2), ((2, 6, 3, 1), 2), ((3, 3, 1, 4), 3), ((2, 2, 3, 2), 1)]
    )
    def test_gradients(self, shape, G):
        x, C = many(shape), shape[1]
        rng = np.random.RandomState(78)
        gamma, beta = rng.randn(1, C, 1, 1), rng.randn(1, C, 1, 1)
        out, _ = group(x, gamma, beta, G, {})
        assert np.allclose(out, gamma * grouped(x, G) + beta, atol=1e-4), (
            "mend Exercise 5 first: out is not right yet"
        )
        both = spatial_groupnorm_forward, spatial_groupnorm_backward
        found = gradients(both, x, gamma, beta, G, {})
        for name in "dbeta", "dgamma", "dx":
            assert is_right(*found[name]), (
                f"for x of shape {shape} and G = {G} {name} is "
                f"{np.round(found[name][0].ravel()[:4], 3).tolist()}..., numerically "
                f"{np.round(found[name][1].ravel()[:4], 3).tolist()}...: "
                f"{what_group_tells(name, found, x, G)}"
            )


def what_group_tells(name, found, x, G):
    """What may be wrong with a gradient of group normalization."""
    if name != "dx":
        return (
            f"{name[1:]} of a channel reaches all its pixels in all images: sum over the batch, "
            "rows and columns, and keep the shape (1, C, 1, 1)"
        )
    yours = found["dx"][0].reshape(len(x), G, -1)
    if np.abs(yours.sum(axis=2)).max() > 1e-6:
        return (
            "the sum of dx over each group should be 0, as adding a constant to a group changes "
            "nothing. Are the means over the numbers of a group, of dout * gamma?"
        )
    return (
        "the way through the variance is off: its mean is that of dout * gamma * x_hat over all "
        "numbers of a group, C / G channels of H * W pixels"
    )
