"""One mistake costs once: what follows from a student's own earlier functions earns its points."""

import numpy as np
import pytest

from autograder.checks import assert_is_gradient
from autograder.own import refuse_outsized

LAYERS = "nndl/layers.py"
FOLLOWS_FORWARD = "consistent with your own batchnorm_forward"
FOLLOWS_LAYERS = "consistent with your own batchnorm_forward and batchnorm_backward"

# A forward pass that multiplies by an extra 3, and its exact gradient.
TRIPLED = """
_forward, _backward = batchnorm_forward, batchnorm_backward


def batchnorm_forward(x, gamma, beta, bn_param):
    out, cache = _forward(x, 3 * gamma, beta, bn_param)
    return out, cache


def batchnorm_backward(dout, cache):
    dx, dgamma, dbeta = _backward(dout, cache)
    return dx, 3 * dgamma, dbeta
"""
# No normalisation at all, and its exact gradient.
IDENTITY = """
def batchnorm_forward(x, gamma, beta, bn_param):
    return gamma * x + beta, (x, gamma)


def batchnorm_backward(dout, cache):
    x, gamma = cache
    return gamma * dout, (dout * x).sum(axis=0), dout.sum(axis=0)
"""
CONSTANT = """
def batchnorm_forward(x, gamma, beta, bn_param):
    return np.zeros_like(x), None


def batchnorm_backward(dout, cache):
    return np.zeros_like(dout), np.zeros(dout.shape[1]), np.zeros(dout.shape[1])
"""
SWAPPED_DGAMMA = (
    TRIPLED
    + """
_exact = batchnorm_backward


def batchnorm_backward(dout, cache):
    dx, dgamma, dbeta = _exact(dout, cache)
    return dx, dgamma / 2, dbeta
"""
)


@pytest.fixture
def grade(grader, submission, reference):
    """A function that grades the reference with more at the end of its layers."""
    return lambda text: grader.grade(
        submission({**reference, LAYERS: reference[LAYERS] + "\n\n" + text})
    )


def test_the_gradient_of_a_wrong_forward_pass_and_a_net_on_it_earn_full_points(grade):
    report = grade(TRIPLED)
    lost = {cell for cell, each in report.grades.items() if each["score"] < each["max_score"]}
    assert lost == {"batchnorm_forward_train", "batchnorm_forward_test"}
    remarks = {test.name: test.remark for test in report.tests}
    assert remarks["dx is right"] == FOLLOWS_FORWARD
    assert remarks["dbeta is right"] == ""
    assert remarks["weight gradients are right"] == FOLLOWS_LAYERS


def test_a_gradient_that_is_wrong_by_either_measure_is_wrong(grade):
    failed = {test.name for test in grade(SWAPPED_DGAMMA).tests if not test.passed}
    assert "dgamma is right" in failed
    assert "dx is right" not in failed


@pytest.mark.parametrize("text", [IDENTITY, CONSTANT], ids=["identity", "constant"])
def test_to_follow_from_what_is_no_normalisation_earns_nothing(grade, text):
    report = grade(text)
    assert not any(test.remark for test in report.tests)
    right = {test.name for test in report.tests if test.passed}
    assert not right & {"dx is right", "dgamma is right", "weight gradients are right"}


def test_a_gradient_is_compared_along_directions_at_either_precision():
    rng = np.random.default_rng(0)
    at, upstream = rng.standard_normal((2, 5, 3))
    for dtype in (np.float64, np.float32):

        def square(x, dtype=dtype):
            return x.astype(dtype) ** 2

        right = 2 * at * upstream
        assert_is_gradient(right, square, at, upstream, "dx", rng=rng, terms=5, condition=10)
        wrong = right.copy()
        wrong[2, 1] += 0.5
        with pytest.raises(AssertionError, match="dx is not the gradient"):
            assert_is_gradient(wrong, square, at, upstream, "dx", rng=rng, terms=5, condition=10)


@pytest.mark.parametrize(
    "value", [np.ones((1000, 1)), np.ones((2, 1, 1)), {"mean": (0, [np.ones(1000)])}]
)
def test_arrays_out_of_proportion_are_refused(value):
    refuse_outsized(np.ones((4, 3)), [np.ones((4, 3)), 1.0])
    with pytest.raises(ValueError, match="out of proportion"):
        refuse_outsized(value, [np.ones((4, 3)), 1.0])
