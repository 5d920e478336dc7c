"""Writes the first of everything: a course that works, an assignment that validates as it is."""

from __future__ import annotations

import keyword
import shutil
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..course.config import CONFIG_FILE, Course, CourseError, check_folder
from .validate import generate

FIRST = "warmup"  # the assignment a course begins with

# Where it goes, and the template it is made from.
_COURSE = {
    CONFIG_FILE: "course/nbgrader_config.py.j2",
    "Makefile": "course/Makefile.j2",
    "README.md": "course/README.md.j2",
    ".gitignore": "course/gitignore.j2",
    ".github/workflows/check.yml": "course/workflow.yml.j2",
    "{package}/__init__.py": "course/package.py.j2",
}
_ASSIGNMENT = {
    "{package}/{name}.py": "assignment/module.py.j2",
    "source/{name}/assignment.toml": "assignment/assignment.toml.j2",
    "source/{name}/{notebook}": "assignment/notebook.ipynb.j2",
    "source/{name}/README.md": "assignment/README.md.j2",
    "source/{name}/requirements.txt": "assignment/requirements.txt.j2",
    "source/{name}/tests/test_{name}.py": "assignment/checks.py.j2",
    "tests/hidden/{name}/test_{name}.py": "assignment/hidden_tests.py.j2",
    "tests/hidden/{name}/misconceptions.py": "assignment/misconceptions.py.j2",
    "tests/hidden/{name}/correct/loops/{name}.py": "assignment/correct_loops.py.j2",
    "tests/hidden/{name}/forms/root_forgotten/einsum/{name}.py": "assignment/form_einsum.py.j2",
    "tests/hidden/{name}/forms/root_forgotten/loops/{name}.py": "assignment/form_loops.py.j2",
    "tests/hidden/{name}/forms/root_forgotten/norm/{name}.py": "assignment/form_norm.py.j2",
}
# Folders of a course, and what hidden tests are given beside the package.
_TAKEN = {"autograder", "release", "reports", "source", "submitted", "tests", "reference", "rng"}


def write_course(folder: Path, package: str) -> None:
    """Write a course with one tiny assignment, released.

    Args:
        folder: where to; it is made if it is not there.
        package: what the library is to be called that students write.

    Raises:
        CourseError: the folder holds something, or the package cannot be called that.
    """
    _check_name(package)
    if package in _TAKEN or find_spec(package):
        raise CourseError(f"there is something else called {package!r}: name the package otherwise")
    check_folder(str(folder.resolve()))
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise CourseError(f"{folder} is there already, and not empty: name another folder")
    _write(folder, _COURSE, package=package, first=FIRST)
    write_assignment(Course.load(folder), FIRST)


def write_assignment(course: Course, name: str) -> None:
    """Write an assignment with a module of its own and one function to complete, and release it.

    It comes after those the course has. What students install is what they have for the last.

    Raises:
        CourseError: something of it is there already, or it cannot be called that.
    """
    _check_name(name)
    title = name.replace("_", " ").capitalize()
    values = {
        "package": course.package,
        "name": name,
        "title": title,
        "notebook": title.replace(" ", "-") + ".ipynb",
        "order": max((each.order for each in course.assignments.values()), default=0) + 1,
    }
    for folder in (course.source(name), course.hidden_tests(name), course.path / "release" / name):
        if folder.exists():
            raise CourseError(f"{folder} is there already: name the assignment otherwise")
    module = course.path / course.package / name
    for path in (module, module.with_suffix(".py")):
        if path.exists():
            raise CourseError(f"{path} is there already: name the assignment otherwise")
    _write(course.path, _ASSIGNMENT, **values)
    if course.assignments:
        last = course.source(list(course.assignments)[-1])
        shutil.copy(last / "requirements.txt", course.source(name))
    with TemporaryDirectory(prefix="autograder-") as made:
        released = generate(Course.load(course.path), name, Path(made))
        shutil.copytree(released, course.path / "release" / name)


def _check_name(name: str) -> None:
    if not name.isidentifier() or keyword.iskeyword(name):
        raise CourseError(f"{name!r} cannot be the name of a module: use letters, digits and _")


def _write(folder: Path, files: dict[str, str], **values) -> None:
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        trim_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    for target, template in files.items():
        path = folder / target.format(**values)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(templates.get_template(template).render(values), encoding="utf-8")
