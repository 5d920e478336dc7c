"""What holds of every lesson's released notebook: plots are described, and hints are at hand."""

import re
from typing import NamedTuple

import nbformat
import pytest

from tests.helpers import ROOT


class Lesson(NamedTuple):
    """How many plots a notebook has, which cells follow its hints, and how many these are."""

    plots: int
    followers: str
    hints: int = 3
    pictures: int = 0


LESSONS = {
    "linear": Lesson(8, "distances vote softmax-naive softmax hinge train"),
    "fcnet": Lesson(5, "affine-forward affine-backward relu softmax init loss", pictures=1),
    "optimizers": Lesson(6, "momentum nesterov adagrad rmsprop adam"),
    "batchnorm": Lesson(7, "forward-train forward-test backward net", pictures=1),
    "dropout": Lesson(7, "forward backward net"),
    "convnet": Lesson(10, "conv-forward conv-backward pool-forward pool-backward im2col cnn-loss"),
    "norms": Lesson(
        6,
        "spatial-train spatial-backward layernorm layernorm-backward groupnorm groupnorm-backward "
        "net",
        hints=2,
    ),
}


@pytest.fixture(params=LESSONS)
def lesson(request):
    return request.param


@pytest.fixture
def cells(lesson):
    (path,) = (ROOT / "release" / lesson).glob("*.ipynb")
    return nbformat.read(path, as_version=4).cells


def test_every_lesson_is_here(course):
    assert list(LESSONS) == list(course.assignments)


def test_every_plot_and_picture_is_described_for_who_cannot_see_it(lesson, cells):
    plots = [cell for cell in cells if "plt.show()" in cell.source]
    assert len(plots) == LESSONS[lesson].plots
    assert not [cell.id for cell in plots if len(cell.metadata.get("alt", "")) < 80]
    pictures = re.findall(r"!\[(.*)\]\((.*)\)", "".join(cell.source for cell in cells))
    assert len(pictures) == LESSONS[lesson].pictures
    for described, path in pictures:
        assert len(described) > 80 and (ROOT / "release" / lesson / path).is_file()


def test_every_exercise_has_folded_hints_before_its_check(lesson, cells):
    ids = [cell.id for cell in cells]
    followers = [f"check-{name}" for name in LESSONS[lesson].followers.split()]
    for number, follower in enumerate([*followers, "findings"], start=1):
        cell = cells[ids.index(f"hints-{number}")]
        assert ids[ids.index(cell.id) + 1] == follower
        assert "nbgrader" not in cell.metadata
        # Without the blank line the text behind it is shown as it is written, mathematics and all.
        folded = cell.source.count("</summary>\n\n")
        assert folded == cell.source.count("<details>") >= LESSONS[lesson].hints
