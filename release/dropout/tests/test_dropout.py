"""Checks to run while you work: `pytest`, or `pytest -k Exercise1` for one exercise.

The check cells of the notebook run them, too. Your work is graded by more tests, with other inputs.
"""

import numpy as np
import pytest

from utils.dropout_checks import assert_close, backward, forward, seeded
from utils.gradient_check import eval_numerical_gradient_array, rel_error


class TestExercise1ForwardPass:
    def test_a_batch_worked_by_hand(self):
        x = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
        numbers = seeded(20, x.shape)
        out, _ = forward(x, {"mode": "train", "p": 0.8, "seed": 20})
        assert_close(
            out,
            x * (numbers < 0.8) / 0.8,
            f"{what_out_tells(out, x, 20, 0.8)}for seed 20 the numbers are "
            f"{np.round(numbers, 2).tolist()}; with p = 0.8 those of x = {x.tolist()} whose number "
            "is below 0.8 are kept, and divided by 0.8: out is",
        )

    @pytest.mark.parametrize("p", [0.3, 0.75])
    def test_about_the_share_p_is_kept(self, p):
        out, _ = forward(np.full((200, 300), 5.0), {"mode": "train", "p": p})
        share = np.mean(out != 0)
        hint = ""
        if abs(share - (1 - p)) < 0.02:
            hint = ": that is 1 - p, but p is the probability of keeping"
        if share == 1:
            hint = ": nothing is dropped. `a < p / p` compares with 1; what does yours compare?"
        assert abs(share - p) < 6 * np.sqrt(p * (1 - p) / out.size), (
            f"of 60,000 activations about the share p = {p} should be kept, but for chance; yours "
            f"kept {share:.3f}{hint}"
        )

    @pytest.mark.parametrize("p", [0.3, 0.75])
    def test_what_is_kept_is_divided_by_p(self, p):
        out, _ = forward(np.full((200, 300), 6.0), {"mode": "train", "p": p})
        kept = np.unique(np.round(out[out != 0], 3))
        assert np.allclose(kept, 6 / p, atol=2e-3), (
            f"an activation of 6 that is kept should become 6 / p = {6 / p:g} for p = {p}; yours "
            f"became {', '.join(map(str, kept[:5]))}{' …' if len(kept) > 5 else ''}. Its mean over "
            "the draws should stay 6"
        )

    def test_each_activation_has_a_draw_of_its_own(self):
        kept = forward(np.full((40, 50), 5.0), {"mode": "train", "p": 0.5})[0] != 0
        for axis, lines, made_for in (0, "rows", "x.shape[1]"), (1, "columns", "x.shape[0]"):
            assert (kept != kept.take([0], axis)).any(), (
                f"all {lines} are dropped alike, as if the draws were made for {made_for} alone: "
                "each activation needs its own, rng.rand(*x.shape)"
            )

    def test_each_call_draws_anew_without_a_seed(self):
        x, param = np.full((40, 50), 5.0), {"mode": "train", "p": 0.5}
        first, second = forward(x, param)[0], forward(x, param)[0]
        assert (first != second).any(), (
            "two calls without a seed dropped the same activations: draw anew in each, with the "
            "rng of the lines above your part"
        )

    def test_x_may_have_any_number_of_axes(self):
        for shape in (7,), (2, 3, 4), (2, 3, 4, 5):
            x = np.random.RandomState(57).rand(*shape) + 1
            out, _ = forward(x, {"mode": "train", "p": 0.6, "seed": 4})
            assert_close(
                out,
                x * (seeded(4, shape) < 0.6) / 0.6,
                f"for x of shape {shape} draw rng.rand(*x.shape), and nothing of another shape: "
                "out is",
            )

    def test_when_testing_out_is_x(self):
        x = np.random.RandomState(58).randn(4, 3)
        out, _ = forward(x, {"mode": "test", "p": 0.5, "seed": 5})
        hint = ""
        if (out == 0).any():
            hint = ", and yours drops some"
        elif np.allclose(out, 0.5 * x):
            hint = ", and yours multiplies by p: inverted dropout has scaled in training already"
        elif np.allclose(out, x / 0.5):
            hint = ", and yours divides by p: there is nothing to make up for when nothing is lost"
        assert_close(out, x, f"in test mode out should be x as it is{hint}: out is")

    def test_p_of_one_keeps_everything(self):
        x = np.random.RandomState(59).randn(4, 3)
        out, _ = forward(x, {"mode": "train", "p": 1.0, "seed": 6})
        assert_close(out, x, "with p = 1 everything is kept, and nothing scaled: out is")

    @pytest.mark.parametrize("mode", ["train", "test"])
    def test_x_is_left_alone(self, mode):
        forward(np.random.RandomState(60).randn(4, 3), {"mode": mode, "p": 0.5, "seed": 7})


def what_out_tells(out, x, seed, p):
    """What may be wrong with an out that is not right for this seed."""
    numbers, row, column = (seeded(seed, shape) for shape in (x.shape, x.shape[1:], (len(x), 1)))
    kept, dropped = numbers < p, numbers > p
    meanings = (
        (x * kept, "what is kept was not divided by p"),
        (x * kept * p, "what is kept was multiplied by p instead of divided"),
        (x * kept / (1 - p), "what is kept was divided by 1 - p instead of p"),
        (x * kept / p**2, "what is kept was divided by p twice"),
        (x * dropped / (1 - p), "p was taken for the probability of dropping"),
        (x * dropped / p, "what should be kept was dropped, and the other way round"),
        (x * (numbers > 1 - p) / p, "kept above 1 - p: as often, but not those the docstring says"),
        (x * (numbers < 1 - p) / p, "the numbers were compared with 1 - p instead of p"),
        (x * dropped, "what should be kept was dropped, and nothing was divided by p"),
        (x / p, "nothing was dropped"),
        (x, "nothing was dropped: `a < p / p` compares with 1; or is this test mode's line?"),
        (x * (row < p) / p, "one row of draws was used for all rows; draw rng.rand(*x.shape)"),
        (x * (column < p) / p, "whole rows were dropped; draw rng.rand(*x.shape)"),
        (x * numbers, "x was multiplied by the numbers themselves; compare them with p"),
        (x * numbers / p, "x was multiplied by the numbers themselves; compare them with p"),
    )
    for expected, meaning in meanings:
        if np.allclose(out, expected):
            return f"{meaning}; "
    normal = np.random.RandomState(seed).randn(*x.shape)
    if ((out == 0) == (normal >= p)).all():
        return "these are randn's zeros, and its numbers are not uniform in [0, 1): use rng.rand; "
    if ((out == 0) != ~kept).any():
        return "other ones were dropped: draw once, rng.rand(*x.shape), with the rng given; "
    return ""


@pytest.mark.parametrize("shape", [(5, 3), (2, 6), (3, 2, 4)])
class TestExercise2BackwardPass:
    def test_dx_while_training(self, shape):
        x, dout = np.random.RandomState(61).randn(2, *shape)
        param = {"mode": "train", "p": 0.7, "seed": 8}
        out, cache = forward(x, param)
        factors = (seeded(8, shape) < 0.7) / 0.7
        assert out.dtype != np.float32, (
            "your forward pass gives float32 for float64, too coarse for a numerical gradient"
        )
        assert np.allclose(out, x * factors), (
            "your forward pass is another function than Exercise 1 asks for: mend that first"
        )
        numerical = eval_numerical_gradient_array(lambda x: forward(x, param)[0], x, dout)
        dx = backward(dout, cache)
        error = rel_error(dx, numerical)
        assert error < 1e-6, (
            f"dx has a relative error of {error:.1e} against the numerical gradient of your "
            f"forward pass{what_dx_tells(dx, dout, factors, 0.7)}"
        )

    def test_dx_when_testing(self, shape):
        x, dout = np.random.RandomState(62).randn(2, *shape)
        _, cache = forward(x, {"mode": "test", "p": 0.7, "seed": 9})
        dx = backward(dout, cache)
        hint = "; yours is zero where training drops, or everywhere" if (dx == 0).any() else ""
        assert np.allclose(dx, dout), (
            f"in test mode out is x, so dx should be dout as it is{hint}. What does your cache say "
            "of the mode?"
        )

    def test_each_pass_has_a_cache_of_its_own(self, shape):
        x, dout = np.random.RandomState(63).randn(2, *shape)
        passes = [forward(x, {"mode": "train", "p": 0.7, "seed": seed}) for seed in (10, 11)]
        dx, again = (backward(dout, cache) for _, cache in passes)
        assert not np.allclose(dx, again), (
            "after two forward passes that dropped other activations, the gradients of both are "
            "alike: what a pass drew belongs in the cache that it returns, not in a global"
        )


def what_dx_tells(dx, dout, factors, p):
    """What may be wrong with a dx that is not dout times the factors of the forward pass."""
    right = dout * factors
    meanings = (
        (dout, "it is dout as it is: what was dropped should get no gradient"),
        (right * p, "the zeros are right, but the division by p is missing"),
        (right / p, "the zeros are right, but it is divided by p twice"),
        (right * p**2, "the zeros are right, but it is multiplied by p instead of divided"),
        (0 * dout, "it is zero everywhere"),
    )
    for expected, meaning in meanings:
        if np.allclose(dx, expected):
            return f": {meaning}"
    if ((dx == 0) != (factors == 0)).any():
        return ": its zeros are not those of out. Take the forward pass's draws from the cache"
    return ": its zeros are right, and its values are not"
