"""One submission graded: full marks for what is right, and a reason for every mark that is lost."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from autograder.course.config import Course
from autograder.course.regions import library
from autograder.grading.grader import Grader
from autograder.judging.reference import written_otherwise
from autograder.report import Report, TestResult
from autograder.sandbox.bubblewrap import SandboxError
from autograder.sandbox.confine import Sandbox

ROOT = Path(__file__).parents[2]
SEED = 20260101
# One of each kind; `autograder validate --thorough` grades all.
MISCONCEPTIONS = [
    "eps outside the root",
    "running statistics keep only the last batch",
    "batch statistics in test mode",
    "mean treated as a constant",
    "one cache for all layers",
    "batchnorm after relu",
    "last layer not regularized",
]
LAYERS, NET = "nndl/layers.py", "nndl/fc_net.py"


@pytest.fixture
def grade(grader, submission):
    """A function that grades files, path -> text."""
    return lambda files: grader.grade(submission(files))


@pytest.fixture(scope="module")
def few_tests(tmp_path_factory):
    """A grader that is quick to give up: with the tests of one grade cell and short times."""
    copy = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", copy)
    for folder in ("nndl", "utils", "tools", "source", "release/batchnorm"):
        shutil.copytree(ROOT / folder, copy / folder)
    (copy / "tests/hidden/batchnorm").mkdir(parents=True)
    tests = "tests/hidden/batchnorm"
    shutil.copy(ROOT / tests / "test_batchnorm_backward.py", copy / tests)
    with Grader(Course.load(copy), "batchnorm", SEED) as grader:
        grader.sandbox.call_seconds = grader.sandbox.import_seconds = 1
        yield grader


def failed(report):
    return {test.name for test in report.tests if not test.passed}


def test_the_reference_gets_full_marks(grade, reference):
    report = grade(reference)
    assert failed(report) == set()
    assert (report.score, report.max_score, report.status) == (80, 80, "graded")
    assert (report.notes, report.errors, report.printed) == ([], [], "")
    assert report.sandbox.startswith("bubblewrap ")


def test_the_released_stub_gets_nothing_and_is_told_what_to_do(grade, course):
    files = library(course, "batchnorm")
    report = grade({path: text.decode() for path, text in files.items() if path.endswith(".py")})
    assert (report.score, report.status, report.errors) == (0, "graded", [])
    for test in report.tests:
        if test.points:  # the others are about what is given
            assert "NotImplementedError: " in test.message
            assert "is not implemented yet" in test.message


@pytest.mark.parametrize("seed", [0, 2**31 - 1])
def test_a_correct_solution_written_another_way_gets_full_marks(course, submission, capfd, seed):
    folder = course.hidden_tests("batchnorm") / "correct" / "loops_and_dicts"
    with Grader(course, "batchnorm", seed) as grader:
        (files,) = written_otherwise(course, "batchnorm", [folder])
        report = grader.grade(submission(files))
    assert failed(report) == set()
    assert (report.score, report.status, report.errors) == (80, "graded", [])
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", MISCONCEPTIONS)
def test_a_misconception_costs_the_cells_it_names_and_is_named(grade, bank, reference, name):
    report = grade(bank[name].apply(reference))
    lost = {cell for cell, each in report.grades.items() if each["tests"] < each["max_score"]}
    assert lost == set(bank[name].costs)
    named = [{"name": name, "hint": bank[name].hint}]
    assert report.diagnosis == dict.fromkeys(lost, named)
    assert (report.status, report.errors) == ("graded", [])
    for test in report.tests:
        assert test.passed == (test.message == "")
        assert not test.remark or test.passed
        assert str(ROOT) not in test.message


def test_too_much_to_be_kept_costs_the_diagnosis_and_no_mark(grade, bank, reference, monkeypatch):
    files = bank["eps outside the root"].apply(reference)
    before = grade(files)
    monkeypatch.setattr("autograder.student.submission._MOST_TRAFFIC", 50_000)
    report = grade(files)
    assert report.tests == before.tests
    assert (before.errors, bool(before.diagnosis), report.diagnosis) == ([], True, {})
    assert report.errors == ["nothing was diagnosed: what the code returned is too much to keep"]


def test_what_is_kept_of_the_traffic_is_bounded(grader, submission, reference, monkeypatch):
    monkeypatch.setattr("autograder.student.submission._MOST_TRAFFIC", 50_000)
    staged = grader.intake.stage(submission(reference), "ada")
    with grader.open(staged) as opened:
        findings, _ = grader.tests.run(opened, SEED)
    kept = [each for finding in findings for pair in finding.exchanges for each in pair if each]
    assert opened.too_much
    assert sum(map(len, kept)) < 50_000


def test_a_submission_without_its_package_is_missing(grade):
    report = grade({"readme.txt": ""})
    assert (report.score, report.status) == (0, "missing")
    assert report.notes[-1] == f"not handed in: {NET}, {LAYERS}"
    for test in report.tests:
        path = NET if test.grade_id == "fcnet_batchnorm" and test.points else LAYERS
        assert test.message == f"{path} was not handed in"


def test_a_missing_net_costs_only_the_net(grade, reference):
    report = grade({path: text for path, text in reference.items() if path != NET})
    assert (report.score, report.status) == (60, "missing")
    assert report.grades["fcnet_batchnorm"] == {"score": 0, "tests": 0, "max_score": 20}


@pytest.mark.parametrize(
    ("line", "said"),
    [("def f(:", "SyntaxError: "), ("  x = 1", "IndentationError: ")],
)
def test_a_module_that_is_not_python_is_unreadable(grade, reference, line, said):
    report = grade({**reference, LAYERS: f"{line}\n{reference[LAYERS]}"})
    assert (report.score, report.status) == (20, "unreadable")  # the net is judged on stand-ins
    assert all(test.message.startswith(said) for test in report.tests if not test.passed)


def test_a_file_that_cannot_be_taken_in_is_unreadable(grader, submission, reference):
    folder = submission(reference)
    (folder / LAYERS).unlink()
    (folder / LAYERS).symlink_to("fc_net.py")
    report = grader.grade(folder)
    assert (report.score, report.status) == (20, "unreadable")  # the net is judged on stand-ins
    assert report.tests[0].message == f"{LAYERS} could not be taken in"
    assert f"{LAYERS}: refused: a link" in report.notes


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        ("import os; os._exit(3)", "crashed", "it exited with code 3"),
        ("raise SystemExit('bye')", "graded", "SystemExit: bye"),
        ("np.ones(2**50)", "memory", "MemoryError: "),
        ("while True: pass", "timeout", "did not return within 1 s"),
    ],
)
def test_what_a_module_does_at_import_is_its_submissions_fate_alone(
    few_tests, submission, reference, line, status, said
):
    ended = few_tests.grade(
        submission({**reference, LAYERS: f"{reference[LAYERS]}\n\n{line}\n"}, "ended")
    )
    assert (ended.score, ended.status) == (0, status)
    assert said in ended.tests[0].message
    following = few_tests.grade(submission(reference, "following"))
    assert (following.score, following.status) == (30, "graded")


def test_a_sandbox_that_breaks_while_grading_costs_nobody_any_marks(
    few_tests, submission, reference, monkeypatch
):
    monkeypatch.setattr(Sandbox, "command", lambda *_: ["false", "--"])
    with pytest.raises(SandboxError):
        few_tests.grade(submission(reference))


ZEROS = """
def batchnorm_forward(x, gamma, beta, bn_param):
    out = np.zeros_like(x)
    overwrite(x, gamma, beta)
    return out, ()


def batchnorm_backward(dout, cache):
    overwrite(dout)
    return np.zeros_like(dout), np.zeros(dout.shape[1]), np.zeros(dout.shape[1])


def overwrite(*arrays):
    for array in arrays:
        array[...] = {value}
"""


def test_returning_zeros_earns_nothing_nor_does_overwriting_the_inputs(grade, reference):
    honest = grade({**reference, LAYERS: reference[LAYERS] + ZEROS.format(value="array")})
    for value in ("0", "1"):
        cheating = grade({**reference, LAYERS: reference[LAYERS] + ZEROS.format(value=value)})
        assert failed(honest) <= failed(cheating)
    earned = {cell: grade["score"] for cell, grade in honest.grades.items()}
    assert earned.pop("fcnet_batchnorm") == 20  # the net is right, and judged on stand-ins
    assert set(earned.values()) == {0}


def test_overwriting_the_inputs_costs_no_more_than_the_test_about_it(grade, reference):
    overwriting = """
forward, backward = batchnorm_forward, batchnorm_backward


def batchnorm_forward(x, gamma, beta, bn_param):
    result = forward(x.copy(), gamma.copy(), beta.copy(), bn_param)
    x[...] = 7
    return result
"""
    report = grade({**reference, LAYERS: reference[LAYERS] + overwriting})
    assert failed(report) == {"inputs are left as they were"}


def test_a_row_where_a_vector_is_asked_costs_the_test_about_shapes_alone(grade, reference):
    rows = reference[LAYERS]
    for old, new in {
        "mean = x.mean(axis=0)": "mean = x.mean(axis=0, keepdims=True)",
        "var = np.mean(centred**2, axis=0)": "var = np.mean(centred**2, axis=0, keepdims=True)",
        "return dx, dgamma, dbeta": "return dx, dgamma[None], dbeta[None]",
    }.items():
        assert rows.count(old) == 1
        rows = rows.replace(old, new)
    report = grade({**reference, LAYERS: rows})
    assert failed(report) == {"gradients have the shapes of what they belong to"}
    assert report.score == 78


def test_files_beside_the_package_have_no_part_in_grading(grade, reference, tmp_path):
    trap = f"open({str(tmp_path / 'sprung')!r}, 'w')\nraise SystemExit\n"
    names = ("conftest.py", "sitecustomize.py", "numpy.py", "nndl/conftest.py", "utils/__init__.py")
    path, modules = list(sys.path), set(sys.modules)
    report = grade({**reference, **dict.fromkeys(names, trap), "pytest.ini": "[pytest]\nx = 1\n"})
    assert report.score == 80
    assert not (tmp_path / "sprung").exists()
    assert sys.path == path
    assert not [name for name in set(sys.modules) - modules if name.startswith("nndl")]


def without_seconds(report):
    return {**report.to_dict(), "seconds": None, "cpu_seconds": None}


def test_the_same_seed_gives_the_same_report_and_another_seed_another(
    course, submission, bank, reference
):
    folder = submission(bank["mean and variance treated as constants"].apply(reference))
    reports = []
    for seed in (5, 5, 6):
        with Grader(course, "batchnorm", seed) as grader:
            reports.append(without_seconds(grader.grade(folder)))
    assert reports[0] == reports[1]
    assert reports[0]["tests"] != reports[2]["tests"]


def test_the_inputs_of_one_test_do_not_depend_on_the_others(
    few_tests, grader, submission, bank, reference
):
    folder = submission(bank["mean and variance treated as constants"].apply(reference))
    few, every = few_tests.grade(folder).tests, grader.grade(folder).tests
    assert 5 < len(few) < len(every) - 10
    assert {test.passed for test in few} == {True, False}
    # Where values depart first is said of one test, which depends on what is known of all.
    few, every = (
        {(test.name, test.passed, test.message.partition("\n")[0]) for test in tests}
        for tests in (few, every)
    )
    assert few <= every


def test_a_report_survives_json():
    tests = [
        TestResult("one", "forward", 2, True, ""),
        TestResult("two", "forward", 0.5, False, "wrong\n\u2026"),
        TestResult("three", "backward", 3, True, ""),
    ]
    report = Report(
        "ada", "batchnorm", "graded", tests, 7, "none", 1.5, ["a note"], [], "said",
        diagnosis={"forward": [{"name": "odd", "hint": "Look."}]}, hashes={"tests": "ab"},
    )  # fmt: skip
    content = json.loads(json.dumps(report.to_dict()))
    assert Report.from_dict(content) == report
    assert (content["score"], content["max_score"]) == (5, 5.5)
    assert content["grades"] == {
        "forward": {"score": 2, "tests": 2, "max_score": 2.5},
        "backward": {"score": 3, "tests": 3, "max_score": 3},
    }


@pytest.mark.parametrize("value", ["5", "'text'", "np.ones(3)", "[1, 2]", "None", "{}"])
def test_what_is_no_function_is_graded_and_earns_nothing(grade, reference, value):
    report = grade({**reference, LAYERS: reference[LAYERS] + f"\n\nbatchnorm_forward = {value}\n"})
    assert report.status == "graded"
    earned = {cell: each["score"] for cell, each in report.grades.items()}
    assert earned.pop("fcnet_batchnorm") == 20  # the net is judged on stand-ins
    assert set(earned.values()) == {0}


def test_an_error_of_pytests_own_ends_no_later_run(grader, submission, reference, monkeypatch):
    folder = submission(reference)
    with monkeypatch.context() as patch:
        patch.setattr("autograder.judging.plugin.sentence", lambda name: 1 / 0)
        with pytest.raises(RuntimeError, match="pytest's own"):
            grader.grade(folder)
    assert grader.grade(folder).score == 80
