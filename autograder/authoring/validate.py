"""Proves an assignment: its release, its points, its reference and its stubs fit together."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbgrader.converters import GenerateAssignment, NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_grade, is_solution

from ..course.assignment import FILE, RUBRIC, Exercise, RubricItem
from ..course.config import Course, CourseError, new_seed
from ..course.manifest import MANIFEST, Manifest
from ..files import lay_out
from ..grading.grader import Grader
from ..judging.hidden_tests import HiddenTests
from ..report import Report


def validate(course: Course, assignment: str) -> Iterator[tuple[str, str]]:
    """Check an assignment; yields what was checked and what is wrong with it, or "".

    It is proved as students have it: as it was published or, as long as it is not, as today's
    source gives it.

    Raises:
        CourseError: there is no such assignment, or no release can be made of it.
        SandboxError: student code cannot be confined here.
    """
    course.check_assignment(assignment)
    with TemporaryDirectory(prefix="autograder-") as folder:
        fresh = generate(course, assignment, Path(folder))
        release = course.release(assignment)
        published = (release / MANIFEST).exists() and Manifest.read(release).published
        if published:
            changes = Manifest.read(release).changes(Manifest.read(fresh))
            today = "would change: " + "; ".join(changes) if changes else "would change nothing"
            yield f"the release was published {published} and stays; today's source {today}", ""
            fresh = release
        else:
            yield "the release is current", _differences(fresh, release, course)
        tested = HiddenTests(course, assignment).points()
        cells = _cell_points(fresh)
        by_tests = {name: points for name, (points, by_hand) in cells.items() if not by_hand}
        yield "points of cells and tests agree", _disagreement(by_tests, tested)
        yield (
            "points of cells and exercises agree",
            _misfits(course.assignments[assignment].exercises, cells),
        )
        if rubric := course.rubric(assignment):
            yield "points of cells and rubric agree", _odd_rubric(rubric, cells)
        with Grader(course, assignment, new_seed(), fresh) as grader:
            solved = {name: text.encode() for name, text in grader.library.items()}
            lay_out(solved, Path(folder, "solved"))
            reference, stub = grader.grade(Path(folder, "solved")), grader.grade(fresh)
        yield (
            "the reference earns full marks",
            _unless(reference.score == reference.max_score, reference, passed=False),
        )
        yield "the released stub earns nothing", _unless(stub.score == 0, stub, passed=True)


def generate(course: Course, assignment: str, folder: Path) -> Path:
    """Release an assignment into another folder, with a gradebook of its own.

    Args:
        course: the course.
        assignment: what to release.
        folder: where to; the release is the folder returned in it.

    Raises:
        CourseError: no release can be made.
    """
    directory = CourseDirectory(
        config=course.config,
        root=str(course.path),
        assignment_id=assignment,
        release_directory=str(folder / "release"),
        db_url=f"sqlite:///{folder / 'gradebook.db'}",
    )
    converter = GenerateAssignment(coursedir=directory, config=course.config)
    converter.log = logging.getLogger("autograder.validation")  # says what nbgrader would print
    converter.log.propagate = False
    try:
        converter.start()
    except NbGraderException as error:
        raise CourseError(f"no release can be made of {assignment}: {error}") from error
    return folder / "release" / assignment


def _differences(fresh: Path, released: Path, course: Course) -> str:
    """The files in which a release differs from what generation yields now."""
    left = course.assignments[released.name].leaves
    now, then = _contents(fresh, left), _contents(released, left)
    changed = sorted(name for name in now.keys() | then.keys() if now.get(name) != then.get(name))
    if not changed:
        return ""
    return (
        f"{', '.join(changed)} in {released.relative_to(course.path)} would change: "
        f"run nbgrader generate_assignment {released.name}"
    )


def _contents(folder: Path, leaves: list[str]) -> dict[str, bytes]:
    """Every file below a folder but what using it leaves there: any course's, or as said."""
    left = {path for pattern in leaves for path in folder.glob(pattern)}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
        and not {"__pycache__", ".pytest_cache", ".ipynb_checkpoints"} & set(path.parts)
        and path not in left
    }


def _cell_points(folder: Path) -> dict[str, tuple[float, bool]]:
    """What the notebooks' grade cells are worth, and whether a person grades them."""
    return {
        cell.metadata.nbgrader.grade_id: (float(cell.metadata.nbgrader.points), is_solution(cell))
        for path in folder.glob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
        if is_grade(cell)
    }


def _misfits(exercises: list[Exercise], cells: dict[str, tuple[float, bool]]) -> str:
    """Where the exercises of an assignment.toml and the grade cells say different things."""
    wrong = []
    for each in exercises:
        worth = sum(cells[name][0] for name in each.cells if name in cells)
        if worth != each.points:
            wrong.append(f"{each.title}: {each.points:g} in {FILE}, its cells {worth:g}")
    named = [name for each in exercises for name in each.cells]
    wrong += [f"{name}: in no exercise of {FILE}" for name in sorted(cells.keys() - {*named})]
    wrong += [f"{name}: no grade cell" for name in sorted({*named} - cells.keys())]
    twice = sorted({name for name in named if named.count(name) > 1})
    wrong += [f"{name}: in more than one exercise" for name in twice]
    return "; ".join(wrong)


def _odd_rubric(rubric: dict[str, list[RubricItem]], cells: dict[str, tuple[float, bool]]) -> str:
    """The questions that all that earns points in the rubric does not make full marks."""
    wrong = []
    for name, items in rubric.items():
        worth = sum(item.points for item in items if item.points > 0)
        points, by_hand = cells.get(name, (0, False))
        if not by_hand:
            wrong.append(f"{name}: no written question")
        elif worth != points:
            wrong.append(f"{name}: cell {points:g}, {RUBRIC} {worth:g}")
    return "; ".join(wrong)


def _disagreement(cells: dict[str, float], tests: dict[str, float]) -> str:
    wrong = sorted(name for name in cells | tests if cells.get(name) != tests.get(name))
    return "; ".join(
        f"{name}: cell {cells.get(name, 'missing')}, tests {tests.get(name, 'missing')}"
        for name in wrong
    )


def _unless(holds: bool, report: Report, *, passed: bool) -> str:
    """What a Report says, unless it is as it should be; passed tells which of its tests are not."""
    if holds:
        return ""
    odd = [test.name for test in report.tests if test.passed == passed]
    causes = "".join(f"; {error}" for error in report.errors)
    return f"it earns {report.score:g} of {report.max_score:g} (see: {', '.join(odd)}){causes}"
