"""Stands where nbgrader would read scores from cell outputs: writes what the hidden tests gave."""

from __future__ import annotations

import hashlib
import html
import json
from pathlib import Path

import nbformat
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum, is_grade, is_solution

from .notebook import grade_id
from .report import Report
from .text import clean

STAMP = "autograder"  # the metadata of a notebook that was graded to its end, and of what we add
_NOTES = 20  # of a submission, under each grade cell
_PERHAPS = "What may be behind it:"
_NOT_RUN_AGAIN = "The notebook was not re-run: its outputs are as handed in."


class RecordGrades(NbGraderPreprocessor):
    """Grades a submission's modules; writes its gradebook rows, its Report and its explanations.

    The exporter it belongs to provides the grading. Every grade row is written, whether or not its
    cell is still in the notebook, and no score comes from a cell's output. Written answers are left
    to a human, but for those left blank where nothing else of the notebook can be the answer.
    """

    def preprocess(self, nb, resources):
        about = resources["nbgrader"]
        earlier = self.parent.earlier_report(about["student"])
        report = self.parent.grade(about["student"])
        answers = {
            grade_id(cell): cell for cell in nb.cells if is_grade(cell) and is_solution(cell)
        }
        elsewhere = self.parent.answers_elsewhere(about["student"], about["notebook"])
        report.answers.update({name: _digest(cell, elsewhere) for name, cell in answers.items()})
        blank = {name for name, cell in answers.items() if not elsewhere and _is_blank(cell)}
        gradebook = self.parent.gradebook
        gradebook.db.rollback()  # what another student's failure may have left
        notebook = gradebook.find_submission_notebook(
            about["notebook"], about["assignment"], about["student"]
        )
        for grade in notebook.grades:
            if grade.name in answers:
                grade.auto_score = 0 if grade.name in blank else None
                _wait_for_a_person(grade, _answer_changed(earlier, report, grade.name))
            else:
                record_score(grade, report)
                _wait_for_a_person(grade, _code_changed(earlier, report))
        for comment in notebook.comments:
            comment.auto_comment = "No response." if comment.name in blank else None
        gradebook.db.commit()
        self.parent.keep(report)
        nb.metadata[STAMP] = {
            **self.parent.stamp(about["student"]),
            "executed": about.get("executed", False),
        }
        explain_all(nb, report)
        return nb, resources


def read_stamp(path: Path) -> dict:
    """What a graded notebook says of how it was graded; empty if it was not, to the end."""
    try:
        return nbformat.read(path, as_version=4).metadata.get(STAMP, {})
    except (OSError, ValueError):
        return {}


def record_score(grade, report: Report) -> None:
    """Write into a gradebook row what the tests gave.

    A person's score in it stays and counts; who overruled the tests looks again if these changed
    their mind.
    """
    before, earned = grade.auto_score, report.grades.get(grade.name)
    grade.auto_score = None if earned is None else earned["score"]
    _wait_for_a_person(grade, grade.auto_score != before)


def _wait_for_a_person(grade, changed: bool) -> None:
    """Say whether a row waits for a person: to score it, or to look at their score again.

    nbgrader takes needs_manual_grade back when a person enters something, and nothing else does.
    """
    if grade.manual_score is None:
        grade.needs_manual_grade = grade.auto_score is None
    elif changed:
        grade.needs_manual_grade = True


def _answer_changed(earlier: Report | None, report: Report, name: str) -> bool:
    return earlier is None or earlier.answers.get(name) != report.answers[name]


def _code_changed(earlier: Report | None, report: Report) -> bool:
    return earlier is None or earlier.hashes.get("submission") != report.hashes["submission"]


def _is_blank(cell) -> bool:
    untouched = cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
    return untouched and not cell.get("attachments")


def _digest(cell, elsewhere: str) -> str:
    """What identifies an answer: its text, its pictures, and what else may belong to it."""
    answer = [cell.source, cell.get("attachments"), elsewhere]
    return hashlib.sha256(json.dumps(answer, sort_keys=True).encode()).hexdigest()


def explain_all(nb, report: Report) -> None:
    """Put an explanation under each grade cell of a graded notebook, in place of an earlier one.

    It comes first: what a student's code prints there, however much, comes after it.
    """
    executed = nb.metadata[STAMP]["executed"]
    for cell in nb.cells:
        if is_grade(cell) and cell.cell_type == "code":
            others = [each for each in cell.outputs if STAMP not in (each.get("metadata") or {})]
            cell.outputs = [explain(report, grade_id(cell), executed), *others]


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
