"""A pytest plugin: hidden tests call a submission as if they had imported it.

Hidden tests are ordinary pytest functions, marked with the grade cell they belong to and what they
are worth, and run in this, the trusted, process:

    @pytest.mark.grade("batchnorm_backward", points=3)
    def test_dbeta_is_right(nndl, reference, rng):
        ...

They get the student's package (by its name), the course's own (``reference``) and a generator of
hidden inputs (``rng``), seeded by the campaign's seed and the test's own name, so that any one test
can be run again alone: also with another library as the reference, which is how one mistake costs
once (see excuses.py). pytest never sees the submission's folder.
"""

from __future__ import annotations

import queue
import sys
import threading
import traceback
import warnings
import zlib
from collections.abc import Collection, Mapping
from types import ModuleType
from typing import NamedTuple

import numpy as np
import pytest

from ..course.config import Course, CourseError
from ..report import TestResult
from ..sandbox.confine import SandboxError
from ..student.submission import Submission
from .failures import explain_failure
from .reference import load_library


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


class HiddenTests:
    """The hidden tests of one assignment, collected once and run against many submissions.

    pytest runs in a thread of its own, which waits for submissions. It ends with the process, or
    when the tests are closed.

    Attributes:
        folder: where they are.
    """

    def __init__(self, course: Course, assignment: str, library: Mapping[str, str] | None = None):
        """Name them.

        Args:
            course, assignment: whose they are.
            library: the reference, path -> text, to run them; none to count their points.

        Raises:
            CourseError: there is no such assignment, or it has no hidden tests.
        """
        course.check_assignment(assignment)
        self.folder = course.hidden_tests(assignment)
        self._library, self._package = library, course.package
        if not self.folder.is_dir():
            raise CourseError(f"{assignment} has no hidden tests: there is no {self.folder}")
        self._thread = None
        self._jobs, self._outcomes = queue.SimpleQueue(), queue.SimpleQueue()

    def points(self) -> dict[str, float]:
        """What the tests of each grade cell are worth together, without running any.

        Raises:
            CourseError: pytest cannot collect them.
        """
        collected = _Collect()
        self._pytest(collected, "--collect-only")
        return collected.points

    def run(
        self,
        submission: Submission,
        seed: int,
        *,
        only: Collection[str] = (),
        until_failure: bool = False,
        reference: ModuleType | None = None,
    ) -> tuple[list[Finding], list[str]]:
        """Run the tests against a submission.

        Args:
            submission: whose functions to call.
            seed: the campaign's seed.
            only: the names of the tests to run, as sentences; none runs all.
            until_failure: whether to stop at the first test that fails.
            reference: the library to compare with, if not the course's own.

        Returns:
            What each test found; and, for the instructor, the exceptions inside the tests
            themselves: a submission's odd values cause some, a mistake in a test others.

        Raises:
            CourseError: pytest cannot collect the tests, or one of them is wrong.
            SandboxError: the student's code could not be run.
        """
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, daemon=True)
            self._thread.start()
        self._jobs.put(_Job(submission, seed, only, until_failure, reference))
        outcome = self._outcomes.get()
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    def close(self) -> None:
        """Let pytest end."""
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join()
            self._thread = None

    def _serve(self):
        try:
            self._pytest(_Grade(self._package, self._library, self._jobs, self._outcomes))
        except BaseException as error:  # it is raised where the outcome is waited for
            self._thread = None  # the next run starts another
            self._outcomes.put(error)

    def _pytest(self, plugin, *options):
        # pytest would take a test module of the same name, or an older version, for this one.
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", None)).startswith(str(self.folder.parent)):
                del sys.modules[name]
        code = pytest.main(
            [
                *map(str, sorted(self.folder.glob("test_*.py"))),  # no folder of examples in it
                f"--rootdir={self.folder}",
                f"--confcutdir={self.folder}",  # nor is a conftest.py further up
                "-c", "/dev/null",  # a pyproject.toml further up is not the hidden tests'
                "--import-mode=importlib",
                "--assert=plain",  # rewritten asserts would quote hidden values
                "--strict-markers",
                "--disable-plugin-autoload",
                "-p", "no:terminal",
                "-p", "no:cacheprovider",
                "-p", "no:capture",
                "-p", "no:faulthandler",
                "-p", "no:logging",
                "-p", "no:warnings",
                *options,
            ],
            plugins=[plugin],
        )  # fmt: skip
        if code == pytest.ExitCode.INTERNAL_ERROR:
            raise RuntimeError("running the hidden tests ended with an error of pytest's own")
        if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            reason = "\n".join(plugin.errors) or code.name.lower().replace("_", " ")
            raise CourseError(f"the hidden tests in {self.folder} cannot be run: {reason}")


class _Collect:
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


class _Job(NamedTuple):
    """One run of the tests: see HiddenTests.run."""

    submission: Submission
    seed: int
    only: Collection[str]
    until_failure: bool
    reference: ModuleType | None


class _Grade(_Collect):
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
            self._findings, self.errors, self._broken = [], [], None
            with warnings.catch_warnings():
                # Student code returns nan and infinity; what numpy says of it is nobody's news.
                warnings.simplefilter("ignore")
                for item in session.items:
                    if not job.only or sentence(item.name) in job.only:
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
                if is_the_tests:
                    self._broken = CourseError(f"the hidden test {name!r} is wrong: {cause}")
                self.errors += [cause] if cause else []
                traceback.clear_frames(error.__traceback__)  # or it would keep its arrays
            result = TestResult(name, grade_id, points, error is None, message)
            self._findings.append(
                Finding(result, submission.exchanges, error, frozenset(submission.used))
            )
            submission.exchanges = []
            submission.used.clear()
        outcome = "passed" if call.excinfo is None else "failed"
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
