"""What was released is what is graded, however the course goes on."""

import json
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest
from nbformat import v4, write

ROOT = Path(__file__).parents[2]
ABOUT = """title = "{title}"
order = {order}
hand_in = ["nndl/{module}.py"]
bundle = ["nndl/*.py"]
builds_on = "{builds_on}"

[[exercises]]
title = "{title}"
points = 2
cells = ["{name}"]
edit = "nndl/{module}.py"
"""
DOUBLE = '''"""Twice as much."""

import numpy as np


def double(x):
    """Twice x."""
    ### BEGIN SOLUTION first
    return np.add(x, x)
    ### END SOLUTION
'''
GIVEN = '''"""Given."""

from .shapes import double


def quadruple(x):
    """Four times x."""
    return double(double(x))
'''
TRIPLE = '''

def triple(x):
    """Three times x."""
    ### BEGIN SOLUTION {assignment}
    return double(x) + x
    ### END SOLUTION
'''
TEST = """import pytest

from autograder.checks import assert_close


@pytest.mark.parametrize("function", {functions})
@pytest.mark.grade("{name}", points={points})
def test_it_is_right(nndl, reference, rng, function):
    x = rng.standard_normal(5)
    out, expected = (eval(f"each.{{function}}")(x) for each in (nndl, reference))
    assert_close(out, expected, "out", terms=4)
"""


class SmallCourse:
    """A course of assignments with one exercise each, in which all commands run."""

    def __init__(self, root):
        self.root = root
        for folder in ("nndl", "source", "tests/hidden"):
            (root / folder).mkdir(parents=True)
        shutil.copy(ROOT / "nbgrader_config.py", root)
        (root / "nndl/__init__.py").write_text("")

    def set(self, name, order, module, functions, builds_on="reference"):
        """Write all of an assignment but its library."""
        source, tests = self.root / "source" / name, self.root / "tests/hidden" / name
        source.mkdir(), tests.mkdir()
        title = name.title()
        about = ABOUT.format(
            name=name, title=title, order=order, module=module, builds_on=builds_on
        )
        (source / "assignment.toml").write_text(about)
        shutil.copy(ROOT / "source/batchnorm/requirements.txt", source)
        locked = {"grade": True, "solution": False, "locked": True, "task": False}
        cell = v4.new_code_cell("1", id=name)
        cell.metadata.nbgrader = {**locked, "schema_version": 3, "grade_id": name, "points": 2}
        python = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = v4.new_notebook(cells=[cell], metadata={"kernelspec": python})
        write(notebook, source / f"{title}.ipynb")
        points = 2 / len(functions)
        test = TEST.format(name=name, functions=functions, points=points)
        (tests / f"test_{name}.py").write_text(test)

    def run(self, command, *arguments, ok=True):
        program = Path(sysconfig.get_path("scripts")) / command
        done = subprocess.run(
            [program, *arguments], cwd=self.root, capture_output=True, text=True, timeout=900
        )
        assert (done.returncode == 0) == ok, done.stderr[-3000:]
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    def generate(self, name, ok=True):
        return self.run("nbgrader", "generate_assignment", name, ok=ok)

    def hand_in(self, student, name, files):
        """Hand in what was released, with other files in it: path -> text; None for none."""
        folder = self.root / "submitted" / student / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.root / "release" / name, folder)
        for path, text in files.items():
            (folder / path).unlink(missing_ok=True)
            if text is not None:
                (folder / path).write_text(text)

    def autograde(self, name, *options):
        return self.run("nbgrader", "autograde", name, "--no-execute", *options)

    def report(self, student, name):
        """A student's Report, but for what is another in each run."""
        report = json.loads((self.root / f"reports/{name}/{student}.json").read_text())
        return {key: value for key, value in report.items() if "seconds" not in key}

    def release(self, name):
        folder = self.root / "release" / name
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    def write(self, path, text):
        (self.root / path).write_text(text)


@pytest.fixture
def small(tmp_path):
    course = SmallCourse(tmp_path / "course")
    course.write("nndl/shapes.py", DOUBLE)
    course.write("nndl/given.py", GIVEN)
    course.set("first", 1, "shapes", ["shapes.double", "given.quadruple"])
    course.generate("first")
    return course


def begin_the_third(course):
    """What work on a later assignment does to the library, given code included."""
    course.set("third", 3, "shapes", ["shapes.triple"])
    course.write("nndl/shapes.py", DOUBLE + TRIPLE.format(assignment="third"))
    given = GIVEN.replace("import double", "import double, triple")
    course.write("nndl/given.py", given.replace("double(double(x))", "triple(x) + 2 * x"))


def test_a_published_assignment_is_graded_alike_whatever_the_course_has_become(small):
    small.run("autograder", "publish", "first")
    small.hand_in("ada", "first", {"nndl/shapes.py": DOUBLE})
    small.autograde("first")
    before, released = small.report("ada", "first"), small.release("first")
    assert [test["passed"] for test in before["tests"]] == [True, True], before
    begin_the_third(small)
    small.hand_in("late", "first", {"nndl/shapes.py": DOUBLE})
    said = small.autograde("first", "--force")
    assert "have changed since" not in said
    assert small.report("ada", "first") == before
    late = small.report("late", "first")
    assert late == {**before, "submission": "late"}
    assert "nobody gains or loses anything" in small.run("autograder", "regrade", "first")
    name = before["tests"][0]["name"]
    shown = small.run("autograder", "replay", "first", "ada", name)
    assert "It passed, 1 points in First." in shown
    assert "changed since the Report was made" not in shown
    assert small.release("first") == released


def test_a_published_release_is_not_generated_anew_if_students_would_get_another(small):
    small.generate("first")
    small.run("autograder", "publish", "first")
    released = small.release("first")
    small.generate("first")  # nothing would change
    assert small.release("first") == released
    begin_the_third(small)
    small.write("source/first/hints.md", "Add.")
    said = small.generate("first", ok=False)
    assert "was published 20" in said
    assert "hints.md is new; nndl/given.py is another; nndl/shapes.py is another" in said
    assert "autograder publish first --withdraw" in said
    assert small.release("first") == released
    validated = small.run("autograder", "validate", "first")
    assert "✓ the release was published 20" in validated
    assert "today's source would change: hints.md is new; nndl/given.py is another" in validated
    assert "✓ the reference earns full marks" in validated

    said = small.run("autograder", "publish", "first", "--withdraw")
    assert "first can be generated anew" in said
    small.generate("first")
    assert b"comes with the assignment Third" in small.release("first")["nndl/shapes.py"]
    assert json.loads(small.release("first")["manifest.json"])["published"] == ""
