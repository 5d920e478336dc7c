"""Gathers what an instructor wants to know of a class from gradebook and Reports, for one page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import quote

from ..course.config import Course, CourseError
from ..gradebook.database import (
    cells_in_order,
    course_directory,
    full_name,
    marks,
    open_gradebook,
    penalty,
    total,
)
from ..outcome import attempt, explained
from ..report import Report, read_report
from .attention import Reason, by_reason, needs_a_look
from .code import FOLDER, Shared, compare
from .items import Item, analyse
from .losses import Loss, add_loss


@dataclass
class Priced:
    """A grade cell marked by the prices of mistakes: what its tests alone give, and how."""

    tests: float
    reckoning: str


@dataclass
class Student:
    """One line of the class.

    Attributes:
        id, name: the name is empty where the gradebook has none.
        marks: what each grade cell earned: grade_id -> points, None where a person is to grade it.
        total: the points that count, penalty taken off; None where nothing was graded.
        penalty: points taken off for handing in late.
        status, seconds: of the Report, if there is one.
        diagnoses: names of the misconceptions found.
        priced: grade cells whose marks are by the prices of mistakes.
        feedback: notebook -> address of its feedback, relative to the page.
        formgrader: notebook -> address of what was handed in there.
        code, report: addresses of what was written and of the Report, if there are such.
    """

    id: str
    name: str = ""
    marks: dict[str, float | None] = field(default_factory=dict)
    total: float | None = None
    penalty: float = 0.0
    status: str = ""
    seconds: float | None = None
    diagnoses: dict[str, None] = field(default_factory=dict)  # an ordered set
    priced: dict[str, Priced] = field(default_factory=dict)
    feedback: dict[str, str] = field(default_factory=dict)
    formgrader: dict[str, str] = field(default_factory=dict)
    code: str = ""
    report: str = ""

    @property
    def incomplete(self) -> bool:
        """Whether the total counts 0 for what a person has yet to grade."""
        return self.total is not None and None in self.marks.values()


@dataclass
class Diagnosis:
    """A misconception found in a class.

    Attributes:
        name, hint: its name, and what students are told.
        edit: what it is in the reference, for the instructor; often empty.
        grade_ids, students: in which cells, whose.
        prices: what it costs in each grade cell that is marked by prices.
    """

    name: str
    hint: str
    edit: str = ""
    grade_ids: dict[str, None] = field(default_factory=dict)  # an ordered set, as the next
    students: dict[str, None] = field(default_factory=dict)
    prices: dict[str, float] = field(default_factory=dict)


@dataclass
class ClassReport:
    """A class and an assignment.

    Attributes:
        course, assignment: their names.
        title: what people call the assignment.
        cells: every grade cell, in the notebook's order: grade_id -> the most points it can earn.
        titles: what people call each.
        attention: student -> why to look at what was handed in.
        students: by their id.
        seeds: of the hidden inputs -> how many were graded on them; one, in a single campaign.
        versions: of the tests -> who was marked by them; one, unless they were changed in between.
        diagnoses: the most frequent first.
        losses: marks lost without a diagnosis, the most points first.
        items: the hidden tests, by grade cell in the notebook's order.
        shared: who handed in identical code.
    """

    course: str
    assignment: str
    title: str
    cells: dict[str, float]
    titles: dict[str, str]
    attention: dict[str, list[Reason]]
    students: dict[str, Student]
    seeds: dict[int, int] = field(default_factory=dict)
    versions: dict[str, list[str]] = field(default_factory=dict)
    diagnoses: list[Diagnosis] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    shared: list[Shared] = field(default_factory=list)

    @property
    def graded(self) -> list[Student]:
        """The students whose marks count in the statistics."""
        return [student for student in self.students.values() if student.total is not None]

    @property
    def max_score(self) -> float:
        return sum(self.cells.values())

    @property
    def reasons(self) -> dict[Reason, list[str]]:
        """Why to look at what was handed in -> at whose."""
        return by_reason(self.attention)


def gather(course: Course, assignment: str) -> ClassReport:
    """What there is to say of a class.

    Raises:
        CourseError: there is no such assignment, or nothing of it has been graded.
    """
    attention = needs_a_look(course, assignment)
    result = _read_gradebook(course, assignment, attention)
    items = analyse(_reports(course, result))
    order = list(result.cells)
    result.items = sorted(items, key=lambda item: order.index(item.grade_id))
    if not result.graded:
        raise CourseError(
            f"nothing handed in for {assignment} has been graded: "
            f"run nbgrader autograde {assignment}"
        )
    result.shared, authors = compare(course, assignment)
    for author in authors:
        result.students[author].code = quote(f"{FOLDER}/{author}.html")
    return result


def _read_gradebook(course, assignment, attention) -> ClassReport:
    directory = course_directory(course, assignment)
    with open_gradebook(directory) as gradebook:
        students = {
            student.id: Student(student.id, full_name(student)) for student in gradebook.students
        }
        students |= {name: Student(name) for name in attention.keys() - students.keys()}
        notebooks = gradebook.find_assignment(assignment).notebooks
        about = course.assignments[assignment]
        cells = {name: cell.max_score for name, cell in cells_in_order(gradebook, about).items()}
        for submission in gradebook.assignment_submissions(assignment):
            _take_marks(students[submission.student.id], submission, course.formgrader)
        for student in students.values():
            student.feedback = _feedback(directory, course.reports(assignment), student, notebooks)
    return ClassReport(
        course=directory.course_id,
        assignment=assignment,
        title=about.title,
        cells=cells,
        titles={name: about.titles.get(name, name) for name in cells},
        attention=attention,
        students=dict(sorted(students.items())),
    )


def _take_marks(student, submission, formgrader) -> None:
    for notebook in submission.notebooks:
        student.formgrader[notebook.name] = f"{formgrader}/submissions/{notebook.id}/"
    student.marks = marks(submission)
    student.penalty = penalty(submission)
    student.total = total(submission)


def _feedback(directory, page_folder, student, notebooks) -> dict[str, str]:
    """Addresses of the feedback there is, relative to the page."""
    folder = directory.format_path(
        directory.feedback_directory, student.id, directory.assignment_id
    )
    paths = {notebook.name: Path(folder, f"{notebook.name}.html") for notebook in notebooks}
    return {
        name: quote(os.path.relpath(path, page_folder))
        for name, path in paths.items()
        if path.is_file()
    }


def _reports(course, result: ClassReport) -> Iterator[Report]:
    """Every Report of the class, one at a time; what it says of its student is noted."""
    diagnoses: dict[tuple[str, str], Diagnosis] = {}
    losses: dict[str, Loss] = {}

    def read(student):
        report = read_report(course.reports(result.assignment), student.id)
        if report is None or not report.tests:
            student.total, student.marks = None, {}
            return None
        for grade_id, found in report.diagnosis.items():
            prices = report.prices.get(grade_id, {})
            if prices:
                tests = report.grades[grade_id]["tests"]
                student.priced[grade_id] = Priced(tests, report.reckoning(grade_id))
            for each in found:
                name, edit = each["name"], each.get("edit", "")
                diagnosis = diagnoses.setdefault((name, edit), Diagnosis(name, each["hint"], edit))
                diagnosis.grade_ids[grade_id] = diagnosis.students[student.id] = None
                diagnosis.prices |= {grade_id: prices[name]} if name in prices else {}
                student.diagnoses[name] = None
        add_loss(losses, report)
        student.report = quote(f"{student.id}.json")
        student.status, student.seconds = report.status, report.seconds
        result.seeds[report.seed] = result.seeds.get(report.seed, 0) + 1
        result.versions.setdefault(report.version, []).append(student.id)
        return report

    def leave_out(student, error):
        student.total, student.marks = None, {}
        result.attention.setdefault(student.id, []).append(Reason(explained(error)[0], True))

    for student in result.students.values():
        report = attempt(partial(read, student), partial(leave_out, student))
        if report is not None:
            yield report
    result.diagnoses = sorted(diagnoses.values(), key=lambda each: -len(each.students))
    result.losses = sorted(losses.values(), key=lambda loss: -loss.points)
