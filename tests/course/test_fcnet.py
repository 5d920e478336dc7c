"""The lesson of fully connected nets, as released: notebook, and what visible checks say."""

import pytest

ASSIGNMENT = "fcnet"
DB = "db = dout.sum(axis=0)"
PENALTY = "loss += 0.5 * self.reg * float(np.sum(W * W))"
DRAWN = "weight_scale * rng.randn(fan_in, fan_out)"
SCORES = 'scores, cache = affine_forward(out, self.params[f"W{last}"], self.params[f"b{last}"])'


@pytest.mark.parametrize(
    ("exercise", "old", "new", "words"),
    [
        (1, "x.reshape(x.shape[0], -1) @ w", "x @ w", "nndl/layers.py, line"),
        (2, DB, DB.replace("axis=0", "axis=0, keepdims=True"), "db has shape (1, 4), but b has"),
        (2, DB, DB.replace("sum", "mean"), "it is the numerical one divided by N"),
        (2, "x.reshape(x.shape[0], -1) @ w", "1.1 * x.reshape(x.shape[0], -1) @ w", "mend that"),
        (3, "return dout * (x > 0)", "return dout * (dout > 0)", "where x, not dout, is positive"),
        (4, "x - x.max(axis=1, keepdims=True)", "x.copy()", "subtract the row's maximum first"),
        (4, "-log_probs[rows, y]", "-np.log(np.exp(log_probs))[rows, y]", "should be 1000"),
        (4, "return float(loss), dx / len(x)", "return float(loss), dx", "dx should be the prob"),
        (5, "np.zeros(fan_out)", "np.zeros((1, fan_out))", "b1 has shape (1, 8)"),
        (5, DRAWN, DRAWN.replace("scale", "scale**2"), "within 10 %, in every layer"),
        (5, DRAWN, DRAWN.replace("rng", "np.random"), "draw with rng"),
        (6, SCORES, f"{SCORES}\n        scores = np.maximum(scores, 0)", "a score may be negative"),
        (6, PENALTY, PENALTY.replace("0.5 * ", ""), "the half seems to be missing"),
        (6, PENALTY, PENALTY.replace("0.5", "(layer < last) * 0.5"), "W2 seems to be left out"),
        (6, "+= self.reg * W", "+= 2 * self.reg * W", "W2, by -3.14 times W2 itself"),
        (6, DB, "db = 2 * dout.sum(axis=0)", "a check of Exercises 2 to 4 fails: mend that first"),
    ],
)
def test_a_mistake_is_told_with_where_to_look(said, exercise, old, new, words):
    assert words in said(exercise, old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("return loss, grads", "return [loss, grads]"),
        ("        grads = {}\n", "        grads = vars(self).setdefault('grads', {})\n"),
    ],
)
def test_a_net_that_returns_a_list_or_the_same_dict_in_every_call_passes(said, old, new):
    assert not said(6, old, new)
