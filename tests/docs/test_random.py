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

NOISE_PY = "nndl/noise.py"
FULL = 10  # 6 of them for the forward pass
RANDN = "randn = np.random.randn if seed is None else np.random.RandomState(seed).randn"
NOISE = "noise = 1 + spread * randn(*x.shape)"
DRAWN = """if seed is not None:
        noise = np.random.RandomState(seed).randn(*x.shape)
    else:
        noise = {} """


def drawn(how):
    return [(RANDN, DRAWN.format(how)), (NOISE, "noise = 1 + spread * noise")]


GIVEN = '    spread, seed = noise_param["spread"], noise_param.get("seed")\n'
LATER = """    if noise_param.get("spatial"):
        ### BEGIN SOLUTION later
        noise = np.random.randn(x.shape[1])
        noise = 1 + spread * randn(*x.shape)
        return x * noise, noise
        ### END SOLUTION
"""
RIGHT = {
    "np.random.randn": [],
    "a generator": drawn("np.random.default_rng().standard_normal(x.shape)"),
    "normal": drawn("np.random.normal(0, 1, x.shape)"),
    "row by row": drawn("np.array([np.random.randn(x.shape[1]) for _ in x])"),
    "the standard library": drawn(
        "np.reshape([__import__('random').gauss(0, 1) for _ in x.flat], x.shape)"
    ),
}
ANEW = "return dout * np.random.permutation(cache.ravel()).reshape(cache.shape)"
TESTING = 'if noise_param["mode"] == "test":'
# What is written -> in place of what, the points left, the misconception named.
WRONG = {
    "noise = spread * randn(*x.shape)": (NOISE, 5, "mean of zero"),
    "noise = 1 + spread**0.5 * randn(*x.shape)": (NOISE, 9, "spread taken for the variance"),
    "noise = 1 + spread * randn(1, x.shape[1])": (NOISE, 6, "one noise for all rows"),
    "if False:": (TESTING, 9, "noise when testing"),
    "noise = np.zeros(x.shape)": (NOISE, 1, None),
    "noise = 1 + spread * np.random.RandomState(1).randn(*x.shape)": (NOISE, 3, None),
    ANEW: ("return dout * cache", 6, None),
}


@pytest.fixture(scope="module")
def root(follow, course, describe, release, tmp_path_factory):
    """A course with the page's assignment, and a later one in the same function."""
    root = tmp_path_factory.mktemp("course")
    for path in ("nbgrader_config.py", "source/batchnorm/requirements.txt", "nndl/__init__.py"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(course.path / path, root / path)
    describe(root, "noise", 1, [NOISE_PY])
    describe(root, "later", 2, [NOISE_PY])
    shutil.copy(root / "source/batchnorm/requirements.txt", root / "source/noise")
    follow("docs/random.md", root)
    text = (root / NOISE_PY).read_text()
    assert text.count(GIVEN) == 1
    (root / NOISE_PY).write_text(text.replace(GIVEN, GIVEN + LATER))
    release(Course.load(root), "noise")
    return root


@pytest.fixture(scope="module")
def grade(root, tmp_path_factory):
    """A function that grades the page's library with lines of it changed: (changes, seed)."""
    reference = (root / NOISE_PY).read_text().replace(LATER, "")
    with ExitStack() as stack:
        graders = {}

        def run(text, seed=1):
            if seed not in graders:
                grader = Grader(Course.load(root), "noise", seed)
                graders[seed] = stack.enter_context(grader)
            folder = tmp_path_factory.mktemp("student")
            (folder / "nndl").mkdir()
            (folder / NOISE_PY).write_text(text)
            return graders[seed].grade(folder)

        def changed(changes, seed=1):
            text = reference
            for old, new in changes:
                assert text.count(old) == 1
                text = text.replace(old, new)
            return run(text, seed)

        changed.stub = lambda: run(
            strip(reference, NOISE_PY, "noise", Course.load(root).assignments)
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
        assert report.grades["noise_backward"]["score"] == 4


@pytest.mark.parametrize("how", list(RIGHT)[1:])
def test_a_mistake_is_named_however_the_rest_is_drawn(grade, how):
    report = grade([*RIGHT[how][:1], (NOISE, "noise = noise * spread")])
    assert report.named == ["mean of zero"]


def test_no_message_shows_a_seed(grade):
    messages = [test.message for test in grade([(NOISE, "noise = np.zeros(x.shape)")]).tests]
    assert any("'seed'" in message for message in messages)
    assert not any("'seed': " + digit in message for message in messages for digit in "123456789")


# Other ways to draw where nothing pins it, for one mistake after another.
DRAWS = {
    "global": RANDN,
    "generator": "pinned = np.random.RandomState(seed).randn\n"
    "    fresh = np.random.default_rng().standard_normal\n"
    "    randn = (lambda *shape: fresh(shape)) if seed is None else pinned",
    "state": "start = np.random.randint(9**9) if seed is None else seed\n"
    "    randn = np.random.RandomState(start).randn",
}


def track(items, description, total):
    return items


def test_the_page_is_proved_thoroughly_whatever_a_later_assignment_writes_there(root):
    course = Course.load(root)
    for entry in load_bank(course, "noise"):
        text = entry.apply(read_library(course))[NOISE_PY]
        for name, draw in DRAWS.items():
            path = course.hidden_tests("noise") / "forms" / entry.slug / name / "noise.py"
            path.parent.mkdir(parents=True)
            path.write_text(text.replace(RANDN, draw))
    found = dict(prove(course, "noise", track))
    assert {what: problem for what, problem in found.items() if problem} == {}
    assert "diagnosis: 12 forms, 12 named rightly, 0 not named, 0 wrongly; none unseen" in found
    assert not (root / "docs").exists()


def test_what_proves_nothing_is_told_in_a_sentence(root):
    course = Course.load(root)
    stray = course.hidden_tests("noise") / "correct" / "other" / "layers.py"
    stray.parent.mkdir(parents=True)
    stray.write_text("")
    with pytest.raises(CourseError, match=r"what was released has no nndl/layers"):
        written_otherwise(course, "noise", [stray.parent])
    stray.unlink()
    with pytest.raises(
        CourseError, match="other is to hold a solution, but no Python file is there"
    ):
        written_otherwise(course, "noise", [stray.parent])
    stray.parent.rmdir()
