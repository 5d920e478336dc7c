"""Makes a class's report one HTML page that fetches nothing: tables, plots and all they need."""

from __future__ import annotations

import base64
import hashlib
import math
import statistics
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from textwrap import wrap

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from plotly.offline import get_plotlyjs

from ..course.config import Course
from ..files import write_atomically
from .summary import ClassReport, gather

_TEMPLATES = Path(__file__).parent / "templates"
# From Okabe and Ito's colours, which those who are colour-blind tell apart, and paler ones of two.
_ORANGE, _PALE_ORANGE = "#d55e00", "#f2c9a1"
_BLUE, _PALE_BLUE, _GREY = "#0072b2", "#a6cee3", "#d9d9d9"
_NO_MARKS = "to grade"


def write_class_report(course: Course, assignment: str) -> Path:
    """Write the page about a class; returns its path, report.html among the Reports.

    Raises:
        CourseError: there is no such assignment, or nothing of it has been graded.
    """
    path = course.reports(assignment) / "report.html"
    write_atomically(path, render(gather(course, assignment)).encode())
    return path


def render(report: ClassReport) -> str:
    """The page about a class.

    Its content is other people's text: everything is escaped, and the page's policy lets no script
    run but the two it brings, told by their hashes, and nothing be fetched.
    """
    scripts = [get_plotlyjs(), (_TEMPLATES / "report.js").read_text(encoding="utf-8")]
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    graded = report.graded
    totals = [student.total for student in graded if student.total is not None]
    return environment.get_template("report.html.j2").render(
        report=report,
        now=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z"),
        mean=statistics.fmean(totals),
        median=statistics.median(totals),
        slowest=sorted(graded, key=lambda student: -(student.seconds or 0))[:5],
        numbers={student: number for number, student in enumerate(report.students)},
        figures={
            "totals": _totals(totals, report.max_score),
            "cells": _cells(report),
            "times": _times(graded),
        },
        scripts=scripts,
        hashes=" ".join(f"'sha256-{_sha256(script)}'" for script in scripts),
    )


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _totals(totals: list[float], max_score: float) -> dict:
    return _counts([_histogram(totals, max_score, _BLUE)], "total, points")


def _times(graded) -> dict:
    times = {
        "wall time": [student.seconds for student in graded],
        "processor time": [student.cpu_seconds for student in graded],
    }
    top = max(map(max, times.values()))
    bars = [
        _histogram(values, top, color) | {"name": name}
        for (name, values), color in zip(times.items(), (_BLUE, _ORANGE), strict=True)
    ]
    return _counts(bars, "seconds")


def _histogram(values: list[float], top: float, color: str) -> dict:
    """Bars of how many values lie in each of about twenty bins of round width from 0 to the top."""
    top = max(top, *values, 1e-3)
    step = _round_step(top, 20)
    edges = np.arange(math.ceil(round(top / step, 6)) + 1) * step
    counts, _ = np.histogram(values, edges)
    return {
        "type": "bar",
        "x": ((edges[:-1] + edges[1:]) / 2).tolist(),
        "y": counts.tolist(),
        "customdata": [f"{low:g} to {high:g}" for low, high in pairwise(edges)],
        "hovertemplate": "%{customdata}: %{y}<extra></extra>",
        "marker": {"color": color},
    }


def _round_step(top: float, parts: int) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that reaches the top in so many steps."""
    power = 10.0 ** math.floor(math.log10(top / parts))
    return next(power * factor for factor in (1, 2, 5, 10) if top <= parts * power * factor)


def _cells(report: ClassReport) -> dict:
    """For each grade cell, how many earned nothing, something, nearly all and all."""
    levels = {
        "nothing": _ORANGE,
        "under half": _PALE_ORANGE,
        "half or more": _PALE_BLUE,
        "all": _BLUE,
        _NO_MARKS: _GREY,
    }
    labels = [
        "<br>".join(wrap(f"{cell.replace('_', ' ')} ({most:g})", 18))
        for cell, most in report.cells.items()
    ]
    counts = {level: dict.fromkeys(report.cells, 0) for level in levels}
    for student in report.graded:
        for cell, points in student.marks.items():
            counts[_level(points, report.cells[cell])][cell] += 1
    bars = [
        {
            "type": "bar",
            "orientation": "h",
            "name": level,
            "y": labels,
            "x": list(count.values()),
            "text": [number or "" for number in count.values()],
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "hovertemplate": "%{y}: %{x} earned " + level + "<extra></extra>",
            "marker": {"color": levels[level], "line": {"color": "white", "width": 1}},
        }
        for level, count in counts.items()
        if any(count.values())
    ]
    figure = _figure(bars, "students", "")
    figure["layout"] |= {
        "barmode": "stack",
        "height": 150 + 45 * len(labels),
        "uniformtext": {"mode": "hide", "minsize": 11},
    }
    figure["layout"]["xaxis"] |= _whole_numbers(len(report.graded))
    figure["layout"]["yaxis"] |= {"autorange": "reversed"}
    return figure


def _level(points: float | None, most: float) -> str:
    if points is None:
        return _NO_MARKS
    if points >= most:
        return "all"
    if points <= 0:
        return "nothing"
    return "half or more" if points >= most / 2 else "under half"


def _counts(bars: list[dict], x: str) -> dict:
    """A histogram of students."""
    figure = _figure(bars, x, "students")
    figure["layout"]["yaxis"] |= _whole_numbers(max(max(bar["y"]) for bar in bars))
    return figure


def _whole_numbers(top: int) -> dict:
    return {"dtick": max(1, _round_step(top, 6))}


def _figure(bars: list[dict], x: str, y: str) -> dict:
    axis = {
        "automargin": True,
        "fixedrange": True,
        "gridcolor": "#eee",
        "rangemode": "tozero",
        "ticklen": 5,
        "ticks": "outside",
        "tickcolor": "white",
        "zerolinecolor": "#999",
    }
    layout = {
        "height": 340,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "font": {"family": "inherit", "size": 13, "color": "#222"},
        "bargap": 0.08,
        "xaxis": {**axis, "title": {"text": x}},
        "yaxis": {**axis, "title": {"text": y}},
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "traceorder": "normal",
        },
        "showlegend": len(bars) > 1,
    }
    return {"data": bars, "layout": layout}
