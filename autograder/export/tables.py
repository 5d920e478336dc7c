"""Marks going out of nbgrader's gradebook: a table for people, and results for Gradescope.

An export takes late penalties anew before it reads the gradebook.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

from ..course.config import Course, CourseError
from ..files import write_atomically
from ..gradebook.database import course_directory, open_gradebook, penalty, total
from ..gradebook.late import settle_penalties
from ..outcome import attempt, explained
from ..report import Report, last_run, read_report
from ..text import clean

# Where a cell starts that a spreadsheet computes; in some languages it splits at semicolons.
_FORMULA = re.compile(r"(^|[,;|])(?=\s*[=+@\uff1d\uff0b\uff0d\uff20-])")


@contextmanager
def settled_gradebook(
    course: Course, assignment: str
) -> Iterator[tuple[Gradebook, dict[str, Exception]]]:
    """The gradebook, when the assignment's late penalties have been taken anew.

    Yields:
        The gradebook, and the students whose penalty could not be taken, whose marks are therefore
        not to leave it, each with what was raised.

    Raises:
        CourseError: there is no such assignment, or no gradebook that has it.
    """
    course.check_assignment(assignment)
    failed = settle_penalties(course, assignment)
    with open_gradebook(course_directory(course, assignment)) as gradebook:
        yield gradebook, failed


def write_table(course: Course, assignment: str, path: Path) -> None:
    """Write a CSV with a row for each student of the gradebook, handed in or not.

    Text is one line, and what a spreadsheet would take for a formula has an apostrophe before it.

    Raises:
        CourseError: there is no such assignment, no gradebook that has it, or somebody's marks
            could not be had; the others' are written.
    """
    problems = []
    content = io.StringIO(newline="")
    with settled_gradebook(course, assignment) as (gradebook, failed):
        cells = [
            cell
            for notebook in gradebook.find_assignment(assignment).notebooks
            for cell in notebook.grade_cells
        ]
        table = csv.writer(content, lineterminator="\n")
        table.writerow(map(_safe, _headings([cell.name for cell in cells])))
        nothing = [None] * (3 * len(cells) + 3)

        def marks_of(student):
            if student in failed:
                raise failed[student]
            try:
                submission = gradebook.find_submission(assignment, student)
            except MissingEntry:
                return [*nothing, "not handed in", None, None, None]
            return _marks(course, submission, cells)

        def left_out(student, error):
            problems.append(f"{student}: {explained(error)[0]}")
            return [*nothing, "not exported", None, None, None]

        for student in gradebook.students:
            marks = attempt(partial(marks_of, student.id), partial(left_out, student.id))
            about = [student.id, student.first_name, student.last_name]
            table.writerow(map(_safe, [*about, *marks]))
    write_atomically(path, content.getvalue().encode())
    if problems:
        raise CourseError(f"{path} lacks the marks of {len(problems)}: {'; '.join(problems)}")


def _headings(cells):
    for_each = [f"{name} {what}" for name in cells for what in ("auto", "manual", "total")]
    after = ["late penalty", "total", "max", "status", "graded", "diagnosis", "prices"]
    return ["student", "first name", "last name", *for_each, *after]


def _marks(course, submission, cells):
    student, assignment = submission.student.id, submission.name
    grades = {grade.cell_id: grade for book in submission.notebooks for grade in book.grades}
    marks = []
    for cell in cells:
        grade = grades[cell.id]
        marks += [grade.auto_score, grade.manual_score, grade.score]
    marks += [penalty(submission), total(submission), submission.max_score]
    report = read_report(course.reports(assignment), student)
    if report is None:
        return [*marks, "not graded", None, None, None]
    named = {each["name"] for found in report.diagnosis.values() for each in found}
    graded = last_run(course.reports(assignment), student)
    when = f"{graded:%Y-%m-%d %H:%M:%S} UTC" if graded else None
    prices = "; ".join(f"{name}: {report.reckoning(name)}" for name in report.prices)
    return [*marks, report.status, when, "; ".join(sorted(named)), prices]


def _safe(value):
    """The value as a spreadsheet shows it and does not compute it: numbers stay numbers."""
    if not isinstance(value, str):
        return value
    return _FORMULA.sub(r"\1'", " ".join(clean(value).split()))


def write_gradescope(course: Course, assignment: str, folder: Path) -> list[str]:
    """Write <student>/results.json, as Gradescope's autograders give it, for each submission.

    Raises:
        CourseError: there is no such assignment, or no gradebook that has it.

    Returns:
        The students who handed in and have no Report, or whose marks could not be had, for whom
        nothing is written.
    """
    without = []
    with settled_gradebook(course, assignment) as (gradebook, failed):
        for submission in gradebook.assignment_submissions(assignment):
            student = submission.student.id
            written = student not in failed and attempt(
                partial(_write_results, course, submission, folder / student), lambda error: False
            )
            if not written:
                without.append(student)
    return without


def _write_results(course, submission, folder) -> bool:
    """Write a student's results.json, if there is a Report to make it of; whether there was."""
    report = read_report(course.reports(submission.name), submission.student.id)
    if report is None or report.status == "not graded":
        return False
    folder.mkdir(parents=True, exist_ok=True)
    content = json.dumps(_results(submission, report), indent=1)
    write_atomically(folder / "results.json", content.encode())
    return True


def _results(submission, report: Report) -> dict:
    """What a student may read: of the Report no seed, no errors of ours, and nothing printed."""
    late = penalty(submission)
    remarks = [*report.notes, *([f"Late: {late:g} points less."] if late else [])]
    return {
        "score": total(submission),
        "execution_time": report.seconds,
        "output": "\n".join(remarks),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [*_tests(submission, report)],
    }


def _tests(submission, report):
    grades = [grade for book in submission.notebooks for grade in book.grades]
    for number, grade in enumerate(grades, 1):
        tests = [test for test in report.tests if test.grade_id == grade.name]
        for part, test in enumerate(tests, 1):
            yield {
                "score": test.points if test.passed else 0.0,
                "max_score": test.points,
                "status": "passed" if test.passed else "failed",
                "name": f"{grade.name}: {test.name}",
                "number": f"{number}.{part}",
                "output": test.remark if test.passed else test.message,
                "visibility": "visible",
            }
        found = report.grades.get(grade.name, {"score": 0.0, "tests": 0.0})
        if reckoning := report.reckoning(grade.name):
            yield {
                "score": found["score"] - found["tests"],
                "max_score": 0.0,
                "name": f"{grade.name}: known mistakes",
                "number": f"{number}.{len(tests) + 1}",
                "output": reckoning,
                "visibility": "visible",
            }
        by_hand = grade.score - found["score"]
        if by_hand or not tests:
            yield {
                "score": by_hand,
                "max_score": grade.max_score - sum(test.points for test in tests),
                "name": f"{grade.name}: by hand",
                "number": f"{number}.{len(tests) + 1 + bool(reckoning)}",
                "output": _comment(grade),
                "visibility": "visible",
            }


def _comment(grade):
    comments = [each.comment for each in grade.notebook.comments if each.name == grade.name]
    return "\n".join(filter(None, comments))
