"""The lesson of dropout as a student has it: its checks, what they say of mistakes, its plots."""

import shutil
import subprocess
import sys

import nbformat
import pytest

from autograder.judging.reference import read_library
from tests.helpers import ROOT

FORWARD = "mask = (rng.rand(*x.shape) < p).astype(x.dtype) / float(p)"
BACKWARD = "return dout if mask is None else dout * mask"
WIRED = "out, dropout_caches[layer] = dropout_forward(out, self.dropout_param)"
WIRED_BACK = "dout = dropout_backward(dout, dropout_caches[layer])"
INPUT = "out, caches, dropout_caches = X, {}, {}"
SCORES = "if y is None:\n            return scores\n"


@pytest.fixture
def reference(course):
    """The course's library: path -> text."""
    return read_library(course)


@pytest.fixture
def released(tmp_path):
    """A copy of the released folder, to work in."""
    ignore = shutil.ignore_patterns("__pycache__", ".*", "cifar10.npz")
    return shutil.copytree(ROOT / "release/dropout", tmp_path / "dropout", ignore=ignore)


@pytest.fixture
def notebook(released):
    return nbformat.read(released / "Dropout.ipynb", as_version=4)


@pytest.fixture
def said(released, reference):
    """A function that says what a line of self_check prints, texts put for others."""

    def run(line, *pairs):
        assert all(any(old in text for text in reference.values()) for old, _ in pairs)
        for path, text in reference.items():
            if (released / path).exists():
                for old, new in pairs:
                    text = text.replace(old, new)
                (released / path).write_text(text)
        return asked(released, line)

    return run


def asked(folder, line):
    script = f"from self_check import check, self_check; {line}"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True
    )
    return done.stdout + done.stderr


def test_nothing_is_begun_in_the_release_and_the_reference_passes(released, said):
    table = asked(released, "print(self_check())")
    assert table.count("not started") == 3, table
    assert "dropout_forward is not implemented yet" in asked(released, "check(exercise=1)")
    table = said("print(self_check())")
    assert table.count("passing") == 3, table


@pytest.mark.parametrize(
    ("mask", "message"),
    [
        ("mask = (rng.rand(*x.shape) < p).astype(x.dtype)", "what is kept was not divided by p"),
        ("mask = (rng.rand(*x.shape) > p) / p", "what should be kept was dropped"),
        ("mask = (rng.rand(*x.shape) > p) / (1 - p)", "taken for the probability of dropping"),
        ("mask = rng.rand(*x.shape) < p / p", "compares with 1"),
        ("mask = (rng.randn(*x.shape) < p) / p", "randn"),
        ("mask = (rng.rand(x.shape[1]) < p) / p", "one row of draws was used for all rows"),
        ("mask = np.random.default_rng(1).random(x.shape) < p", "other ones were dropped"),
        ("mask = (rng.rand(x.shape[0], x.shape[1]) < p) / p", "x may have any number of axes"),
        (f"{FORWARD}\n    x *= mask", "should leave x alone"),
    ],
)
def test_a_wrong_forward_pass_is_told_what_is_wrong(said, mask, message):
    assert message in " ".join(said("check(exercise=1)", (FORWARD, mask)).split())


@pytest.mark.parametrize(
    ("out", "message"),
    [("x * p", "yours multiplies by p"), ("x * (rng.rand(*x.shape) < p)", "yours drops some")],
)
def test_what_happens_when_testing_is_told(said, out, message):
    assert message in " ".join(
        said("check(exercise=1)", ("return x, None", f"return {out}, 1")).split()
    )


@pytest.mark.parametrize(
    ("back", "message"),
    [
        ("return dout * (1 if mask is None else mask > 0)", "the division by p is missing"),
        ("dout *= 2; return dout", "should leave dout alone"),
        ("return dout", "what was dropped should get no gradient"),
        ("return None if mask is None else dout * mask", "returned nothing"),
        ("return 0 * dout if mask is None else dout * mask", "in test mode out is x"),
    ],
)
def test_a_wrong_backward_pass_is_told_what_is_wrong(said, back, message):
    assert message in " ".join(said("check(exercise=2)", (BACKWARD, back)).split())


def test_a_cache_for_all_passes_is_noticed(said):
    shared = "dropout_forward.mask = mask\n    return x * mask, mask"
    message = said(
        "check(exercise=2)",
        ("return x * mask, mask\n", f"{shared}\n"),
        ("mask = cache", "mask = None if cache is None else dropout_forward.mask"),
    )
    assert "each pass has a cache of its own" in message


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (WIRED, WIRED.replace("out, d", "_, d"), "that of a net without dropout"),
        (
            SCORES,
            f"if self.use_dropout: scores, _ = dropout_forward(scores, self.dropout_param)\n"
            f"        {SCORES}",
            "dropout on the scores, too",
        ),
        (
            INPUT,
            f"{INPUT}\n        if self.use_dropout: "
            "out, _ = dropout_forward(X, self.dropout_param)",
            "dropout on the input, too",
        ),
        (WIRED_BACK, "pass", "Place 2: before dout goes through ReLU"),
        (
            FORWARD,
            FORWARD.replace(" / float(p)", ""),
            "the check of Exercise 1 fails: mend that first",
        ),
    ],
)
def test_a_net_with_dropout_elsewhere_is_told_where(said, old, new, message):
    assert message in " ".join(said("check(exercise=3)", (old, new)).split())


def test_dropout_on_the_first_hidden_layer_alone_is_told(said):
    alone = [(each, f"if layer == 1: {each}") for each in (WIRED, WIRED_BACK)]
    assert "only the first hidden layer" in said("check(exercise=3)", *alone)


def test_every_plot_is_described_for_who_cannot_see_it(notebook):
    plots = [cell for cell in notebook.cells if "plt.show()" in cell.source]
    assert len(plots) == 7
    assert not [cell.id for cell in plots if len(cell.metadata.get("alt", "")) < 80]


def test_every_exercise_has_folded_hints_before_its_check(notebook):
    ids = [cell.id for cell in notebook.cells]
    followers = ["check-forward", "check-backward", "check-net", "findings"]
    for number, follower in enumerate(followers, start=1):
        cell = notebook.cells[ids.index(f"hints-{number}")]
        assert ids[ids.index(cell.id) + 1] == follower
        assert "nbgrader" not in cell.metadata
        # Without the blank line the text behind it is shown as it is written, mathematics and all.
        assert cell.source.count("</summary>\n\n") == cell.source.count("<details>") >= 3
