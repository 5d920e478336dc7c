"""Each assignment of the course through the stock commands, where other tests take the toy."""

import pytest

from autograder.course.config import Course
from autograder.judging.reference import read_library
from tests.helpers import ROOT

COURSE = Course.load(ROOT)


@pytest.mark.parametrize("name", COURSE.assignments)
def test_the_reference_earns_full_marks_the_stub_none_and_both_have_feedback(classroom_of, name):
    classroom = classroom_of(name)
    classroom.hand_in("right", read_library(COURSE))
    classroom.hand_in("stub", {})
    classroom.nbgrader("autograde", name, "--no-execute")
    report, scores = classroom.report("right"), classroom.scores("right")
    assert report["score"] == report["max_score"] > 0
    assert all(scores[cell] == each["max_score"] for cell, each in report["grades"].items())
    assert set(classroom.scores("stub").values()) == {0}
    classroom.nbgrader("generate_feedback", name)
    for student in ("right", "stub"):
        assert (classroom.root / f"feedback/{student}/{name}/{classroom.notebook}.html").is_file()
