"""Puts the autograder behind the stock nbgrader commands, on nbgrader's own extension points.

nbgrader constructs a converter's exporter once a run, when it has matched what to convert and
before it has copied or removed anything. ReleaseExporter then proves that a release can be made
before the old one goes; SubmissionExporter then takes every submission in.
"""

from __future__ import annotations

import weakref
from functools import partial
from itertools import chain
from tempfile import TemporaryDirectory

from nbconvert.exporters import NotebookExporter
from nbconvert.preprocessors import TagRemovePreprocessor
from nbgrader.converters import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import SaveCells
from sqlalchemy.exc import OperationalError

from ..course.config import Course, CourseError
from ..course.regions import library
from ..gradebook.database import check_writable, open_gradebook, prepare_process
from ..grading.scratch import use_run_folder
from ..outcome import attempt
from ..sandbox.confine import SandboxError
from ..text import fault
from .class_run import ClassRun, NotGradedError
from .execute import SandboxedExecute


class ReleaseExporter(NotebookExporter):
    """Writes the library, with its solutions stripped, beside every released notebook.

    Cells with the tag "instructor" are left out of the release.
    """

    def __init__(self, config=None, parent=None, **kwargs):
        super().__init__(config=config, parent=parent, **kwargs)
        _leave_out_instructor_cells(self)
        prepare_process()
        course = Course(config=parent.config, root=parent.coursedir.root)
        try:
            check_writable(parent.coursedir.db_url)
            self._library = library(course, parent.coursedir.assignment_id)
            self._rehearse(parent)
        except Exception as error:  # whatever is wrong, the old release must not be removed
            parent.log.error("%s", error)
            raise NbGraderException(str(error)) from error

    def _rehearse(self, converter):
        """Convert every notebook once, writing nothing."""
        exporter = NotebookExporter(parent=converter, config=converter.config)
        _leave_out_instructor_cells(exporter)
        for preprocessor in converter.preprocessors:
            if preprocessor is not SaveCells or self._is_known(converter):
                exporter.register_preprocessor(preprocessor)
        for notebook in chain.from_iterable(converter.assignments.values()):
            resources = converter.init_single_notebook_resources(notebook)
            exporter.from_filename(notebook, resources=resources)

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
        resources["outputs"] = {**(resources["outputs"] or {}), **self._library}
        return output, resources


def _leave_out_instructor_cells(exporter):
    exporter.register_preprocessor(TagRemovePreprocessor(remove_cell_tags={"instructor"}), True)


class SubmissionExporter(NotebookExporter):
    """Takes every submission in before nbgrader copies anything of it, and has all evaluated.

    Whoever cannot be graded gets a Report that says so, and no mark: nbgrader removes what it has
    of them, goes on, and ends with exit code 1.

    Attributes:
        students: what RecordGrades and SandboxedExecute ask for what came of a student's work.
    """

    students: ClassRun

    def __init__(self, config=None, parent=None, **kwargs):
        super().__init__(config=config, parent=parent, **kwargs)
        execute = SandboxedExecute(parent=self)  # --no-execute disables it
        limits = execute.limits() if execute.enabled else None
        course = Course(config=parent.config, root=parent.coursedir.root)
        try:
            use_run_folder()
            self.students = ClassRun(course, parent.coursedir, self.log, parent.force, limits)
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
        raise NbGraderException(f"{student}: {report.errors[0]}") from error
