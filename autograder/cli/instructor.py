"""Commands around grading: a release is published, submissions come in, marks go out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from ..course.config import Course, CourseError
from ..terminal import console, errors
from ..text import clean

app = typer.Typer()
export = typer.Typer(help="Take the marks elsewhere.", no_args_is_help=True)
app.add_typer(export, name="export")


@app.command()
def publish(
    assignment: Annotated[str, typer.Argument(help="The assignment that students get.")],
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Mark it as not handed out, to generate it anew.")
    ] = False,
) -> None:
    """Mark a release as handed out: from now on nothing changes it.

    Submissions are completed from what was released. So nbgrader
    generate_assignment refuses to change it any more, and says what would
    change for students.
    """
    from ..course import manifest

    course = Course.load()
    course.check_assignment(assignment)
    folder = course.release(assignment)
    if withdraw:
        manifest.withdraw(folder)
        _say(
            f"{assignment} can be generated anew; what students hand in is then completed from the "
            "new release, whichever they have: hand it out again, and publish it"
        )
    else:
        _say(f"{assignment}: published {manifest.publish(folder)}")


@app.command()
def report(
    assignment: Annotated[str, typer.Argument(help="The assignment that was graded.")],
) -> None:
    """Write one page about the class: who needs a look, marks, diagnoses, how the tests did."""
    from ..overview.page import write_class_report

    _say(str(write_class_report(Course.load(), assignment)))


@app.command()
def collect(
    assignment: Annotated[str, typer.Argument(help="What was handed in.")],
    download: Annotated[Path, typer.Argument(help="What the LMS gave: a zip or a folder.")],
    roster: Annotated[
        Path | None, typer.Option(help="The class: the CSV of nbgrader db student import.")
    ] = None,
) -> None:
    """Put what students uploaded to an LMS into submitted/, the newest of each.

    The LMS is Canvas, Moodle or Blackboard. What fits nobody, or two, is named.
    """
    from ..collect.collect import collect as run

    collection = run(Course.load(), download, assignment, roster)
    for student, (status, hand_in) in collection.collected.items():
        about = [f"{status}, {hand_in.time:%Y-%m-%d %H:%M:%S} UTC", *hand_in.notes]
        _say(clean(f"{student}: {'; '.join(about)}", 1000))
    _say_who("handed in nothing", collection.absent)
    if roster is None:
        _say("no roster: students are called by user id (Moodle: by full name)")
    for what, why in collection.problems:
        errors.print(_line(clean(f"not collected: {what}: {why}", 10_000)))
    raise typer.Exit(int(bool(collection.problems)))


@app.command()
def feedback(
    assignment: Annotated[str, typer.Argument(help="The assignment that was graded.")],
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Do not wait for what is unsettled.")
    ] = False,
) -> None:
    """Make all feedback anew, and a zip of each student's pages for an LMS.

    Waits while there is something that an instructor can settle: an answer to
    be graded by hand, or a submission that is not graded, or was handed in
    anew. What is only to be known of a submission, such as a crash, holds
    nothing up: autograder report says it.
    """
    from ..export.feedback import write_feedback
    from ..overview.attention import unsettled

    course = Course.load()
    waiting = {} if anyway else unsettled(course, assignment)
    for reason, students in waiting.items():
        _say_who(f"{reason} ({len(students)})", students)
    if waiting:
        raise CourseError("no feedback was made: settle what is listed above, or say --anyway")
    _say(str(write_feedback(course, assignment)))


@app.command()
def extend(
    assignment: Annotated[str, typer.Argument(help="What may be handed in later.")],
    student: Annotated[str, typer.Argument(help="Who may hand in later.")],
    days: Annotated[float, typer.Option(min=0, help="After the due date; 0 takes it back.")],
) -> None:
    """Grant an extension, in place of an earlier one; a penalty for being late is taken anew."""
    from ..gradebook.late import extend as grant

    penalty = grant(Course.load(), assignment, student, days)
    _say(f"{student}: {days:g} days; being late costs {penalty:g} points")


_Assignment = Annotated[str, typer.Argument(help="The assignment that was graded.")]
_BY_HAND = "yet to be graded by hand (--anyway counts that 0)"
_Anyway = Annotated[
    bool, typer.Option("--anyway", help="Count what is yet to be graded by hand as 0.")
]


@export.command()
def canvas(
    assignment: _Assignment,
    gradebook: Annotated[Path, typer.Option(help="The CSV that Canvas's gradebook exported.")],
    column: Annotated[
        str | None, typer.Option(help="Its name in Canvas; the assignment's own if left out.")
    ] = None,
    new: Annotated[
        bool, typer.Option("--new", help="Add the column, if Canvas has none of its name.")
    ] = False,
    to: Annotated[Path, typer.Option(help="The CSV to import in Canvas.")] = Path("canvas.csv"),
    anyway: _Anyway = False,
) -> None:
    """Fill the marks into a gradebook from Canvas; all else in it stays as it is.

    Students are found by SIS Login ID, SIS User ID or ID, which may be
    nbgrader's lms_user_id or its student id. Marks are scaled to Canvas's
    points possible. Who handed in nothing keeps the mark that Canvas has, and
    so does who waits for a mark by hand.
    """
    from ..export.canvas import fill

    course = Course.load()
    filled = fill(course, assignment, gradebook, column or assignment, _writable(to), new, anyway)
    scale = f", times {filled.scale:g} to fit the points possible" if filled.scale != 1 else ""
    _say(f"{to}: {filled.marks} marks in {filled.column!r}{scale}")
    _say_who("excused or not assigned in Canvas, left as it was", filled.kept)
    _say_who("in Canvas, but handed in nothing, left as it was", filled.others)
    _say_who(f"{_BY_HAND}, left as it was", filled.unread)
    _warn_of_unsettled(course, assignment)
    for student, why in filled.failed.items():
        _say(f"{student}: {why}")
    if filled.unmatched:
        _say_who("not one row of their own in Canvas", filled.unmatched)
        raise CourseError(
            f"{len(filled.unmatched)} students have none or share one, the rest is written: "
            "nbgrader db student import gives them the ID that Canvas has, from a CSV with the "
            "columns id and lms_user_id; nbgrader db student remove one who is there twice"
        )
    if filled.failed:
        raise CourseError(f"{to} lacks the marks of {len(filled.failed)}, who keep what they had")


@export.command()
def csv(
    assignment: _Assignment,
    to: Annotated[Path, typer.Option(help="The CSV to write.")] = Path("marks.csv"),
    anyway: _Anyway = False,
) -> None:
    """Write a table of all marks: every exercise by test and by hand, status and diagnosis.

    What is yet to be graded by hand is blank, and so is the total.
    """
    from ..export.tables import write_table

    course = Course.load()
    unread = write_table(course, assignment, _writable(to), anyway)
    _say(str(to))
    _say_who(f"{_BY_HAND}, blank", unread)
    _warn_of_unsettled(course, assignment)


@export.command()
def gradescope(
    assignment: _Assignment,
    to: Annotated[Path, typer.Option(help="The folder to write.")] = Path("gradescope"),
    anyway: _Anyway = False,
) -> None:
    """Write a results.json for each student, in a folder of their name.

    Who waits for a mark by hand gets none yet.
    """
    from ..export.tables import write_gradescope

    course = Course.load()
    without, unread = write_gradescope(course, assignment, to, anyway)
    _say(str(to))
    _say_who("not graded, left out", without)
    _say_who(f"{_BY_HAND}, left out", unread)
    _warn_of_unsettled(course, assignment)


def _writable(path: Path) -> Path:
    if path.is_dir() or not path.resolve().parent.is_dir():
        raise CourseError(f"{path} cannot be written: it is a folder, or in one that is not there")
    return path


def _say(line: str) -> None:
    console.print(_line(line), soft_wrap=True)


def _line(text: str) -> Text:
    """Text that others may have had a hand in, as one line that does nothing to a terminal."""
    return Text(clean(" ".join(text.split()), len(text)))


def _say_who(what: str, students: list[str]) -> None:
    """Say whom something concerns: a terminal breaks the line at spaces, between names."""
    if students:
        line = _line(f"{what}: {', '.join(students)}")
        console.print(line, soft_wrap=not console.is_terminal)


def _warn_of_unsettled(course: Course, assignment: str) -> None:
    from ..overview.attention import unsettled

    if waiting := unsettled(course, assignment):
        concerned = set().union(*waiting.values())
        errors.print(
            f"{len(concerned)} of the marks may change: autograder feedback {assignment} says why"
        )
