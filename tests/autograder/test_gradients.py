"""A mistake that is found by search excuses only where what is built on it is no easier."""

import numpy as np
import pytest

from autograder.judging.gradients import depends_alike

RNG = np.random.default_rng(0)
ARGS = [RNG.standard_normal((4, 3)), RNG.uniform(1, 2, 3), RNG.standard_normal(3), {"eps": 1e-5}]


def normalise(x, gamma, beta, options):
    centred = x - x.mean(axis=0)
    return gamma * centred / np.sqrt((centred**2).mean(axis=0) + options["eps"]) + beta, None


@pytest.mark.parametrize(
    "easier",
    [
        lambda x, gamma, beta, options: (gamma * x + beta, None),
        lambda x, gamma, beta, options: (gamma * (x - x.mean(axis=0)) + beta, None),
        lambda x, gamma, beta, options: (gamma * x**2 + beta, None),
        lambda x, gamma, beta, options: (x, None),
        lambda x, gamma, beta, options: (0 * x, None),
        lambda x, gamma, beta, options: (gamma * (x - x.mean(axis=0)) / options["eps"], None),
    ],
    ids=["scales", "centres", "squares", "copies", "zero", "divides by a constant"],
)
def test_what_only_copies_shifts_or_scales_is_easier(easier):
    assert not depends_alike(normalise, easier, ARGS, {})


@pytest.mark.parametrize(
    "slip",
    [
        lambda x, gamma, beta, options: normalise(x, gamma, beta, {"eps": 1.0}),
        lambda x, gamma, beta, options: normalise(x, gamma, -beta, options),
        lambda x, gamma, beta, options: normalise(x + 1, 2 * gamma, beta, options),
    ],
    ids=["eps", "sign", "factor"],
)
def test_a_slip_in_the_same_function_is_not(slip):
    assert depends_alike(normalise, slip, ARGS, {})


def test_what_it_is_asked_about_is_left_alone():
    before = [each.copy() for each in ARGS]
    depends_alike(normalise, normalise, ARGS, {})
    assert all(np.array_equal(one, other) for one, other in zip(ARGS[:3], before[:3], strict=True))
