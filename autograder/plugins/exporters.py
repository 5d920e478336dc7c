"""Puts the autograder behind the stock nbgrader commands, on nbgrader's own extension points.

nbgrader constructs a converter's exporter once a run, when it has matched what to convert and
before it has copied or removed anything. ReleaseExporter then proves that a release can be made
before the old one goes; SubmissionExporter then takes every submission in.
"""

from __future__ import annotations

import warnings
import weakref
from concurrent.futures import Future
from fnmatch import fnmatch
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.preprocessors import TagRemovePreprocessor
from nbgrader.api import Gradebook
from nbgrader.converters import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import SaveCells
from nbgrader.utils import find_all_files, rmtree
from sqlalchemy.exc import OperationalError, SAWarning

from ..course.config import Course, CourseError
from ..course.handout import handout
from ..course.manifest import MANIFEST, Kind, Manifest
from ..course.regions import bundle
from ..files import lay_out
from ..gradebook.database import back_up, check_writable, open_gradebook
from ..gradebook.graded import read_stamps
from ..grading.grader import Grader
from ..grading.pool import Batch
from ..grading.scratch import use_run_folder
from ..grading.task import Task
from ..intake.submitted import matched_submissions, released_notebooks, take_in
from ..outcome import attempt, explained, not_graded
from ..report import Report, new_run, read_report, version, write_report
from ..sandbox.confine import SandboxError
from ..text import fault
from .execute import SandboxedExecute

# nbgrader 0.9.6 under SQLAlchemy 2 says thrice for every student that it adds an object later on.
warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader.api")


class _NotGradedError(Exception):
    """There is a Report of a submission, and it says that nothing is known of it."""


class ReleaseExporter(NotebookExporter):
    """Writes library, stripped of solutions, handout and manifest beside released notebooks.

    Cells with the tag "instructor" are left out of the release. One that was published is not
    generated anew if that would change it.
    """

    def __init__(self, config=None, parent=None, **kwargs):
        super().__init__(config=config, parent=parent, **kwargs)
        _leave_out_instructor_cells(self)
        course = Course(config=parent.config, root=parent.coursedir.root)
        try:
            check_writable(parent.coursedir.db_url)
            assignment = parent.coursedir.assignment_id
            released = bundle(course, assignment)
            self._beside = {path: each.content for path, each in released.items()}
            self._beside |= handout(course, assignment)
            kinds = {path: each.kind for path, each in released.items()}
            notebooks = self._rehearse(parent)
            kinds |= dict.fromkeys(notebooks, Kind.HAND_IN)
            manifest = Manifest.of({**_copied(parent), **self._beside, **notebooks}, kinds)
            folder = Path(
                parent.coursedir.format_path(parent.coursedir.release_directory, ".", assignment)
            )
            if (folder / MANIFEST).exists():
                manifest = Manifest.read(folder).followed_by(manifest, assignment)
            self._beside[MANIFEST] = manifest.encode()
        except Exception as error:  # whatever is wrong, the old release must not be removed
            parent.log.error("%s", error)
            raise NbGraderException(str(error)) from error

    def _rehearse(self, converter) -> dict[str, bytes]:
        """Convert every notebook once, writing nothing: what will be written, by its name."""
        exporter = NotebookExporter(parent=converter, config=converter.config)
        _leave_out_instructor_cells(exporter)
        for preprocessor in converter.preprocessors:
            if preprocessor is not SaveCells or self._is_known(converter):
                exporter.register_preprocessor(preprocessor)
        notebooks = {}
        for notebook in chain.from_iterable(converter.assignments.values()):
            resources = converter.init_single_notebook_resources(notebook)
            output, _ = exporter.from_filename(notebook, resources=resources)
            notebooks[Path(notebook).name] = output.encode()
        return notebooks

    @staticmethod
    def _is_known(converter):
        try:
            with open_gradebook(converter.coursedir):
                return True
        except CourseError:
            return False

    def from_notebook_node(self, nb, resources=None, **kwargs):
        output, resources = super().from_notebook_node(nb, resources, **kwargs)
        # What lies under "outputs" the writer puts beside the notebook: path -> bytes.
        resources["outputs"] = {**(resources["outputs"] or {}), **self._beside}
        return output, resources


def _copied(converter) -> dict[str, bytes]:
    """What nbgrader itself copies from an assignment's source: path -> content."""
    ignored = [*converter.coursedir.ignore, "*.ipynb"]
    return {
        Path(path).relative_to(source).as_posix(): Path(path).read_bytes()
        for source in converter.assignments
        for path in find_all_files(source, ignored)
    }


def _leave_out_instructor_cells(exporter):
    exporter.register_preprocessor(TagRemovePreprocessor(remove_cell_tags={"instructor"}), True)


class SubmissionExporter(NotebookExporter):
    """Takes every submission in before nbgrader copies anything of it, and has all evaluated.

    nbgrader goes through the class one by one; by then other processes have graded the modules and
    run the notebooks, or are about to. Whoever cannot be graded gets a Report that says so, and no
    mark: nbgrader removes what it has of them, goes on, and ends with exit code 1.

    Attributes:
        gradebook: nbgrader's, open for the whole run.
    """

    def __init__(self, config=None, parent=None, **kwargs):
        super().__init__(config=config, parent=parent, **kwargs)
        directory = parent.coursedir
        self._assignment = directory.assignment_id
        self._course = Course(config=parent.config, root=directory.root)
        self._run = new_run()
        try:
            use_run_folder()
            check_writable(directory.db_url)
            seed = self._course.campaign_seed(directory.assignment_id)
            self._grader = Grader(self._course, directory.assignment_id, seed)
            self._released = released_notebooks(self._grader.intake.release)
            back_up(directory.db_url, self._run)
        except (CourseError, SandboxError, OSError) as error:
            reason = fault(error) if isinstance(error, OSError) else str(error)
            parent.log.error("%s", reason)
            raise NbGraderException(reason) from error
        self._folder = TemporaryDirectory(prefix="autograder-")
        self._digests: dict[str, str] = {}  # of all that was taken in of a student, notebooks too
        self._elsewhere: dict[str, dict[str, str]] = {}  # see TakenIn
        # One for all students: what SQLAlchemy has made of a query, it keeps with the connection.
        self.gradebook = Gradebook(directory.db_url, directory.course_id)
        weakref.finalize(self, self.gradebook.close)
        self._batch = Batch(self._course, self._assignment)
        weakref.finalize(self, self._batch.close)
        self._tasks: dict[str, Task] = {}
        self._reports: dict[str, Future] = {}
        self._runs: dict[tuple[str, str], tuple[list[str], Future]] = {}
        self._done = 0
        self._stage_all(parent)
        self._warn_of_other_tests(directory)

    def _warn_of_other_tests(self, directory):
        """Say whose marks, of those this run leaves alone, are by other tests than this run's."""
        folder = self._course.reports(self._assignment)
        now, others = version(self._grader.hashes), []
        for student in sorted(path.stem for path in folder.glob("*.json")):
            handed_in = directory.format_path(
                directory.submitted_directory, student, self._assignment
            )
            if student not in self._reports and Path(handed_in).is_dir():
                report = read_report(folder, student)
                others += [student] if report and report.version != now else []
        if others:
            self.log.warning(
                "the tests or the course have changed since %d were marked (%s): mark all by one "
                "version with autograder regrade %s --apply",
                len(others), ", ".join(others), self._assignment,
            )  # fmt: skip

    def _stage_all(self, converter):
        directory = converter.coursedir
        submissions = matched_submissions(directory, converter.log)
        # The converter gets a course directory of its own: others hold on to this one.
        converter.coursedir = CourseDirectory(
            parent=directory.parent,
            **{
                name: getattr(directory, name)
                for name in directory.trait_names(config=True)
                if name != "submitted_directory"
            },
            submitted_directory=self._folder.name,
        )
        converter.assignments = {}
        for student, source in submissions.items():
            staged = Path(
                converter.coursedir.format_path(self._folder.name, student, directory.assignment_id)
            )
            notebooks = attempt(
                partial(self._stage, converter, student, source, staged),
                partial(self._not_staged, directory, student, staged),
            )
            converter.assignments[str(staged)] = [str(notebook) for notebook in notebooks]

    def _stage(self, converter, student, source, folder):
        """Take in one submission; the staged notebooks nbgrader is to convert."""
        directory = converter.coursedir
        taken = take_in(self._grader.intake, self._released, source, student)
        lay_out({**taken.staged.files, **taken.files}, folder)
        notebooks = {
            folder / name: nb
            for name, nb in taken.notebooks.items()
            if fnmatch(Path(name).stem, directory.notebook_id)
        }
        self._digests[student], self._elsewhere[student] = taken.digest, taken.elsewhere
        graded = Path(
            directory.format_path(directory.autograded_directory, student, directory.assignment_id)
        )
        stamps = read_stamps(directory, student, [path.name for path in notebooks])
        if graded.exists() and not taken.is_what_was_graded(stamps):
            converter.log.info("%s handed in anew, or was not graded to the end", student)
            rmtree(str(graded))
        self._tasks[student] = Task.of(taken.staged, self._grader)
        if converter.force or not graded.exists():
            self._start(converter, student, notebooks)
        return list(notebooks)

    def _not_staged(self, directory, student, folder, error):
        """Have nbgrader come to a submission that could not be taken in, and find its Report."""
        report = not_graded(student, self._grader, explained(error))
        self._reports[student] = self._batch.submit(report)
        self._tasks.pop(student, None)
        graded = Path(
            directory.format_path(directory.autograded_directory, student, directory.assignment_id)
        )
        if graded.exists():
            rmtree(str(graded))
        # A notebook that were missing nbgrader would give 0.
        folder.mkdir(parents=True, exist_ok=True)
        notebooks = [folder / path.name for path in self._released]
        for path in notebooks:
            path.write_bytes(b"")
        return notebooks

    def _start(self, converter, student, notebooks):
        """Have a submission graded and its notebooks run, in the order nbgrader will ask."""
        task = self._tasks[student]
        self._reports[student] = self._batch.submit(task, fresh=converter.force)
        execute = SandboxedExecute(parent=self)  # --no-execute disables it
        for path, nb in notebooks.items():
            if execute.enabled:
                self._runs[student, path.stem] = self._run_task(task, nb, execute.limits())

    def _run_task(self, task, nb, limits) -> tuple[list[str], Future]:
        """A notebook being run, and what its cells hold."""
        content = nbformat.writes(nb).encode()
        future = self._batch.submit(task._replace(notebook=content, kernel_limits=limits))
        return [cell.source for cell in nb.cells], future

    def from_filename(self, filename, resources=None, **kwargs):
        student = resources["nbgrader"]["student"]

        def convert():
            if student not in self._tasks:  # it could not be taken in
                self.grade(student)
            return super(SubmissionExporter, self).from_filename(filename, resources, **kwargs)

        return attempt(convert, partial(self._fail, student))

    def _fail(self, student, error):
        """Keep a Report of a submission that cannot be graded, and have nbgrader go on."""
        if isinstance(error, OperationalError):  # of the gradebook, and everybody's
            raise error
        if isinstance(error, _NotGradedError):
            (report,) = error.args
        else:
            report = not_graded(student, self._grader, explained(error))
        if earlier := self.earlier_report(student):  # answers read by a person stay read
            report.answers.update(earlier.answers)
        self.keep(report)
        raise NbGraderException(f"{student}: {report.errors[0]}") from error

    def run_notebook(self, student: str, name: str, nb, limits: dict):
        """A student's notebook as it ran in the sandbox; None if it could not be run."""
        sources, future = self._runs.pop((student, name), ([], None))
        if sources != [cell.source for cell in nb.cells]:
            _, future = self._run_task(self._tasks[student], nb, limits)
        ran = future.result()
        return nbformat.reads(ran.decode(), as_version=4) if ran else None

    def stamp(self, student: str) -> dict[str, str]:
        """What shows of a notebook that this submission was graded to its end."""
        return {"submission": self._digests[student]}

    def answers_elsewhere(self, student: str, name: str) -> str:
        """What identifies where else in a notebook answers may stand; see TakenIn."""
        return self._elsewhere[student][name]

    def earlier_report(self, student: str) -> Report | None:
        """The Report of the last time the student was graded."""
        return read_report(self._course.reports(self._assignment), student)

    def keep(self, report: Report) -> None:
        """Keep a student's Report."""
        write_report(self._course.reports(self._assignment), report, self._run)

    def grade(self, student: str) -> Report:
        """What the student's modules earn.

        Raises:
            _NotGradedError: nobody knows; nbgrader leaves it ungraded, the next run takes it up.
        """
        if student not in self._reports:
            self._reports[student] = self._batch.submit(self._tasks[student])
        report = self._reports[student].result()
        self._done += 1
        self.log.info(
            "%d/%d %s: %g of %g, %s, %.1f s",
            self._done, len(self._reports),
            student, report.score, report.max_score, report.status, report.seconds,
        )  # fmt: skip
        if self._done == len(self._reports):
            self.log.info("%s", self._batch.summary())
        if not report.tests:
            raise _NotGradedError(report)
        return report
