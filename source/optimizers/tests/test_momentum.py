"""Checks to run while you work: `pytest`, or `pytest -k Exercise1` for one exercise.

The check cells of the notebook run them, too. Your work is graded by more tests, with other inputs.
"""

import numpy as np

from utils.optimizers_checks import (
    DW,
    W,
    assert_close,
    assert_kept,
    assert_state_belongs_to_config,
    meaning,
    step,
    walk,
)

KNOWN = {"learning_rate": 0.1, "momentum": 0.5}  # so that the step of sgd is -0.4 and 0.2

VELOCITIES = {
    3.5: "without the learning rate",
    -3.5: "without the learning rate, and uphill; here the velocity is what is added to w",
    -0.35: "uphill; the velocity is what is added to w",
}


def shares(path):
    """How far w[0] came in all, in steps of sgd."""
    return (path[0, 0] - path[-1, 0]) / 0.4


class TestExercise1Momentum:
    rule = "sgd_momentum"

    def test_the_first_step_is_that_of_sgd(self):
        path, _ = walk(self.rule, W, [DW], KNOWN)
        told = {
            0: "w has not moved. Does it move by the new velocity, and is it returned?",
            -1: "it goes uphill. Which sign has the gradient in the velocity?",
            0.5: "a gradient weighed by 1 - momentum? The velocity gains the whole step",
            2: "the step is made twice: the velocity has the gradient in it already",
        }
        message = "for learning_rate 0.1, dw = 4 and -2 and no velocity yet, w = 10 and -4 becomes"
        assert_close(path[-1], [9.6, -3.8], message, meaning(shares(path), told))

    def test_three_steps_along_one_gradient(self):
        path, _ = walk(self.rule, W, [DW, DW, DW], KNOWN)
        told = {
            3: "that is three steps of sgd. Is the new velocity stored in config?",
            7.25: "each step has one of sgd too many: w moves by the velocity alone",
            2.125: "a gradient weighed by 1 - momentum? The velocity gains the whole step",
            2.5: "w moves by the velocity from before the step",
            5.125: "that is Nesterov's momentum, Exercise 2",
            6: "nothing of the velocity is lost. Where is the momentum?",
            5.61: "momentum seems to be 0.9 whatever config says",
        }
        message = "for momentum 0.5 the moves are 1, 1.5 and 1.75 steps of sgd, so w is"
        assert_close(path[-1], [8.3, -3.15], message, meaning(shares(path), told))

    def test_the_velocity_is_kept(self):
        _, config = walk(self.rule, W, [DW, DW, DW], KNOWN)
        assert_kept(config, "velocity", [-0.7, 0.35], "after three such steps", VELOCITIES)

    def test_a_velocity_that_config_brings_is_used(self):
        path, config = walk(self.rule, W, [DW], {**KNOWN, "velocity": np.array([2.0, -1.0])})
        message = "for momentum 0.5, velocity 2 and -1 and a step of sgd of -0.4 and 0.2"
        assert_kept(config, "velocity", [0.6, -0.3], message)
        assert_close(path[-1], [10.6, -4.3], f"{message} w is")

    def test_what_config_leaves_out_gets_its_default(self):
        path, _ = walk(self.rule, W, [DW, DW])
        message = "for config = None the learning rate is 0.01 and the momentum 0.9; w is"
        assert_close(path[1:], [[9.96, -3.98], [9.884, -3.942]], message)

    def test_along_a_constant_gradient_steps_become_ten_times_as_long(self):
        path, _ = walk(self.rule, W, [DW] * 300)
        message = "after 299 steps with momentum 0.9 the next one should be 10 of sgd; it is"
        assert_close((path[-2] - path[-1]) / (0.01 * DW), [10, 10], message)

    def test_all_state_is_in_config(self):
        assert_state_belongs_to_config(self.rule)


class TestExercise2NesterovsMomentum:
    rule = "sgd_nesterov_momentum"

    def test_the_first_step_looks_ahead(self):
        path, _ = walk(self.rule, W, [DW], KNOWN)
        told = {
            1: "that is momentum without the look-ahead. Is it the new velocity that w looks ahead "
            "by, and is the old one still the old one, or another name for an array that changed?",
            2: "where is the momentum in the look-ahead?",
            0.5: "is the old velocity taken from the new one, not the new from the old, and does w "
            "move by the new one besides?",
            2.5: "is there a step of sgd besides?",
            -1.5: "it goes uphill. Which sign has the gradient in the velocity?",
        }
        message = "for momentum 0.5 and no velocity yet, w should move by 1.5 steps of sgd; w is"
        assert_close(path[-1], [9.4, -3.7], message, meaning(shares(path), told))

    def test_three_steps_along_one_gradient(self):
        path, _ = walk(self.rule, W, [DW, DW, DW], KNOWN)
        told = {
            4.25: "those are the moves of momentum. Is the old velocity still the old one, or "
            "another name for an array that has changed?",
            4.5: "is the new velocity stored in config?",
            7.625: "a sign is wrong at the old velocity",
            6.375: "is the old velocity taken away?",
            5.34375: "is the whole move stored as the velocity?",
        }
        message = "for momentum 0.5 the moves are 1.5, 1.75 and 1.875 steps of sgd, so w is"
        assert_close(path[-1], [7.95, -2.975], message, meaning(shares(path), told))

    def test_the_velocity_is_that_of_momentum(self):
        _, config = walk(self.rule, W, [DW, DW, DW], KNOWN)
        assert_kept(config, "velocity", [-0.7, 0.35], "after three such steps", VELOCITIES)

    def test_a_velocity_that_config_brings_is_used(self):
        path, config = walk(self.rule, W, [DW], {**KNOWN, "velocity": np.array([2.0, -1.0])})
        message = "for momentum 0.5, velocity 2 and -1 and a step of sgd of -0.4 and 0.2"
        assert_kept(config, "velocity", [0.6, -0.3], message)
        assert_close(path[-1], [9.9, -3.95], f"{message} w is")

    def test_it_is_the_point_ahead_of_the_form_with_two_points(self):
        slopes, rate, momentum = np.array([1.0, 8.0]), 0.05, 0.8
        theta, velocity = W.copy(), np.zeros(2)
        w, config = W, {"learning_rate": rate, "momentum": momentum}
        for number in range(1, 6):
            velocity = momentum * velocity - rate * slopes * (theta + momentum * velocity)
            theta = theta + velocity
            w, config = step(self.rule, w, slopes * w, config)
            message = f"after step {number} w should be theta + momentum * velocity; it is"
            assert_close(w, theta + momentum * velocity, message)

    def test_what_config_leaves_out_gets_its_default(self):
        path, _ = walk(self.rule, W, [DW, DW])
        message = "for config = None the learning rate is 0.01 and the momentum 0.9; w is"
        assert_close(path[1:], [[9.924, -3.962], [9.8156, -3.9078]], message)

    def test_all_state_is_in_config(self):
        assert_state_belongs_to_config(self.rule)
