"""Puts the autograder behind the stock nbgrader commands, on nbgrader's own extension points.

nbgrader constructs a converter's exporter once a run, when it has matched what to convert and
before it has copied or removed anything. ReleaseExporter then proves that a release can be made
before the old one goes; SubmissionExporter then takes every submission in.
"""

from __future__ import annotations

import weakref
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from nbconvert.exporters import NotebookExporter
from nbconvert.preprocessors import TagRemovePreprocessor
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import SaveCells
from nbgrader.utils import find_all_files
from sqlalchemy.exc import OperationalError
from traitlets import Bool

from ..course.config import Course, CourseError
from ..course.handout import handout
from ..course.manifest import MANIFEST, Kind, Manifest
from ..course.regions import bundle
from ..gradebook.database import check_writable, open_gradebook, prepare_process
from ..grading.scratch import use_run_folder
from ..outcome import attempt
from ..sandbox.bubblewrap import SandboxError
from ..text import fault
from .class_run import ClassRun, NotGradedError
from .execute import SandboxedExecute
from .watch import Watch


class ReleaseExporter(NotebookExporter):
    """Writes library, stripped of solutions, handout and manifest beside released notebooks.

    Cells with the tag "instructor" are left out of the release. One that was published is not
    generated anew if that would change it.
    """

    def __init__(self, config=None, parent=None, **kwargs):
        super().__init__(config=config, parent=parent, **kwargs)
        _leave_out_instructor_cells(self)
        prepare_process()
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

    Whoever cannot be graded gets a Report that says so, and no mark: nbgrader removes what it has
    of them, goes on, and ends with exit code 1.

    Attributes:
        students: what RecordGrades and SandboxedExecute ask for what came of a student's work.
    """

    log_steps = Bool(
        False,
        help="""Whether to show all that nbgrader logs: a dozen lines for each student, and of an
        error where it was raised.""",
    ).tag(config=True)

    students: ClassRun

    def __init__(self, config=None, parent=None, **kwargs):
        super().__init__(config=config, parent=parent, **kwargs)
        execute = SandboxedExecute(parent=self)  # --no-execute disables it
        limits = execute.limits() if execute.enabled else None
        course = Course(config=parent.config, root=parent.coursedir.root)
        watch = None
        if isinstance(parent.parent, NbGrader):  # formgrader shows the log on its page
            watch = Watch(self.log, quiet=not self.log_steps)
        try:
            use_run_folder()
            self.students = ClassRun(
                course, parent.coursedir, self.log, parent.force, limits, watch
            )
        except (CourseError, SandboxError, OSError) as error:
            reason = fault(error) if isinstance(error, OSError) else str(error)
            parent.log.error("%s", reason)
            raise NbGraderException(reason) from error
        weakref.finalize(self, self.students.close)
        self._folder = TemporaryDirectory(prefix="autograder-")
        directory = parent.coursedir
        # The converter gets a course directory of its own: others hold on to this one.
        parent.coursedir = CourseDirectory(
            parent=directory.parent,
            **{
                name: getattr(directory, name)
                for name in directory.trait_names(config=True)
                if name != "submitted_directory"
            },
            submitted_directory=self._folder.name,
        )
        parent.assignments = self.students.take_all_in(parent.coursedir)

    def from_filename(self, filename, resources=None, **kwargs):
        student = resources["nbgrader"]["student"]

        def convert():
            if not self.students.was_taken_in(student):
                self.students.grade(student)
            return super(SubmissionExporter, self).from_filename(filename, resources, **kwargs)

        return attempt(convert, partial(self._fail, student))

    def _fail(self, student, error):
        """Keep a Report of a submission that cannot be graded, and have nbgrader go on."""
        if isinstance(error, OperationalError):  # of the gradebook, and everybody's
            raise error
        if isinstance(error, NotGradedError):
            (report,) = error.args
        else:
            report = self.students.run.not_graded(student, error)
        earlier = self.students.run.earlier_report(student)
        if earlier:  # answers read by a person stay read
            report.answers.update(earlier.answers)
        self.students.run.keep(report)
        self.students.tell(report)
        raise NbGraderException(f"{student}: {report.errors[0]}") from error
