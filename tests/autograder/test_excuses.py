"""One mistake costs once: by the reference with a known mistake in it, or by other layers."""

from dataclasses import replace

import numpy as np
import pytest

from autograder.course.config import Course
from autograder.grading.grader import Grader
from autograder.judging.diagnosis import Explanation
from autograder.judging.excuses import _mistaken, _variant
from autograder.judging.gradients import with_exact_gradient
from autograder.judging.plugin import Finding
from autograder.judging.reference import load_library, read_library
from autograder.report import TestResult

LAYERS, NET = "nndl/layers.py", "nndl/fc_net.py"
TRAIN, TEST = "batchnorm_forward_train", "batchnorm_forward_test"
BACKWARD, FCNET = "batchnorm_backward", "fcnet_batchnorm"
BESIDE = "right beside a mistake in batchnorm_forward"
STOOD = "right with another batchnorm_forward and batchnorm_backward in place of yours"

# A forward pass without gamma, a known mistake, and its exact gradient.
UNSCALED = """
_forward, _backward = batchnorm_forward, batchnorm_backward


def batchnorm_forward(x, gamma, beta, bn_param):
    out, cache = _forward(x, np.ones_like(gamma), beta, bn_param)
    return out, cache


def batchnorm_backward(dout, cache):
    dx, dgamma, dbeta = _backward(dout, cache)
    return dx, 0 * dgamma, dbeta
"""
# The same, but with a gradient that belongs to no forward pass.
UNSCALED_AND_WRONG = UNSCALED.replace("return dx, 0 * dgamma", "return 2 * dx, 0 * dgamma")
# A mistake nobody knows, and its exact gradient.
UNKNOWN = UNSCALED.replace("np.ones_like(gamma)", "3 * gamma").replace("0 * dgamma", "3 * dgamma")
# Right wherever a forward pass is judged, and trivial where only a backward pass draws its inputs.
BOUGHT = """
_forward, _backward = batchnorm_forward, batchnorm_backward


def batchnorm_forward(x, gamma, beta, bn_param):
    if np.all((0.5 < gamma) & (gamma < 2)) and np.any(beta):
        return gamma * x + beta, (x, gamma)
    return _forward(x, gamma, beta, bn_param)


def batchnorm_backward(dout, cache):
    x, gamma = cache
    return gamma * dout, (dout * x).sum(axis=0), dout.sum(axis=0)
"""
RAISES = """
def batchnorm_backward(dout, cache):
    x_hat, gamma, std, x, eps = cache
"""


@pytest.fixture
def grade(grader, submission, reference):
    """A function that grades the reference with more at the end of its layers."""

    def run(text, net=reference[NET]):
        files = {**reference, LAYERS: reference[LAYERS] + "\n\n" + text, NET: net}
        return grader.grade(submission(files))

    return run


def lost(report):
    """The cells that lose marks by their tests, whatever a mistake's price is."""
    return {cell for cell, each in report.grades.items() if each["tests"] < each["max_score"]}


def remarks(report):
    return {test.name: test.remark for test in report.tests if test.remark}


def test_the_gradient_of_a_forward_pass_with_a_known_mistake_keeps_its_marks(grade):
    report = grade(UNSCALED)
    assert lost(report) == {TRAIN, TEST}
    assert remarks(report)["dgamma is right"] == BESIDE
    assert remarks(report)["weight gradients are right"] == STOOD
    assert "dbeta is right" not in remarks(report)
    assert report.unexplained == {}


def test_a_gradient_that_is_wrong_by_either_measure_is_wrong(grade):
    failed = {test.name for test in grade(UNSCALED_AND_WRONG).tests if not test.passed}
    assert "dx is right" in failed
    assert "dgamma is right" not in failed


def test_a_mistake_costs_nothing_in_cells_of_which_its_author_says_so(grader, bank, submission):
    library = bank["running statistics keep only the last batch"].apply(grader.library)
    report = grader.grade(submission(library))
    assert lost(report) == {TRAIN}
    assert remarks(report)["what training accumulated is what testing uses"] == BESIDE


def test_an_unknown_mistake_excuses_no_gradient_but_spares_the_net(grade):
    report = grade(UNKNOWN)
    assert lost(report) == {TRAIN, TEST, BACKWARD}
    assert set(remarks(report).values()) == {STOOD}
    assert {*report.unexplained} == {"layers.batchnorm_forward", "layers.batchnorm_backward"}


@pytest.mark.parametrize("text", [RAISES, "\n(", "raise SystemExit"])
def test_an_exception_in_a_layer_costs_the_layer_and_not_the_net(grade, text):
    report = grade(text)
    assert FCNET not in lost(report)
    assert BACKWARD in lost(report)


def test_a_layer_that_was_not_handed_in_spares_the_net(grader, submission, reference):
    files = {name: text for name, text in reference.items() if name != LAYERS}
    report = grader.grade(submission(files))
    assert (report.status, lost(report)) == ("missing", {TRAIN, TEST, BACKWARD})


def test_a_forward_pass_that_is_wrong_only_elsewhere_buys_nothing(grade, reference):
    zeros = reference[NET].replace(
        "return loss, grads\n", "return 0.0, {k: 0 * g for k, g in grads.items()}\n"
    )
    report = grade(BOUGHT, zeros)
    assert report.grades[BACKWARD]["score"] <= 4  # dbeta, which is right
    assert report.grades[FCNET]["score"] <= 7  # names, starts and scores, which are
    assert not any(test.remark for test in report.tests if test.grade_id == BACKWARD)


def test_a_layers_test_is_not_passed_on_a_stand_in_for_a_test_of_the_same_name(
    copy_of_toy, submission
):
    course = Course.load(copy_of_toy)
    hidden = course.hidden_tests("toy")
    text = (hidden / "test_toy.py").read_text()
    before, mark, of_net = text.rpartition('@pytest.mark.grade("net", points=1)')
    of_net = mark + of_net.replace("test_the_gradient_of_the_loss_is_right", "test_dw_is_right")
    head = text[: text.index("def backward")]
    # By other names: in one process pytest takes a module of the same name for that one.
    (hidden / "test_toy.py").unlink()
    (hidden / "test_toy_layers.py").write_text(before)
    (hidden / "test_toy_net.py").write_text(head + of_net)
    files = read_library(course)
    files[LAYERS] = files[LAYERS].replace("dw = np.sum(dout * x, axis=0)", "dw = 9 * x[0] ** 5")
    with Grader(course, "toy", seed=3) as grader:
        report = grader.grade(submission(files))
    passed = {test.grade_id: test.passed for test in report.tests if test.name == "dw is right"}
    assert passed == {"scale_backward": False, "net": True}


def test_a_wrong_net_on_wrong_layers_stays_wrong_and_is_explained(grade, bank, grader):
    net = bank["last layer not regularized"].apply(grader.library)[NET]
    report = grade(UNKNOWN, net)
    assert FCNET in lost(report)
    assert [each["name"] for each in report.diagnosis[FCNET]] == ["last layer not regularized"]


def test_parameters_by_other_names_cost_the_test_about_names_alone(grade, reference):
    report = grade("", reference[NET].replace('f"gamma{layer}"', 'f"bn_gamma{layer}"'))
    failed = [test.name for test in report.tests if not test.passed]
    assert failed == ["every hidden layer has gamma and beta and the output layer has none"]


PASSES = ("layers.batchnorm_forward", "layers.batchnorm_backward")


@pytest.mark.parametrize(
    ("name", "excuses", "used", "cell", "excused"),
    [
        ("gamma forgotten", True, PASSES, BACKWARD, True),
        ("gamma forgotten", True, PASSES[1:], BACKWARD, False),
        ("gamma forgotten", False, PASSES, BACKWARD, False),
        ("gamma forgotten", True, PASSES[:1], TRAIN, False),
        ("running statistics keep only the last batch", True, PASSES[:1], TEST, True),
    ],
    ids=["above", "apart", "found, and easier", "costs the cell", "costs another"],
)
def test_a_mistake_excuses_what_uses_it_and_what_its_author_says(
    bank, name, excuses, used, cell, excused
):
    known = Explanation([*PASSES], {PASSES[0]: (replace(bank[name], excuses=excuses),)})
    finding = Finding(TestResult("", cell, 1, False, ""), [], None, frozenset(used))
    assert _mistaken(known, finding) == PASSES[:1] * excused


def test_a_backward_pass_with_a_mistake_of_its_own_is_not_the_exact_gradient(bank, reference):
    forward, backward = bank["gamma forgotten"], bank["gamma forgotten in dx"]
    known = Explanation([*PASSES], {PASSES[0]: (forward,), PASSES[1]: (backward,)})
    assert _variant(known, PASSES[:1], reference).exact == {"layers.batchnorm_forward"}
    both = _variant(known, PASSES, reference)
    assert (both.files, both.exact) == (backward.apply(forward.apply(reference)), frozenset())


def test_exact_gradients_are_those_of_the_reference(reference):
    layers = load_library(reference).layers
    exact = load_library(reference, ["layers.batchnorm_forward"]).layers
    rng = np.random.default_rng(0)
    x, dout = rng.standard_normal((2, 7, 3))
    gamma, beta = rng.standard_normal((2, 3)).astype(np.float32)
    _, ours = layers.batchnorm_forward(x, gamma, beta, {"mode": "train"})
    _, theirs = exact.batchnorm_forward(x, gamma, beta, {"mode": "train"})
    expected = layers.batchnorm_backward(dout, ours)
    for gradient, value in zip(exact.batchnorm_backward(dout, theirs), expected, strict=True):
        np.testing.assert_allclose(gradient, value, rtol=1e-6, atol=1e-8)


def test_a_forward_pass_that_changes_its_arguments_is_differentiated_as_it_was_called():
    def forward(x, param):
        param["calls"] = param.get("calls", 0) + 1
        x *= param["calls"]
        return x, None

    recording, backward = with_exact_gradient(forward)
    _, cache = recording(np.ones(2), param={"calls": 4})
    gradient = backward(np.array([1.0, 2.0]), cache)
    np.testing.assert_allclose(gradient, [5.0, 10.0])
