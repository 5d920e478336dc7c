"""Written answers in the gradebook: which wait for a person, and what a person made of one."""

from __future__ import annotations

from dataclasses import dataclass

from nbgrader.api import Grade, Gradebook
from nbgrader.coursedir import CourseDirectory

from ..course.assignment import Assignment, CourseError
from .database import open_gradebook


@dataclass(frozen=True)
class Written:
    """A written answer, as the gradebook knows it.

    Attributes:
        student, notebook, cell: whose, where; the cell's grade_id.
        most: the most points it can earn.
        score, comment: what a person gave and said; None, if nobody did.
        waits: whether it waits for a person: nobody has read it, or it has changed since.
    """

    student: str
    notebook: str
    cell: str
    most: float
    score: float | None
    comment: str | None
    waits: bool


def written(gradebook: Gradebook, about: Assignment) -> list[Written]:
    """All written answers of an assignment, in the notebook's order, then by student."""
    place = {cell: number for number, cell in enumerate(about.titles)}
    found = []
    for submission in gradebook.assignment_submissions(about.name):
        for notebook in submission.notebooks:
            solved = {comment.name for comment in notebook.comments}  # nbgrader has one for each
            found += [_written(grade) for grade in notebook.grades if grade.name in solved]
    return sorted(
        found, key=lambda each: (place.get(each.cell, len(place)), each.cell, each.student)
    )


def _written(grade: Grade) -> Written:
    comments = {each.name: each.manual_comment for each in grade.notebook.comments}
    return Written(
        grade.student.id,
        grade.notebook.name,
        grade.name,
        grade.max_score,
        grade.manual_score,
        comments.get(grade.name),
        grade.needs_manual_grade,
    )


def settle(directory: CourseDirectory, answer: Written, score: float, comment: str) -> None:
    """Enter what a person made of an answer, as formgrader does.

    Args:
        directory: of the course, with the assignment in it.
        answer: as it was when it was read.
        score: its points.
        comment: what its writer reads in the feedback.

    Raises:
        CourseError: the points are more than there are, somebody else has settled it since, or the
            gradebook cannot be used.
    """
    if not 0 <= score <= answer.most:
        raise CourseError(f"{score:g} points are not between 0 and {answer.most:g}")
    assignment = directory.assignment_id
    with open_gradebook(directory) as gradebook:
        grade = gradebook.find_grade(answer.cell, answer.notebook, assignment, answer.student)
        if _written(grade) != answer:
            raise CourseError(
                f"the gradebook has changed under {answer.student}'s answer, which stays as it is "
                f"there: autograder read {assignment} goes on"
            )
        grade.manual_score, grade.needs_manual_grade = score, False
        find = gradebook.find_comment
        find(answer.cell, answer.notebook, assignment, answer.student).manual_comment = comment
        gradebook.db.commit()
