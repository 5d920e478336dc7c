"""batchnorm_backward: the gradient of the loss with respect to x, gamma and beta.

Right is the reference's gradient; or, where the student's forward pass is wrong, the exact gradient
of that.
"""

import numpy as np
import pytest

from autograder.checks import as_array, assert_close, assert_is_gradient, tolerance

NAMES = ("dx", "dgamma", "dbeta")


def _worth(points):
    return pytest.mark.grade("batchnorm_backward", points=points)


def _problem(rng, n, d):
    """x, gamma, beta and dout, in no special position."""
    x = rng.uniform(-5, 5, d) + rng.uniform(1, 5, d) * rng.standard_normal((n, d))
    return x, rng.uniform(0.5, 2, d), rng.standard_normal(d), rng.standard_normal((n, d))


class Passes:
    """A forward and a backward pass: what they were given, and what came."""

    def __init__(self, package, problem, **bn_param):
        *self.inputs, self.dout = problem
        self.bn_param = {"mode": "train", **bn_param}
        self.out, self.cache = package.layers.batchnorm_forward(*self.inputs, dict(self.bn_param))
        self._layers = package.layers

    def gradients(self):
        dx, dgamma, dbeta = self._layers.batchnorm_backward(self.dout, self.cache)
        return dict(zip(NAMES, (dx, dgamma, dbeta), strict=True))


@pytest.fixture
def follows(own, rng, reference, assert_normalises):
    """A function: assert that a gradient is that of the student's own, wrong, forward pass."""

    def check(gradient, name, passes, condition):
        place, n = NAMES.index(name), len(passes.dout)

        def forward(value):
            arguments = [*passes.inputs[:place], value, *passes.inputs[place + 1 :]]
            out, _ = own.nndl.layers.batchnorm_forward(*arguments, dict(passes.bn_param))
            return as_array(out, passes.dout.shape, "out")

        right, _ = reference.layers.batchnorm_forward(*passes.inputs, dict(passes.bn_param))
        out = as_array(passes.out, right.shape, "out")
        allowed = tolerance(n, condition) * np.abs(right).max()
        assert np.abs(out - right).max() > allowed, "the forward pass is right"
        assert_close(out, forward(passes.inputs[place]), "out", terms=n, condition=condition)
        assert_normalises()
        assert_is_gradient(
            gradient, forward, passes.inputs[place], passes.dout, name,
            rng=rng, terms=n, condition=condition,
        )  # fmt: skip

    return check


@pytest.fixture
def assert_right(reference, own, follows):
    """A function: assert that a gradient is right, by the reference or by the student's forward."""

    def check(passes, name, what=None, condition=10):
        gradient = passes.gradients()[name]
        problem = (*passes.inputs, passes.dout)
        expected = Passes(reference, problem, **passes.bn_param).gradients()[name]
        with own.excuses("batchnorm_forward", lambda: follows(gradient, name, passes, condition)):
            assert_close(
                gradient, expected, what or name, terms=len(passes.dout), condition=condition
            )

    return check


@_worth(3)
def test_dbeta_is_right(nndl, rng, assert_right):
    assert_right(Passes(nndl, _problem(rng, 24, 6)), "dbeta", condition=1)


@_worth(5)
def test_dgamma_is_right(nndl, rng, assert_right):
    assert_right(Passes(nndl, _problem(rng, 24, 6)), "dgamma")


@_worth(6)
def test_dx_is_right(nndl, rng, assert_right):
    assert_right(Passes(nndl, _problem(rng, 24, 6)), "dx")


@_worth(1)
@pytest.mark.parametrize(
    ("n", "d"), [(7, 1), (3, 15), (64, 4)], ids=["one feature", "three rows", "many rows"]
)
def test_dx_is_right_for_other_shapes(nndl, rng, assert_right, n, d):
    # Three rows may lie within a hundredth of their size of each other.
    assert_right(Passes(nndl, _problem(rng, n, d)), "dx", condition=100)


@_worth(2)
def test_eps_of_the_forward_pass_counts_in_dx(nndl, rng, assert_right):
    assert_right(Passes(nndl, _problem(rng, 20, 5), eps=4.0), "dx", "dx with eps 4")


@_worth(2)
def test_gradients_have_the_shapes_of_what_they_belong_to(nndl, rng):
    *inputs, dout = _problem(rng, 10, 4)
    once, twice = (Passes(nndl, (*inputs, k * dout)).gradients() for k in (1, 2))
    for name, like in zip(NAMES, inputs, strict=True):
        array = as_array(once[name], like.shape, name)
        # What does not answer to dout is no gradient, and its shape no merit.
        assert array.any(), f"{name} is zero everywhere"
        assert_close(twice[name], 2 * array, f"{name} for twice the dout", terms=10, condition=10)
        assert np.shape(once[name]) == like.shape, (
            f"{name} should have shape {like.shape}, but has {np.shape(once[name])}"
        )


@_worth(2)
def test_dx_of_a_feature_sums_to_zero(nndl, own, rng, follows):
    n, d = 24, 6
    passes = Passes(nndl, _problem(rng, n, d))
    dx = as_array(passes.gradients()["dx"], (n, d), "dx")
    assert dx.any(), "dx is zero everywhere"
    with own.excuses("batchnorm_forward", lambda: follows(dx, "dx", passes, 10)):
        assert_close(
            dx.sum(axis=0),
            np.zeros(d),
            "the sum of dx over the batch (adding a constant to a feature changes nothing)",
            terms=n,
            condition=10,
            scale=np.abs(dx).sum(axis=0).max(),
        )


@_worth(2)
def test_each_cache_belongs_to_its_own_forward_pass(nndl, rng, assert_right):
    both = [Passes(nndl, _problem(rng, 16, 5)) for _ in range(2)]
    for passes in both:
        assert_right(passes, "dx", "dx of one of two layers")
