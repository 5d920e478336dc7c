"""A class: a copy of the toy course in which nbgrader's own commands run."""

import json
import shutil
import subprocess
import sysconfig
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests.helpers import cell, make_course


class Classroom:
    """A copy of the course, with stock nbgrader commands to run in it."""

    def __init__(self, root, assignment, db_url=None):
        self.root, self.assignment = root, assignment
        (self.notebook,) = (path.stem for path in root.glob(f"source/{assignment}/*.ipynb"))
        self.db_url = db_url or f"sqlite:///{root / 'gradebook.db'}"
        with (root / "nbgrader_config.py").open("a") as config:
            config.write(f"c.CourseDirectory.db_url = {self.db_url!r}\n")
            config.write("c.Sandbox.call_seconds = 1\nc.SandboxedExecute.notebook_seconds = 120\n")

    def nbgrader(self, *arguments, ok=True):
        command = [Path(sysconfig.get_path("scripts")) / "nbgrader", *arguments]
        done = subprocess.run(command, cwd=self.root, capture_output=True, text=True, timeout=900)
        assert (done.returncode == 0) == ok, done.stderr[-3000:]
        return done.stdout + done.stderr

    def hand_in(self, student, files):
        folder = self.root / "submitted" / student / self.assignment
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.root / "release" / self.assignment, folder)
        for name, content in files.items():
            (folder / name).write_text(content)
        return folder

    def grades(self, student):
        with Gradebook(self.db_url) as gradebook:
            notebook = gradebook.find_submission_notebook(self.notebook, self.assignment, student)
            return {grade.name: grade.to_dict() for grade in notebook.grades}

    def scores(self, student):
        return {name: grade["auto_score"] for name, grade in self.grades(student).items()}

    def graded(self, student):
        path = self.root / "autograded" / student / self.assignment / f"{self.notebook}.ipynb"
        return nbformat.read(path, as_version=4)

    def explanation(self, student, grade_id):
        """The plain text under a grade cell."""
        return cell(self.graded(student), grade_id).outputs[0].data["text/plain"]

    def report(self, student):
        return json.loads((self.root / "reports" / self.assignment / f"{student}.json").read_text())


@pytest.fixture(scope="session")
def make_classroom(tmp_path_factory, toy):
    """A function that makes a class with nobody in it, whose gradebook may be on a server."""

    def make(db_url=None):
        root = make_course(tmp_path_factory.mktemp("course"), toy.path)
        if db_url is None:
            shutil.copy(toy.path / "gradebook.db", root)
        return Classroom(root, "toy", db_url)

    return make


@pytest.fixture
def classroom_of(tmp_path):
    """A function that makes a class with nobody in it for an assignment of the real course."""

    def make(assignment):
        classroom = Classroom(make_course(tmp_path / "course", release=False), assignment)
        classroom.nbgrader("generate_assignment", assignment)
        return classroom

    return make


@pytest.fixture
def copy_of_course(copy_of_toy):
    return copy_of_toy


@pytest.fixture(scope="session")
def reference(toy_reference):
    return toy_reference


@pytest.fixture(scope="session")
def bank(toy_bank):
    return toy_bank
