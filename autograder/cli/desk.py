"""Where written answers lie to be read: in graded notebooks, and in the gradebook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
from rich.text import Text

from ..course.config import Course, CourseError
from ..course.manifest import Release
from ..gradebook.database import course_directory, open_gradebook
from ..gradebook.graded import grade_id
from ..gradebook.written import Written, settle, written
from ..intake.notebooks import added_cells
from ..intake.submitted import released_notebooks
from ..report import read_report
from ..terminal import console, errors
from ..text import clean

_MOST = 20_000  # characters of a text that is shown
_MOST_NOTES = 5


class Desk:
    """Shows answers, and enters what each of those that were shown earns."""

    def __init__(self, course: Course, assignment: str):
        """Open nothing yet.

        Raises:
            CourseError: there is no release of the assignment.
        """
        self._course, self._directory = course, course_directory(course, assignment)
        self._assignment = course.assignments[assignment]
        release = Release.read(course.release(assignment))
        self._released = {path.stem: nb for path, nb in released_notebooks(release).items()}
        self._shown: nbformat.NotebookNode | None = None

    def answers(self) -> list[Written]:
        """All written answers, see written.

        Raises:
            CourseError: there is no gradebook with the assignment, or nothing of it was graded.
        """
        name = self._assignment.name
        with open_gradebook(self._directory) as gradebook:
            if not gradebook.assignment_submissions(name):
                raise CourseError(f"nothing of {name} is graded yet: run nbgrader autograde {name}")
            return written(gradebook, self._assignment)

    def show(self, answer: Written) -> bool:
        """Print an answer, and what is to be known of it; False: it cannot be shown."""
        try:
            nb, self._shown = self._read(answer)
        except (OSError, ValueError, StopIteration):
            where = self._path(answer)
            errors.print(Text(f"{where} cannot be read: run nbgrader autograde again"))
            return False
        text = self._shown.source.strip()
        console.print(Text(clean(text, _MOST) or "(nothing in the cell for it)"))
        for about in self._about(answer, nb, self._shown):
            console.print(Text(f"! {about}"), soft_wrap=True)
        console.print()
        return True

    def _about(self, answer, nb, cell) -> Iterator[str]:
        """What a reader must know beside the text."""
        path, released = self._path(answer), self._released[answer.notebook]
        if len(cell.source) > _MOST:
            yield f"it goes on in {path}"
        if cell.get("attachments") or cell.get("outputs") or "![" in cell.source:
            yield f"pictures or outputs belong to it: formgrader shows them, or {path}"
        if own := added_cells(nb, released):
            text = "\n\n".join(each.source for each in own)
            yield f"cells of their own, where it may stand, too:\n{clean(text, _MOST)}"
        handed_in = self._folder(self._directory.submitted_directory, answer.student)
        if others := {each.stem for each in handed_in.glob("*.ipynb")} - self._released.keys():
            yield clean(f"handed in beside it: {', '.join(sorted(others))}")
        report = read_report(self._course.reports(self._assignment.name), answer.student)
        yield from [clean(note) for note in report.notes[:_MOST_NOTES]] if report else []
        if answer.score is not None:
            yield clean(f"it had {answer.score:g} points: {answer.comment or 'no comment'}")

    def settle(self, answer: Written, score: float, comment: str) -> None:
        """Enter what an answer earns.

        Raises:
            CourseError: it is not the answer that was shown any more; see also settle.
        """
        _, now = self._read(answer)
        if now != self._shown:
            raise CourseError(
                f"another answer of {answer.student}'s was graded meanwhile: read it first"
            )
        settle(self._directory, answer, score, comment)

    def _read(self, answer: Written) -> tuple[nbformat.NotebookNode, nbformat.NotebookNode]:
        """The graded notebook, and the answer's cell in it."""
        nb = nbformat.read(self._path(answer), as_version=4)
        return nb, next(cell for cell in nb.cells if grade_id(cell) == answer.cell)

    def _path(self, answer: Written) -> Path:
        folder = self._folder(self._directory.autograded_directory, answer.student)
        return folder / f"{answer.notebook}.ipynb"

    def _folder(self, step: str, student: str) -> Path:
        return Path(self._directory.format_path(step, student, self._assignment.name))
