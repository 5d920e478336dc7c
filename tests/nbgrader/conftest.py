"""A class: a copy of the course in which nbgrader's own commands run."""

import json
import shutil
import subprocess
import sysconfig
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook


class Classroom:
    """A copy of the course, with stock nbgrader commands to run in it."""

    notebook = "Batch-Normalization"

    def __init__(self, root, db_url=None):
        self.root = root
        self.db_url = db_url or f"sqlite:///{root / 'gradebook.db'}"
        with (root / "nbgrader_config.py").open("a") as config:
            config.write(f"c.CourseDirectory.db_url = {self.db_url!r}\n")
            config.write("c.Sandbox.call_seconds = 1\nc.SandboxedExecute.notebook_seconds = 120\n")

    def nbgrader(self, *arguments, ok=True):
        command = [Path(sysconfig.get_path("scripts")) / "nbgrader", *arguments]
        done = subprocess.run(command, cwd=self.root, capture_output=True, text=True, timeout=280)
        assert (done.returncode == 0) == ok, done.stderr[-3000:]
        return done.stderr

    def hand_in(self, student, files):
        folder = self.root / "submitted" / student / "batchnorm"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.root / "release" / "batchnorm", folder)
        for name, content in files.items():
            (folder / name).write_text(content)
        return folder

    def grades(self, student):
        with Gradebook(self.db_url) as gradebook:
            notebook = gradebook.find_submission_notebook(self.notebook, "batchnorm", student)
            return {grade.name: grade.to_dict() for grade in notebook.grades}

    def scores(self, student):
        return {name: grade["auto_score"] for name, grade in self.grades(student).items()}

    def graded(self, student):
        path = self.root / "autograded" / student / "batchnorm" / f"{self.notebook}.ipynb"
        return nbformat.read(path, as_version=4)

    def explanation(self, student, grade_id):
        """The plain text under a grade cell."""
        for cell in self.graded(student).cells:
            if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id:
                return cell.outputs[0].data["text/plain"]
        raise LookupError(grade_id)

    def report(self, student):
        return json.loads((self.root / "reports" / "batchnorm" / f"{student}.json").read_text())


@pytest.fixture(scope="session")
def make_classroom(tmp_path_factory, course):
    """A function that makes a class with nobody in it, whose gradebook may be on a server."""

    def make(db_url=None):
        root = tmp_path_factory.mktemp("course")
        shutil.copy(course.path / "nbgrader_config.py", root)
        ignore = shutil.ignore_patterns("__pycache__", "cifar10.npz")
        for folder in ("source", "nndl", "utils", "tools", "tests/hidden"):
            shutil.copytree(course.path / folder, root / folder, ignore=ignore)
        return Classroom(root, db_url)

    return make
