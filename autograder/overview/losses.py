"""Marks lost where no misconception was found: what the Report has to say of them, one line each.

A module that cannot be imported, a stub, a crash: where one cause ends most tests, it is said once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..plugins.causes import shared_causes, without_call
from ..report import Report, TestResult

_NUMBER = re.compile(r"\d[\d.,e+-]*")


@dataclass
class Loss:
    """Marks lost without a diagnosis.

    Attributes:
        said: what is known of why, a line each.
        students: whose -> the points lost.
        cells: the grade cells they were lost in.
    """

    said: list[str]
    students: dict[str, float] = field(default_factory=dict)
    cells: dict[str, None] = field(default_factory=dict)  # an ordered set

    @property
    def points(self) -> float:
        return max(self.students.values())


def add_loss(losses: dict[str, Loss], report: Report) -> None:
    """Add what a Report says was lost without a diagnosis, to what others lost for the same cause.

    Args:
        losses: those of a class, by what is said of them.
        report: of one more student.
    """
    cells = [
        cell
        for cell, grade in report.grades.items()
        if grade["score"] < grade["max_score"] and not report.diagnosis.get(cell)
    ]
    failed = [test for test in report.tests if test.grade_id in cells and not test.passed]
    if not failed and not report.unexplained:
        return
    cause = _cause(failed)
    said = [cause] if cause else _said(report, failed)
    key = _NUMBER.sub("0", cause) if cause else "".join(said)  # numbers aside, such as of lines
    loss = losses.setdefault(key, Loss(said))
    grades = [report.grades[cell] for cell in cells]
    loss.students[report.submission] = sum(each["max_score"] - each["score"] for each in grades)
    loss.cells |= dict.fromkeys(cells)


def _cause(failed: list[TestResult]) -> str:
    """What more than half of the failed tests say alike, in a line; empty if that is nothing."""
    causes = [cause for cause in shared_causes(failed) if 2 * len(cause.tests) > len(failed)]
    return _in_a_line(causes[0].text) if causes else ""


def _said(report: Report, failed: list[TestResult]) -> list[str]:
    if report.unexplained:
        return [f"{function}: {what}" for function, what in report.unexplained.items()]
    others = len(failed) - 1
    more = f"; {others} more {'test' if others == 1 else 'tests'} failed" if others else ""
    return [f"{failed[0].name}: {_in_a_line(without_call(failed[0].message))}{more}"]


def _in_a_line(text: str) -> str:
    return "; ".join(text.splitlines())
