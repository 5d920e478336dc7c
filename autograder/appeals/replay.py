"""Shows one hidden test of one submission in full, judged again as it was judged.

A student's appeal is answered from the test itself, what it passed to the student's functions, what
came back, and where it failed. None of that is for the student to see.
"""

from __future__ import annotations

import ast
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ..course.config import Course, CourseError
from ..gradebook.database import course_directory
from ..gradebook.graded import read_stamps
from ..grading.grader import Grader
from ..intake.submitted import matched_submissions, released_notebooks, take_in
from ..judging.plugin import Finding, sentence
from ..report import read_report
from ..sandbox.inside import wire
from ..sandbox.inside.messages import Request, Value, unpack_answer
from ..text import clean

_MOST = 20_000  # characters of one value


def replay(course: Course, assignment: str, student: str, test: str) -> Iterator[str]:
    """Run a test again; yields what there is to see, paragraph by paragraph.

    Args:
        course, assignment: where it belongs.
        student: whose submission.
        test: the test's name, as a Report has it.

    Raises:
        CourseError: there is no such Report, submission or test.
        SandboxError: student code cannot be confined here.
    """
    course.check_assignment(assignment)
    report = read_report(course.reports(assignment), student)
    directory = course_directory(course, assignment)
    directory.student_id = student
    submissions = matched_submissions(directory, logging.getLogger("autograder.replay"))
    if report is None or student not in submissions:
        raise CourseError(
            f"{student!r} has not been graded for {assignment}: look whether the name is right, or "
            f"run nbgrader autograde {assignment}"
        )
    with Grader(course, assignment, report.seed) as grader:
        released = released_notebooks(grader.intake.release)
        stamps = read_stamps(directory, student, [path.name for path in released])
        taken = take_in(grader.intake, released, submissions[student], student)
        changed = [
            what for what, value in grader.hashes.items() if report.hashes.get(what) != value
        ]
        changed += [] if taken.is_what_was_graded(stamps) else ["submission"]
        yield f"{student}, {test!r}, seed {report.seed}"
        for what in changed:
            yield f"The {what} changed since the Report was made; this is what it gives now."
        judgement = grader.judge(taken.staged)
    findings = [finding for finding in judgement.findings if finding.result.name == test]
    if not findings:
        names = ", ".join(repr(each.name) for each in report.tests)
        raise CourseError(f"there is no test {test!r}; the Report names {names}")
    yield from _sources(grader.tests.folder, test)
    for finding in findings:
        yield from _show(finding)
    if printed := judgement.printed:
        yield f"The student's code printed:\n{clean(printed, _MOST)}"


def _sources(folder: Path, test: str) -> Iterator[str]:
    for path in sorted(folder.glob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef) and sentence(node.name) == test.partition(" (")[0]:
                yield f"{path}:{node.lineno}\n{ast.get_source_segment(text, node)}"


def _show(finding: Finding) -> Iterator[str]:
    result = finding.result
    outcome = "passed" if result.passed else "failed"
    yield f"It {outcome}, {result.points:g} points in {result.grade_id}. {result.remark}".strip()
    for number, (request, answer) in enumerate(finding.exchanges, start=1):
        _, operation, operands, _ = Request.unpack(request)
        yield f"{number}. {operation} {_value(operands)}\n   → {_answer(answer)}"
    if finding.error is not None:
        yield "".join(traceback.format_exception(finding.error)).rstrip()


def _answer(answer: bytes | None) -> str:
    if answer is None:
        return "no answer"
    try:
        found = unpack_answer(answer)
    except wire.ProtocolError:
        return "an answer that is none"
    if isinstance(found, Value):
        return f"{_value(found.value)}, changed: {_value(found.changed)}"
    return f"{_value(found.message)} {_value(found.frames)}"


def _value(value) -> str:
    with np.printoptions(threshold=2000, precision=8, linewidth=100):
        return clean(str(value), _MOST)
