"""The proof of hidden tests writes only when asked to, and tells in sentences what does not fit."""

import contextlib
from types import SimpleNamespace

import pytest

from autograder.authoring import prove, prove_bank
from autograder.course.config import Course, CourseError


def graded(files, description):
    """As if every submission were graded, and none diagnosed."""
    return [SimpleNamespace(named=[], unexplained={}, score=1.0) for _ in files]


def run(function, files, description):
    """As if every submission were noticed."""
    return [True for _ in files]


@pytest.fixture
def copied(copy_of_course):
    """A copy of the course with an old record of what was diagnosed."""
    (copy_of_course / "docs").mkdir()
    (copy_of_course / "docs" / "diagnosis-batchnorm.md").write_text("old")
    return Course.load(copy_of_course)


@pytest.mark.parametrize("write", [False, True])
def test_what_was_diagnosed_is_written_only_where_that_is_asked_for(copied, write):
    ((what, problem),) = prove_bank.prove_diagnosis(copied, "batchnorm", graded, write)
    written = (copied.path / "docs" / "diagnosis-batchnorm.md").read_text()
    assert what == (
        "diagnosis: 249 forms, 0 named rightly, 249 not named, 0 wrongly; "
        "55 unseen: 0 named, 0 located, 55 silent, 0 wrong"
    )
    assert ("would change: say --write" in problem, written == "old") == (not write, not write)


def test_a_form_of_no_misconception_is_told(copied):
    (copied.hidden_tests("batchnorm") / "forms" / "root_forgoten").mkdir()
    ((_, problem),) = prove_bank.prove_diagnosis(copied, "batchnorm", graded, True)
    assert "forms/root_forgoten is no misconception's" in problem


def test_an_equivalent_that_is_no_mutant_is_told(copied, monkeypatch):
    monkeypatch.setattr(prove, "mutants", lambda *_: [])
    _, (_, problem) = prove._prove_mutants(copied, "batchnorm", run)
    assert "EQUIVALENTS has ('layers.batchnorm_forward', 'if mode == " in problem
    assert problem.count("which is no mutant") == 2


def test_equivalents_that_nothing_can_prove_are_told(copied):
    path = copied.hidden_tests("batchnorm") / "equivalents.py"
    path.write_text('EQUIVALENTS = {("layers.f", "x", "y"): "why"}\n')
    with pytest.raises(CourseError, match=r"equivalents\.py lists equivalents, but has no compute"):
        list(prove._prove_mutants(copied, "batchnorm", run))


def test_every_seed_has_the_time_of_a_grading(monkeypatch):
    """Half of that time has passed whenever a seed's tests end."""
    now, left = [0.0], []

    class Tests:
        def run(self, submission, seed, until_failure):
            left.append(submission.deadline - now[0])
            now[0] += 90
            return [], []

    submission = SimpleNamespace(deadline=0.0)
    grader = SimpleNamespace(
        open=lambda _: contextlib.nullcontext(submission),
        tests=Tests(),
        sandbox=SimpleNamespace(wall_seconds=180),
    )
    monkeypatch.setattr(prove, "_grader", grader, raising=False)
    monkeypatch.setattr(prove.time, "monotonic", lambda: now[0])
    assert prove._failures({}) == []
    assert left == [180] * len(prove.SEEDS)
