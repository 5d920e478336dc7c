"""What an author says of an assignment: of all of it, and of what written answers earn."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path

from ..outcome import RunEndsError

FILE = "assignment.toml"  # in source/<assignment>/
RUBRIC = "rubric.toml"  # beside the hidden tests: what is in source/, students get
LIMITS = ("call_seconds", "import_seconds", "wall_seconds", "memory_mb")


class CourseError(RunEndsError):
    """The course, its configuration or what is asked of it is wrong; the message says how."""


@dataclass(frozen=True)
class Exercise:
    """A step of an assignment, as students see it.

    Attributes:
        title: what people call it.
        points: what its grade cells are worth together.
        cells: their grade_ids.
        edit: where a student works on it, in Markdown.
    """

    title: str
    points: float
    cells: list[str]
    edit: str


@dataclass(frozen=True)
class Assignment:
    """An assignment, as its author describes it.

    Attributes:
        name: its folder in source/, which regions, tests and commands call it by.
        title: what people call it.
        order: its place among the assignments of the course, 1 for the first.
        hand_in: the files of the library that must be handed in.
        exercises: its steps, in the notebook's order.
        bundle: globs, relative to the course, of what is released beside the notebook: the library
            with its solution regions, given code and data.
        builds_on: whose solutions to earlier assignments the student's code runs on: those of the
            "reference", which are then released with it, or the student's "own".
        limits: what bounds a submission, where it is to be other than the course's: by the names
            that c.Sandbox has for it (LIMITS).
        leaves: globs, relative to the release, of what using it leaves there and is no part of it.
    """

    name: str
    title: str
    order: int
    hand_in: list[str]
    exercises: list[Exercise]
    bundle: list[str]
    builds_on: str = "reference"
    limits: dict[str, int] = field(default_factory=dict)
    leaves: list[str] = field(default_factory=list)

    @property
    def titles(self) -> dict[str, str]:
        """What people call each grade cell, in the notebook's order: grade_id -> title.

        Where more than one would be called the same, its grade_id follows.
        """
        titles = {cell: each.title for each in self.exercises for cell in each.cells}
        times = Counter(titles.values())
        return {
            cell: title if times[title] == 1 else f"{title}: {cell.replace('_', ' ')}"
            for cell, title in titles.items()
        }

    @classmethod
    def read(cls, path: Path) -> Assignment:
        """What a file says.

        Raises:
            CourseError: it is not TOML, or something in it is missing, unknown or of another kind;
                the message names the file and the key.
        """
        said = _read_toml(path)
        _check(cls, said, str(path), ignore="name")
        exercises = []
        for number, each in enumerate(said.pop("exercises"), 1):
            _check(Exercise, each, f"{path}: exercise {number}")
            exercises.append(Exercise(**each))
        return cls(path.parent.name, exercises=exercises, **said)


@dataclass(frozen=True)
class RubricItem:
    """What earns, or costs, points in a written answer.

    Attributes:
        cell: the grade_id of the question.
        points: what it is worth; below 0, what it costs.
        text: what is to be found in the answer; whoever has it, or not, reads it in the feedback.
    """

    cell: str
    points: float
    text: str


def read_rubric(path: Path, assignment: Assignment) -> dict[str, list[RubricItem]]:
    """What the written answers of an assignment earn points for: grade_id -> items.

    Args:
        path: the file; without one, a person decides how many points an answer is worth.
        assignment: whose questions they are.

    Raises:
        CourseError: it is not TOML, or something in it is missing, unknown or of another kind.
    """
    if not path.is_file():
        return {}
    said = _read_toml(path)
    items = said.get("item")
    if set(said) != {"item"} or not isinstance(items, list):
        raise CourseError(f"{path} says other things than tables, [[item]]")
    rubric: dict[str, list[RubricItem]] = {}
    for number, each in enumerate(items, 1):
        where = f"{path}: item {number}"
        _check(RubricItem, each, where, problems=_PROBLEMS_OF_ITEMS)
        if not any(each["cell"] in exercise.cells for exercise in assignment.exercises):
            raise CourseError(f"{where}: {each['cell']} is in no exercise of {FILE}")
        rubric.setdefault(each["cell"], []).append(RubricItem(**each))
    return rubric


def _read_toml(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CourseError(f"{path} cannot be read: {error}") from error


def _check(
    cls: type, said: dict, where: str, ignore: str = "", problems: dict | None = None
) -> None:
    """Raise CourseError unless a table says what a class is made of, and nothing else."""
    known = {each.name: each for each in fields(cls) if each.name != ignore}
    for key in said:
        if key not in known:
            raise CourseError(f"{where} says {key!r}; what can be said is {', '.join(known)}")
    for key, each in known.items():
        if key in said:
            if problem := (problems or _PROBLEMS)[key](said[key]):
                raise CourseError(f"{where}: {key} is {said[key]!r}, but {problem}")
        elif each.default is MISSING and each.default_factory is MISSING:
            raise CourseError(f"{where} does not say {key!r}")


def _unless(holds: bool, problem: str) -> str:
    return "" if holds else problem


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _whole(value: object) -> bool:
    return isinstance(value, int) and _number(value)


def _texts(value: object) -> bool:
    return isinstance(value, list) and value != [] and all(isinstance(each, str) for each in value)


_PROBLEMS = {
    "title": lambda value: _unless(isinstance(value, str) and value != "", "must be text"),
    "order": lambda value: _unless(_whole(value), "must be a whole number from 1"),
    "hand_in": lambda value: _unless(
        _texts(value) and all(each.endswith(".py") for each in value),
        "must be a list of Python files",
    ),
    "exercises": lambda value: _unless(
        isinstance(value, list) and value != [] and all(isinstance(each, dict) for each in value),
        "must be tables, [[exercises]]",
    ),
    "cells": lambda value: _unless(_texts(value), "must be a list of grade_ids"),
    "edit": lambda value: _unless(isinstance(value, str), "must be text"),
    "points": lambda value: _unless(_number(value), "must be a number above 0"),
    "bundle": lambda value: _unless(_texts(value), "must be a list of globs"),
    "leaves": lambda value: _unless(_texts(value), "must be a list of globs"),
    "builds_on": lambda value: _unless(
        value in ("reference", "own"), 'must be "reference" or "own"'
    ),
    "limits": lambda value: _unless(
        isinstance(value, dict) and set(value) <= set(LIMITS) and all(map(_whole, value.values())),
        f"must be a table of whole numbers from 1, with names from {', '.join(LIMITS)}",
    ),
}
_PROBLEMS_OF_ITEMS = {
    "cell": lambda value: _unless(isinstance(value, str), "must be a grade_id"),
    "points": lambda value: _unless(
        _number(value) or (isinstance(value, int | float) and value < 0), "must be a number, not 0"
    ),
    "text": _PROBLEMS["title"],
}
