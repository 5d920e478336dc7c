"""Brings what an LMS gave for download to where nbgrader looks: submitted/<student>/<assignment>.

Only what is graded is taken: the assignment's notebooks and the package's modules. Where that is
written depends on the course and on the student's id alone, never on a name that a student chose.
"""

from __future__ import annotations

import contextlib
import glob
import shutil
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from ..course.config import Course, CourseError
from ..files import RefusedError, read_regular
from ..gradebook.database import course_directory, open_gradebook
from ..intake.timestamp import TIMESTAMP, read_time, write_time
from ..outcome import attempt, explained
from .archive import File, opened
from .download import Receipts, Upload, is_junk, upload
from .roster import Roster, student_without_roster
from .uploads import Assembly, HandIn


@dataclass
class Collection:
    """What became of a download.

    Attributes:
        collected: the hand-ins that were taken in, by student: what was done, and the hand-in.
            "collected"; "replaced" an earlier one; "unchanged": it was there already; "not newer"
            than another one that was there, and stays.
        problems: what could not be matched or taken in: what or whose, and why.
        absent: who on the roster handed in nothing.
    """

    collected: dict[str, tuple[str, HandIn]] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)


def collect(course: Course, source: Path, assignment: str, roster: Path | None) -> Collection:
    """Collect a class: what each student handed in last, if it is newer than what is there.

    Args:
        course, assignment: what was handed in.
        source: what the LMS gave for download: the zip, or the folder it was unpacked to.
        roster: the class, as Roster reads it; None: students are called what the LMS calls them.

    Raises:
        CourseError: there is no such assignment, or the source or the roster cannot be read.
    """
    assembly = Assembly(course, assignment)
    submitted = _Submitted(course, assignment)
    known = Roster(roster) if roster else None
    collection = Collection()
    with opened(source) as files:
        student_of = known.student_of if known else _named_by_lms(course, assignment)
        students = _by_student(files, student_of, collection.problems)
        submitted.mend()

        def take(student, uploads):
            owners = {f"{each.lms}'s {each.number}" for each in uploads}
            if len(owners) > 1:
                raise RefusedError(
                    f"{' and '.join(sorted(owners))} would both be this student: give a roster "
                    "that has them as lms_user_id"
                )
            if known:
                _check_alone(student, uploads[0], submitted, known)
            hand_in = assembly.hand_in(uploads)
            collection.collected[student] = submitted.put(student, hand_in), hand_in

        def leave_out(student, error):
            ours = not isinstance(error, RefusedError | OSError)
            collection.problems.append((student, explained(error)[0] if ours else str(error)))

        for student, uploads in sorted(students.items()):
            attempt(partial(take, student, uploads), partial(leave_out, student))
    if known:
        collection.absent = [student for student in known.ids if student not in students]
    return collection


def _named_by_lms(course: Course, assignment: str) -> Callable[[Upload], str]:
    """What students are called without a roster, unless the gradebook calls them otherwise."""
    otherwise: dict[str, str] = {}
    with (
        contextlib.suppress(CourseError),  # there is no gradebook yet
        open_gradebook(course_directory(course, assignment)) as gradebook,
    ):
        for student in gradebook.students:
            first, last = student.first_name, student.last_name
            names = (student.lms_user_id, f"{first} {last}", f"{last} {first}")
            otherwise |= dict.fromkeys(names, student.id)

    def student_of(upload: Upload) -> str:
        id = student_without_roster(upload)
        if (known := otherwise.get(id, id)) != id:
            raise RefusedError(
                f"is {known} in the gradebook: give the roster, or there will be two"
            )
        return id

    return student_of


def _check_alone(student: str, upload: Upload, submitted: _Submitted, known: Roster) -> None:
    """See that a run without the roster has not collected this student by another name."""
    try:
        other = student_without_roster(upload)
    except RefusedError:
        return
    if other not in {student, *known.ids} and submitted.folder(other).exists():
        raise RefusedError(
            f"{submitted.folder(other)} is the same student's, collected without the roster: "
            f"remove it, and {other} from the gradebook, if it is there"
        )


def _by_student(
    files: list[File], student_of: Callable[[Upload], str], problems: list[tuple[str, str]]
) -> dict[str, list[Upload]]:
    """The uploads of each student; those that are nobody's become problems."""
    students = defaultdict(list)
    strangers: dict[str, dict[str, None]] = defaultdict(dict)  # why -> whose, an ordered set
    receipts = Receipts(files)
    for file in files:
        if is_junk(file.path.split("/")):
            continue
        try:
            found = upload(file, receipts)
        except RefusedError as error:
            problems.append((file.path, str(error)))
            continue
        if found is None:
            problems.append(
                (file.path, "is not called as Canvas, Moodle or Blackboard call an upload")
            )
            continue
        try:
            students[student_of(found)].append(found)
        except RefusedError as error:
            strangers[str(error)][f"{found.name} ({found.number})"] = None
    problems += [(", ".join(whose), why) for why, whose in strangers.items()]
    return students


class _Submitted:
    """The folders nbgrader looks for an assignment's submissions in."""

    def __init__(self, course: Course, assignment: str):
        self._directory = course_directory(course, assignment)

    def folder(self, student: str) -> Path:
        """Where a student's submission is, if there is one."""
        step = self._directory.submitted_directory
        return Path(self._directory.format_path(step, student, self._directory.assignment_id))

    def mend(self) -> None:
        """Clear up what a run that was stopped left, and put back what it had moved aside."""
        folder = self.folder("*")
        for new in glob.glob(str(_new(folder))):
            shutil.rmtree(new)
        for old in map(Path, glob.glob(str(_old(folder)))):
            folder = old.with_name(old.name.removeprefix(".").removesuffix(".old"))
            if folder.exists():
                shutil.rmtree(old)
            else:
                old.rename(folder)

    def put(self, student: str, hand_in: HandIn) -> str:
        """Write a hand-in, unless it or a newer one is there; what was done.

        Raises:
            RefusedError: what is there does not say how old it is.
        """
        folder = self.folder(student)
        if folder.is_symlink():
            raise RefusedError(f"{folder} is a link: nothing is written through it")
        if not folder.exists():
            _write(folder, hand_in)
            return "collected"
        if _holds(folder, hand_in.files):
            return "unchanged"
        if hand_in.time <= _time(folder):
            return "not newer"
        _write(folder, hand_in)
        return "replaced"


def _new(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.new")


def _old(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")


def _write(folder: Path, hand_in: HandIn) -> None:
    """Make the folder hold this and nothing else; it is there as it was or whole.

    A folder cannot be replaced in one step: between the two, `mend` has what to put back.
    """
    new, old = _new(folder), _old(folder)
    new.mkdir(parents=True)
    for name, content in hand_in.files.items():
        (new / name).parent.mkdir(exist_ok=True)
        (new / name).write_bytes(content)
    (new / TIMESTAMP).write_bytes(write_time(hand_in.time))
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    if old.exists():
        shutil.rmtree(old)


def _holds(folder: Path, files: dict[str, bytes]) -> bool:
    """Whether a folder holds these files and no others."""
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    if there - {TIMESTAMP} != files.keys():
        return False
    try:
        return all(read_regular(folder / name, len(files[name])) == files[name] for name in files)
    except RefusedError:
        return False


def _time(folder: Path) -> datetime:
    """When what a folder holds was handed in."""
    try:
        return read_time(read_regular(folder / TIMESTAMP, 200).decode())
    except (FileNotFoundError, RefusedError, ValueError) as error:
        raise RefusedError(
            f"{folder} has another hand-in, without a time in {TIMESTAMP}: remove the folder, or "
            f"leave this one out ({error})"
        ) from error
