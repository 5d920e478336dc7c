"""What an author says of an assignment is read whole, or refused with the key and the way out."""

import pytest

from autograder.course import Course, CourseError
from autograder.course.assignment import Assignment, Exercise, RubricItem, read_rubric


@pytest.fixture
def said(tmp_path, describe):
    """A function that reads a description in which something was replaced."""
    describe(tmp_path, "lesson", 2, ["nndl/layers.py"])
    path = tmp_path / "source/lesson/assignment.toml"

    def read(old, new):
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))
        return Assignment.read(path)

    return read


def test_what_is_not_said_has_its_default(said):
    assignment = said("order = 2", "order = 3")
    assert (assignment.name, assignment.title, assignment.order) == ("lesson", "lesson", 3)
    assert assignment.exercises == [Exercise("all", 1, ["all"], "the library")]
    assert (assignment.builds_on, assignment.limits, assignment.leaves) == ("reference", {}, [])


def test_each_grade_cell_has_a_title_of_its_own_in_the_notebooks_order():
    exercises = [
        Exercise("Forward", 1, ["z_last"], ""),
        Exercise("Net", 2, ["net_loss", "net_dx"], ""),
        Exercise("Net", 1, ["a_first"], ""),
    ]
    titles = Assignment("lesson", "lesson", 1, [], exercises, []).titles
    assert list(titles.items()) == [
        ("z_last", "Forward"),
        ("net_loss", "Net: net loss"),
        ("net_dx", "Net: net dx"),
        ("a_first", "Net: a first"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("order = 2", "", "does not say 'order'"),
        ("order = 2", "order = 0", "order is 0, but must be a whole number from 1"),
        ("order = 2", "order = 1.5", "order is 1.5, but"),
        ("order = 2", "order = true", "order is True, but"),
        ("order = 2", "order = 2\norders = 3", "says 'orders'; what can be said is title, order"),
        ("order = 2", 'order = 2\nbuilds_on = "theirs"', 'must be "reference" or "own"'),
        ("order = 2", "order = 2\nlimits = {calls = 3}", "names from call_seconds, import_seconds"),
        ("order = 2", "order = 2\nlimits = {call_seconds = 2.5}", "a table of whole numbers"),
        ("hand_in = ['nndl/layers.py']", "hand_in = ['layers']", "must be a list of Python files"),
        ("bundle = ['nndl/*.py']", "bundle = []", "must be a list of globs"),
        ("points = 1", "points = -1", "exercise 1: points is -1, but must be a number above 0"),
        ("points = 1", "", "exercise 1 does not say 'points'"),
        ('cells = ["all"]', 'cells = "all"', "must be a list of grade_ids"),
        ("[[exercises]]", "[exercises]", "must be tables"),
        ("order = 2", "order", "cannot be read"),
    ],
)
def test_what_is_wrong_is_refused_with_its_name(said, old, new, why):
    with pytest.raises(CourseError, match=r"assignment\.toml") as error:
        said(old, new)
    assert why in str(error.value)


def test_assignments_come_in_their_order_and_no_two_at_once(tmp_path, describe):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    for order, name in enumerate(["second", "first", "third"]):
        describe(tmp_path, name, [2, 1, 3][order], ["nndl/layers.py"])
    assert list(Course.load(tmp_path).assignments) == ["first", "second", "third"]
    describe(tmp_path, "fourth", 3, ["nndl/layers.py"])
    with pytest.raises(CourseError, match="fourth and third both have order 3"):
        assert Course.load(tmp_path).assignments


ITEM = """[[item]]
cell = "all"
points = 2
text = "says why"
"""


@pytest.fixture
def rubric(said, tmp_path):
    """A function that reads a rubric."""
    assignment = said("order = 2", "order = 2")

    def read(text):
        path = tmp_path / "rubric.toml"
        path.write_text(text)
        return read_rubric(path, assignment)

    return read


def test_a_rubric_has_the_items_of_each_question_and_need_not_be_there(rubric, said, tmp_path):
    found = rubric(ITEM + ITEM.replace("2", "-1"))
    assert found == {"all": [RubricItem("all", 2, "says why"), RubricItem("all", -1, "says why")]}
    assert read_rubric(tmp_path / "none.toml", said("order = 2", "order = 2")) == {}


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("points = 2", "points = 0", "item 1: points is 0, but must be a number, not 0"),
        ("points = 2", "points = true", "item 1: points is True, but"),
        ("points = 2", "", "item 1 does not say 'points'"),
        ('"all"', '"al"', "item 1: al is in no exercise of assignment.toml"),
        ('text = "says why"', 'texts = "says why"', "says 'texts'; what can be said is cell"),
        ('text = "says why"', 'text = ""', "text is '', but must be text"),
        ("[[item]]", "[item]", "says other things than tables"),
        ("[[item]]", "[[items]]", "says other things than tables"),
        ("cell", "cell cell", "cannot be read"),
    ],
)
def test_what_is_wrong_in_a_rubric_is_refused_with_its_name(rubric, old, new, why):
    with pytest.raises(CourseError, match=r"rubric\.toml") as error:
        rubric(ITEM.replace(old, new))
    assert why in str(error.value)
