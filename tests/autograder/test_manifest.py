"""A release is what its manifest says, or it completes no submission; published, it stays."""

import json
import re
import shutil

import pytest

from autograder.collect.uploads import Assembly
from autograder.course.config import Course, CourseError
from autograder.course.manifest import Kind, Manifest, Release, publish, withdraw
from autograder.grading.grader import Grader
from autograder.intake.modules import Intake
from autograder.judging.misconceptions import load_bank


@pytest.fixture
def released(copy_of_course):
    """The folder of a release in a copy of the course."""
    return Course.load(copy_of_course).release("batchnorm")


HARMS = {
    "is another": (lambda path: path.write_text("x = 1\n"), "optim.py is not what was released"),
    "is missing": (lambda path: path.unlink(), "optim.py was released and is missing"),
    "no release": (
        lambda path: shutil.rmtree(path.parents[1]),
        "run nbgrader generate_assignment batchnorm",
    ),
    "no manifest": (
        lambda path: (path.parents[1] / "manifest.json").unlink(),
        "run nbgrader generate_assignment batchnorm",
    ),
    "an empty manifest": (
        lambda path: (path.parents[1] / "manifest.json").write_text("{}"),
        "manifest.json cannot be read: bring it back",
    ),
}


@pytest.mark.parametrize(("harm", "said"), HARMS.values(), ids=HARMS.keys())
def test_a_release_that_is_not_as_it_was_completes_no_submission(released, harm, said):
    harm(released / "nndl/optim.py")
    course = Course.load(released.parents[1])
    with pytest.raises(CourseError, match=re.escape(said)) as error:
        Intake(course, "batchnorm")
    assert "\n" not in str(error.value)


def test_what_lies_in_a_release_and_was_not_released_changes_nothing(released):
    before = Release.read(released)
    (released / "nndl/__pycache__").mkdir()
    (released / "nndl/new.py").write_text("x = 1\n")
    assert Release.read(released) == before


def test_a_submission_is_completed_from_the_release_and_not_from_today_s_library(
    copy_of_course, submission
):
    given = (copy_of_course / "release/batchnorm/nndl/optim.py").read_text()
    (copy_of_course / "nndl/optim.py").write_text("from .later import anything\n")
    (copy_of_course / "utils/solver.py").unlink()
    intake = Intake(Course.load(copy_of_course), "batchnorm")
    staged = intake.stage(submission({}), "ada")
    assert staged.files["nndl/optim.py"].decode() == given
    assert "utils/solver.py" in intake.library


def test_what_must_be_handed_in_is_what_was_asked_for_in_the_release(copy_of_course, submission):
    path = copy_of_course / "source/batchnorm/assignment.toml"
    path.write_text(path.read_text().replace('["nndl/layers.py", ', '["nndl/optim.py", '))
    course = Course.load(copy_of_course)
    staged = Intake(course, "batchnorm").stage(submission({}), "ada")
    assert staged.missing == ["nndl/fc_net.py", "nndl/layers.py"]
    assert Assembly(course, "batchnorm")._required >= {*staged.missing}


def test_the_bank_is_about_what_was_released(copy_of_course):
    path = copy_of_course / "nndl/fc_net.py"
    given = "loss += 0.5 * self.reg * float(np.sum(W * W))"
    assert given in path.read_text()
    path.write_text(path.read_text().replace(given, "loss += self.penalty(W)"))
    course = Course.load(copy_of_course)
    with pytest.raises(CourseError, match="must stand exactly once"):
        load_bank(course, "batchnorm")
    with Grader(course, "batchnorm", 1) as grader:
        assert len(grader.known.bank) > 50
        assert given in grader.library["nndl/fc_net.py"]


def test_a_release_is_published_once_and_until_it_is_withdrawn(released):
    since = publish(released)
    assert re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC", since)
    assert publish(released) == since == Manifest.read(released).published
    withdraw(released)
    assert Manifest.read(released).published == ""
    (released / "nndl/optim.py").write_text("x = 1\n")
    with pytest.raises(CourseError, match="is not what was released"):
        publish(released)


def test_what_would_change_is_told_file_by_file_once_it_is_published():
    files = {"stays.py": b"1", "goes.py": b"2", "changes.py": b"3", "turns.py": b"4"}
    before = Manifest.of(files, {"turns.py": Kind.GIVEN})
    del files["goes.py"]
    after = Manifest.of(files | {"changes.py": b"", "comes.py": b""}, {"turns.py": Kind.HAND_IN})
    assert before.followed_by(after, "first") == after
    published = Manifest("2026-01-10 12:00:00 UTC", before.files)
    assert published.followed_by(before, "first") == published
    with pytest.raises(CourseError, match="was published 2026-01-10 12:00:00 UTC") as error:
        published.followed_by(after, "first")
    changes = (
        "changes.py is another; comes.py is new; goes.py is gone; "
        "turns.py: 'given' becomes 'must be handed in'. "
    )
    assert changes in str(error.value)
    assert "autograder publish first --withdraw" in str(error.value)


def test_a_manifest_can_be_read_by_people(released):
    said = json.loads((released / "manifest.json").read_text())
    assert said["published"] == ""
    assert said["files"]["nndl/layers.py"].keys() == {"kind", "sha256"}
    assert said["files"]["nndl/optim.py"]["kind"] == "given"
