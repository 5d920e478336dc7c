"""Puts the library into a release, behind nbgrader generate_assignment.

nbgrader constructs a converter's exporter once a run, when it has matched what to convert and
before it has copied or removed anything. Then it is proved that a release can be made, and may be,
before the old one goes.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from nbconvert.exporters import NotebookExporter
from nbconvert.preprocessors import TagRemovePreprocessor
from nbgrader.converters import NbGraderException
from nbgrader.preprocessors import SaveCells
from nbgrader.utils import find_all_files

from ..course.config import Course, CourseError
from ..course.handout import handout
from ..course.manifest import MANIFEST, Kind, Manifest
from ..course.regions import bundle
from ..gradebook.database import check_writable, open_gradebook


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
