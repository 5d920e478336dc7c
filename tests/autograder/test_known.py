"""What is made of the reference is kept, each of what it was made of."""

import pytest

from autograder.course.config import Course, CourseError
from autograder.judging.known import Known
from autograder.judging.misconceptions import Misconception
from autograder.judging.reference import read_library
from autograder.judging.search import Variant
from tests.helpers import ROOT, make_course

LAYERS = "nndl/layers.py"


@pytest.fixture
def known(tmp_path):
    """What is known of the toy assignment, a solution written otherwise included."""
    course = Course.load(make_course(tmp_path, ROOT / "tests/toy"))
    with (course.hidden_tests("toy") / "misconceptions.py").open("a") as bank:
        bank.write('SEARCHED = ["outer"]\n')
    return Known(course, "toy", library := read_library(course), {LAYERS: library[LAYERS].encode()})


def mistake(old, new, **more):
    return Misconception("odd", {"layers.scale_backward": {old: new}}, (), "", **more)


def test_a_library_with_a_mistake_in_it_is_kept_apart_from_every_other(known):
    known.others = [{**known.library, LAYERS: known.library[LAYERS] + "\nOTHER = True\n"}]
    for base in map(Variant, (known.library, *known.others)):
        for each in (
            mistake("return dx, dw", "return dw, dx"),
            mistake("return dx, dw", "return dx, dx"),
            mistake("return dx, dw", "return dx, dx", imports={"layers": "import math"}),
        ):
            variant = known.variant(base, each)
            assert variant == base.make([each])
            assert known.variant(base, each) is variant


def test_what_a_backward_pass_is_compared_with_is_not_forgotten(known):
    exact = Variant(known.library, frozenset({"layers.scale_forward"}))
    each = mistake("return dx, dw", "return dw, dx")
    assert known.variant(exact, each) == exact.make([each])


def test_edits_are_those_of_the_function_and_the_library_asked_about(known):
    def lines(number, subject):
        return {edit.old.strip() for edit, _ in known.edits(number, f"layers.{subject}")}

    assert "out = x * w" in lines(0, "scale_forward")
    assert "dx = dout * w" in lines(0, "scale_backward")
    assert not lines(0, "scale_forward") & lines(0, "scale_backward")
    assert any("einsum" in each for each in lines(1, "scale_forward"))


def test_an_edit_of_what_somebody_else_wrote_excuses_nothing(known):
    assert all(each.excuses for _, each in known.edits(0, "layers.scale_forward"))
    assert not any(each.excuses for _, each in known.edits(1, "layers.scale_forward"))


def test_what_is_compared_with_another_library_is_explained_by_its_edits(known):
    stands = {**known.library, LAYERS: known.library[LAYERS].replace("x * w", "x * w**2")}
    on = known.on(stands)
    assert (on.library, on.others, known.library == stands) == (stands, [], False)
    assert any("w**2" in edit.old for edit, _ in on.edits(0, "layers.scale_forward"))
    assert not any("w**2" in edit.old for edit, _ in known.edits(0, "layers.scale_forward"))


def test_an_author_says_what_a_quantity_is_called(known, monkeypatch):
    (edit, named), *_ = known.edits(0, "layers.scale_forward")
    assert (edit.quantity, "in `out`" in named.name) == ("out", True)
    monkeypatch.setattr(known, "_words", {"layers.scale_forward": {"out": "the output"}})
    assert known.mistake(edit, excuses=True, kind=False).name == "one slip in the output"


def test_a_solution_that_is_not_there_is_told(tmp_path):
    course = Course.load(make_course(tmp_path, ROOT / "tests/toy"))
    with (course.hidden_tests("toy") / "misconceptions.py").open("a") as bank:
        bank.write('SEARCHED = ["inner"]\n')
    with pytest.raises(CourseError, match="SEARCHED names 'inner', but there is no"):
        Known(course, "toy", read_library(course), {})
