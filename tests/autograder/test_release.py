"""Solution regions become stubs, stay as given code, or stop the release with file and line."""

from dataclasses import replace

import pytest

from autograder.course.assignment import Assignment
from autograder.course.config import Course, CourseError
from autograder.course.manifest import Kind
from autograder.course.regions import bundle, library, regions, solve, strip

NAMES = ["first", "second", "third"]
ASSIGNMENTS = {
    name: Assignment(name, name.title(), order, [], [], []) for order, name in enumerate(NAMES, 1)
}
OWN = {name: replace(each, builds_on="own") for name, each in ASSIGNMENTS.items()}
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
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)
        return Course.load(tmp_path)

    return make


def test_a_region_is_found_with_its_lines_and_assignment():
    found = regions(FILE, "shapes.py", ASSIGNMENTS)
    lines = FILE.splitlines()
    assert [region.assignment for region in found] == NAMES
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


def test_the_region_of_a_later_assignment_becomes_a_stub_that_says_when_it_comes():
    released = strip(FILE, "shapes.py", "second", ASSIGNMENTS)
    assert "return colour + other" not in released
    stub = 'raise NotImplementedError("Shape.paint.mix comes with the assignment Third")'
    assert f"                {stub}\n" in released


def test_the_region_of_an_earlier_assignment_is_a_stub_where_students_build_on_their_own():
    released = strip(FILE, "shapes.py", "second", OWN)
    assert "math.pi * square" not in released
    stub = 'raise NotImplementedError("area is not implemented yet: it was asked for in First")'
    assert f"    {stub}\n\n\nclass" in released


@pytest.mark.parametrize("assignments", [ASSIGNMENTS, OWN], ids=["reference", "own"])
@pytest.mark.parametrize("assignment", NAMES)
def test_a_release_is_solved_by_today_s_solutions_and_by_nothing_else_of_today(
    assignment, assignments
):
    released = strip(FILE, "shapes.py", assignment, assignments)
    today = FILE.replace("import math", "import math\nfrom .later import volume")
    solved = solve(released, today, "shapes.py", assignment, assignments)
    assert "volume" not in solved
    assert strip(solved, "shapes.py", assignment, assignments) == released
    assert ("return colour + other" in solved) == (assignment == "third")
    assert ("self.size *= factor" in solved) == (assignment != "first")
    assert "math.pi * square" in solved


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("SOLUTION second", "SOLUTION third", "no solution any more for what the release of"),
        ("def scale", "def zoom", r"no solution any more .* in Shape\.scale"),
        (
            "        self.size *= factor\n",
            "        self.size *= factor\n        ### END SOLUTION\n        x = 1\n"
            "        ### BEGIN SOLUTION second\n",
            r"more solutions in Shape\.scale than the release of second has places",
        ),
    ],
)
def test_solutions_that_do_not_fit_the_release_are_refused(old, new, said):
    assert old in FILE
    released = strip(FILE, "shapes.py", "second", ASSIGNMENTS)
    with pytest.raises(CourseError, match=f"shapes.py has {said}"):
        solve(released, FILE.replace(old, new), "shapes.py", "second", ASSIGNMENTS)


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


LATER = "def f():\n    ### BEGIN SOLUTION third\n    return 1\n    ### END SOLUTION\n"
EARLIER = LATER.replace("third", "first")


def test_what_becomes_of_a_student_s_file_is_told_by_its_regions(toy_course):
    files = {"nndl/shapes.py": FILE, "nndl/helper.py": LATER, "nndl/given.py": "x = 1\n"}
    course = toy_course(files)
    kinds = {name: each.kind for name, each in bundle(course, "third").items() if "/" in name}
    assert kinds == {
        "nndl/shapes.py": Kind.HAND_IN,
        "nndl/helper.py": Kind.HELPER,
        "nndl/given.py": Kind.GIVEN,
        "data/numbers.csv": Kind.GIVEN,
    }


def in_depth(course, *names):
    for name in names:
        path = course.source(name) / "assignment.toml"
        path.write_text(path.read_text().replace("'nndl/*.py'", "'nndl/**/*.py'"))
    return Course.load(course.path)


def build_on_their_own(course, name):
    path = course.source(name) / "assignment.toml"
    path.write_text('builds_on = "own"\n' + path.read_text())
    return Course.load(course.path)


def test_earlier_work_is_the_student_s_where_they_build_on_their_own(toy_course):
    course = toy_course({"nndl/shapes.py": FILE, "nndl/early.py": EARLIER})
    assert bundle(course, "second")["nndl/early.py"] == (b"def f():\n    return 1\n", Kind.GIVEN)
    content, kind = bundle(build_on_their_own(course, "second"), "second")["nndl/early.py"]
    assert kind == Kind.EARLIER
    assert b"f is not implemented yet: it was asked for in first" in content


def test_a_file_of_own_and_of_earlier_work_must_be_handed_in_where_they_build_on_their_own(
    toy_course,
):
    text = EARLIER + LATER.replace("third", "second").replace("f()", "g()")
    course = toy_course({"nndl/shapes.py": FILE, "nndl/both.py": text})
    assert bundle(course, "second")["nndl/both.py"].kind == Kind.HELPER
    with pytest.raises(CourseError, match=r"^nndl/both\.py holds work of second and of an earlier"):
        bundle(build_on_their_own(course, "second"), "second")


def test_a_file_of_which_all_comes_later_is_absent_unless_the_bundle_names_it(toy_course):
    course = toy_course({"nndl/shapes.py": FILE, "nndl/later.py": LATER})
    assert "nndl/later.py" not in library(course, "second")
    assert "nndl/later.py" in library(course, "third")
    path = course.source("second") / "assignment.toml"
    path.write_text(path.read_text().replace("'nndl/*.py'", "'nndl/*.py', 'nndl/later.py'"))
    later = library(Course.load(course.path), "second")["nndl/later.py"]
    assert (
        later == b'def f():\n    raise NotImplementedError("f comes with the assignment third")\n'
    )


def test_a_package_of_which_all_comes_later_is_absent(toy_course):
    inner = {"nndl/inner/__init__.py": "", "nndl/inner/later.py": LATER}
    files = {"nndl/__init__.py": "", "nndl/shapes.py": FILE, **inner}
    course = in_depth(toy_course(files), "second", "third")
    assert not library(course, "second").keys() & inner.keys()
    assert library(course, "third").keys() >= inner.keys()
    assert "nndl/__init__.py" in library(course, "second")


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("from .later import f", "nndl/later.py"),
        ("from . import later", "nndl/later.py"),
        ("from nndl.later import f", "nndl/later.py"),
        ("import nndl.later", "nndl/later.py"),
        ("def g():\n    from nndl import later", "nndl/later.py"),
        ("from .shapes import volume", "nndl.shapes.volume"),
        ("from .nowhere import *", "nndl.nowhere"),
        ("from .... import nndl, nowhere\nfrom nndl.nowhere import x", "nndl.nowhere.x"),
    ],
)
def test_given_code_that_imports_what_is_not_released_is_refused(toy_course, statement, what):
    line = statement.count("\n") + 1
    course = toy_course(
        {"nndl/shapes.py": FILE, "nndl/later.py": LATER, "nndl/given.py": f"{statement}\n"}
    )
    why = "comes with the assignment third" if "later" in what else "is not released"
    with pytest.raises(CourseError, match=f"^nndl/given.py:{line} imports {what}, which {why}: "):
        library(course, "second")


@pytest.mark.parametrize(
    "statement",
    [
        "from .shapes import area, Shape",
        "from . import shapes",
        "import nndl.shapes as s, numpy.later",
        "from .deep import Shape",
        "from .deep.inner import PI, math",
        "from .deep import inner",
        "from .stars import anything",
        "from .lazy import anything",
        "try:\n    from .fast import area\nexcept ImportError:\n    from .shapes import area",
    ],
)
def test_given_code_may_import_what_is_released(toy_course, statement):
    files = {
        "nndl/shapes.py": FILE, "nndl/given.py": f"{statement}\n",
        "nndl/deep/__init__.py": "from ..shapes import Shape\n",
        "nndl/deep/inner.py": "import math\n\nPI = math.pi\n",
        "nndl/stars.py": "from math import *\n",
        "nndl/lazy.py": "def __getattr__(name):\n    return name\n",
    }  # fmt: skip
    assert "nndl/given.py" in library(in_depth(toy_course(files), "second"), "second")
