"""The page on what draws: right solutions earn full marks however they draw, wrong ones do not."""

import shutil
from contextlib import ExitStack

import pytest

from autograder.authoring.prove import prove
from autograder.course.config import Course, CourseError
from autograder.course.regions import strip
from autograder.grading.grader import Grader
from autograder.judging.misconceptions import load_bank
from autograder.judging.reference import read_library, written_otherwise

DROPOUT = "nndl/dropout.py"
FULL = 10  # 6 of them for the forward pass
RAND = "rand = np.random.rand if seed is None else np.random.RandomState(seed).rand"
MASK = "mask = (rand(*x.shape) < keep) / keep"
DRAWN = """if seed is not None:
        mask = np.random.RandomState(seed).rand(*x.shape) < keep
    else:
        mask = {} """


def drawn(how):
    return [(RAND, DRAWN.format(how)), (MASK, "mask = mask / keep")]


GIVEN = '    keep, seed = dropout_param["keep"], dropout_param.get("seed")\n'
LATER = """    if dropout_param.get("spatial"):
        ### BEGIN SOLUTION later
        mask = np.random.rand(x.shape[1]) < keep
        mask = (rand(*x.shape) < keep) / keep
        return x * mask, mask
        ### END SOLUTION
"""
RIGHT = {
    "np.random.rand": [],
    "a generator": drawn("np.random.default_rng().random(x.shape) < keep"),
    "binomial": drawn("np.random.binomial(1, keep, x.shape)"),
    "row by row": drawn("np.array([np.random.rand(x.shape[1]) < keep for _ in x])"),
    "the standard library": drawn(
        "np.reshape([__import__('random').random() < keep for _ in x.flat], x.shape)"
    ),
}
ANEW = "return dout * np.random.permutation(cache.ravel()).reshape(cache.shape)"
TESTING = 'if dropout_param["mode"] == "test":'
# What is written -> in place of what, the points left, the misconception named.
WRONG = {
    "mask = rand(*x.shape) < keep": (MASK, 7, "not scaled"),
    "mask = rand(*x.shape) / keep": (MASK, 5, "mask of other values"),
    "mask = (rand(x.shape[1]) < keep) / keep": (MASK, 5, "one mask for all rows"),
    "if False:": (TESTING, 9, "dropped when testing"),
    "mask = np.zeros(x.shape)": (MASK, 1, None),
    "mask = np.random.RandomState(1).rand(*x.shape) < keep": (MASK, 2, None),
    ANEW: ("return dout * cache", 6, None),
}


@pytest.fixture(scope="module")
def root(follow, course, describe, release, tmp_path_factory):
    """A course with the page's assignment, and a later one in the same function."""
    root = tmp_path_factory.mktemp("course")
    for path in ("nbgrader_config.py", "source/batchnorm/requirements.txt", "nndl/__init__.py"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(course.path / path, root / path)
    describe(root, "dropout", 1, [DROPOUT])
    describe(root, "later", 2, [DROPOUT])
    shutil.copy(root / "source/batchnorm/requirements.txt", root / "source/dropout")
    follow("docs/random.md", root)
    text = (root / DROPOUT).read_text()
    assert text.count(GIVEN) == 1
    (root / DROPOUT).write_text(text.replace(GIVEN, GIVEN + LATER))
    release(Course.load(root), "dropout")
    return root


@pytest.fixture(scope="module")
def grade(root, tmp_path_factory):
    """A function that grades the page's library with lines of it changed: (changes, seed)."""
    reference = (root / DROPOUT).read_text().replace(LATER, "")
    with ExitStack() as stack:
        graders = {}

        def run(text, seed=1):
            if seed not in graders:
                grader = Grader(Course.load(root), "dropout", seed)
                graders[seed] = stack.enter_context(grader)
            folder = tmp_path_factory.mktemp("student")
            (folder / "nndl").mkdir()
            (folder / DROPOUT).write_text(text)
            return graders[seed].grade(folder)

        def changed(changes, seed=1):
            text = reference
            for old, new in changes:
                assert text.count(old) == 1
                text = text.replace(old, new)
            return run(text, seed)

        changed.stub = lambda: run(
            strip(reference, DROPOUT, "dropout", Course.load(root).assignments)
        )
        yield changed


@pytest.mark.parametrize("how", RIGHT)
def test_a_right_solution_earns_full_marks_however_it_draws(grade, how):
    for seed in (1, 2, 3):
        report = grade(RIGHT[how], seed)
        assert (report.score, report.max_score, report.errors) == (FULL, FULL, [])
        assert (report.diagnosis, report.unexplained) == ({}, {})


def test_the_stub_earns_nothing(grade):
    assert grade.stub().score == 0


@pytest.mark.parametrize("new", WRONG)
def test_a_wrong_solution_loses_its_points_and_is_named_where_the_docstring_pins(grade, new):
    old, left, name = WRONG[new]
    report = grade([(old, new)])
    assert (report.score, report.named) == (left, [name] if name else [])
    if name:
        assert report.grades["dropout_backward"]["score"] == 4


@pytest.mark.parametrize("how", list(RIGHT)[1:])
def test_a_mistake_is_named_however_the_rest_is_drawn(grade, how):
    report = grade([*RIGHT[how][:1], (MASK, "mask = mask * 1")])
    assert report.named == ["not scaled"]


def test_no_message_shows_a_seed(grade):
    messages = [test.message for test in grade([(MASK, "mask = np.zeros(x.shape)")]).tests]
    assert any("'seed'" in message for message in messages)
    assert not any("'seed': " + digit in message for message in messages for digit in "123456789")


# Other ways to draw where nothing pins it, for one mistake after another.
DRAWS = {
    "global": RAND,
    "generator": "pinned = np.random.RandomState(seed).rand\n"
    "    fresh = np.random.default_rng().random\n"
    "    rand = (lambda *shape: fresh(shape)) if seed is None else pinned",
    "state": "rand = np.random.RandomState(np.random.randint(9**9) if seed is None else seed).rand",
}


def track(items, description, total):
    return items


def test_the_page_is_proved_thoroughly_whatever_a_later_assignment_writes_there(root):
    course = Course.load(root)
    for entry in load_bank(course, "dropout"):
        text = entry.apply(read_library(course))[DROPOUT]
        for name, draw in DRAWS.items():
            path = course.hidden_tests("dropout") / "forms" / entry.slug / name / "dropout.py"
            path.parent.mkdir(parents=True)
            path.write_text(text.replace(RAND, draw))
    found = dict(prove(course, "dropout", track))
    assert {what: problem for what, problem in found.items() if problem} == {}
    assert "diagnosis: 12 forms, 12 named rightly, 0 not named, 0 wrongly; none unseen" in found
    assert not (root / "docs").exists()


def test_what_proves_nothing_is_told_in_a_sentence(root):
    course = Course.load(root)
    stray = course.hidden_tests("dropout") / "correct" / "other" / "layers.py"
    stray.parent.mkdir(parents=True)
    stray.write_text("")
    with pytest.raises(CourseError, match=r"what was released has no nndl/layers"):
        written_otherwise(course, "dropout", [stray.parent])
    stray.unlink()
    with pytest.raises(
        CourseError, match="other is to hold a solution, but no Python file is there"
    ):
        written_otherwise(course, "dropout", [stray.parent])
    stray.parent.rmdir()
