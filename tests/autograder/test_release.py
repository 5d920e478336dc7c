"""Solution regions become stubs, stay as given code, or stop the release with file and line."""

import pytest

from autograder.course.config import Course, CourseError
from autograder.course.regions import given, library, regions, strip

ASSIGNMENTS = ["first", "second", "third"]
FILE = '''\
"""A module."""

import math


def area(radius):
    """The area of a circle."""
    ### BEGIN SOLUTION first
    square = radius**2
    return math.pi * square
    ### END SOLUTION


class Shape:
    def scale(self, factor):
        if factor < 0:
            raise ValueError(factor)
        ### BEGIN SOLUTION second
        self.size *= factor
        ### END SOLUTION
        return self

    def paint(self, colours):
        for colour in colours:

            def mix(other):
                ### BEGIN SOLUTION third
                return colour + other
                ### END SOLUTION

            yield mix
'''
STUB = 'raise NotImplementedError("{} is not implemented yet")'


@pytest.fixture
def toy_course(tmp_path, describe):
    """A function that lays out a course with these files in its library: path -> text."""

    def make(files, assignments=("first", "second", "third")):
        (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
        for order, name in enumerate(assignments, 1):
            describe(tmp_path, name, order, ["nndl/shapes.py"], ["nndl/*.py", "data/*"])
        for path, text in {"data/numbers.csv": "1,2\n", **files}.items():
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_text(text)
        return Course.load(tmp_path)

    return make


def test_a_region_is_found_with_its_lines_and_assignment():
    found = regions(FILE, "shapes.py", ASSIGNMENTS)
    lines = FILE.splitlines()
    assert [region.assignment for region in found] == ASSIGNMENTS
    for begin, end, assignment in found:
        assert lines[begin - 1].strip() == f"### BEGIN SOLUTION {assignment}"
        assert lines[end - 1].strip() == "### END SOLUTION"


def test_the_region_of_the_assignment_becomes_a_stub_that_names_the_method():
    released = strip(FILE, "shapes.py", "second", ASSIGNMENTS)
    assert "self.size *= factor" not in released
    assert f"        {STUB.format('Shape.scale')}\n        return self\n" in released


def test_the_region_of_an_earlier_assignment_stays_without_its_markers():
    released = strip(FILE, "shapes.py", "second", ASSIGNMENTS)
    assert "    square = radius**2\n    return math.pi * square\n\n\nclass" in released


def test_the_region_of_a_later_assignment_becomes_a_stub_that_names_the_nested_function():
    released = strip(FILE, "shapes.py", "second", ASSIGNMENTS)
    assert "return colour + other" not in released
    assert f"                {STUB.format('Shape.paint.mix')}\n" in released


@pytest.mark.parametrize(("assignment", "stubs"), [("first", 3), ("second", 2), ("third", 1)])
def test_no_marker_is_left_whatever_is_released(assignment, stubs):
    released = strip(FILE, "shapes.py", assignment, ASSIGNMENTS)
    assert "SOLUTION" not in released
    assert released.count("NotImplementedError") == stubs


def test_what_is_outside_regions_is_released_as_it_is():
    text = "x = 1  # a remark\n\n\ndef f():\n\treturn x\n"
    assert strip(text, "f.py", "first", ASSIGNMENTS) == text


@pytest.mark.parametrize("around", ["if True:", "try:", "with open(path):", "async def g():"])
def test_a_function_inside_any_other_block_is_named(around):
    ending = "except OSError: pass\n" if around == "try:" else ""
    text = (
        f"{around}\n    def inner():\n        ### BEGIN SOLUTION first\n"
        f"        return 1\n        ### END SOLUTION\n{ending}"
    )
    name = "g.inner" if "def" in around else "inner"
    assert STUB.format(name) in strip(text, "f.py", "first", ASSIGNMENTS)


def test_lines_are_counted_as_python_counts_them():
    text = (
        "def f():\n    return 1\n" + "\x0c\n" * 5 + "def g():\n    ### BEGIN SOLUTION first\n"
        "    return 2\n    ### END SOLUTION\n"
    )
    assert STUB.format("g") in strip(text, "f.py", "first", ASSIGNMENTS)


BODY = "    x = 1\n"
malformed = {
    "an unclosed region": (["    ### BEGIN SOLUTION first\n", BODY], 2),
    "a nested region": (
        ["    ### BEGIN SOLUTION first\n", BODY, "    ### BEGIN SOLUTION second\n", BODY]
        + ["    ### END SOLUTION\n"] * 2,
        4,
    ),
    "an assignment that does not exist": (
        ["    ### BEGIN SOLUTION fourth\n", BODY, "    ### END SOLUTION\n"],
        2,
    ),
    "no assignment": (["    ### BEGIN SOLUTION\n", BODY, "    ### END SOLUTION\n"], 2),
    "two assignments": (
        ["    ### BEGIN SOLUTION first second\n", BODY, "    ### END SOLUTION\n"],
        2,
    ),
    "a stray end": ([BODY, "    ### END SOLUTION\n"], 3),
    "a second end": (
        ["    ### BEGIN SOLUTION first\n", BODY] + ["    ### END SOLUTION\n"] * 2,
        5,
    ),
    "an end that names an assignment": (
        ["    ### BEGIN SOLUTION first\n", BODY, "    ### END SOLUTION first\n"],
        4,
    ),
    "a marker behind code": (["    x = 1  ### BEGIN SOLUTION first\n", BODY], 2),
}
spellings = [
    ("### begin solution first", "### end solution"),
    ("### Begin Solution first", "### End Solution"),
    ("## BEGIN SOLUTION first", "## END SOLUTION"),
    ("#### BEGIN SOLUTION first", "#### END SOLUTION"),
    ("###BEGIN SOLUTION first", "###END SOLUTION"),
    ("### BEGIN  SOLUTION first", "### END  SOLUTION"),
    ("### BEGIN-SOLUTION first", "### END-SOLUTION"),
    ("### BEGIN_SOLUTION first", "### END_SOLUTION"),
    ("### BEGINSOLUTION first", "### ENDSOLUTION"),
    ("### BEGIN SOLUTIONS first", "### END SOLUTIONS"),
    ("### BEGIN SOLUTION: first", "### END SOLUTION:"),
]
malformed |= {begin: ([f"    {begin}\n", BODY, f"    {end}\n"], 2) for begin, end in spellings}


@pytest.mark.parametrize(("lines", "number"), malformed.values(), ids=malformed.keys())
def test_a_malformed_region_is_refused_with_file_and_line(lines, number):
    text = "".join(["def f():\n", *lines])
    with pytest.raises(CourseError, match=rf"^nndl/shapes\.py:{number}: "):
        regions(text, "nndl/shapes.py", ASSIGNMENTS)


@pytest.mark.parametrize(("before", "line"), [("", 1), ("class C:\n", 2), ("def f(): pass\n", 2)])
def test_a_region_outside_a_function_is_refused_with_file_and_line(before, line):
    indent = "    " if before.startswith("class") else ""
    lines = ["### BEGIN SOLUTION first", "x = 1", "### END SOLUTION"]
    text = before + "".join(f"{indent}{line}\n" for line in lines)
    with pytest.raises(CourseError, match=rf"^shapes\.py:{line}: .*inside a function"):
        strip(text, "shapes.py", "first", ASSIGNMENTS)


def test_a_stub_that_is_not_valid_python_is_refused_with_its_line():
    text = (
        "def f(x):\n    ### BEGIN SOLUTION first\n    if x:\n        y = 1\n"
        "    ### END SOLUTION\n    else:\n        y = 2\n    return y\n"
    )
    with pytest.raises(CourseError, match=r"shapes\.py.*not valid Python \(line 3 "):
        strip(text, "shapes.py", "first", ASSIGNMENTS)


def test_a_region_that_swallows_the_next_function_is_refused():
    text = (
        "def f():\n    ### BEGIN SOLUTION first\n    return 1\n\n\ndef g():\n    return 2\n"
        "    ### END SOLUTION\n"
    )
    with pytest.raises(CourseError, match=r"^shapes\.py:[28]: "):
        strip(text, "shapes.py", "first", ASSIGNMENTS)


def test_a_malformed_file_stops_the_whole_library(toy_course):
    course = toy_course({"nndl/shapes.py": FILE, "nndl/z.py": "### END SOLUTION\n"})
    with pytest.raises(CourseError, match=r"^nndl/z\.py:1: "):
        library(course, "first")


def test_the_library_holds_every_bundled_file_under_its_path(toy_course):
    course = toy_course({"nndl/__init__.py": "", "nndl/shapes.py": FILE, "nndl/notes.txt": ""})
    files = library(course, "second")
    assert sorted(files) == [
        "data/numbers.csv", "nndl/__init__.py", "nndl/shapes.py", "self_check.py"
    ]  # fmt: skip
    assert files["data/numbers.csv"] == b"1,2\n"
    assert b"self.size *= factor" not in files["nndl/shapes.py"]


@pytest.mark.parametrize(
    ("files", "assignment", "reason"),
    [
        ({"nndl/shapes.py": FILE}, "fourth", "no assignment 'fourth'"),
        ({"nndl/other.py": FILE}, "first", "nndl/shapes.py is to be handed in"),
        ({}, "first", r"'nndl/\*.py' in bundle in its assignment.toml matches no file"),
    ],
)
def test_a_library_that_cannot_be_made_says_why(toy_course, files, assignment, reason):
    with pytest.raises(CourseError, match=reason):
        library(toy_course(files), assignment)


def test_given_are_the_python_files_with_nothing_to_solve_in_the_assignment(toy_course):
    later = "def f():\n    ### BEGIN SOLUTION third\n    return 1\n    ### END SOLUTION\n"
    files = {"nndl/shapes.py": FILE, "nndl/later.py": later, "nndl/given.py": "x = 1\n"}
    course = toy_course(files)
    assert given(course, "second") == {"nndl/later.py", "nndl/given.py"}
    assert given(course, "third") == {"nndl/given.py"}
