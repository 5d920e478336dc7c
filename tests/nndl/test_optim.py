"""The update rules against their formulas as textbooks print them, over several steps."""

import numpy as np
import pytest

from nndl import optim

STEPS = 6
STATES = {
    optim.sgd: (),
    optim.sgd_momentum: ("velocity",),
    optim.sgd_nesterov_momentum: ("velocity",),
    optim.adagrad: ("cache",),
    optim.rmsprop: ("cache",),
    optim.adam: ("m", "v", "t"),
}
RULES = [*STATES]


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


def textbook_sgd_nesterov_momentum(w, gradients, lr=1e-2, mu=0.9):
    theta, v = w, 0  # each gradient is taken ahead of theta, at theta + mu * v
    for g in gradients:
        v = mu * v - lr * g
        theta = theta + v
    return theta + mu * v


def textbook_adagrad(w, gradients, lr=1e-2, eps=1e-8):
    for t, g in enumerate(gradients, start=1):
        w = w - lr * g / (np.sqrt(np.sum(gradients[:t] ** 2, axis=0)) + eps)
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
    (optim.sgd_nesterov_momentum, textbook_sgd_nesterov_momentum),
    (optim.adagrad, textbook_adagrad),
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
    (optim.sgd_nesterov_momentum, textbook_sgd_nesterov_momentum, {"lr": 0.3, "mu": 0.5}),
    (optim.adagrad, textbook_adagrad, {"lr": 0.3, "eps": 0.1}),
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


@pytest.mark.parametrize(("rule", "state"), STATES.items())
def test_a_rule_goes_on_from_the_state_in_its_config(rng, rule, state):
    w, gradients = rng.normal(size=(4, 3)), rng.normal(size=(STEPS, 4, 3))
    expected = run(rule, w.copy(), gradients)
    config = None
    for g in gradients[:3]:
        w, config = rule(w, g, config)
    w = run(rule, w, gradients[3:], {name: config[name] for name in state})
    np.testing.assert_array_equal(w, expected)


def test_the_state_is_what_its_name_says(rng):
    gradients = rng.normal(size=(2, 5))
    ages = np.arange(2)[::-1, np.newaxis]  # of the last gradient 0
    kept = {}
    for rule in RULES[1:]:
        w, kept[rule] = np.zeros(5), None
        for g in gradients:
            w, kept[rule] = rule(w, g, kept[rule])
    for rule in RULES[1:3]:
        velocity = np.sum(-1e-2 * 0.9**ages * gradients, axis=0)
        np.testing.assert_allclose(kept[rule]["velocity"], velocity)
    squares = {optim.adagrad: 1.0, optim.rmsprop: 0.01 * 0.99**ages}
    for rule, weights in squares.items():
        np.testing.assert_allclose(kept[rule]["cache"], np.sum(weights * gradients**2, axis=0))
    adam = kept[optim.adam]
    assert adam["t"] == 2
    np.testing.assert_allclose(adam["m"], np.sum(0.1 * 0.9**ages * gradients, axis=0))
    np.testing.assert_allclose(adam["v"], np.sum(0.001 * 0.999**ages * gradients**2, axis=0))


def test_nesterov_takes_its_gradient_ahead(rng):
    curvatures, (theta, velocity) = rng.uniform(1, 9, 4), rng.normal(size=(2, 4))
    w, config = theta + 0.9 * velocity, {"velocity": velocity.copy()}
    for _ in range(STEPS):
        velocity = 0.9 * velocity - 1e-2 * curvatures * (theta + 0.9 * velocity)
        theta = theta + velocity
        w, config = optim.sgd_nesterov_momentum(w, curvatures * w, config)
    np.testing.assert_allclose(w, theta + 0.9 * velocity, rtol=1e-12)


def test_with_a_constant_gradient_each_step_of_adam_is_the_learning_rate(rng):
    gradient, w, config = rng.normal(size=5), np.zeros(5), {"learning_rate": 0.3}
    for _ in range(STEPS):
        w, config = optim.adam(w, gradient, config)
    np.testing.assert_allclose(w, -0.3 * STEPS * np.sign(gradient), rtol=1e-6)


@pytest.mark.parametrize("rule", RULES[3:])
def test_a_gradient_that_was_always_zero_moves_nothing(rule):
    w, config = np.ones(3), None
    for _ in range(STEPS):
        w, config = rule(w, np.zeros(3), config)
    np.testing.assert_array_equal(w, np.ones(3))
