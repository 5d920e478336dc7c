"""The lesson on linear classifiers, as a student has it: its checks and its notebook."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.judging.reference import read_library

RELEASE = Path(__file__).parents[2] / "release" / "linear"
OWN = "nndl/knn.py", "nndl/linear_losses.py", "nndl/linear_classifier.py"
CHECKS = ["distances", "vote", "softmax-naive", "softmax", "hinge", "train"]


@pytest.fixture
def reference(course):
    """The course's library: path -> text."""
    return read_library(course)


@pytest.fixture
def released(tmp_path):
    """A copy of the released folder, to work in."""
    ignore = shutil.ignore_patterns("__pycache__", ".*", "cifar10.npz")
    return shutil.copytree(RELEASE, tmp_path / "linear", ignore=ignore)


@pytest.fixture
def said(released, reference):
    """A function that says what the check of an exercise does about one text put for another."""

    def check(exercise, old, new):
        texts = {path: reference[path] for path in OWN}
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
    nb = nbformat.read(RELEASE / "Linear-Classifiers.ipynb", as_version=4)
    return {cell.id: cell for cell in nb.cells}


def table(folder):
    script = "from self_check import self_check; print(self_check())"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True
    )
    return done.stdout.splitlines()[:6]


def test_of_a_stub_nothing_is_started_and_the_reference_passes(released, reference):
    assert all(": not started: " in line for line in table(released)), table(released)
    for path in OWN:
        (released / path).write_text(reference[path])
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


def test_every_plot_is_described_for_who_cannot_see_it(cells):
    plots = [cell for cell in cells.values() if "plt.show()" in cell.source]
    assert len(plots) == 8
    assert not [cell.id for cell in plots if len(cell.metadata.get("alt", "")) < 80]
    ids = list(cells)
    for cell in plots:
        assert "**What to see.**" in cells[ids[ids.index(cell.id) + 1]].source


def test_every_exercise_has_folded_hints_before_its_check(cells):
    ids = list(cells)
    followers = [*(f"check-{name}" for name in CHECKS), "findings"]
    for number, follower in enumerate(followers, start=1):
        cell = cells[f"hints-{number}"]
        assert ids[ids.index(cell.id) + 1] == follower
        # Without the blank line the text behind it is shown as it is written, mathematics and all.
        assert cell.source.count("</summary>\n\n") == cell.source.count("<details>") >= 3


def test_neither_answer_nor_mark_scheme_is_released(cells):
    assert cells["findings"].source == "*Your answer here.*"
    assert not [name for name, cell in cells.items() if "MARK SCHEME" in cell.source]
    assert "as-released" not in cells
