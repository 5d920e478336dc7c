"""What is unchanged is not proved anew, but for one assignment a day."""

import json
from datetime import date, timedelta

import pytest

from autograder.authoring import proofs
from autograder.course.config import Course, CourseError

PROOFS = "tests/hidden/proofs.json"


@pytest.fixture
def course(copy_of_toy, describe, monkeypatch):
    """Two assignments, the first of them proved; it is the other one's turn."""
    describe(copy_of_toy, "other", 9, ["nndl/layers.py"])
    course = Course.load(copy_of_toy)
    proofs.record(course, "toy")
    turn_to(monkeypatch, course, "other")
    return course


def turn_to(monkeypatch, course, assignment):
    names = list(course.assignments)
    days = (date(2026, 1, 1) + timedelta(days=each) for each in range(len(names)))
    day = next(day for day in days if names[day.toordinal() % len(names)] == assignment)
    monkeypatch.setattr(proofs, "date", type("Today", (), {"today": staticmethod(lambda: day)}))


def test_what_was_proved_is_due_again_on_its_day_only(course, monkeypatch):
    assert not proofs.is_due(course, "toy")
    turn_to(monkeypatch, course, "toy")
    assert proofs.is_due(course, "toy")


def test_records_of_other_assignments_stay(course):
    path = course.path / PROOFS
    path.write_text(json.dumps({"gone": "0", **json.loads(path.read_text())}))
    proofs.record(course, "toy")
    assert list(json.loads(path.read_text())) == ["gone", "toy"]


@pytest.mark.parametrize(
    ("path", "due"),
    [
        ("nndl/layers.py", True),
        ("tests/hidden/toy/test_toy.py", True),
        ("tests/hidden/toy/misconceptions.py", True),
        ("tests/hidden/toy/correct/mine/layers.py", True),
        ("tests/hidden/toy/forms/weights forgotten in dx/mine/layers.py", True),
        ("docs/diagnosis-toy.md", True),
        ("docs/prices-toy.md", True),
        ("docs/diagnosis-other.md", False),
        ("tests/hidden/other/test_other.py", False),
        ("tests/hidden/toy/__pycache__/test_toy.pyc", False),
        ("source/toy/notes.txt", False),
    ],
)
def test_what_a_proof_reads_makes_it_due(course, path, due):
    file = course.path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    text = file.read_text() if file.exists() else ""
    if path == "nndl/layers.py":
        file.write_text(text.replace("return out, (x, w)", "return (out), (x, w)"))
    else:
        file.write_text(f"{text}\n\n")
    assert proofs.is_due(Course.load(course.path), "toy") == due


def test_what_proves_makes_it_due(course, monkeypatch, tmp_path):
    (tmp_path / "prove.py").write_text("")
    monkeypatch.setattr(proofs, "_HERE", tmp_path)
    assert proofs.is_due(course, "toy")


@pytest.mark.parametrize("what", ["tests", "autograder", "course"])
def test_what_grades_makes_it_due(course, monkeypatch, what):
    init = proofs.Grader.__init__

    def changed(self, *args, **kwargs):
        init(self, *args, **kwargs)
        self.hashes[what] = "another"

    monkeypatch.setattr(proofs.Grader, "__init__", changed)
    assert proofs.is_due(course, "toy")


def test_a_copy_in_another_place_is_as_proved(course, tmp_path):
    moved = course.path.rename(tmp_path / "elsewhere")
    assert not proofs.is_due(Course.load(moved), "toy")


def test_records_that_cannot_be_read_are_told(course):
    (course.path / PROOFS).write_text("{")
    with pytest.raises(CourseError, match=r"proofs\.json is no JSON: .*; remove it"):
        proofs.is_due(course, "toy")
