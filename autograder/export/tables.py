"""Marks going out of nbgrader's gradebook: a table for people, and results for Gradescope.

An export takes late penalties anew before it reads the gradebook. What is yet to be graded by hand
counts 0 in no total that leaves it, unless that is asked for.
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
from ..gradebook.database import (
    cells_in_order,
    course_directory,
    open_gradebook,
    penalty,
    total,
    waiting,
)
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


def write_table(course: Course, assignment: str, path: Path, anyway: bool = False) -> list[str]:
    """Write a CSV with a row for each student of the gradebook, handed in or not.

    Text is one line, and what a spreadsheet would take for a formula has an apostrophe before it.

    Args:
        anyway: count what is yet to be graded by hand as the gradebook does, as 0 if nobody has
            read it; else it is blank, and so is the total.

    Returns:
        The students whose total is blank for that.

    Raises:
        CourseError: there is no such assignment, no gradebook that has it, or somebody's marks
            could not be had; the others' are written.
    """
    problems, unread = [], []
    content = io.StringIO(newline="")
    with settled_gradebook(course, assignment) as (gradebook, failed):
        titles = _titles(course.assignments[assignment], gradebook)
        headings = _headings(titles.values())
        table = csv.writer(content, lineterminator="\n")
        table.writerow(map(_safe, headings))

        def marks_of(student):
            if student in failed:
                raise failed[student]
            try:
                submission = gradebook.find_submission(assignment, student)
            except MissingEntry:
                return {"status": "not handed in"}
            by_hand = [] if anyway else [grade.name for grade in waiting(submission)]
            unread.extend([student] if by_hand else [])
            return _marks(course, submission, titles, by_hand)

        def left_out(student, error):
            problems.append(f"{student}: {explained(error)[0]}")
            return {"status": "not exported"}

        for student in gradebook.students:
            marks = attempt(partial(marks_of, student.id), partial(left_out, student.id))
            about = [student.id, student.first_name, student.last_name]
            values = [marks.get(heading) for heading in headings[len(about) :]]
            table.writerow(map(_safe, [*about, *values]))
    write_atomically(path, content.getvalue().encode())
    if problems:
        raise CourseError(f"{path} lacks the marks of {len(problems)}: {'; '.join(problems)}")
    return unread


def _titles(about, gradebook) -> dict[str, str]:
    """What people call each grade cell, by its name."""
    return {name: about.titles.get(name, name) for name in cells_in_order(gradebook, about)}


def _headings(titles):
    for_each = [f"{title}: {what}" for title in titles for what in ("auto", "manual", "total")]
    after = ["late penalty", "total", "max", "to grade by hand", "status", "graded", "diagnosis"]
    return ["student", "first name", "last name", *for_each, *after, "prices"]


def _marks(course, submission, titles, by_hand):
    """A student's marks, by heading."""
    student, assignment = submission.student.id, submission.name
    marks = {
        "late penalty": penalty(submission),
        "total": None if by_hand else total(submission),
        "max": submission.max_score,
        "to grade by hand": "; ".join(titles[name] for name in by_hand),
    }
    for grade in (grade for book in submission.notebooks for grade in book.grades):
        title = titles[grade.name]
        marks[f"{title}: auto"], marks[f"{title}: manual"] = grade.auto_score, grade.manual_score
        marks[f"{title}: total"] = None if grade.name in by_hand else grade.score
    report = read_report(course.reports(assignment), student)
    if report is None:
        return {**marks, "status": "not graded"}
    graded = last_run(course.reports(assignment), student)
    return {
        **marks,
        "status": report.status,
        "graded": f"{graded:%Y-%m-%d %H:%M:%S} UTC" if graded else None,
        "diagnosis": "; ".join(report.named),
        "prices": "; ".join(f"{titles[name]}: {report.reckoning(name)}" for name in report.prices),
    }


def _safe(value):
    """The value as a spreadsheet shows it and does not compute it: numbers stay numbers."""
    if not isinstance(value, str):
        return value
    return _FORMULA.sub(r"\1'", " ".join(clean(value).split()))


def write_gradescope(
    course: Course, assignment: str, folder: Path, anyway: bool = False
) -> tuple[list[str], list[str]]:
    """Write <student>/results.json, as Gradescope's autograders give it, for each submission.

    Args:
        anyway: also for those of whom something is yet to be graded by hand.

    Raises:
        CourseError: there is no such assignment, or no gradebook that has it.

    Returns:
        The students who handed in and have no Report, or whose marks could not be had, and those
        of whom something is yet to be graded by hand: for neither is anything written.
    """
    without, unread = [], []
    with settled_gradebook(course, assignment) as (gradebook, failed):
        titles = _titles(course.assignments[assignment], gradebook)
        for submission in gradebook.assignment_submissions(assignment):
            student = submission.student.id
            (folder / student / "results.json").unlink(missing_ok=True)
            if not anyway and waiting(submission):
                unread.append(student)
                continue
            written = student not in failed and attempt(
                partial(_write_results, course, submission, titles, folder / student),
                lambda error: False,
            )
            if not written:
                without.append(student)
    return without, unread


def _write_results(course, submission, titles, folder) -> bool:
    """Write a student's results.json, if there is a Report to make it of; whether there was."""
    report = read_report(course.reports(submission.name), submission.student.id)
    if report is None or report.status == "not graded":
        return False
    folder.mkdir(parents=True, exist_ok=True)
    content = json.dumps(_results(submission, report, titles), indent=1)
    write_atomically(folder / "results.json", content.encode())
    return True


def _results(submission, report: Report, titles) -> dict:
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
        "tests": [*_tests(submission, report, titles)],
    }


def _tests(submission, report, titles):
    grades = {grade.name: grade for book in submission.notebooks for grade in book.grades}
    for number, (name, title) in enumerate(titles.items(), 1):
        grade = grades[name]
        tests = [test for test in report.tests if test.grade_id == name]
        for part, test in enumerate(tests, 1):
            yield {
                "score": test.points if test.passed else 0.0,
                "max_score": test.points,
                "status": "passed" if test.passed else "failed",
                "name": f"{title}: {test.name}",
                "number": f"{number}.{part}",
                "output": test.remark if test.passed else test.message,
                "visibility": "visible",
            }
        found = report.grades.get(name, {"score": 0.0, "tests": 0.0})
        if reckoning := report.reckoning(name):
            yield {
                "score": found["score"] - found["tests"],
                "max_score": 0.0,
                "name": f"{title}: known mistakes",
                "number": f"{number}.{len(tests) + 1}",
                "output": reckoning,
                "visibility": "visible",
            }
        by_hand = grade.score - found["score"]
        if by_hand or not tests:
            yield {
                "score": by_hand,
                "max_score": grade.max_score - sum(test.points for test in tests),
                "name": f"{title}: by hand",
                "number": f"{number}.{len(tests) + 1 + bool(reckoning)}",
                "output": _comment(grade),
                "visibility": "visible",
            }


def _comment(grade):
    comments = [each.comment for each in grade.notebook.comments if each.name == grade.name]
    return "\n".join(filter(None, comments))
