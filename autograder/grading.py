"""One submission graded: taken in, run in the sandbox, judged by the hidden tests, reported."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from . import dependencies
from .course import Course
from .diagnosis import diagnose
from .environment import Environment
from .hidden_tests import HiddenTests
from .intake import Intake, Staged
from .misconceptions import load_bank
from .reference import read_library
from .report import Report
from .sandbox import Sandbox
from .submission import Submission
from .text import clean

# The first that applies is a Report's status.
_FAILURES = ("unreadable", "memory", "timeout", "crashed")


class Grader:
    """Grades submissions to one assignment, all on inputs drawn from one seed.

    Attributes:
        intake: takes submissions in.
        sandbox: where their code runs.
        tests: the hidden tests.
        bank: the misconceptions that may explain what a submission computes.
        assignment, seed: what is graded, on which inputs.
        hashes: what identifies tests, course, autograder and environment.
    """

    def __init__(self, course: Course, assignment: str, seed: int):
        """Read the course's side, prove the sandbox, and lay out what is given to all.

        Raises:
            CourseError: the assignment, its release or its hidden tests are not in order.
            SandboxError: student code cannot be confined here.
        """
        self.intake = Intake(course, assignment)
        self.sandbox = Sandbox(
            config=course.config,
            environment=Environment(course.source(assignment) / "requirements.txt"),
        )
        self.tests = HiddenTests(course, assignment)
        self.bank = load_bank(course, assignment)
        self._library = read_library(course)
        # What a Report depends on, beside the seed and the submission.
        self.hashes = {
            "tests": dependencies.tests(self.tests.folder),
            "autograder": dependencies.autograder(),
            "environment": self.sandbox.environment.path.name,
            "course": dependencies.library(course, assignment, self.intake.library),
        }
        self.assignment = assignment
        self.seed = seed
        self.sandbox.check(course.path)
        self._folder = tempfile.TemporaryDirectory(prefix="autograder-")
        self._given = self.intake.write_given(Path(self._folder.name))

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *exc_info) -> None:
        self.tests.close()
        self._folder.cleanup()

    def files(self, staged: Staged) -> dict[str, Path]:
        """What a staged submission's working directory holds in the sandbox."""
        return {**self._given, staged.package.name: staged.package}

    def grade(self, source: Path) -> Report:
        """Take in a submission's folder and grade it; the Report names it by the path given."""
        with tempfile.TemporaryDirectory(prefix="autograder-") as folder:
            return self.grade_staged(self.intake.stage(source, Path(folder), str(source)))

    def open(self, staged: Staged) -> Submission:
        """The functions of a submission already taken in."""
        return Submission(self.files(staged), staged.absent(), self.sandbox)

    def grade_staged(self, staged: Staged) -> Report:
        """Grade a submission already taken in."""
        start, cpu_start = time.monotonic(), time.process_time()
        with self.open(staged) as submission:
            findings, errors = self.tests.run(submission, self.seed)
        if submission.broken:
            raise submission.broken
        if staged.refused:
            status = "unreadable"
        elif staged.missing:
            status = "missing"
        else:
            status = next((kind for kind in _FAILURES if kind in submission.failures), "graded")
        diagnosis = {}
        if submission.too_much:
            errors.append("nothing was diagnosed: what the code returned was too much to be kept")
        else:
            diagnosis = diagnose(self.bank, self._library, findings)
        return Report(
            submission=staged.name,
            assignment=self.assignment,
            status=status,
            tests=[finding.result for finding in findings],
            seed=self.seed,
            sandbox=self.sandbox.describe(),
            seconds=round(time.monotonic() - start, 3),
            notes=staged.notes,
            failures=sorted(submission.failures),
            errors=errors,
            printed=clean(submission.printed.decode(errors="replace"), 2000),
            diagnosis={
                grade_id: [{"name": each.name, "hint": each.hint} for each in misconceptions]
                for grade_id, misconceptions in diagnosis.items()
            },
            hashes={**self.hashes, "submission": staged.digest},
            cpu_seconds=round(time.process_time() - cpu_start + submission.cpu_seconds, 3),
        )
