"""Gathers what an instructor wants to know of a class from gradebook and Reports, for one page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import quote

from ..course.config import Course, CourseError
from ..gradebook.database import course_directory, open_gradebook, penalty, total
from ..outcome import attempt, explained
from ..report import Report, read_report
from .attention import needs_a_look
from .items import Item, analyse


@dataclass
class Student:
    """One line of the class.

    Attributes:
        id, name: the name is empty where the gradebook has none.
        marks: what each grade cell earned: grade_id -> points, None where a person is to grade it.
        total: the points that count, penalty taken off; None where nothing was graded.
        penalty: points taken off for handing in late.
        status, seconds, cpu_seconds: of the Report, if there is one.
        diagnoses: names of the misconceptions found.
        feedback: notebook -> address of its feedback, relative to the page.
    """

    id: str
    name: str = ""
    marks: dict[str, float | None] = field(default_factory=dict)
    total: float | None = None
    penalty: float = 0.0
    status: str = ""
    seconds: float | None = None
    cpu_seconds: float | None = None
    diagnoses: dict[str, None] = field(default_factory=dict)  # an ordered set
    feedback: dict[str, str] = field(default_factory=dict)

    @property
    def incomplete(self) -> bool:
        """Whether the total counts 0 for what a person has yet to grade."""
        return self.total is not None and None in self.marks.values()


@dataclass
class Diagnosis:
    """A misconception found in a class: its hint, in which cells, at what price if any, whose."""

    name: str
    hint: str
    grade_ids: dict[str, float | None] = field(default_factory=dict)
    students: dict[str, None] = field(default_factory=dict)  # an ordered set


@dataclass
class ClassReport:
    """A class and an assignment.

    Attributes:
        course, assignment: their names.
        cells: every grade cell: grade_id -> the most points it can earn.
        attention: student -> why to look at what was handed in.
        students: by their id.
        seeds: of the hidden inputs -> how many were graded on them; one, in a single campaign.
        versions: of the tests -> who was marked by them; one, unless they were changed in between.
        diagnoses: the most frequent first.
        items: the hidden tests, in the order they ran.
    """

    course: str
    assignment: str
    cells: dict[str, float]
    attention: dict[str, list[str]]
    students: dict[str, Student]
    seeds: dict[int, int] = field(default_factory=dict)
    versions: dict[str, list[str]] = field(default_factory=dict)
    diagnoses: list[Diagnosis] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    @property
    def graded(self) -> list[Student]:
        """The students whose marks count in the statistics."""
        return [student for student in self.students.values() if student.total is not None]

    @property
    def max_score(self) -> float:
        return sum(self.cells.values())

    @property
    def reasons(self) -> dict[str, list[str]]:
        """Why to look at what was handed in -> at whose; what is rare comes first."""
        found: dict[str, list[str]] = {}
        for student, reasons in self.attention.items():
            for reason in reasons:
                found.setdefault(reason, []).append(student)
        return dict(sorted(found.items(), key=lambda entry: len(entry[1])))


def gather(course: Course, assignment: str) -> ClassReport:
    """What there is to say of a class.

    Raises:
        CourseError: there is no such assignment, or nothing of it has been graded.
    """
    attention = needs_a_look(course, assignment)
    result = _read_gradebook(course, assignment, attention)
    result.items = analyse(_reports(course, result))
    if not result.graded:
        raise CourseError(
            f"nothing handed in for {assignment} has been graded: "
            f"run nbgrader autograde {assignment}"
        )
    return result


def _read_gradebook(course, assignment, attention) -> ClassReport:
    directory = course_directory(course, assignment)
    with open_gradebook(directory) as gradebook:
        students = {
            student.id: Student(
                student.id, " ".join(filter(None, [student.first_name, student.last_name]))
            )
            for student in gradebook.students
        }
        students |= {name: Student(name) for name in attention.keys() - students.keys()}
        notebooks = gradebook.find_assignment(assignment).notebooks
        cells = {
            cell.name: cell.max_score
            for notebook in notebooks
            for cell in sorted([*notebook.grade_cells, *notebook.task_cells], key=lambda c: c.name)
        }
        for submission in gradebook.assignment_submissions(assignment):
            _take_marks(students[submission.student.id], submission)
        for student in students.values():
            student.feedback = _feedback(directory, course.reports(assignment), student, notebooks)
    return ClassReport(
        directory.course_id, assignment, cells, attention, dict(sorted(students.items()))
    )


def _take_marks(student, submission) -> None:
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            waits = grade.needs_manual_grade and grade.manual_score is None
            student.marks[grade.name] = None if waits else grade.score
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
    diagnoses: dict[str, Diagnosis] = {}

    def read(student):
        report = read_report(course.reports(result.assignment), student.id)
        if report is None or not report.tests:
            student.total, student.marks = None, {}
            return None
        for grade_id, found in report.diagnosis.items():
            for each in found:
                diagnosis = diagnoses.setdefault(
                    each["name"], Diagnosis(each["name"], each["hint"])
                )
                price = report.prices.get(grade_id, {}).get(each["name"])
                known = diagnosis.grade_ids.get(grade_id)  # of another student's Report
                diagnosis.grade_ids[grade_id] = known if price is None else price
                diagnosis.students[student.id] = None
                student.diagnoses[each["name"]] = None
        student.status = report.status
        student.seconds, student.cpu_seconds = report.seconds, report.cpu_seconds
        result.seeds[report.seed] = result.seeds.get(report.seed, 0) + 1
        result.versions.setdefault(report.version, []).append(student.id)
        return report

    def leave_out(student, error):
        student.total, student.marks = None, {}
        result.attention.setdefault(student.id, []).append(explained(error)[0])

    for student in result.students.values():
        report = attempt(partial(read, student), partial(leave_out, student))
        if report is not None:
            yield report
    result.diagnoses = sorted(diagnoses.values(), key=lambda each: -len(each.students))
