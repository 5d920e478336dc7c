"""Checks to run while you work: `pytest`, or `pytest -k Exercise1` for one exercise.

The check cells of the notebook run them, too. Your work is graded by more tests, with other inputs.
"""

import numpy as np
import pytest

from nndl.norm_layers import spatial_batchnorm_backward, spatial_batchnorm_forward
from utils.norms_checks import (
    assert_close,
    forward,
    gradients,
    is_right,
    normalized,
    what_images_tell,
)

ONES, ZEROS = np.ones(2), np.zeros(2)


def images():
    """Two images of two channels, 1 by 2 pixels: means 2 and 20, variances 1 and 100."""
    return np.array([[[[1.0, 1.0]], [[10.0, 30.0]]], [[[3.0, 3.0]], [[10.0, 30.0]]]])


def many(shape=(5, 4, 3, 6)):
    rng = np.random.RandomState(70)
    centres = 3 * np.arange(shape[1]).reshape(1, -1, 1, 1)
    return rng.randn(*shape) * (1 + centres) + centres


def spatial(x, gamma, beta, bn_param):
    return forward(spatial_batchnorm_forward, x, gamma, beta, bn_param)


class TestExercise1SpatialBatchnorm:
    def test_a_batch_worked_by_hand(self):
        out, _ = spatial(images(), ONES, ZEROS, {"mode": "train"})
        assert_close(
            out,
            normalized(images(), (0, 2, 3)),
            "two images of 1 by 2 pixels: channel 0 is 1 1 and 3 3, and should become -1 -1 and "
            "1 1; channel 1 is 10 30 in both, and should become -1 1"
            f"{what_images_tell(out, images())}. Out is",
        )

    @pytest.mark.parametrize("shape", [(5, 4, 3, 6), (3, 2, 7, 1), (2, 6, 4, 4)])
    def test_each_channel_has_mean_zero_and_std_one(self, shape):
        x = many(shape)
        out, _ = spatial(x, np.ones(shape[1]), np.zeros(shape[1]), {"mode": "train"})
        expected = normalized(x, (0, 2, 3))
        assert np.allclose(out, expected, atol=1e-4), (
            f"for images {shape} each channel should get mean 0 and std 1 over the batch and all "
            f"pixels; yours have means {np.round(out.mean(axis=(0, 2, 3)), 2).tolist()} and stds "
            f"{np.round(out.std(axis=(0, 2, 3)), 2).tolist()}{what_images_tell(out, x)}"
        )

    def test_gamma_scales_and_beta_shifts_each_channel(self):
        gamma, beta = np.array([2.0, 0.5]), np.array([100.0, -100.0])
        out, _ = spatial(images(), gamma, beta, {"mode": "train"})
        expected = [[[[98, 98]], [[-100.5, -99.5]]], [[[102, 102]], [[-100.5, -99.5]]]]
        assert_close(out, expected, "for gamma = 2, 0.5 and beta = 100, -100 out is")

    def test_eps_is_read_from_bn_param(self):
        out, _ = spatial(images(), ONES, ZEROS, {"mode": "train", "eps": 3.0})
        assert_close(
            out,
            normalized(images(), (0, 2, 3), eps=3.0),
            "for variances 1 and 100 and bn_param['eps'] = 3, divide by the roots of 4 and 103: "
            "does batchnorm_forward get bn_param itself? Out is",
        )

    def test_running_statistics_gather_in_bn_param(self):
        bn_param = {"mode": "train", "momentum": 0.75}
        for _ in range(2):
            spatial(images(), ONES, ZEROS, bn_param)
        for name, own in ("running_mean", [2.0, 20.0]), ("running_var", [1.0, 100.0]):
            assert name in bn_param, (
                f"there is no bn_param[{name!r}] after a pass: hand on bn_param itself, no copy"
            )
            assert_close(
                bn_param[name],
                0.4375 * np.array(own),
                f"after the same batch twice with a momentum of 0.75 {name} should be 1 - 0.75**2 "
                "of the batch's, one number for each channel: it is",
            )

    def test_testing_uses_the_running_statistics(self):
        running = {"running_mean": np.array([1.0, 50.0]), "running_var": np.array([4.0, 900.0])}
        bn_param = {"mode": "test", **running, "eps": 0.0}
        x = np.array([[[[5.0, 1.0, 3.0]], [[110.0, 50.0, 20.0]]]])
        out, _ = spatial(x, np.array([2.0, 3.0]), np.array([10.0, 20.0]), bn_param)
        assert_close(
            out,
            [[[[14, 10, 12]], [[26, 20, 17]]]],
            "when testing, subtract the running mean, 1 and 50, divide by the running std, 2 and "
            "30, then times gamma, 2 and 3, plus beta, 10 and 20: out is",
        )
        for name, before in running.items():
            assert_close(bn_param[name], before, f"{name} after a pass in test mode is")

    def test_an_image_tested_alone_is_what_it_is_among_others(self):
        x, bn_param = many(), {"mode": "train"}
        spatial(x, np.ones(4), np.zeros(4), bn_param)
        bn_param["mode"] = "test"
        together, _ = spatial(x, np.ones(4), np.zeros(4), dict(bn_param))
        for row in range(len(x)):
            alone, _ = spatial(x[row : row + 1], np.ones(4), np.zeros(4), dict(bn_param))
            assert np.allclose(alone, together[row : row + 1]), (
                f"when testing, image {row} of five gives something else alone than among the "
                "others: are batch statistics used, or are pixels in other places?"
            )


class TestExercise2BackwardPass:
    @pytest.mark.parametrize("shape", [(3, 2, 2, 5), (2, 4, 3, 2)])
    def test_gradients(self, shape):
        x, C = many(shape), shape[1]
        rng = np.random.RandomState(71)
        gamma, beta = rng.randn(C), rng.randn(C)
        out, _ = spatial(x, gamma, beta, {"mode": "train"})
        expected = gamma.reshape(1, C, 1, 1) * normalized(x, (0, 2, 3)) + beta.reshape(1, C, 1, 1)
        assert np.allclose(out, expected, atol=1e-4), "mend Exercise 1 first: out is not right yet"
        both = spatial_batchnorm_forward, spatial_batchnorm_backward
        found = gradients(both, x, gamma, beta, {"mode": "train"})
        for name in "dbeta", "dgamma", "dx":
            assert is_right(*found[name]), (
                f"{name} is {np.round(found[name][0].ravel()[:4], 3).tolist()}..., numerically "
                f"{np.round(found[name][1].ravel()[:4], 3).tolist()}...: {what_tells(name, found)}"
            )


def what_tells(name, found):
    """What may be wrong with a gradient of spatial batch normalization."""
    yours, numerical = found[name]
    dout = found["dout"]
    if name == "dbeta":
        if np.allclose(yours, dout.reshape(-1, dout.shape[1]).sum(axis=0)):
            return "the rows are dout.reshape(-1, C) without a transpose, and mix channels"
        return "each channel's beta reaches all pixels of all images: sum dout over all of them"
    if name == "dgamma":
        return "dout must be made into rows just as x was in the forward pass, in the same order"
    if np.allclose(np.sort(yours, axis=None), np.sort(numerical, axis=None)):
        return "the right numbers are there, in other places. Undo the transpose, too"
    return (
        "is dout made into rows as x was, and are the rows of dx put back the same way? "
        "batchnorm_backward does the rest"
    )
