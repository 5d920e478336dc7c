"""What every release has of the engine's: hand_in.py, pytest's settings, and the README's lists.

Templates are filled from assignment.toml. self_check.py, which a notebook imports, is part of the
bundle (see regions.py): submissions are completed with it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from ..assignment import Assignment
from ..config import CONFIG_FILE, Course, CourseError
from ..regions import UNSOLVED

FOLDER = Path(__file__).parent


def handout(course: Course, assignment: str, notebooks: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files an assignment is released with that its author need not write: path -> content.

    Args:
        course, assignment: what is released.
        notebooks: its notebooks, as they will be released: name -> content.

    Raises:
        CourseError: the assignment does not say what its students have to install.
    """
    source = course.source(assignment)
    if not (source / "requirements.txt").is_file():
        raise CourseError(
            f"there is no {source.relative_to(course.path)}/requirements.txt: it must list what "
            "students install, and their code is graded with"
        )
    about = course.assignments[assignment]
    required = [*sorted(notebooks), *about.hand_in]
    files = {name: (FOLDER / name).read_bytes() for name in ("conftest.py", "pytest.ini")}
    templates = Environment(
        loader=FileSystemLoader(FOLDER), trim_blocks=True, keep_trailing_newline=True
    )
    script = templates.get_template("hand_in.py.j2")
    files["hand_in.py"] = script.render(
        name=assignment,
        required=required,
        package=course.package,
        answers=[
            each for name in sorted(notebooks) for each in _answers(name, notebooks[name], about)
        ],
        unwritten=UNSOLVED,
    ).encode()
    if (readme := source / "README.md").is_file():
        text = readme.read_text(encoding="utf-8")
        text = text.replace("<!-- exercises -->", _table(about))
        files["README.md"] = text.replace("<!-- hand in -->", _list(required)).encode()
    return files


def _answers(name: str, notebook: bytes, about: Assignment) -> Iterator[tuple[str, ...]]:
    """Of each answer to be written in a notebook: its name, grade_id, exercise, text at first."""
    exercises = {
        cell: f"{number} ({each.title})"
        for number, each in enumerate(about.exercises, 1)
        for cell in each.cells
    }
    for cell in json.loads(notebook)["cells"]:
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("grade") and mark.get("solution"):
            grade_id, text = mark["grade_id"], "".join(cell["source"]).strip()
            yield name, grade_id, exercises.get(grade_id, grade_id), text


def _table(about: Assignment) -> str:
    rows = ["| Exercise | Points | You edit |", "|---|---|---|"]
    for number, each in enumerate(about.exercises, 1):
        rows.append(f"| {number} {each.title} | {each.points:g} | {each.edit} |")
    return "\n".join(rows)


def _list(required: list[str]) -> str:
    *names, last = (f"`{name}`" for name in required)
    return f"{', '.join(names)} and {last}" if names else last


def as_released() -> None:
    """Let an instructor's notebook, in its folder in source/, import what a student's can."""
    root = next(each for each in Path.cwd().parents if (each / CONFIG_FILE).is_file())
    paths = [str(root), str(FOLDER)]
    sys.path[:0] = paths
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)  # for the self-check's processes
