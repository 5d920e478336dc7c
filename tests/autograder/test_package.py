"""A course whose students write another package than nndl, with packages in it."""

import shutil
from datetime import UTC, datetime

import pytest

from autograder.collect.archive import File
from autograder.collect.download import Receipts, upload
from autograder.collect.uploads import Assembly
from autograder.course.config import Course, CourseError
from autograder.course.regions import library
from autograder.grading.grader import Grader
from autograder.grading.task import Task, evaluate
from autograder.judging.reference import read_library
from autograder.report import Report
from autograder.student.submission import Submission

CELL, NET = "mylib/rnn/cell.py", "mylib/rnn/net.py"
LIBRARY = {
    "mylib/__init__.py": '"""A library."""\n',
    "mylib/net.py": '''"""Another module of this name."""


def count(layers):
    """How many there are."""
    ### BEGIN SOLUTION cells
    return len(layers)
    ### END SOLUTION
''',
    "mylib/rnn/__init__.py": '"""Recurrent nets."""\n',
    CELL: '''"""One step of a recurrent net."""

import numpy as np


def step_forward(x, h, w):
    """The next state and the cache."""
    ### BEGIN SOLUTION cells
    state = np.tanh(x + w * h)
    return state, (h, w, state)
    ### END SOLUTION


def step_backward(dstate, cache):
    """The gradients of x, h and w."""
    ### BEGIN SOLUTION cells
    h, w, state = cache
    dsum = dstate * (1 - state**2)
    return dsum, dsum * w, dsum * h
    ### END SOLUTION
''',
    NET: '''"""All steps."""

from .cell import step_forward


def run(xs, h, w):
    """The last state."""
    ### BEGIN SOLUTION cells
    for x in xs:
        h, _ = step_forward(x, h, w)
    return h
    ### END SOLUTION
''',
}
TESTS = """import numpy as np
import pytest


@pytest.mark.grade("cell", points=2)
def test_the_next_state_is_right(mylib, reference, rng):
    given = rng.normal(size=(3, 4))
    state, _ = mylib.rnn.cell.step_forward(*given)
    assert np.allclose(state, reference.rnn.cell.step_forward(*given)[0]), "state is wrong"


@pytest.mark.grade("cell", points=1)
def test_gradients_are_right(mylib, reference, rng):
    given, dstate = rng.normal(size=(3, 4)), rng.normal(size=4)
    ours, theirs = (
        package.rnn.cell.step_backward(dstate, package.rnn.cell.step_forward(*given)[1])
        for package in (reference, mylib)
    )
    assert np.allclose(theirs, ours), "a gradient is wrong"


@pytest.mark.grade("net", points=4)
def test_the_last_state_is_right(mylib, reference, rng):
    given = rng.normal(size=(5, 4)), np.zeros(4), rng.normal(size=4)
    assert np.allclose(mylib.rnn.net.run(*given), reference.rnn.net.run(*given)), "it is wrong"
"""
BANK = """from autograder.misconceptions import Misconception

BANK = [
    Misconception(
        "no tanh",
        {"rnn.cell.step_forward": {"state = np.tanh(x + w * h)": "state = x + w * h"}},
        costs=("cell",),
        hint="The state is squashed.",
    )
]
"""
STAND_IN = """def step_forward(x, h, w):
    return x - w * h, None
"""


@pytest.fixture(scope="module")
def cells(course, describe, release, tmp_path_factory):
    """A course with a package in its package."""
    root = tmp_path_factory.mktemp("cells")
    files = {
        **LIBRARY,
        "nbgrader_config.py": "c = get_config()\nc.Course.package = 'mylib'\n",
        "source/cells/lesson.ipynb": "{}",
        "tests/hidden/cells/test_cells.py": TESTS,
        "tests/hidden/cells/misconceptions.py": BANK,
        "tests/hidden/cells/stand_ins/rnn/cell.py": STAND_IN,
        "mylib/rnn/.ipynb_checkpoints/cell-checkpoint.py": "what an editor left",
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    shutil.copy(course.source("batchnorm") / "requirements.txt", root / "source" / "cells")
    describe(root, "cells", 1, [CELL, NET], bundle=["mylib/**/*.py"])
    cells = Course.load(root)
    release(cells, "cells")
    return cells


@pytest.fixture(scope="module")
def cell_grader(cells):
    with Grader(cells, "cells", 7) as grader:
        yield grader


@pytest.fixture
def grade(cell_grader, submission):
    """A function that grades the reference with other files in place of some; None takes away."""

    def run(changed):
        files = {path: text for path, text in {**LIBRARY, **changed}.items() if text is not None}
        return cell_grader.grade(submission(files))

    return run


def test_the_reference_of_another_package_earns_full_marks(cell_grader, cells):
    report = cell_grader.grade(cells.path)
    assert (report.score, report.max_score, report.errors) == (7, 7, [])
    assert report.notes == []


def test_stubs_of_another_package_earn_nothing(grade, cells):
    report = grade({path: text.decode() for path, text in library(cells, "cells").items()})
    assert report.score == 0
    assert "step_forward is not implemented yet" in report.tests[0].message
    assert "The call: rnn.cell.step_forward(" in report.tests[0].message


def test_a_release_holds_the_packages_in_the_package_and_nothing_that_is_hidden(cells):
    assert library(cells, "cells").keys() - {"self_check.py"} == LIBRARY.keys()
    assert LIBRARY.keys() == read_library(cells).keys()
    assert b"np.tanh" not in library(cells, "cells")[CELL]


def test_a_module_in_a_package_that_was_not_handed_in_is_named(grade):
    report = grade({CELL: None})
    assert (report.status, report.score) == ("missing", 4)  # the net is right with another cell
    assert report.tests[0].message == "mylib/rnn/cell.py was not handed in"


def test_a_mistake_in_a_package_is_named_and_costs_once(grade):
    report = grade({CELL: LIBRARY[CELL].replace("np.tanh(x + w * h)", "x + w * h")})
    assert report.diagnosis == {"cell": [{"name": "no tanh", "hint": "The state is squashed."}]}
    failed = [test.name for test in report.tests if not test.passed]
    assert failed[0] == "the next state is right"
    assert report.grades["net"]["score"] == 4


def test_what_is_built_on_a_wrong_module_in_a_package_is_judged_on_a_stand_in(grade):
    report = grade({CELL: LIBRARY[CELL].replace("np.tanh(x + w * h)", "x + 5 * h")})
    assert "rnn.cell.step_forward" in report.unexplained
    assert report.grades["net"]["score"] == 4
    assert "right with another step_forward" in report.tests[-1].remark


def test_a_helper_module_with_the_name_of_a_function_is_not_taken_for_it(sandbox, submission):
    folder = submission(
        {
            "mylib/rnn/__init__.py": "from .total import total",
            "mylib/rnn/total.py": "def total(numbers):\n    return sum(numbers)",
        }
    )
    files, modules = {"mylib": folder / "mylib"}, {"mylib.rnn": ""}
    with Submission("mylib", files, modules, sandbox()) as run:
        assert run.package.rnn.total([1, 2]) == 3


def test_a_task_carries_the_packages_in_the_package(cells, cell_grader, submission, monkeypatch):
    monkeypatch.chdir(cells.path)
    task = Task.of_folder(submission(LIBRARY), cell_grader)
    assert Report.from_json(evaluate(task.encode())).score == 7


@pytest.mark.parametrize(
    "files",
    [
        ["mylib/rnn/cell.py", "mylib/rnn/net.py", "mylib/net.py"],
        ["work/rnn/cell.py", "work/rnn/net.py", "work/mylib/net.py"],
        ["cell.py", "rnn/net.py", "mylib/net.py"],
    ],
)
def test_modules_of_one_name_are_told_apart_by_their_folders(cells, files):
    uploads = [whole(path) for path in files]
    assert Assembly(cells, "cells").hand_in(uploads).files == {
        path: name.encode() for path, name in zip((CELL, NET, "mylib/net.py"), files, strict=True)
    }


def test_a_module_that_may_belong_in_two_folders_is_left_out_and_named(cells):
    hand_in = Assembly(cells, "cells").hand_in([whole("cell.py"), whole("net.py")])
    assert hand_in.files.keys() == {CELL}
    assert hand_in.notes == [
        "without lesson.ipynb, mylib/rnn/net.py",
        "left out: net.py",
    ]


def whole(path):
    """An upload that holds its own path."""
    time = datetime(2026, 3, 1, tzinfo=UTC)
    return upload(
        File(f"Ada_7_assignsubmission_file_/{path}", time, lambda limit: path.encode()),
        Receipts([]),
    )


def test_a_folder_of_modules_that_is_no_package_is_an_error_that_says_so(tmp_path, cells):
    shutil.copytree(cells.path, tmp_path / "course")
    (tmp_path / "course" / "mylib" / "rnn" / "__init__.py").unlink()
    with pytest.raises(CourseError, match=r"^mylib/rnn/ holds modules, but no __init__\.py"):
        read_library(Course.load(tmp_path / "course"))


def test_a_package_that_cannot_be_imported_is_an_error_that_says_so(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.Course.package = 'my/lib'\n")
    with pytest.raises(CourseError, match=r"^c\.Course\.package = 'my/lib'"):
        Course.load(tmp_path)
