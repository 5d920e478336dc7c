"""Hidden tests are collected, counted and run; one that is not in order is the instructor's."""

import nbformat
import pytest
from nbgrader.utils import is_grade, is_solution

from autograder.course.config import Course, CourseError
from autograder.grading.grader import Grader
from autograder.intake.modules import Staged
from autograder.judging.hidden_tests import HiddenTests
from autograder.judging.reference import load_library, read_library

MARK = "import pytest\n\n\n@pytest.mark.grade('odd', points=1)\n"


def test_points_of_the_tests_sum_to_those_of_the_notebooks_cells(course):
    (path,) = course.source("batchnorm").glob("*.ipynb")
    cells = {
        cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader.points
        for cell in nbformat.read(path, as_version=4).cells
        if is_grade(cell) and not is_solution(cell)
    }
    points = HiddenTests(course, "batchnorm").points()
    assert points == cells
    assert sum(points.values()) == 80


DISORDER = {
    "unmarked": ("def test_unmarked(nndl): pass", r"test_unmarked needs @pytest\.mark\.grade"),
    "pointless": (f"{MARK.replace(', points=1', '')}def test_x(): pass", r"test_x needs @pytest"),
    "broken": ("def test_x(:", "SyntaxError"),
    "helpless": ("import gone_for_good", "gone_for_good"),
}


@pytest.mark.parametrize("kind", DISORDER)
def test_hidden_tests_that_are_not_in_order_are_an_error_that_says_so(copy_of_course, kind):
    text, said = DISORDER[kind]
    (copy_of_course / f"tests/hidden/batchnorm/test_{kind}.py").write_text(text)
    with pytest.raises(CourseError, match=f"(?s)cannot be run: .*{said}"):
        HiddenTests(Course.load(copy_of_course), "batchnorm").points()


def grade_with(copy_of_course, name, text):
    """Grade the reference with one more hidden test; the Report."""
    path = copy_of_course / f"tests/hidden/batchnorm/test_{name}.py"
    path.write_text(f"{MARK}def test_{name}{text}\n")
    with Grader(Course.load(copy_of_course), "batchnorm", 1) as grader:
        return grader.grade(copy_of_course)


MISTAKES = {
    "at_once": ("(nndl):\n    1 / 0", "ZeroDivisionError at {}:6: division by zero"),
    "fixture": ("(nndl, gone):\n    pass", "FixtureLookupError at {}: "),
    "name": ("(nndl):\n    nndl.layers.np\n    undefined", "NameError at {}:7: name 'undefined"),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_in_a_hidden_test_that_no_submission_can_cause_ends_grading(copy_of_course, kind):
    text, said = MISTAKES[kind]
    with pytest.raises(CourseError) as raised:
        grade_with(copy_of_course, kind, text)
    where = said.format(copy_of_course / f"tests/hidden/batchnorm/test_{kind}.py")
    assert str(raised.value).startswith(
        f"the hidden test {kind.replace('_', ' ')!r} is wrong: {where}"
    )


def test_what_a_hidden_test_cannot_use_is_told_to_the_instructor(copy_of_course):
    report = grade_with(copy_of_course, "use", "(nndl):\n    len(nndl.layers.softmax_loss)")
    path = copy_of_course / "tests/hidden/batchnorm/test_use.py"
    assert [error.partition(": ")[0] for error in report.errors] == [f"TypeError at {path}:6"]
    assert [test.name for test in report.tests if not test.passed] == ["use"]


def test_a_library_with_a_mistake_in_it_may_raise_before_a_submission_is_asked(copy_of_toy):
    case = f"{MARK}def test_alone(nndl, reference):\n    reference.layers.scale_forward(1, 2)\n"
    (copy_of_toy / "tests/hidden/toy/test_alone.py").write_text(case)
    course = Course.load(copy_of_toy)
    files = read_library(course)
    text = files["nndl/layers.py"].replace("out = x * w", "rows, columns = x.shape")
    mistaken = load_library({**files, "nndl/layers.py": text})
    staged = Staged("ada", {path: text.encode() for path, text in files.items()})
    with Grader(course, "toy", 1) as grader, grader.open(staged) as submission:
        findings, errors = grader.tests.run(
            submission, 1, only=[("odd", "alone")], reference=mistaken
        )
    assert [finding.result.passed for finding in findings] == [False]
    assert "AttributeError" in errors[0]


def test_only_the_test_of_one_cell_runs_where_another_has_a_test_of_its_name(copy_of_toy):
    folder = copy_of_toy / "tests/hidden/toy"
    (folder / "test_odd.py").write_text(f"{MARK}def test_alone(): pass")
    (folder / "test_even.py").write_text(f"{MARK}def test_alone(): pass".replace("odd", "even"))
    with Grader(Course.load(copy_of_toy), "toy", 1) as grader:
        staged = Staged("ada", {"nndl/layers.py": b""})
        with grader.open(staged) as submission:
            findings, _ = grader.tests.run(submission, 1, only=[("even", "alone")])
    assert [finding.key for finding in findings] == [("even", "alone")]


def test_what_happens_when_a_submission_is_asked_is_never_the_tests_mistake(
    grader, submission, reference, monkeypatch
):
    def fail(*_):
        raise NameError("of ours")

    monkeypatch.setattr("autograder.student.submission.Submission._bury_if_dead", fail)
    report = grader.grade(submission(reference))
    assert report.score == 0
    assert all(error.startswith("NameError at ") for error in report.errors)


def test_hidden_tests_of_one_name_in_two_places_are_not_mixed_up(copy_of_course):
    tests = HiddenTests(Course.load(copy_of_course), "batchnorm")
    path = copy_of_course / "tests/hidden/batchnorm/test_twice.py"
    path.write_text(f"{MARK}def test_first(): pass")
    assert tests.points()["odd"] == 1
    path.write_text(f"{MARK.replace('points=1', 'points=22')}def test_second(): pass")
    assert tests.points()["odd"] == 22


def test_every_test_is_given_inputs_of_its_own(copy_of_course):
    draw = "(rng):\n    assert False, str(rng.integers(10**9))"
    path = copy_of_course / "tests/hidden/batchnorm/test_draws.py"
    path.write_text(f"{MARK}def test_one{draw}\n\n\n{MARK}def test_two{draw}\n")
    with Grader(Course.load(copy_of_course), "batchnorm", 1) as grader:
        tests = grader.grade(copy_of_course).tests
    one, two = [test.message.splitlines()[0] for test in tests if test.grade_id == "odd"]
    assert one != two
