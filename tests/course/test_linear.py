"""The lesson on linear classifiers, as a student has it: its checks and its notebook."""

import subprocess
import sys

import nbformat
import pytest

from tests.helpers import ROOT

ASSIGNMENT = "linear"
OWN = "nndl/knn.py", "nndl/linear_losses.py", "nndl/linear_classifier.py"
CHECKS = ["distances", "vote", "softmax-naive", "softmax", "hinge", "train"]


@pytest.fixture
def said(released, library):
    """A function that says what the check of an exercise does about one text put for another."""

    def check(exercise, old, new):
        texts = {path: library[path] for path in OWN}
        assert sum(text.count(old) for text in texts.values()) >= 1
        for path, text in texts.items():
            (released / path).write_text(text.replace(old, new))
        script = f"from self_check import check; check({exercise})"
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=released, capture_output=True, text=True
        )
        return done.stderr.partition(f"Exercise {exercise}: failing\n")[2].strip()

    return check


@pytest.fixture(scope="module")
def cells():
    """The cells of the released notebook, by id, in their order."""
    nb = nbformat.read(ROOT / "release/linear/Linear-Classifiers.ipynb", as_version=4)
    return {cell.id: cell for cell in nb.cells}


def table(folder):
    script = "from self_check import self_check; print(self_check())"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True
    )
    return done.stdout.splitlines()[:6]


def test_of_a_stub_nothing_is_started_and_the_reference_passes(released, library):
    assert all(": not started: " in line for line in table(released)), table(released)
    for path in OWN:
        (released / path).write_text(library[path])
    assert all(": passing: " in line for line in table(released)), table(released)


@pytest.mark.parametrize(
    ("exercise", "old", "new", "message"),
    [
        (1, "np.sqrt(np.maximum(squares, 0))", "np.maximum(squares, 0)", "the root is missing"),
        (1, "np.maximum(squares, 0)", "squares", "its root is nan"),
        (2, "[:, :k]]", "[:, -k:]]", "labels of the points that are farthest"),
        (
            2,
            "= self.y_train[np.argsort(dists, axis=1)[:, :k]]",
            "= dists.argsort()[:, :k]",
            "those are the places",
        ),
        (3, "loss = 0.5 * reg", "loss = reg", "the half is missing"),
        (3, "dW = reg * W", "dW = 0 * W", "the penalty's part, reg * W, is missing"),
        (3, "np.exp(scores - scores.max())", "np.exp(scores)", "subtract the largest score"),
        (4, "scores.max(axis=1, keepdims=True)", "scores.max()", "by the largest of its own"),
        (4, "dscores[rows, y] -= 1", "pass", "relative error"),
        (4, "X.T @ dscores / len(X)", "X.T @ dscores", "the mean over the points is missing"),
        (5, "margins[rows, y] = 0", "pass", "should be 2, 1 for each wrong class"),
        (5, "-dscores.sum(axis=1)", "-1", "relative error"),
        (6, "self.W - learning_rate", "self.W + learning_rate", "0.25 less than it was"),
        (6, "self.loss(X[batch], y[batch], reg)", "self.loss(X[batch], y[batch], 0)", "reg = 3.5"),
        (6, "np.argmax(X @ self.W, axis=1)", "np.max(X @ self.W, axis=1)", "predicted is"),
        (6, "y.max() + 1", "y.max()", "labels from 0 to 3"),
    ],
)
def test_a_check_says_what_a_mistake_may_be(said, exercise, old, new, message):
    assert message in said(exercise, old, new)


def test_what_every_plot_shows_is_said_behind_it(cells):
    plots = [cell for cell in cells.values() if "plt.show()" in cell.source]
    ids = list(cells)
    for cell in plots:
        assert "**What to see.**" in cells[ids[ids.index(cell.id) + 1]].source


def test_neither_answer_nor_mark_scheme_is_released(cells):
    assert cells["findings"].source == "*Your answer here.*"
    assert not [name for name, cell in cells.items() if "MARK SCHEME" in cell.source]
    assert "as-released" not in cells
