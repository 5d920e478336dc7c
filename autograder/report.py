"""Report: what grading one submission yields, as Python objects and as JSON."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import get_args, get_origin, get_type_hints

from .files import write_atomically

_RUN = "%Y%m%dT%H%M%S.%fZ"  # what a run of grading is called, by its time
_MOST_TEXTS = 100  # notes or errors of one Report
_MOST_TEXT = 4_000  # characters of a text in it
_MOST_POINTS = 1e9


@dataclass(frozen=True)
class TestResult:
    """One hidden test of one submission.

    Attributes:
        name: the test's name, as a sentence; students read it.
        grade_id: the grade cell it belongs to.
        points: what it is worth.
        passed: whether it earned them.
        message: why not, for the student; empty if it passed.
        remark: what to know of how it passed, for the student, such as "right beside a mistake in
            batchnorm_forward"; often empty.
    """

    __test__ = False  # pytest: not a class of tests

    name: str
    grade_id: str
    points: float
    passed: bool
    message: str
    remark: str = ""

    def __post_init__(self):
        object.__setattr__(self, "message", _shortened(self.message))
        object.__setattr__(self, "remark", _shortened(self.remark))


@dataclass(frozen=True)
class Report:
    """What grading one submission yields.

    Attributes:
        submission: the name of the folder handed in.
        assignment: what it was handed in for.
        status: "graded"; "missing": a required file was not handed in; "unreadable": one could
            not be taken in or is not Python; "crashed", "timeout", "memory": so ended at least
            one call of the student's code. Whatever the status, the tests say what was earned.
            "not graded": the grader itself failed, nothing is known; errors say why.
        tests: every hidden test's result, in the order they ran.
        seed: what the hidden inputs were drawn from.
        sandbox: what confined the student's code.
        seconds: how long grading took, wall time.
        notes: what was left out or replaced when the submission was taken in.
        errors: exceptions inside the hidden tests themselves, or why nothing was graded, in a
            sentence, and where that was raised; for the instructor only.
        printed: the beginning of what the student's code printed; for the instructor only.
        answers: identifies each written answer, so that a changed one is read again.
        diagnosis: which misconceptions explain what the student's code returned where a grade cell
            lost marks: grade_id -> [{"name": ..., "hint": ...}]; an "edit" in it, what the mistake
            is in the reference, is for the instructor only.
        prices: the grade cells that lose the prices of known mistakes, not what their tests take:
            grade_id -> the mistakes' names, as in diagnosis -> points.
        unexplained: functions whose values depart from the reference's in a way that nothing known
            explains -> where they first do; an instructor should look.
        hashes: what identifies all that the Report depends on beside the seed: "tests", "course",
            "autograder", "environment" and "submission".
        failures: every way other than an exception in which calls ended: "crashed", "timeout",
            "memory", "unreadable".
        cpu_seconds: processor time of grading, the sandbox's included.
    """

    submission: str
    assignment: str
    status: str
    tests: list[TestResult]
    seed: int
    sandbox: str
    seconds: float
    notes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    printed: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    diagnosis: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    prices: dict[str, dict[str, float]] = field(default_factory=dict)
    unexplained: dict[str, str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    cpu_seconds: float = 0.0

    def __post_init__(self):
        """Let nothing that a submission can make longer be longer than is of use."""
        object.__setattr__(self, "notes", _bounded(self.notes))
        object.__setattr__(self, "errors", _bounded(self.errors))
        object.__setattr__(self, "printed", _shortened(self.printed))

    @property
    def grades(self) -> dict[str, dict[str, float]]:
        """{grade_id: {"score": ..., "tests": ..., "max_score": ...}}, in points.

        "tests" is what the tests alone give, "score" what counts.
        """
        grades: dict[str, dict[str, float]] = {}
        for test in self.tests:
            grade = grades.setdefault(test.grade_id, {"score": 0.0, "tests": 0.0, "max_score": 0.0})
            grade["max_score"] += test.points
            grade["tests"] += test.points * test.passed
        for grade_id, grade in grades.items():
            grade["score"] = grade["tests"]
            if grade_id in self.prices:
                left = grade["max_score"] - sum(self.prices[grade_id].values())
                grade["score"] = max(grade["tests"], left)
        return grades

    def reckoning(self, grade_id: str) -> str:
        """How the prices of mistakes make a cell's score; empty where its tests alone make it."""
        if grade_id not in self.prices:
            return ""
        grade, prices = self.grades[grade_id], self.prices[grade_id]
        names = " and ".join(f"'{name}'" for name in prices)
        points = " and ".join(f"{each:g}" if each else "nothing" for each in prices.values())
        what = f"one mistake, {names}, costs" if len(prices) == 1 else f"the mistakes {names} cost"
        return f"tests alone give {grade['tests']:g}; {what} {points} here: {grade['score']:g}"

    @property
    def named(self) -> list[str]:
        """The names of the misconceptions that were found, each once."""
        return sorted({each["name"] for found in self.diagnosis.values() for each in found})

    @property
    def score(self) -> float:
        return sum(grade["score"] for grade in self.grades.values())

    @property
    def max_score(self) -> float:
        return sum(grade["max_score"] for grade in self.grades.values())

    @property
    def version(self) -> str:
        """What it was marked by; see version."""
        return version(self.hashes)

    @classmethod
    def from_dict(cls, content: dict) -> Report:
        """The Report that to_dict made these contents of.

        Raises:
            ValueError: it made them of none.
        """
        return _made(cls, content)

    @classmethod
    def from_json(cls, content: bytes) -> Report:
        """The Report that to_json made these contents of.

        Raises:
            ValueError: it made them of none.
        """
        try:
            return cls.from_dict(json.loads(content))
        except RecursionError as error:
            raise ValueError("nested too deeply for a Report") from error

    def to_json(self) -> bytes:
        """The Report as bytes, with the sums."""
        return json.dumps(self.to_dict(), indent=1).encode()

    def to_dict(self) -> dict:
        """The Report as JSON can hold it, with the sums."""
        return {
            **asdict(self),
            "score": self.score,
            "max_score": self.max_score,
            "grades": self.grades,
        }


def _bounded(texts: list[str]) -> list[str]:
    """The first of many texts, none too long, and how many more there are."""
    if len(texts) > _MOST_TEXTS:
        texts = [*texts[: _MOST_TEXTS - 1], f"and {len(texts) - _MOST_TEXTS + 1} more"]
    return [_shortened(text) for text in texts]


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST_TEXT else text[: _MOST_TEXT - 1] + "…"


_hints = functools.cache(get_type_hints)


def _made(kind, value):
    """What a value of JSON stands for, where a value of some type is to be.

    Raises:
        ValueError: it is of another type.
    """
    if isinstance(kind, type) and is_dataclass(kind) and type(value) is dict:
        given = {
            name: _made(hint, value[name]) for name, hint in _hints(kind).items() if name in value
        }
        try:
            return kind(**given)
        except TypeError as error:  # something is missing
            raise ValueError(str(error)) from error
    if get_origin(kind) is list and type(value) is list:
        (inner,) = get_args(kind)
        return [_made(inner, item) for item in value]
    if get_origin(kind) is dict and type(value) is dict:
        _, inner = get_args(kind)
        return {key: _made(inner, item) for key, item in value.items()}
    if type(value) is kind and kind is not float:
        return value
    if kind is float and type(value) in (int, float) and abs(value) <= _MOST_POINTS:
        return value  # which nan is not
    raise ValueError(f"a {type(value).__name__} where a Report has {kind}")


def version(hashes: Mapping[str, str]) -> str:
    """A short name for the tests, the bank and the course's files that mark submissions.

    Args:
        hashes: see Report.
    """
    return sha256(f"{hashes.get('tests')} {hashes.get('course')}".encode()).hexdigest()[:8]


def new_run() -> str:
    """A name for a run of grading, which sorts by time."""
    return datetime.now(UTC).strftime(_RUN)


def write_report(folder: Path, report: Report, run: str) -> None:
    """Keep a student's Report: as the latest, and for good among those of its run.

    Args:
        folder: Course.reports of the assignment.
        report: a Report named by the student.
        run: when it was graded, see new_run.
    """
    content = report.to_json()
    for kept in (folder / "runs" / run, folder):
        kept.mkdir(parents=True, exist_ok=True)
        write_atomically(kept / f"{report.submission}.json", content)


def read_report(folder: Path, student: str) -> Report | None:
    """A student's latest Report; None if there is none that can be read."""
    try:
        return Report.from_json((folder / f"{student}.json").read_bytes())
    except (OSError, ValueError):
        return None


def latest_version(folder: Path, reports: Mapping[str, Report]) -> str | None:
    """What marked in the latest run that is kept; None if none is.

    Args:
        folder: Course.reports of the assignment.
        reports: the students' latest Reports.
    """
    kept = [path for path in folder.glob("runs/*/*.json") if path.stem in reports]
    if not kept:
        return None
    return reports[max(kept, key=lambda path: path.parent.name).stem].version


def last_run(folder: Path, student: str) -> datetime | None:
    """When a student was graded last, UTC; None if that was in no run that is kept."""
    runs = [path.parent.name for path in folder.glob(f"runs/*/{student}.json")]
    return datetime.strptime(max(runs), _RUN) if runs else None
