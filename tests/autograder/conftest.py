"""What several tests of the autograder share: a small notebook, and student modules that run."""

import contextlib
import copy
import json
import shutil
import time
import zipfile

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum

from autograder.collect.collect import collect
from autograder.course.config import Course
from autograder.gradebook.graded import grade_id
from autograder.intake.notebooks import mend
from autograder.sandbox.confine import Sandbox
from autograder.sandbox.environment import Environment
from autograder.student.submission import Submission

CHECK, ANSWER, NOTE = "check", "answer", "note"
CLASS = "id,first_name,last_name,email,lms_user_id\nada,Ada,Lovelace,,101\ngrace,Grace,Hopper,,\n"
MARCH = (2026, 3, 1, 12, 0, 0)


def _nbgrader_cell(new, name, source, **kind):
    cell = new(source)
    about = {"grade_id": name, "cell_type": cell.cell_type, "schema_version": 3, "task": False}
    cell.metadata["nbgrader"] = nbformat.from_dict({**about, **kind})
    cell.metadata.nbgrader.checksum = compute_checksum(cell)
    return cell


@pytest.fixture
def released():
    """A small notebook as nbgrader releases it: text, code, a check and a question."""
    locked = {"solution": False, "locked": True}
    check = {"grade": True, "points": 20, **locked}
    answer = {"grade": True, "points": 10, "solution": True, "locked": False}
    return new_notebook(
        cells=[
            new_markdown_cell("# A lesson"),
            _nbgrader_cell(new_markdown_cell, NOTE, "Read this.", grade=False, **locked),
            new_code_cell("x = 1"),
            _nbgrader_cell(new_code_cell, CHECK, "assert x == 1", **check),
            _nbgrader_cell(new_markdown_cell, ANSWER, "*Your answer here.*", **answer),
        ],
        metadata={"kernelspec": {"display_name": "Python 3", "name": "python3"}},
    )


@pytest.fixture
def submitted(released):
    """The released notebook as a diligent student hands it in."""
    nb = copy.deepcopy(released)
    nb.cells[-1].source = "Because."
    nb.cells[2].outputs = [new_output("stream", name="stdout", text="1\n")]
    return nb


@pytest.fixture
def mended(released):
    """A function that mends a notebook or bytes; what must hold of every result is asserted."""

    def mend_and_check(nb):
        content = nb if isinstance(nb, bytes | None) else json.dumps(nb).encode()
        before = copy.deepcopy(released)
        result, notes = mend(content, released)
        assert len({cell.id for cell in result.cells}) == len(result.cells)
        assert released == before, "the released notebook was changed"
        result = nbformat.v4.reads(nbformat.writes(result).encode().decode())
        nbformat.validate(result)
        MetadataValidator().validate_nb(result)
        assert (result.nbformat, result.nbformat_minor) == (4, 5)
        assert result.metadata.kernelspec == released.metadata.kernelspec
        now = {grade_id(cell): cell for cell in result.cells if grade_id(cell)}
        for was in released.cells:
            if name := grade_id(was):
                assert now[name].cell_type == was.cell_type
                assert now[name].metadata.nbgrader == was.metadata.nbgrader
                assert name == ANSWER or now[name].source == was.source
        assert len(list(filter(grade_id, result.cells))) == 3
        assert all("\x1b" not in note for note in notes)
        return result, notes

    return mend_and_check


@pytest.fixture
def cell():
    """A function that finds the cell of a notebook with a grade_id."""

    def find(nb, name):
        (found,) = [cell for cell in nb.cells if grade_id(cell) == name]
        return found

    return find


@pytest.fixture(scope="session")
def sandbox(course):
    """A function that makes a sandbox as it is by default, but for the limits given."""
    environment = Environment(course.source("batchnorm") / "requirements.txt")
    return lambda **limits: Sandbox(environment=environment, **limits)


@pytest.fixture(scope="module")
def student(sandbox, tmp_path_factory):
    """A function that hands in a package with layers.py and runs it, in the limits given."""
    with contextlib.ExitStack() as stack:

        def hand_in(layers, **limits):
            package = tmp_path_factory.mktemp("student") / "nndl"
            package.mkdir()
            (package / "__init__.py").write_text("")
            (package / "layers.py").write_text(layers, errors="surrogateescape")
            return stack.enter_context(Submission("nndl", {"nndl": package}, {}, sandbox(**limits)))

        yield hand_in


@pytest.fixture
def small(tmp_path, course, describe, release, monkeypatch):
    """A course with little data, in which it is always the time of Kolkata."""
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    root = tmp_path / "course"
    (root / "source" / "batchnorm").mkdir(parents=True)
    (root / "source" / "batchnorm" / "Batch-Normalization.ipynb").write_text("{}")
    shutil.copytree(course.path / "nndl", root / "nndl")
    (root / "nbgrader_config.py").write_text("c = get_config()\n")
    for name, about in course.assignments.items():
        code = [path for path in about.bundle if path.startswith("nndl/")]
        describe(root, name, about.order, about.hand_in, code)
    release(Course.load(root), "batchnorm")
    yield Course.load(root)
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def download(small, tmp_path):
    """A function that collects what an LMS gave: path -> content, all of one time."""

    def run(files, when=MARCH, roster=CLASS):
        source = tmp_path / "download.zip"
        with zipfile.ZipFile(source, "w") as archive:
            for path, content in files.items():
                archive.writestr(zipfile.ZipInfo(path, when), content)
        if roster is not None:
            (tmp_path / "roster.csv").write_text(roster)
        return collect(small, source, "batchnorm", roster and tmp_path / "roster.csv")

    return run
