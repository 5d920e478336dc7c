"""One mistake, one price: where known mistakes are all that is wrong, and nowhere else."""

from dataclasses import replace

import numpy as np
import pytest

from autograder.authoring import prove_bank
from autograder.checks import StudentError
from autograder.course.config import Course
from autograder.grading.grader import Grader
from autograder.judging.diagnosis import Explanation
from autograder.judging.misconceptions import Misconception
from autograder.judging.prices import Ours, _prices, settle
from autograder.judging.reference import load_library
from autograder.report import Report
from tests.conftest import SEED
from tests.helpers import ROOT

LAYERS, NET = "nndl/layers.py", "nndl/fc_net.py"
TRAIN, BACKWARD, FCNET = "batchnorm_forward_train", "batchnorm_backward", "fcnet_batchnorm"
UNBIASED, UNSCALED = "variance with N-1", "gamma forgotten in dx"
SHARED = "one shared bn_param for all layers"
FULL = 80
# A layer that is wrong in a way that nothing names, and whose gradient is that of a right one.
UNKNOWN = """
_forward = batchnorm_forward


def batchnorm_forward(x, gamma, beta, bn_param):
    return _forward(x, 3 * gamma, beta - x.mean() / 9, bn_param)
"""
DIES = """
_forward = batchnorm_forward


def batchnorm_forward(x, gamma, beta, bn_param):
    if bn_param.get("eps") == 4.0:
        import os

        os._exit(3)
    return _forward(x, gamma, beta, bn_param)
"""


@pytest.fixture
def grade(grader, submission, bank, reference):
    """A function that grades the reference with mistakes in it, and lines replaced."""

    def run(*names, grader=grader, **changes):
        files = dict(reference)
        for name in names:
            files = bank[name].apply(files)
        for old, new in changes.get("lines", {}).items():
            assert files[LAYERS].count(old) == 1
            files[LAYERS] = files[LAYERS].replace(old, new)
        files[LAYERS] += "\n\n" + changes.get("more", "")
        return grader.grade(submission(files))

    return run


def score(report, cell):
    return report.grades[cell]["score"]


def test_a_known_mistake_costs_its_price_and_both_figures_are_there(grade):
    report = grade(UNBIASED)
    assert report.prices == {TRAIN: {UNBIASED: 4}, BACKWARD: {UNBIASED: 0}}
    assert report.grades[TRAIN] == {"score": 16, "tests": 1.5, "max_score": 20}
    assert report.grades[BACKWARD] == {"score": 30, "tests": 11, "max_score": 30}
    assert report.score == FULL - 4
    said = f"tests alone give 1.5; one mistake, '{UNBIASED}', costs 4 here: 16"
    assert report.reckoning(TRAIN) == said
    assert report.reckoning(FCNET) == ""
    for cell, prices in report.prices.items():
        assert prices.keys() == {each["name"] for each in report.diagnosis[cell]}


def test_several_mistakes_cost_the_sum_of_their_prices(grade):
    report = grade(UNBIASED, UNSCALED, "last layer not regularized")
    assert report.prices[BACKWARD] == {UNBIASED: 0, UNSCALED: 5}
    assert report.score == FULL - 4 - 5 - 2
    assert report.reckoning(BACKWARD).endswith(
        f"the mistakes '{UNBIASED}' and '{UNSCALED}' cost nothing and 5 here: 25"
    )


def test_whatever_else_is_wrong_in_a_cell_leaves_it_to_its_tests(grade):
    twice = grade(UNBIASED, lines={"dx = gamma / std": "dx = 2 * gamma / std"})
    shape = grade(UNBIASED, lines={"return dx, dgamma, dbeta": "return dx, dgamma[None], dbeta"})
    for report in (twice, shape):
        assert report.prices.keys() == {TRAIN}
        assert score(report, BACKWARD) == report.grades[BACKWARD]["tests"] < 12


def test_inputs_that_are_overwritten_beside_a_mistake_leave_the_cell_to_its_tests(grade):
    lines = {"centred = x - mean": "x -= mean\n        centred = x.copy()"}
    assert TRAIN not in grade(UNBIASED, lines=lines).prices


def test_a_mistake_that_fails_the_same_tests_with_other_values_is_not_priced(
    grader, submission, bank, reference
):
    files = bank["gamma starts at the weight scale"].apply(reference)
    zero, net = bank["gamma starts at zero"], "fc_net.FullyConnectedNet"
    with grader.open(grader.intake.stage(submission(files), "student")) as student:
        findings, _ = grader.tests.run(student, SEED)
        known = Explanation([net], {net: (zero,)}, files=zero.apply(reference))
        assert grader._prices.of(student, known, findings) == {}
        known = Explanation([net], {net: (bank["gamma starts at the weight scale"],)}, files=files)
        assert grader._prices.of(student, known, findings).keys() == {FCNET}


def test_nothing_of_a_submission_that_crashes_anywhere_is_priced(grade):
    report = grade("momentum the other way round", more=DIES)
    assert (report.status, report.prices) == ("crashed", {})
    assert score(report, TRAIN) == 16


def test_what_a_mistake_itself_raises_is_part_of_it(grade):
    report = grade(SHARED)
    assert any("ValueError" in test.message for test in report.tests)
    assert report.prices == {FCNET: {SHARED: 4}}


def test_a_net_above_layers_that_nothing_names_is_priced_on_stand_ins(grade):
    report = grade("loss not averaged", more=UNKNOWN)
    assert report.prices == {FCNET: {"loss not averaged": 3}}
    assert score(report, FCNET) == 17


def test_a_mistake_without_a_price_costs_what_its_tests_cost(grade, grader, monkeypatch):
    bank = [
        replace(each, price=None) if each.name == UNSCALED else each for each in grader.known.bank
    ]
    monkeypatch.setattr(grader.known, "bank", bank)
    report = grade(UNBIASED, UNSCALED)
    assert report.prices == {TRAIN: {UNBIASED: 4}}
    assert score(report, BACKWARD) == 10


def test_a_mistake_that_was_found_takes_part_wherever_its_function_is_called(
    grade, grader, monkeypatch
):
    found = [
        replace(each, costs=(), price=None, edit="a line") if each.name == UNSCALED else each
        for each in grader.known.bank
    ]
    monkeypatch.setattr(grader.known, "bank", found)
    assert grade(UNBIASED, UNSCALED).prices == {TRAIN: {UNBIASED: 4}}


def test_one_trait_turns_prices_off_and_evaluates_anew(grade, grader):
    course = Course.load(ROOT)
    course.price_mistakes = False
    with Grader(course, "batchnorm", SEED) as other:
        report = grade(UNBIASED, grader=other)
        assert other.hashes["tests"] != grader.hashes["tests"]
    assert (report.prices, score(report, TRAIN), score(report, BACKWARD)) == ({}, 1.5, 11)


def test_a_cell_never_gets_less_than_its_tests_gave(grade, grader):
    with_findings = grader.judge(grader.intake.stage(ROOT / "release" / "batchnorm", "stub"))
    few = [each for each in with_findings.findings if each.result.grade_id == TRAIN][:1]
    assert few[0].result.points == 3
    assert settle({TRAIN: {"a": 2, "b": 1}}, few) == {TRAIN: {"a": 2, "b": 1}}
    assert settle({TRAIN: {"a": 2, "b": 2}}, few) == {}
    assert settle({FCNET: {"a": 0}}, few) == {}


def test_a_report_keeps_its_prices(grade):
    report = grade(UNBIASED)
    assert Report.from_json(report.to_json()) == report
    assert report.to_dict()["grades"][TRAIN]["score"] == 16


@pytest.mark.parametrize(
    ("price", "edit", "used", "prices"),
    [
        ({"cell": 2}, "", "forward", {"known": 1, "other": 2}),
        ({"another": 2}, "", "forward", {}),
        (None, "", "forward", {}),
        (None, "a line", "forward", {}),
        (None, "a line", "backward", {"known": 1}),
    ],
    ids=["both", "elsewhere", "none", "found, and called", "found, and not called"],
)
def test_a_cell_is_priced_where_all_that_cost_it_have_a_price_there(price, edit, used, prices):
    known = Misconception("known", {}, ("cell",), "", price={"cell": 1})
    other = Misconception("other", {}, () if edit else ("cell",), "", edit=edit, price=price)
    nowhere = Misconception("nowhere", {}, ("another",), "")
    mistakes = {"backward": (known, nowhere), "forward": (other,)}
    assert _prices(Explanation([], mistakes), "cell", {used}) == prices


def test_every_mistake_has_a_price_in_every_cell_it_costs(bank):
    unpriced = {
        f"{name}: {cell}"
        for name, each in bank.items()
        for cell in each.costs
        if cell not in (each.price or {})
    }
    assert unpriced == set()


def test_what_tests_are_asked_about_a_library_of_ours_is_as_of_a_submission():
    files = {
        "pkg/__init__.py": "",
        "pkg/layers.py": "SIZE = 3\n\n\ndef double(x, out):\n    x *= 2\n    out['x'] = x\n",
    }
    ours, x, out = Ours(load_library(files)), np.ones(3), {}
    ours.package.layers.double(x, out=out)
    assert (ours.package.overwritten, x.tolist(), out["x"].tolist()) == ([0], [1] * 3, [2] * 3)
    assert (ours.package.layers.SIZE, ours.used) == (3, {"layers", "layers.double", "layers.SIZE"})
    with pytest.raises(StudentError) as raised:
        ours.package.layers.double(None, out)
    assert raised.value.kind == "TypeError"


@pytest.mark.parametrize(
    ("price", "tests", "score", "said"),
    [
        (4, 1.5, 16, ""),
        (19, 1.5, 1.5, "'variance with N-1' has the price 19 in cell, tests 18.5"),
        (4, 1.5, 1.5, "'variance with N-1' costs 18.5 in cell, its price is 4"),
    ],
)
def test_a_price_that_is_not_what_a_mistake_costs_is_told(
    copy_of_course, bank, price, tests, score, said
):
    entry = replace(bank[UNBIASED], costs=("cell",), price={"cell": price})
    grades = {"cell": {"score": score, "tests": tests, "max_score": 20}}
    course = Course.load(copy_of_course)
    ((_, problem),) = prove_bank._prove_prices(course, "batchnorm", [(entry, grades)], True)
    assert problem == said
    page = (copy_of_course / "docs" / "prices-batchnorm.md").read_text()
    assert f"| variance with N-1 | {price} (18.5) |" in page
