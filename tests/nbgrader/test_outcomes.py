"""A class in which each student breaks another step of grading: an outcome each, and no other's."""

import importlib.util
import json
import subprocess
import sysconfig
from pathlib import Path

import pytest

from autograder.course.config import Course
from autograder.overview.attention import unsettled

_spec = importlib.util.spec_from_file_location("steps", Path(__file__).with_name("broken_steps.py"))
steps = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(steps)

WHOLE = ("ada", "bo")
POINTS = 10
BREAK = """
import importlib.util
_spec = importlib.util.spec_from_file_location("broken_steps", {path!r})
_steps = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_steps)
_steps.break_steps()
"""


@pytest.fixture(scope="module")
def classroom(make_classroom, reference):
    """A class of the right solution, handed in by one student for each step, and by two others."""
    classroom = make_classroom()
    for student in (*WHOLE, *steps.ALL):
        text = f"{reference['nndl/layers.py']}\n# {student}\n"
        folder = classroom.hand_in(student, {**reference, "nndl/layers.py": text})
        (folder / "timestamp.txt").write_text("2026-01-01 12:00:00 UTC")
    classroom.config = classroom.root / "nbgrader_config.py"
    classroom.good = classroom.config.read_text()
    return classroom


@pytest.fixture
def broken(classroom):
    """The class while the steps are broken."""
    path = str(Path(__file__).with_name("broken_steps.py"))
    classroom.config.write_text(classroom.good + BREAK.format(path=path))
    yield classroom
    classroom.config.write_text(classroom.good)


def run(classroom, *arguments):
    command = [Path(sysconfig.get_path("scripts")) / "autograder", *map(str, arguments)]
    return subprocess.run(command, cwd=classroom.root, capture_output=True, text=True, timeout=900)


def assert_not_graded(report, step):
    assert (report["status"], report["tests"], report["score"]) == ("not graded", [], 0), step
    assert report["errors"][0].startswith("the grader itself failed at this submission: "), step
    assert "\n" not in report["errors"][0]
    assert step.rpartition(".")[2] in report["errors"][1] or "broken_steps" in report["errors"][1]


def test_autograder_grade_has_an_outcome_for_each_and_exits_with_1(broken, tmp_path):
    students = (*WHOLE, *steps.ALL)
    folders = [broken.root / "submitted" / student / "toy" for student in students]
    done = run(broken, "grade", "toy", *folders, "--seed", 7, "--json", tmp_path / "all.json")
    lost = {*steps.EVALUATING, *steps.BOTH, *steps.GRADE}
    assert done.returncode == 1
    said = done.stderr.splitlines()[-1]
    assert f"{len(lost)} of {len(students)} submissions could not be graded" in said
    reports = json.loads((tmp_path / "all.json").read_text())
    assert [report["submission"] for report in reports] == list(map(str, folders))
    for student, report in zip(students, reports, strict=True):
        if student in lost:
            assert_not_graded(report, student)
        else:
            assert (report["status"], report["score"]) == ("graded", POINTS), student


def test_nbgrader_autograde_has_an_outcome_for_each_and_the_next_run_grades_all(broken):
    students = (*WHOLE, *steps.ALL)
    lost = {*steps.EVALUATING, *steps.BOTH, *steps.AUTOGRADE}
    said = broken.nbgrader("autograde", "toy", "--no-execute", ok=False).splitlines()
    rows = [line.split()[0] for line in said if line.endswith("  not graded")]
    assert set(rows) == lost
    assert not any(line.startswith(("Traceback", "  File")) for line in said)
    assert "next: nbgrader autograde toy, which takes up what is not graded" in said
    broken.config.write_text(broken.good)  # or loading the course would break steps of this process
    waiting = unsettled(Course.load(broken.root), "toy")
    for student in students:
        score = sum(filter(None, broken.scores(student).values()))
        if student in lost:
            assert_not_graded(broken.report(student), student)
            assert not (broken.root / "autograded" / student / "toy").exists()
            assert student in waiting["the grader itself failed"]
        else:
            assert (score, broken.report(student)["status"]) == (POINTS, "graded"), student
            assert not any(student in waiting[reason] for reason in waiting if "failed" in reason)

    broken.nbgrader("autograde", "toy", "--no-execute")
    for student in students:
        assert sum(filter(None, broken.scores(student).values())) == POINTS
        assert broken.report(student)["status"] == "graded"
