"""The five update rules: the steps they take, and what they keep in the config for the next.

One test asks the same of several rules, each in its own grade cell. Gradients differ in size from
entry to entry, as those of a net do, and are so large that where epsilon stands is no matter, but
where a test says so. The parameters are no larger than a few steps, so that rounding in w hides no
mistake in a step.
"""

import contextlib
import copy

import numpy as np
import pytest

from autograder.checks import StudentError, as_array, assert_close

STEPS = 5
CONDITION = 10  # 1 - beta2 magnifies the rounding of beta2 in float32 a thousand times

HYPERPARAMETERS = {
    "sgd_momentum": {"learning_rate": 0.03, "momentum": 0.6},
    "sgd_nesterov_momentum": {"learning_rate": 0.03, "momentum": 0.6},
    "adagrad": {"learning_rate": 0.03},
    "rmsprop": {"learning_rate": 0.03, "decay_rate": 0.4},
    "adam": {"learning_rate": 0.03, "beta1": 0.4, "beta2": 0.3},
}
STATE = {
    "sgd_momentum": ("velocity",),
    "sgd_nesterov_momentum": ("velocity",),
    "adagrad": ("cache",),
    "rmsprop": ("cache",),
    "adam": ("m", "v", "t"),
}


def _each(**points):
    """Ask a test of each rule named, in the grade cell of its name, for so many points."""
    cells = [
        pytest.param(rule, id=rule, marks=pytest.mark.grade(rule, points=worth))
        for rule, worth in points.items()
    ]
    return pytest.mark.parametrize("rule", cells)


def _gradients(rng, steps, shape=(4, 3)):
    """Gradients of so many steps, (steps, *shape), of sizes from 0.1 to 20 and either sign."""
    sizes = 10.0 ** rng.uniform(-0.5, 1, shape) * rng.uniform(0.4, 2, (steps, *shape))
    return sizes * rng.choice([-1, 1], (steps, *shape))


def _weights(rng, shape=(4, 3)):
    return rng.standard_normal(shape) / 100


def _run(package, rule, w, gradients, config=None):
    """Take one step with each gradient.

    Returns:
        w after each step, a list, and the config after the last.
    """
    update = getattr(package.optim, rule)
    w, config, path = w.copy(), copy.deepcopy(config), []
    for step, dw in enumerate(gradients, start=1):
        w, config = update(w, dw.copy(), config)
        path.append(as_array(w, dw.shape, f"w after step {step}").copy())
    return path, config


def _compare(path, expected, what="w"):
    for step, (w, right) in enumerate(zip(path, expected, strict=True), start=1):
        assert_close(w, right, f"{what} after step {step}", terms=STEPS, condition=CONDITION)


@_each(sgd_momentum=1, sgd_nesterov_momentum=2, adagrad=1, rmsprop=2, adam=4)
def test_the_first_step_is_right(nndl, reference, rng, rule):
    w, dw = _weights(rng), _gradients(rng, 1)[0]
    updated, expected = (
        getattr(each.optim, rule)(w.copy(), dw.copy())[0] for each in (nndl, reference)
    )
    _compare([updated], [expected])


@_each(sgd_momentum=2, sgd_nesterov_momentum=3, adagrad=2, rmsprop=2, adam=5)
def test_five_steps_are_right(nndl, reference, rng, rule):
    problem = _weights(rng), _gradients(rng, STEPS)
    (path, _), (expected, _) = (_run(each, rule, *problem) for each in (nndl, reference))
    _compare(path, expected)


@_each(sgd_momentum=2, sgd_nesterov_momentum=2, adagrad=1, rmsprop=2, adam=4)
def test_the_config_keeps_what_the_next_step_needs(nndl, reference, rng, rule):
    problem = _weights(rng), _gradients(rng, 3)
    (_, theirs), (_, ours) = (_run(each, rule, *problem) for each in (nndl, reference))
    # All is read before any of it is compared: a diagnosis goes by what was read.
    kept = {}
    for name in STATE[rule]:
        with contextlib.suppress(StudentError, KeyError):
            kept[name] = theirs[name]
    for name in STATE[rule]:
        assert name in kept, f'the config has no "{name}" after three steps'
        what = f'config["{name}"] after three steps'
        assert_close(kept[name], ours[name], what, terms=STEPS, condition=CONDITION)


@_each(sgd_momentum=2, sgd_nesterov_momentum=2, adagrad=1, rmsprop=2, adam=4)
def test_the_hyperparameters_of_the_config_are_used(nndl, reference, rng, rule):
    problem = _weights(rng), _gradients(rng, 3), HYPERPARAMETERS[rule]
    (path, _), (expected, _) = (_run(each, rule, *problem) for each in (nndl, reference))
    _compare(path, expected, "w with other hyperparameters")


@_each(sgd_momentum=1, sgd_nesterov_momentum=1, adagrad=1, rmsprop=1, adam=3)
def test_steps_go_on_from_the_state_that_a_config_holds(nndl, reference, rng, rule):
    first, squares = rng.standard_normal((4, 3)), rng.uniform(0.5, 2, (4, 3))
    states = {"velocity": first / 10, "cache": squares, "m": first, "v": squares, "t": 4}
    problem = _weights(rng), _gradients(rng, 3), {name: states[name] for name in STATE[rule]}
    (path, _), (expected, _) = (_run(each, rule, *problem) for each in (nndl, reference))
    _compare(path, expected, "w, going on from a state,")


@_each(sgd_momentum=1, sgd_nesterov_momentum=1, adagrad=0.5, rmsprop=0.5, adam=1)
def test_a_new_learning_rate_counts_from_the_next_step_on(nndl, reference, rng, rule):
    w, gradients = _weights(rng), _gradients(rng, 3)

    def compute(package):
        path, config = _run(package, rule, w, gradients[:2])
        config["learning_rate"] = 0.1
        after, _ = getattr(package.optim, rule)(path[-1].copy(), gradients[2].copy(), config)
        return [*path, after]

    _compare(compute(nndl), compute(reference))


@_each(sgd_momentum=1, sgd_nesterov_momentum=1, adagrad=0.5, rmsprop=1, adam=1)
def test_a_parameter_may_have_any_shape(nndl, reference, rng, rule):
    for shape in ((5,), (1, 6), (6, 1), (2, 3, 2, 2)):
        problem = _weights(rng, shape), _gradients(rng, 2, shape)
        (path, _), (expected, _) = (_run(each, rule, *problem) for each in (nndl, reference))
        _compare(path, expected, f"w of shape {shape}")


@_each(sgd_momentum=1, sgd_nesterov_momentum=1, adagrad=0.5, rmsprop=0.5, adam=2)
def test_two_parameters_with_configs_of_their_own_do_not_meet(nndl, reference, rng, rule):
    weights = _weights(rng), _weights(rng)
    gradients = _gradients(rng, 3), _gradients(rng, 3)

    def compute(package):
        update, configs = getattr(package.optim, rule), [None, None]
        current, paths = [w.copy() for w in weights], ([], [])
        for step in range(3):
            for turn in (0, 1):
                dw = gradients[turn][step].copy()
                current[turn], configs[turn] = update(current[turn], dw, configs[turn])
                what = f"parameter {turn + 1} after step {step + 1}"
                paths[turn].append(as_array(current[turn], dw.shape, what).copy())
        return paths

    for turn, (path, expected) in enumerate(zip(compute(nndl), compute(reference), strict=True)):
        _compare(path, expected, f"parameter {turn + 1}, updated in turn with another,")


@_each(sgd_momentum=0.5, sgd_nesterov_momentum=0.5, adagrad=0.5, rmsprop=0.5, adam=1)
def test_the_gradient_is_left_as_it_was(nndl, reference, rng, rule):
    w, gradients = _weights(rng), _gradients(rng, 2)
    (expected, _), update = _run(reference, rule, w, gradients), getattr(nndl.optim, rule)
    config, path = None, []
    for dw in gradients:
        w, config = update(w, dw, config)
        changed = 1 in nndl.overwritten
        assert not changed, "dw changed during the call; leave the gradient as it is"
        path.append(w)
    _compare(path, expected)


@_each(sgd_momentum=0.5, sgd_nesterov_momentum=0.5, adagrad=0.5, rmsprop=0.5, adam=1)
def test_float32_parameters_move_as_well(nndl, reference, rng, rule):
    problem = _weights(rng).astype(np.float32), _gradients(rng, 3).astype(np.float32)
    path, _ = _run(nndl, rule, *problem)
    expected, _ = _run(reference, rule, *(each.astype(np.float64) for each in problem))
    _compare(path, expected, "w, which is float32,")


@_each(adagrad=0.5, rmsprop=0.5, adam=1)
def test_an_entry_stays_where_its_gradient_was_always_zero(nndl, reference, rng, rule):
    w, gradients = _weights(rng), _gradients(rng, 4)
    gradients[:3, :, 0] = 0  # and moves as soon as it no longer is
    gradients[:, 1, 1] = 0
    (path, _), (expected, _) = (_run(each, rule, w, gradients) for each in (nndl, reference))
    _compare(path, expected, "w, where some gradients are zero,")


@_each(adagrad=0.5, rmsprop=0.5, adam=1)
def test_epsilon_is_added_to_the_root_where_gradients_are_tiny(nndl, reference, rng, rule):
    gradients = _gradients(rng, 3) / 1e5
    problem = _weights(rng), gradients
    (path, _), (expected, _) = (_run(each, rule, *problem) for each in (nndl, reference))
    _compare(path, expected, "w, with gradients of about 0.00001,")


@_each(adagrad=0.5, rmsprop=1, adam=2)
def test_epsilon_of_the_config_is_used(nndl, reference, rng, rule):
    problem = _weights(rng), _gradients(rng, 2), {"epsilon": 0.3}
    (path, _), (expected, _) = (_run(each, rule, *problem) for each in (nndl, reference))
    _compare(path, expected, "w with epsilon 0.3")
