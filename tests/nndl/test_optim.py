"""The update rules against their formulas as textbooks print them, over several steps."""

import numpy as np
import pytest

from nndl import optim

STEPS = 6
RULES = [optim.sgd, optim.sgd_momentum, optim.rmsprop, optim.adam]


def textbook_sgd(w, gradients, lr=1e-2):
    for g in gradients:
        w = w - lr * g
    return w


def textbook_sgd_momentum(w, gradients, lr=1e-2, mu=0.9):
    v = 0
    for g in gradients:
        v = mu * v - lr * g
        w = w + v
    return w


def textbook_rmsprop(w, gradients, lr=1e-2, rho=0.99, eps=1e-8):
    s = 0
    for g in gradients:
        s = rho * s + (1 - rho) * g**2
        w = w - lr * g / (np.sqrt(s) + eps)
    return w


def textbook_adam(w, gradients, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8):
    m, v = 0, 0
    for t, g in enumerate(gradients, start=1):
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g**2
        w = w - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)
    return w


def run(rule, w, gradients, config=None):
    for g in gradients:
        w, config = rule(w, g, config)
    return w


DEFAULTS = [
    (optim.sgd, textbook_sgd),
    (optim.sgd_momentum, textbook_sgd_momentum),
    (optim.rmsprop, textbook_rmsprop),
    (optim.adam, textbook_adam),
]
# The names of the textbook, and those of a config.
NAMES = {
    "lr": "learning_rate",
    "mu": "momentum",
    "rho": "decay_rate",
    "eps": "epsilon",
    "b1": "beta1",
    "b2": "beta2",
}
CASES = [(rule, textbook, {}) for rule, textbook in DEFAULTS] + [
    (optim.sgd, textbook_sgd, {"lr": 0.3}),
    (optim.sgd_momentum, textbook_sgd_momentum, {"lr": 0.3, "mu": 0.5}),
    (optim.rmsprop, textbook_rmsprop, {"lr": 0.3, "rho": 0.5, "eps": 0.1}),
    (optim.adam, textbook_adam, {"lr": 0.3, "b1": 0.5, "b2": 0.6, "eps": 0.1}),
]


@pytest.mark.parametrize(("rule", "textbook", "constants"), CASES)
def test_a_rule_follows_its_formula(rng, rule, textbook, constants):
    w, gradients = rng.normal(size=(4, 3)), rng.normal(size=(STEPS, 4, 3))
    expected = textbook(w.copy(), gradients, **constants)
    config = {NAMES[name]: value for name, value in constants.items()}
    np.testing.assert_allclose(run(rule, w, gradients, config), expected, rtol=1e-12)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_updates_in_place_and_leaves_the_gradient_alone(rng, rule):
    w, dw = rng.normal(size=5), rng.normal(size=5)
    before, gradient = w.copy(), dw.copy()
    updated, _ = rule(w, dw)
    assert updated is w
    assert np.all(w != before)
    np.testing.assert_array_equal(dw, gradient)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_float32_parameters_stay_float32_whatever_the_gradient_is(rng, rule, dtype):
    w, gradients = rng.normal(size=(4, 3)).astype(np.float32), rng.normal(size=(STEPS, 4, 3))
    exact = run(rule, w.astype(np.float64), gradients)
    out = run(rule, w, gradients.astype(dtype))
    assert out.dtype == np.float32
    np.testing.assert_allclose(out, exact, rtol=1e-4, atol=1e-6)
