"""What grading leaves: scores in the gradebook's rows, explanations and a stamp in the notebook."""

from __future__ import annotations

import html
from collections.abc import Iterable
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_grade

from ..report import Report
from ..text import clean

STAMP = "autograder"  # the metadata of a notebook that was graded to its end, and of what we add
_NOTES = 20  # of a submission, under each grade cell
_PERHAPS = "What may be behind it:"
_NOT_RUN_AGAIN = "The notebook was not re-run: its outputs are as handed in."


def grade_id(cell: NotebookNode) -> str | None:
    """The name nbgrader knows a cell by; None if it does not."""
    metadata = cell.metadata.get("nbgrader")
    name = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return name if isinstance(name, str) else None


def is_result(output: dict) -> bool:
    """Whether an output of a grade cell holds results: grading leaves no other with a stamp."""
    return STAMP in (output.get("metadata") or {})


def read_stamp(path: Path) -> dict:
    """What a graded notebook says of how it was graded; empty if it was not, to the end."""
    try:
        return nbformat.read(path, as_version=4).metadata.get(STAMP, {})
    except (OSError, ValueError):
        return {}


def read_stamps(directory: CourseDirectory, student: str, names: Iterable[str]) -> list[dict]:
    """The stamps of a student's graded notebooks, by their files' names; see read_stamp."""
    folder = directory.format_path(directory.autograded_directory, student, directory.assignment_id)
    return [read_stamp(Path(folder, name)) for name in names]


def record_score(grade, report: Report) -> None:
    """Write into a gradebook row what a Report gives.

    A person's score in it stays and counts; who overruled the tests looks again if these changed
    their mind.
    """
    before, earned = grade.auto_score, report.grades.get(grade.name)
    grade.auto_score = None if earned is None else earned["score"]
    wait_for_a_person(grade, grade.auto_score != before)


def wait_for_a_person(grade, changed: bool) -> None:
    """Say whether a row waits for a person: to score it, or to look at their score again.

    nbgrader takes needs_manual_grade back when a person enters something, and nothing else does.
    """
    if grade.manual_score is None:
        grade.needs_manual_grade = grade.auto_score is None
    elif changed:
        grade.needs_manual_grade = True


def explain_all(nb, report: Report) -> None:
    """Put an explanation under each grade cell of a graded notebook, in place of an earlier one.

    It comes first: what a student's code prints there, however much, comes after it.
    """
    executed = nb.metadata[STAMP]["executed"]
    for cell in nb.cells:
        name = grade_id(cell)
        if name is not None and is_grade(cell) and cell.cell_type == "code":
            others = [each for each in cell.outputs if not is_result(each)]
            cell.outputs = [explain(report, name, executed), *others]


def explain(report: Report, name: str, executed: bool):
    """The output that tells a student what each test of a grade cell found.

    Args:
        report: the submission's Report.
        name: the grade cell's grade_id.
        executed: whether the notebook was run when it was graded.

    Returns:
        A notebook output, as a table and as plain text.
    """
    grade = report.grades.get(name, {"score": 0, "max_score": 0})
    head = f"{grade['score']:g} of {grade['max_score']:g} points from the hidden tests"
    if reckoning := report.reckoning(name):
        head = f"{head}: {reckoning}"
    hints = [f"{_PERHAPS} {each['hint']}" for each in report.diagnosis.get(name, [])]
    notes = [clean(note) for note in report.notes[:_NOTES]]
    if more := len(report.notes) - len(notes):
        notes.append(f"… and {more:,} more remarks")
    remarks = [*notes, *([] if executed else [_NOT_RUN_AGAIN])]
    rows, lines = [], []
    for test in report.tests:
        if test.grade_id == name:
            earned = f"{test.points if test.passed else 0:g} / {test.points:g}"
            passed = f"passed: {test.remark}" if test.remark else "passed"
            outcome = passed if test.passed else test.message
            rows.append(
                f"<tr><td>{html.escape(test.name)}</td><td>{earned}</td>"
                f"<td>{html.escape(outcome).replace(chr(10), '<br>')}</td></tr>"
            )
            indented = outcome.replace("\n", "\n      ")
            lines.append(f"  {earned}  {test.name}: {indented}")
    table = (
        f"<b>{head}</b>"
        + _lines_of_html(hints)
        + "<table><tr><td><b>test</b></td><td><b>points&nbsp;</b></td><td><b>outcome</b></td></tr>"
        + f"{''.join(rows)}</table>"
        + _lines_of_html(remarks)
    )
    data = {"text/html": table, "text/plain": "\n".join([head, *hints, *lines, *remarks])}
    return new_output("display_data", data=data, metadata={STAMP: {}})


def _lines_of_html(texts: list[str]) -> str:
    return "".join(f"<div>{html.escape(text)}</div>" for text in texts)
