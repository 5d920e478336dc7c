"""The lesson of fully connected nets, as released: notebook, and what visible checks say."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest

RELEASE = Path(__file__).parents[2] / "release" / "fcnet"
DB = "db = dout.sum(axis=0)"
PENALTY = "loss += 0.5 * self.reg * float(np.sum(W * W))"
DRAWN = "weight_scale * rng.randn(fan_in, fan_out)"
SCORES = 'scores, cache = affine_forward(out, self.params[f"W{last}"], self.params[f"b{last}"])'


@pytest.fixture
def released(tmp_path):
    """A copy of the released folder, to work in."""
    ignore = shutil.ignore_patterns("__pycache__", ".*", "cifar10.npz")
    return shutil.copytree(RELEASE, tmp_path / "fcnet", ignore=ignore)


@pytest.fixture
def notebook():
    return nbformat.read(RELEASE / "Fully-Connected-Nets.ipynb", as_version=4)


def test_every_plot_is_described_for_who_cannot_see_it(notebook):
    plots = [cell for cell in notebook.cells if "plt.show()" in cell.source]
    assert len(plots) == 5
    assert not [cell.id for cell in plots if len(cell.metadata.get("alt", "")) < 80]
    (chain,) = re.findall(r"!\[(.*)\]\((.*)\)", "".join(cell.source for cell in notebook.cells))
    assert len(chain[0]) > 80 and (RELEASE / chain[1]).is_file()


def test_every_exercise_has_folded_hints_before_its_check(notebook):
    ids = [cell.id for cell in notebook.cells]
    checks = ["affine-forward", "affine-backward", "relu", "softmax", "init", "loss"]
    for number, follower in enumerate([*(f"check-{each}" for each in checks), "findings"], start=1):
        cell = notebook.cells[ids.index(f"hints-{number}")]
        assert ids[ids.index(cell.id) + 1] == follower
        assert cell.source.count("</summary>\n\n") == cell.source.count("<details>") >= 3


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
