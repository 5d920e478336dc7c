"""Shows one hidden test of one submission, judged again as it was judged.

A student's appeal is answered from the test itself, what it passed to the student's functions, what
came back, and where it failed, on one screen: arrays by their shapes, and the worst entry beside
the reference's. None of that is for the student to see.
"""

from __future__ import annotations

import ast
import logging
import traceback
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from ..course.config import Course, CourseError
from ..gradebook.database import course_directory
from ..gradebook.graded import read_stamps
from ..grading.grader import Grader
from ..intake.submitted import matched_submissions, released_notebooks, take_in
from ..judging.checks import WrongValuesError
from ..judging.plugin import Finding, sentence
from ..report import read_report
from ..sandbox.inside import wire
from ..sandbox.inside.messages import Error, Request, Value, unpack_answer
from ..student.words import arguments, describe, exception
from ..text import clean

_MOST = 1_000  # characters of one call, or of a message
_MOST_PRINTED = 1_000
_LAST_CALLS = 8  # that are shown


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
        nearest = get_close_matches(test, [each.name for each in report.tests], n=3, cutoff=0)
        raise CourseError(
            f"there is no test {test!r}; the nearest are {', '.join(map(repr, nearest))}"
        )
    results = [finding.result for finding in judgement.findings]
    now = replace(report, tests=results, prices=judgement.prices())
    names: dict[int, str] = {}  # of what stays with the student's code
    for finding in judgement.findings:
        calls = _calls(finding.exchanges, names)
        if finding.result.name == test:
            result = finding.result
            where = course.assignments[assignment].titles.get(result.grade_id, result.grade_id)
            outcome = "passed" if result.passed else "failed"
            yield f"It {outcome}, {result.points:g} points in {where}. {result.remark}".strip()
            if reckoning := now.reckoning(result.grade_id):
                yield f"{where}: {reckoning}"
            yield "\n".join(calls)
            yield from _error(finding)
            yield from _frames(grader.tests.folder, finding)
    if printed := judgement.printed:
        yield f"The student's code printed:\n{clean(printed, _MOST_PRINTED)}"


def _calls(exchanges: list[tuple[bytes, bytes | None]], names: dict[int, str]) -> list[str]:
    """The last calls of the student's functions, arrays by their shapes.

    Args:
        exchanges: of one test.
        names: of what stays with the student's code, by number, as earlier tests came by it; what
            this one comes by is added.
    """
    lines: list[str] = []
    for request, answer in exchanges:
        _, operation, operands, _ = Request.unpack(request)
        found = _unpacked(answer)
        label = _label(operation, operands, names)
        if operation == "call":
            _, args, kwargs = (_said(operand, names) for operand in operands)
            label = f"{len(lines) + 1}. {label}({arguments(args, kwargs)})"
        if isinstance(found, Value):
            for each in _references(found.value):
                made = f"the {each.type_name} of call {len(lines) + 1}"
                names[each.id] = made if operation == "call" else label
        if operation == "call" or not isinstance(found, Value):
            lines.append(clean(f"{label}\n   {_outcome(found, names)}", _MOST))
    left_out = len(lines) - _LAST_CALLS
    return [*([f"… {left_out} calls before"] if left_out > 0 else []), *lines[-_LAST_CALLS:]]


def _unpacked(answer: bytes | None) -> Value | Error | None:
    try:
        return None if answer is None else unpack_answer(answer)
    except wire.ProtocolError:
        return None


def _label(operation: str, operands: list, names: dict[int, str]) -> str:
    """What was looked up or called, as a hidden test writes it."""
    if operation == "import":
        return operands[0]
    of = describe(_said(operands[0], names))
    if operation == "getattr":
        return f"{of}.{operands[1]}"
    if operation == "getitem":
        return f"{of}[{describe(_said(operands[1], names))}]"
    return of if operation == "call" else f"{of}: {operation}"


def _outcome(found: Value | Error | None, names: dict[int, str]) -> str:
    if found is None:
        return "→ no answer, or one that is none"
    if isinstance(found, Error):
        return "raised " + exception(found.message, found.frames).replace("\n", "\n   ")
    changed = [
        f"; argument {place + 1 if isinstance(place, int) else place} is now "
        + describe(_said(new, names))
        for place, new in found.changed.items()
    ]
    return f"→ {describe(_said(found.value, names))}{''.join(changed)}"


class _Words(str):
    """What is to be said of a value, in place of it."""

    __repr__ = str.__str__


def _said(value, names: dict[int, str]):
    """A value that travelled, where objects that stayed are words."""
    if isinstance(value, wire.Reference):
        if value.value is not None:
            return np.asarray(value.value)
        return _Words(names.get(value.id, f"a {value.type_name}"))
    if isinstance(value, list | tuple):
        return type(value)([_said(item, names) for item in value])
    if isinstance(value, dict):
        return {key: _said(item, names) for key, item in value.items()}
    return value


def _references(value) -> Iterator[wire.Reference]:
    if isinstance(value, wire.Reference):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _references(item)


def _error(finding: Finding) -> Iterator[str]:
    error = finding.error
    if error is None:
        return
    yield clean(str(error), _MOST)
    if isinstance(error, WrongValuesError):
        which = f"The worst entry, {list(error.place)}" if error.place else "The value"
        yield f"{which}: {error.value:.8g}; the reference has {error.expected:.8g}"


def _frames(folder: Path, finding: Finding) -> Iterator[str]:
    """The test, and where in it and in what it called beside it it failed."""
    trace = finding.error.__traceback__ if finding.error is not None else None
    frames = [each for each in traceback.extract_tb(trace) if Path(each.filename).parent == folder]
    wanted = finding.result.name.partition(" (")[0]
    for path in sorted(folder.glob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef) and sentence(node.name) == wanted:
                at = {frame.lineno for frame in frames if frame.filename == str(path)}
                lines = text.splitlines()[node.lineno - 1 : node.end_lineno]
                shown = [
                    f"{'→' if number in at else ' '} {line}"
                    for number, line in enumerate(lines, node.lineno)
                ]
                yield "\n".join([f"{path}:{node.lineno}", *shown])
    if called := [each for each in frames if sentence(each.name) != wanted]:
        places = [f"{Path(each.filename).name}:{each.lineno}  {each.line}" for each in called]
        yield "\n".join(["It called there:", *places])
