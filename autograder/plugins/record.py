"""Stands where nbgrader would read scores from cell outputs: writes what the hidden tests gave."""

from __future__ import annotations

import hashlib
import json

from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum, is_grade, is_solution

from ..gradebook.graded import STAMP, explain_all, grade_id, record_score, wait_for_a_person
from ..report import Report


class RecordGrades(NbGraderPreprocessor):
    """Grades a submission's modules; writes its gradebook rows, its Report and its explanations.

    Its exporter's ClassRun provides the grading. Every grade row is written, whether or not its
    cell is still in the notebook, and no score comes from a cell's output. Written answers are left
    to a human, but for those left blank where nothing else of the notebook can be the answer.
    """

    def preprocess(self, nb, resources):
        about = resources["nbgrader"]
        students = self.parent.students
        earlier = students.run.earlier_report(about["student"])
        report = students.grade(about["student"])
        answers = {
            grade_id(cell): cell for cell in nb.cells if is_grade(cell) and is_solution(cell)
        }
        elsewhere = students.answers_elsewhere(about["student"], about["notebook"])
        report.answers.update({name: _digest(cell, elsewhere) for name, cell in answers.items()})
        blank = {name for name, cell in answers.items() if not elsewhere and _is_blank(cell)}
        gradebook = students.gradebook
        gradebook.db.rollback()  # what another student's failure may have left
        notebook = gradebook.find_submission_notebook(
            about["notebook"], about["assignment"], about["student"]
        )
        for grade in notebook.grades:
            if grade.name in answers:
                grade.auto_score = 0 if grade.name in blank else None
                wait_for_a_person(grade, _answer_changed(earlier, report, grade.name))
            else:
                record_score(grade, report)
                wait_for_a_person(grade, _code_changed(earlier, report))
        for comment in notebook.comments:
            comment.auto_comment = "No response." if comment.name in blank else None
        gradebook.db.commit()
        students.run.keep(report)
        nb.metadata[STAMP] = {
            **students.stamp(about["student"]),
            "executed": about.get("executed", False),
        }
        explain_all(nb, report)
        return nb, resources


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
