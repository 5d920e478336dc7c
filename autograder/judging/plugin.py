"""A pytest plugin: hidden tests call a submission as if they had imported it.

    @pytest.mark.grade("batchnorm_backward", points=4)
    def test_dbeta_is_right(nndl, reference, rng):
        ...

They get the student's package (by its name), the course's own (``reference``) and a generator of
hidden inputs (``rng``), seeded by the campaign's seed and the test's own name, so that any one test
can be run again alone: also with another library as the reference, which is how one mistake costs
once (see excuses.py).
"""

from __future__ import annotations

import traceback
import warnings
import zlib
from collections.abc import Collection
from types import ModuleType
from typing import Literal, NamedTuple

import numpy as np
import pytest

from ..course.config import CourseError
from ..report import TestResult
from ..sandbox.bubblewrap import SandboxError
from ..student.submission import Submission
from .failures import explain_failure
from .reference import load_library

Key = tuple[str, str]  # what names a test: its grade cell, and its name as a sentence


class Finding(NamedTuple):
    """What one test found, and the traffic with the worker while it ran.

    Attributes:
        result: the test's result.
        exchanges: requests and answers, as Submission.exchanges has them.
        error: what the test raised, for the instructor; None if it passed.
        used: what it looked up in the student's package, as Submission.used has it.
    """

    result: TestResult
    exchanges: list[tuple[bytes, bytes | None]]
    error: BaseException | None
    used: frozenset[str]

    @property
    def key(self) -> Key:
        """What names the test."""
        return self.result.grade_id, self.result.name


# What comes of a run of the tests: see HiddenTests.run, or what it raises.
Outcome = tuple[list[Finding], list[str]] | BaseException


class Collect:
    """Checks and counts the tests pytest finds."""

    def __init__(self):
        self.points = {}
        self.errors = []

    def pytest_configure(self, config):
        config.addinivalue_line("markers", "grade(grade_id, *, points): the grade cell and worth")

    def pytest_collectreport(self, report):
        if report.failed:
            self.errors.append(str(report.longrepr))

    def pytest_collection_modifyitems(self, items):
        for item in items:
            try:
                grade_id, points = _grade(item)
            except (AttributeError, TypeError):
                self.errors.append(
                    f"{item.nodeid} needs @pytest.mark.grade(<grade_id>, points=<number>)"
                )
                continue
            self.points[grade_id] = self.points.get(grade_id, 0) + points
        if self.errors:
            raise pytest.UsageError("; ".join(self.errors))


class Job(NamedTuple):
    """One run of the tests: see HiddenTests.run."""

    submission: Submission
    seed: int
    only: Collection[Key]
    until_failure: bool
    reference: ModuleType | None


class Grade(Collect):
    """Runs the tests for one job after another, provides the fixtures, records what each found."""

    def __init__(self, package, library, jobs, outcomes):
        super().__init__()
        self._package = package
        self._reference = load_library(library)
        self._jobs, self._outcomes = jobs, outcomes

    @pytest.hookimpl(trylast=True)  # when there is what keeps fixtures
    def pytest_sessionstart(self, session):
        pytest.register_fixture(
            name=self._package, func=lambda: self._job.submission.package, node=session
        )

    def pytest_runtestloop(self, session):
        for job in iter(self._jobs.get, None):
            self._job = job
            self._findings: list[Finding] = []
            self._broken: Exception | None = None
            self.errors = []
            with warnings.catch_warnings():
                # Student code returns nan and infinity; what numpy says of it is nobody's news.
                warnings.simplefilter("ignore")
                for item in session.items:
                    if not job.only or (_grade(item)[0], sentence(item.name)) in job.only:
                        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
                    if self._broken or (job.until_failure and self._has_failed()):
                        break
            self._outcomes.put(self._broken or (self._findings, self.errors))
        self.errors = []
        return True

    def _has_failed(self):
        return any(not finding.result.passed for finding in self._findings)

    def pytest_runtest_setup(self, item):
        # By its name alone: nothing that the inputs follow from is told to the student's code.
        self._job.submission.seed(zlib.crc32(item.name.encode()))

    @pytest.fixture
    def reference(self):
        """The course's own package, with its solutions."""
        return self._job.reference or self._reference

    @pytest.fixture
    def rng(self, request):
        """A numpy Generator for the test's hidden inputs."""
        return np.random.default_rng([self._job.seed, zlib.crc32(request.node.name.encode())])

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item, call):
        """Record what a test found, in place of pytest's own report.

        That one would show the traceback through the test's source, which nobody is to see and
        which takes longer to draw up than the test to run.
        """
        if call.when == "call" or call.excinfo is not None:
            grade_id, points = _grade(item)
            error = None if call.excinfo is None else call.excinfo.value
            name, submission, message = sentence(item.name), self._job.submission, ""
            if isinstance(error, SandboxError):  # no submission's fault: nothing is graded by it
                self._broken = error
            elif error is not None:
                message, cause, is_the_tests = explain_failure(error, item.path, submission)
                # A library with a mistake in it may raise before a submission is asked anything.
                if is_the_tests and self._job.reference is None:
                    self._broken = CourseError(f"the hidden test {name!r} is wrong: {cause}")
                self.errors += [cause] if cause else []
                traceback.clear_frames(error.__traceback__)  # or it would keep its arrays
            result = TestResult(name, grade_id, points, error is None, message)
            self._findings.append(
                Finding(result, submission.exchanges, error, frozenset(submission.used))
            )
            submission.exchanges = []
            submission.used.clear()
        outcome: Literal["passed", "failed"] = "passed" if call.excinfo is None else "failed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)


def _grade(item):
    def read(grade_id, *, points):
        return grade_id, points

    marker = item.get_closest_marker("grade")
    return read(*marker.args, **marker.kwargs)


def sentence(name: str) -> str:
    """A test's name as students read it: test_dx_is_right[2-1] as "dx is right (2-1)"."""
    name, bracket, case = name.removeprefix("test_").partition("[")
    return name.replace("_", " ") + (f" ({case[:-1]})" if bracket else "")
