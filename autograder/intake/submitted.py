"""Takes in what students handed in, as it lies in nbgrader's folders, their notebooks included."""

from __future__ import annotations

import glob
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from logging import Logger
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory

from ..course.manifest import Release
from ..files import MAX_NOTEBOOK, RefusedError, read_regular
from ..text import clean
from .modules import Intake, Staged
from .notebooks import added_cells, mend
from .timestamp import TIMESTAMP, read_time, write_time

# nbgrader's pages show an id as it is: one with markup in it would run in the grader's browser.
_STUDENT_ID = re.compile(r"[\w.@+ -]+")


@dataclass(frozen=True)
class TakenIn:
    """One submission, with its notebooks.

    Attributes:
        staged: its modules, and what was left out or replaced.
        notebooks: the assignment's notebooks, mended, by their files' names.
        files: these, and what nbgrader's exchange put beside them: name -> content.
        elsewhere: for each notebook by name, what identifies where else its written answers may
            stand; empty where all that was written is in the cells for it.
        digest: identifies all that was taken in.
    """

    staged: Staged
    notebooks: dict[str, NotebookNode]
    files: dict[str, bytes]
    elsewhere: dict[str, str]
    digest: str

    def is_what_was_graded(self, stamps: Iterable[dict]) -> bool:
        """Whether graded notebooks are of this very submission, graded to its end.

        Args:
            stamps: theirs, see read_stamps.
        """
        return all(stamp.get("submission") == self.digest for stamp in stamps)


def matched_submissions(directory: CourseDirectory, log: Logger) -> dict[str, Path]:
    """The matched folders that students handed in, with or without a notebook: student -> path."""
    step, assignment = directory.submitted_directory, directory.assignment_id
    pattern = re.compile(directory.format_path(step, "(?P<student_id>[^/]+)", assignment, True))
    matched = {}
    for folder in sorted(glob.glob(directory.format_path(step, directory.student_id, assignment))):
        match = pattern.fullmatch(folder)
        if not match or not os.path.isdir(folder):
            continue
        if not _STUDENT_ID.fullmatch(match["student_id"]):
            log.error("%r cannot be a student's id: rename the folder", match["student_id"])
        else:
            matched[match["student_id"]] = Path(folder)
    return matched


def released_notebooks(release: Release) -> dict[Path, nbformat.NotebookNode]:
    """The assignment's notebooks as students received them."""
    return {
        release.folder / path: nbformat.reads(content.decode(), as_version=4)
        for path, content in release.files.items()
        if path.endswith(".ipynb") and "/" not in path
    }


def take_in(
    intake: Intake, released: dict[Path, NotebookNode], source: Path, student: str
) -> TakenIn:
    """Take in a submission: its modules, its notebooks and the time it was handed in.

    Args:
        intake: of the assignment.
        released: see released_notebooks.
        source: what was handed in.
        student: who handed it in.
    """
    staged = intake.stage(source, student)
    notes = [*staged.notes]
    digest = hashlib.sha256(staged.digest.encode())
    notebooks, elsewhere, files = {}, {}, {}
    several = len(_notebooks_in(source)) > len(released)
    for path, original in released.items():
        content, odd = _read_notebook(source, path.name)
        nb, mended = mend(content, original)
        notes += odd + mended
        elsewhere[path.stem] = _elsewhere(nb, original, source if mended or several else None)
        notebooks[path.name], files[path.name] = nb, nbformat.writes(nb).encode()
        digest.update(files[path.name])
    for name, parse in (TIMESTAMP, _time_in_utc), ("submission_secret.txt", _hex):
        content, odd = _read_beside(source, name, parse)
        notes += odd
        if content:
            files[name] = content
    # A time that was corrected is a change as well: a penalty for lateness rests on it.
    digest.update(files.get(TIMESTAMP, b""))
    staged = staged._replace(notes=notes)
    return TakenIn(staged, notebooks, files, elsewhere, digest.hexdigest())


def _read_notebook(source: Path, name: str) -> tuple[bytes | None, list[str]]:
    """The notebook handed in, by its name or, if it is the only one, by any other; and notes."""
    try:
        return read_regular(source / name, MAX_NOTEBOOK), []
    except FileNotFoundError:
        others = _notebooks_in(source)
        if len(others) != 1:
            return None, []
    except RefusedError as error:
        return None, [f"{name}: {error}"]
    try:
        content = read_regular(source / others[0], MAX_NOTEBOOK)
    except (RefusedError, FileNotFoundError):
        return None, []
    return content, [f"{clean(others[0], 100)} was taken for {name}"]


def _notebooks_in(source: Path) -> list[str]:
    return [entry for entry in sorted(os.listdir(source)) if entry.endswith(".ipynb")]


def _elsewhere(nb: NotebookNode, original: NotebookNode, unread: Path | None) -> str:
    """What identifies where else in a submission written answers may stand; see TakenIn.

    Args:
        nb, original: the notebook, mended, and as released.
        unread: the submission's folder, if not all of what its notebooks hold is in the mended one.
    """
    places: list = [[cell.source, cell.get("attachments")] for cell in added_cells(nb, original)]
    if unread is not None:
        files = {name: os.lstat(unread / name) for name in _notebooks_in(unread)}
        places += [[name, file.st_size, file.st_mtime_ns] for name, file in files.items()]
        places.append("not all was read")
    return hashlib.sha256(json.dumps(places).encode()).hexdigest() if places else ""


def _read_beside(source: Path, name: str, parse: Callable[[str], bytes]) -> tuple[bytes, list[str]]:
    """What nbgrader's exchange put beside a submission, if it is what belongs there; and notes."""
    try:
        return parse(read_regular(source / name, 200).decode().strip()), []
    except FileNotFoundError:
        return b"", []
    except (RefusedError, ValueError) as error:
        return b"", [f"{name}: {clean(str(error), 200)}"]


def _time_in_utc(text: str) -> bytes:
    return write_time(read_time(text))


def _hex(text: str) -> bytes:
    """What nbgrader could have made, of which it names a feedback file; else ValueError."""
    bytes.fromhex(text)
    return text.encode()
