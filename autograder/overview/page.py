"""Makes a class's report one page: who needs help and why, marks, tests, and every student."""

from __future__ import annotations

import math
import statistics
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from ..course.config import Course
from ..files import write_atomically
from .code import write_code_pages
from .html import render as render_template
from .summary import ClassReport, gather

_BINS = 20  # of a histogram, about
_LEVELS = ("nothing", "under half", "half or more", "all", "to grade")


class Bin(NamedTuple):
    """How many totals lie in a range, and what part of the fullest range that is."""

    low: float
    high: float
    students: int
    share: float


class CellMarks(NamedTuple):
    """What a class earned in a grade cell: its mean, and how many reached which level."""

    title: str
    most: float
    mean: float | None
    levels: dict[str, int]


def write_class_report(course: Course, assignment: str) -> Path:
    """Write the page about a class, and those it leads to; returns report.html among the Reports.

    Raises:
        CourseError: there is no such assignment, or nothing of it has been graded.
    """
    path = course.reports(assignment) / "report.html"
    page = render(gather(course, assignment))
    write_code_pages(course, assignment)
    write_atomically(path, page.encode())
    return path


def render(report: ClassReport) -> str:
    """The page about a class."""
    graded = report.graded
    totals = [student.total for student in graded if student.total is not None]
    return render_template(
        "report.html.j2",
        report=report,
        now=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z"),
        mean=statistics.fmean(totals),
        median=statistics.median(totals),
        seconds=statistics.median(student.seconds or 0 for student in graded),
        slowest=sorted(graded, key=lambda student: -(student.seconds or 0))[:5],
        numbers={student: number for number, student in enumerate(report.students)},
        histogram=_histogram(totals, report.max_score),
        cells=_cells(report),
        level=_level,
        levels=_LEVELS,
    )


def _histogram(values: list[float], top: float) -> list[Bin]:
    """How many values lie in each of about twenty bins of round width from 0 to the top."""
    top = max(top, *values, 1e-3)
    step = _round_step(top, _BINS)
    bins = math.ceil(round(top / step, 6))
    counts = [0] * bins
    for value in values:
        # The last bin holds its upper end, too.
        counts[min(int(round(max(value, 0) / step, 6)), bins - 1)] += 1
    edges = [number * step for number in range(bins + 1)]
    return [
        Bin(low, high, count, count / max(counts))
        for (low, high), count in zip(pairwise(edges), counts, strict=True)
    ]


def _round_step(top: float, parts: int) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that reaches the top in so many steps."""
    power = 10.0 ** math.floor(math.log10(top / parts))
    return next(power * factor for factor in (1, 2, 5, 10) if top <= parts * power * factor)


def _cells(report: ClassReport) -> list[CellMarks]:
    """For each grade cell, how many earned nothing, something, nearly all and all."""
    cells = []
    for cell, most in report.cells.items():
        marks = [student.marks[cell] for student in report.graded if cell in student.marks]
        levels = dict.fromkeys(_LEVELS, 0)
        for points in marks:
            levels[_level(points, most)] += 1
        known = [points for points in marks if points is not None]
        mean = statistics.fmean(known) if known else None
        cells.append(CellMarks(report.titles[cell], most, mean, levels))
    return cells


def _level(points: float | None, most: float) -> str:
    if points is None:
        return "to grade"
    if points >= most:
        return "all"
    if points <= 0:
        return "nothing"
    return "half or more" if points >= most / 2 else "under half"
