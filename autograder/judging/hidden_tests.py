"""The hidden tests of an assignment, run against submissions.

They are ordinary pytest functions, marked with the grade cell they belong to and what they are
worth, and run in this, the trusted, process; plugin.py is what they get. pytest never sees the
submission's folder.
"""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Collection, Mapping
from types import ModuleType

import pytest

from ..course.config import Course, CourseError
from ..student.submission import Submission
from .plugin import Collect, Finding, Grade, Job, Key, Outcome


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
        self._thread: threading.Thread | None = None
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()

    def points(self) -> dict[str, float]:
        """What the tests of each grade cell are worth together, without running any.

        Raises:
            CourseError: pytest cannot collect them.
        """
        collected = Collect()
        self._pytest(collected, "--collect-only")
        return collected.points

    def run(
        self,
        submission: Submission,
        seed: int,
        *,
        only: Collection[Key] = (),
        until_failure: bool = False,
        reference: ModuleType | None = None,
    ) -> tuple[list[Finding], list[str]]:
        """Run the tests against a submission.

        Args:
            submission: whose functions to call.
            seed: the campaign's seed.
            only: the keys of the tests to run; none runs all.
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
        self._jobs.put(Job(submission, seed, only, until_failure, reference))
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
            self._pytest(Grade(self._package, self._library, self._jobs, self._outcomes))
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
            ended = pytest.ExitCode(code).name.lower().replace("_", " ")
            reason = "\n".join(plugin.errors) or ended
            raise CourseError(f"the hidden tests in {self.folder} cannot be run: {reason}")
