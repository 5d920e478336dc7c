"""Where students build on their own earlier work, it is carried along and judged on."""

import shutil
from pathlib import Path

import pytest

from autograder.course.config import Course
from autograder.course.manifest import Kind, Release
from autograder.grading.grader import Grader
from autograder.intake.modules import Intake
from autograder.judging.reference import solved

ROOT = Path(__file__).parents[2]
SHAPES = '''"""Twice as much."""


def double(x):
    """Twice x."""
    ### BEGIN SOLUTION first
    return x + x
    ### END SOLUTION
'''
MORE = '''"""More."""

from .shapes import double


def triple(x):
    """Three times x."""
    ### BEGIN SOLUTION second
    return double(x) + x
    ### END SOLUTION
'''
TEST = """import pytest

from autograder.checks import assert_close


@pytest.mark.grade("triple", points=0)
def test_double_is_right(nndl, reference):
    assert_close(nndl.shapes.double(2.0), reference.shapes.double(2.0), "double")


@pytest.mark.grade("triple", points=3)
def test_triple_is_right(nndl, reference, rng):
    x = rng.standard_normal(4)
    assert_close(nndl.more.triple(x), reference.more.triple(x), "triple", terms=3)
"""
ON_HELPER = "from .mine import twice\n\n\ndef double(x):\n    return twice(x)\n"
HELPER = {"nndl/shapes.py": ON_HELPER, "nndl/mine.py": "def twice(x):\n    return 2 * x\n"}
WRONG = {"nndl/shapes.py": "def double(x):\n    return x + 1\n"}
CARRIED = "nndl/shapes.py is what was handed in for first"
STUB = "nndl/shapes.py was not handed in: the released one is in its place"


@pytest.fixture(scope="module")
def own(tmp_path_factory, describe, release):
    """A course of two assignments, of which the second builds on the student's first."""
    root = tmp_path_factory.mktemp("own")
    (root / "nndl").mkdir()
    for name, text in {"__init__": "", "shapes": SHAPES, "more": MORE}.items():
        (root / f"nndl/{name}.py").write_text(text)
    (root / "nbgrader_config.py").write_text("c = get_config()\n")
    for order, (name, module) in enumerate({"first": "shapes", "second": "more"}.items(), 1):
        describe(root, name, order, [f"nndl/{module}.py"])
        shutil.copy(ROOT / "source/batchnorm/requirements.txt", root / "source" / name)
    about = root / "source/second/assignment.toml"
    about.write_text('builds_on = "own"\n' + about.read_text())
    (root / "tests/hidden/second/stand_ins").mkdir(parents=True)
    (root / "tests/hidden/second/test_second.py").write_text(TEST)
    another = "def double(x):\n    return 5 * x\n"
    (root / "tests/hidden/second/stand_ins/shapes.py").write_text(another)
    course = Course.load(root)
    for name in course.assignments:
        release(course, name)
    return course


@pytest.fixture
def hand_in(submission):
    """A function that hands files in for the second assignment, and for the first if given."""

    def write(second, first=None):
        if first is not None:
            submission(first, "ada/first")
        return submission(second, "ada/second")

    return write


def test_the_release_has_stubs_for_earlier_work_too(own):
    release = Intake(own, "second").release
    assert release.kinds["nndl/shapes.py"] == Kind.EARLIER
    assert "double is not implemented yet: it was asked for in first" in (
        release.files["nndl/shapes.py"].decode()
    )


RIGHT = {"nndl/shapes.py": SHAPES}
ANEW = {"nndl/shapes.py": "def double(x):\n    return x * 2\n"}
SOURCES = {
    "this submission": ({**ANEW, "nndl/more.py": MORE}, RIGHT, ANEW, []),
    "the earlier one": ({"nndl/more.py": MORE}, RIGHT, RIGHT, [CARRIED]),
    "the earlier one, as this one's is empty": (
        {"nndl/more.py": MORE, "nndl/shapes.py": "\n"}, RIGHT, RIGHT, [CARRIED],
    ),
    "the earlier one, with what it imports": ({"nndl/more.py": MORE}, HELPER, HELPER, [CARRIED]),
    "the release, as there was none": ({"nndl/more.py": MORE}, None, {}, [STUB]),
    "the release, as it was empty": ({"nndl/more.py": MORE}, {"nndl/shapes.py": ""}, {}, [STUB]),
}  # fmt: skip


@pytest.mark.parametrize(("second", "first", "expected", "notes"), SOURCES.values(), ids=SOURCES)
def test_earlier_work_comes_from(own, hand_in, second, first, expected, notes):
    intake = Intake(own, "second")
    staged = intake.stage(hand_in(second, first), "ada")
    expected = {
        path: content.decode()
        for path, content in intake.library.items()
        if path.startswith("nndl/")
    } | {"nndl/more.py": MORE} | expected  # fmt: skip
    assert {path: content.decode() for path, content in staged.files.items()} == expected
    assert [note[: len(said)] for note, said in zip(staged.notes, notes, strict=True)] == notes


def test_a_link_in_place_of_earlier_work_is_not_followed(own, hand_in, submission):
    source = hand_in({"nndl/more.py": MORE})
    elsewhere = submission(RIGHT, "elsewhere")
    (source.parent / "first").mkdir()
    (source.parent / "first/nndl").symlink_to(elsewhere / "nndl")
    staged = Intake(own, "second").stage(source, "ada")
    assert staged.notes[0].startswith(STUB)


def test_what_lies_beside_a_folder_that_is_not_where_nbgrader_looks_is_no_earlier_work(
    own, submission
):
    submission(RIGHT, "first")
    source = submission({"nndl/more.py": MORE}, "anything")
    staged = Intake(own, "second").stage(source, "anything")
    assert staged.notes[0].startswith(STUB)


def test_what_must_be_handed_in_is_never_carried_along(own, hand_in):
    source = hand_in({}, {**RIGHT, "nndl/more.py": MORE})
    staged = Intake(own, "second").stage(source, "ada")
    assert staged.missing == ["nndl/more.py"]


def test_work_is_judged_on_the_student_s_own_and_an_earlier_mistake_costs_no_second_time(
    own, hand_in
):
    with Grader(own, "second", 1) as grader:
        right = grader.grade(hand_in({"nndl/more.py": MORE}, HELPER))
        assert (right.score, right.notes) == (3, [CARRIED])
        again = grader.grade(hand_in({"nndl/more.py": MORE}, WRONG))
        assert (again.score, again.notes) == (3, [CARRIED])
        assert [test.passed for test in again.tests] == [False, True]
        assert again.tests[1].remark == "right with another double in place of yours"
        wrong = grader.grade(hand_in({"nndl/more.py": MORE.replace("+ x", "- x")}, WRONG))
        assert wrong.score == 0


WRONG_LAYERS = {
    "affine": ("db = dout.sum(axis=0)", "db = dout.mean(axis=0)"),
    "relu": ("return dout * (x > 0)", "return dout"),
    "softmax": ("loss = -log_probs[rows, y].mean()", "loss = -log_probs[rows, y].sum()"),
}


@pytest.mark.parametrize("layer", WRONG_LAYERS)
def test_a_wrong_layer_of_two_lessons_ago_costs_nothing_again_and_is_named(
    copy_of_course, release, submission, layer
):
    path = copy_of_course / "source/batchnorm/assignment.toml"
    path.write_text(path.read_text().replace('builds_on = "reference"', 'builds_on = "own"'))
    course = Course.load(copy_of_course)
    release(course, "batchnorm")
    files = solved(course, "batchnorm", Release.read(course.release("batchnorm")))
    right, wrong = WRONG_LAYERS[layer]
    assert files["nndl/layers.py"].count(right) == 1
    files["nndl/layers.py"] = files["nndl/layers.py"].replace(right, wrong)
    with Grader(course, "batchnorm", 1) as grader:
        report = grader.grade(submission(files))
    failed = {test.name for test in report.tests if not test.passed}
    assert failed == {f"what a net is built on is right ({layer})"}
    assert report.score == report.max_score
    remarks = {test.remark for test in report.tests} - {""}
    assert len(remarks) == 1
    assert layer in remarks.pop()
