"""Late submissions: what they cost, by nbgrader's own plugin point, and extensions.

Off by default. One line in nbgrader_config.py turns it on:
c.AssignLatePenalties.plugin_class = "autograder.late.LatePerDay"
"""

from __future__ import annotations

import math
from functools import partial

from nbformat.v4 import new_notebook
from nbgrader.api import MissingEntry
from nbgrader.plugins import BasePlugin
from nbgrader.preprocessors import AssignLatePenalties
from traitlets import Float

from ..course.config import Course, CourseError
from ..outcome import attempt, explained
from .database import course_directory, open_gradebook

_DAY = 24 * 60 * 60


class LatePerDay(BasePlugin):
    """Takes a part of the score for every day that has begun since the due date.

    nbgrader counts from the due date with the student's extension, and takes no more than there is.
    """

    per_day = Float(
        0.1, min=0, max=1, help="The part of the score that each day begun costs: 0.1 is 10 %."
    ).tag(config=True)

    grace = Float(
        0,
        min=0,
        help="""Hours late that cost nothing. Whoever is later pays from the due date on.""",
    ).tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """The points a late notebook loses, to a hundredth; None if it loses none."""
        if total_seconds_late <= self.grace * 3600:
            return None
        return round(score * self.per_day * math.ceil(total_seconds_late / _DAY), 2)


def settle_penalties(course: Course, assignment: str) -> dict[str, Exception]:
    """Take late penalties anew, from the scores and extensions as they are now.

    nbgrader takes them when it grades, before a person has graded the written answers.

    Returns:
        The students whose penalty could not be taken, such as where a plugin of the course's own
        raises for one, and what was raised.

    Raises:
        CourseError: there is no gradebook that has the assignment.
    """
    directory = course_directory(course, assignment)
    with open_gradebook(directory) as gradebook:
        late = [
            (submission.student.id, notebook.name)
            for submission in gradebook.assignment_submissions(assignment)
            for notebook in submission.notebooks
            if notebook.late_submission_penalty or submission.total_seconds_late
        ]
    assign = AssignLatePenalties(config=course.config)
    failed: dict[str, Exception] = {}

    def settle(student, notebook):
        about = {"student": student, "notebook": notebook, "assignment": assignment}
        assign.preprocess(new_notebook(), {"nbgrader": {**about, "db_url": directory.db_url}})

    for student, notebook in late:
        attempt(partial(settle, student, notebook), partial(failed.setdefault, student))
    return failed


def extend(course: Course, assignment: str, student: str, days: float) -> float:
    """Grant a student an extension, in place of an earlier one, and take the penalty anew.

    Args:
        days: after the due date; 0 takes an extension back.

    Returns:
        The points that being late still costs.

    Raises:
        CourseError: the assignment has no due date, the student no submission to it, or the
            penalty cannot be taken.
    """
    course.check_assignment(assignment)
    with open_gradebook(course_directory(course, assignment)) as gradebook:
        if gradebook.find_assignment(assignment).duedate is None:
            raise CourseError(
                f"{assignment} has no due date: "
                f"nbgrader db assignment add {assignment} --duedate='2026-01-31 23:59 UTC' sets one"
            )
        try:
            gradebook.grant_extension(assignment, student, days=days)
        except MissingEntry as error:
            raise CourseError(
                f"the gradebook has no submission of {student} to {assignment}: "
                f"extend it when nbgrader autograde {assignment} has graded it"
            ) from error
    failed = settle_penalties(course, assignment)
    if student in failed:
        raise CourseError(f"{student}'s penalty is not taken anew: {explained(failed[student])[0]}")
    with open_gradebook(course_directory(course, assignment)) as gradebook:
        return gradebook.find_submission(assignment, student).late_submission_penalty
