"""What `autograder init` and `new` refuse, before they write anything."""

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

import autograder.authoring.scaffold
from autograder.authoring.scaffold import write_assignment, write_course
from autograder.course import Course, CourseError

TEMPLATES = Path(autograder.authoring.scaffold.__file__).parent / "templates"


def files(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("package", "why"),
    [
        ("my-lib", "'my-lib' cannot be the name of a module"),
        ("class", "'class' cannot be"),
        ("", "'' cannot be"),
        ("numpy", "something else called 'numpy'"),
        ("json", "something else called 'json'"),
        ("source", "something else called 'source'"),
        ("rng", "something else called 'rng'"),  # which hidden tests are given
    ],
)
def test_a_package_that_could_not_be_imported_as_such_is_refused(tmp_path, package, why):
    with pytest.raises(CourseError, match=why):
        write_course(tmp_path / "course", package)
    assert not (tmp_path / "course").exists()


def test_no_course_is_written_over_anything(tmp_path):
    (tmp_path / "thesis.txt").write_text("three years")
    for folder in (tmp_path, tmp_path / "thesis.txt"):
        with pytest.raises(CourseError, match="is there already, and not empty: name another"):
            write_course(folder, "mylib")
    assert list(files(tmp_path).values()) == [b"three years"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("batchnorm", "source/batchnorm is there already"),
        ("layers", r"nndl/layers\.py is there already"),
        ("drop out", "'drop out' cannot be the name of a module"),
        ("../dropout", "cannot be the name of a module"),
    ],
)
def test_no_assignment_is_written_over_anything(copy_of_course, name, why):
    before = files(copy_of_course)
    with pytest.raises(CourseError, match=why):
        write_assignment(Course.load(copy_of_course), name)
    assert files(copy_of_course) == before


def test_a_new_course_is_configured_as_this_one_is(course):
    templates = Environment(loader=FileSystemLoader(TEMPLATES), keep_trailing_newline=True)
    template = templates.get_template("course/nbgrader_config.py.j2")
    assert template.render(package="nndl") == (course.path / "nbgrader_config.py").read_text()
