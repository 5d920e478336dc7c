"""Checks of Exercises 3 to 5: `pytest`, or `pytest -k Exercise3` for one of them.

Rules that scale each step by the gradients so far.
"""

import numpy as np
import pytest

from utils.optimizers_checks import (
    DW,
    W,
    assert_close,
    assert_kept,
    assert_state_belongs_to_config,
    meaning,
    walk,
)

BRACKETS = "brackets? `a / b + c` adds c to the quotient"


class TestExercise3Adagrad:
    rule = "adagrad"
    gradients = [[3.0, -4.0], [4.0, 3.0], [12.0, 0.0]]
    config = {"learning_rate": 0.1, "epsilon": 1e-8}

    def test_the_first_step_is_the_learning_rate_in_every_coordinate(self):
        path, _ = walk(self.rule, W, [[3.0, -4000.0]], self.config)
        told = {
            0.1 / 3: "is the root missing?",
            0.3: "it is a step of sgd. Is it divided by the root of the sum?",
            0.3 / np.sqrt(3): "gradients are summed, not their squares",
            0.3 / np.hypot(3, 4000): "one sum for all entries? Each has one of its own",
            0.3 / 1e-8: "the sum lacks this step's gradient",
            1: "a running average? Here it is the sum",
            0: "w has not moved",
            -0.1: "it goes uphill",
        }
        message = "whatever their size, gradients 3 and -4000 should move w by -0.1 and 0.1: w is"
        assert_close(path[-1], [9.9, -3.9], message, meaning(10 - path[-1, 0], told))

    def test_three_steps_worked_by_hand(self):
        path, config = walk(self.rule, W, self.gradients, self.config)
        moves = -np.diff(path, axis=0) / 0.1
        told = {
            1: "the sum seems to hold this step's gradient alone. Is it stored in config?",
            4 / 7: "squares are summed, not sizes",
            np.sqrt(32 / 25): "a mean of the squares? Here it is their sum",
            4 / 25: "is the root missing?",
            4 / 3: "the sum lacks this step's gradient",
        }
        message = (
            "dw[0] is 3, 4, 12, and the roots of the sums of squares are 3, 5, 13, so the moves of "
            "w[0] are 1, 4/5 and 12/13 of the learning rate: they are"
        )
        assert_close(moves[:, 0], [1, 4 / 5, 12 / 13], message, meaning(moves[1, 0], told))
        assert_close(moves[:, 1], [-1, 3 / 5, 0], "for dw[1] = -4, 3, 0 the moves of w[1] are")
        assert_kept(config, "cache", [169.0, 25.0], "after these three steps")

    def test_epsilon_is_added_to_the_root(self):
        path, _ = walk(self.rule, W, [[3.0, -4.0]], {"learning_rate": 1.0, "epsilon": 1.0})
        told = {
            3 / np.sqrt(10): "that is epsilon inside the root",
            1: "is epsilon used at all?",
            0: BRACKETS,
            2: BRACKETS,
        }
        message = "for epsilon = 1 and dw = 3, -4 divide by 3 + 1 and 4 + 1: w moves by"
        assert_close(path[-1] - W, [-0.75, 0.8], message, meaning(10 - path[-1, 0], told))

    def test_steps_shrink_with_the_root_of_their_number(self):
        path, _ = walk(self.rule, W, [DW] * 100, self.config)
        message = "along a constant gradient the 4th and the 100th step should be 1/2 and 1/10 of "
        moves = (path[[3, 99], 0] - path[[4, 100], 0]) / 0.1
        assert_close(moves, [0.5, 0.1], f"{message}the learning rate; they are")

    def test_a_sum_that_config_brings_is_used(self):
        path, _ = walk(self.rule, W, [[3.0, 12.0]], {**self.config, "cache": np.array([16.0, 25])})
        message = "for a cache of 16 and 25 and dw = 3, 12 divide by 5 and 13: w moves by"
        assert_close(path[-1] - W, [-0.06, -1.2 / 13], message)

    def test_what_config_leaves_out_gets_its_default(self):
        path, _ = walk(self.rule, W, [DW])
        message = "for config = None the learning rate is 0.01: w moves by"
        assert_close(path[-1] - W, [-0.01, 0.01], message)

    def test_all_state_is_in_config(self):
        assert_state_belongs_to_config(self.rule)


class TestExercise4RMSprop:
    rule = "rmsprop"

    def brought(self):
        return {"learning_rate": 0.1, "decay_rate": 0.75, "cache": np.array([4.0, 8.0])}

    def test_a_step_worked_by_hand_and_the_next(self):
        path, config = walk(self.rule, W, [[2.0, 1.0]], self.brought())
        told = {
            9: "that is Adagrad's sum. How much of the old average is kept?",
            2.75: "the two weights are swapped: decay_rate belongs to the old average",
            8: "the average has not moved",
            8.25: "the old average needs its weight, decay_rate",
            1: "the average is forgotten: nothing of the old one is in it",
            7: "the new square needs its weight, 1 - decay_rate",
            7.93: "decay_rate seems to be 0.99 whatever config says",
        }
        message = "three quarters of 4 and 8 and a quarter of the squares 4 and 1 are 4 and 6.25:"
        assert_kept(config, "cache", [4.0, 6.25], message, told)
        message = "dw = 2, 1 divided by the roots 2 and 2.5 is 1 and 0.4; times 0.1, w moves by"
        told = {0.05: "is the root missing?", 0.2: "it is a step of sgd. Divide it by the root"}
        assert_close(path[-1] - W, [-0.1, -0.04], message, meaning(10 - path[-1, 0], told))
        path, config = walk(self.rule, path[-1], [[-2.0, 2.5]], config)
        message = "after a second step, dw = -2, 2.5, the average is the same, and w moves by"
        assert_close(path[-1] - path[0], [0.1, -0.1], message)
        assert_kept(config, "cache", [4.0, 6.25], "after the second step, too,")

    def test_epsilon_is_added_to_the_root(self):
        given = {"learning_rate": 1.0, "decay_rate": 0.75, "epsilon": 2.0}
        path, _ = walk(self.rule, W, [[4.0, -4.0]], given)
        told = {
            4 / np.sqrt(6): "that is epsilon inside the root",
            2: "is epsilon used at all?",
            0: BRACKETS,
            4: BRACKETS,
            10: BRACKETS,
        }
        message = "for an average of 4 and epsilon = 2 divide dw = 4, -4 by 2 + 2: w moves by"
        assert_close(path[-1] - W, [-1.0, 1.0], message, meaning(10 - path[-1, 0], told))

    def test_steps_along_a_constant_gradient_come_to_the_learning_rate(self):
        path, _ = walk(self.rule, W, [DW] * 2000)
        moves = np.abs(path[[1, -1]] - path[[0, -2]]) / 0.01
        message = "the first and the 2000th step, in learning rates, should be 10 and 1; they are"
        assert_close(moves, [[10, 10], [1, 1]], message)

    def test_what_config_leaves_out_gets_its_default(self):
        path, config = walk(self.rule, W, [DW])
        message = "for config = None the decay_rate is 0.99: after dw = 4, -2"
        assert_kept(config, "cache", [0.16, 0.04], message)
        assert_close(path[-1] - W, [-0.1, 0.1], f"{message} w moves by")

    def test_all_state_is_in_config(self):
        assert_state_belongs_to_config(self.rule)


class TestExercise5Adam:
    rule = "adam"
    gradients = [[4.0], [-2.0], [8.0]]

    def config(self):
        return {"learning_rate": 0.1, "beta1": 0.5, "beta2": 0.75}

    def test_the_first_step_is_the_learning_rate_in_every_coordinate(self):
        with np.errstate(all="ignore"):
            path, _ = walk(self.rule, W, [[5.0, -300.0]], {"learning_rate": 0.1})
        told = {
            np.nan: "no number. Is t still 0 when the correction is computed? Count first",
            np.inf: "not finite. Is t still 0 when the correction is computed? Count first",
            0.1 / np.sqrt(0.001): "neither moment is corrected",
            1 / np.sqrt(0.001): "the second moment is not corrected, or it averages dw and squares "
            "the average: the squares come first",
            0.1: "the first moment is not corrected",
            (0.1 / 0.19) / np.sqrt(0.001 / 0.001999): "t seems to be 2 in the first step",
            0.2: "is the root of the second moment missing?",
            6: "is there a step of sgd besides?",
            10: "are the squares in v those of m instead of dw?",
            -1: "it goes uphill",
        }
        message = "whatever their size, gradients 5 and -300 should move w by -0.1 and 0.1: w is"
        assert_close(path[-1], [9.9, -3.9], message, meaning((10 - path[-1, 0]) / 0.1, told))

    def test_all_steps_along_a_constant_gradient_are_the_learning_rate(self):
        path, _ = walk(self.rule, W, [DW] * 5, {"learning_rate": 0.1})
        moves = (path[:-1, 0] - path[1:, 0]) / 0.1
        told = {
            1.9 / np.sqrt(1.999): "1 - beta without its power, or t is 1 in every step. Is the new "
            "t stored in config?",
            0.19 / 0.01 / np.sqrt(0.001999 / 1e-6): "the power belongs to beta: 1 - beta**t",
            1 / 0.19 / np.sqrt(1 / 0.001999): "are the corrected moments stored? Store them as "
            "they were",
            0.1 / 0.19 / np.sqrt(0.001 / 0.001999): "are m and v stored in config?",
        }
        message = "along a constant gradient both corrected moments are exact: in learning rates, "
        message += "five steps are"
        assert_close(moves, [1, 1, 1, 1, 1], message, meaning(moves[1], told))

    def test_three_steps_worked_by_hand(self):
        path, config = walk(self.rule, [10.0], self.gradients, self.config())
        message = "for beta1 = 1/2 and dw = 4, -2, 8"
        told = {4 / 0.875: "the corrected moment is stored; the next step needs it as it was"}
        assert_kept(config, "m", [4.0], message, told)
        message = "for beta2 = 3/4 and dw = 4, -2, 8"
        told = {
            19 / (1 - 0.75**3): "the corrected moment is stored; the next step needs it as it was",
            3.5: "the squares of dw are averaged, not dw itself",
        }
        assert_kept(config, "v", [19.0], message, told)
        assert_kept(config, "t", 3, "after three steps from the start")
        message = "for beta1 = 1/2, beta2 = 3/4 and dw = 4, -2, 8 the moves, in learning rates, are"
        expected = [1, 0, (4 / 0.875) / np.sqrt(19 / 0.578125)]
        assert_close((path[:-1, 0] - path[1:, 0]) / 0.1, expected, message)

    def test_what_config_brings_is_gone_on_with(self):
        brought = {**self.config(), "m": np.array([1.0]), "v": np.array([2.0]), "t": 3}
        path, config = walk(self.rule, [10.0], [[3.0]], brought)
        message = "for m = 1, v = 2 and t = 3 in config, beta1 = 1/2, beta2 = 3/4 and dw = 3"
        assert_kept(config, "t", 4, message)
        assert_kept(config, "m", [2.0], message)
        assert_kept(config, "v", [3.75], message)
        told = {
            2 / np.sqrt(3.75): "without the correction",
            4 / np.sqrt(15): "corrected as if this were the first step. Is t read from config?",
        }
        move = (10 - path[-1, 0]) / 0.1
        expected = (2 / 0.9375) / np.sqrt(3.75 / (1 - 0.75**4))
        assert_close(
            move, expected, f"{message} the move, in learning rates, is", meaning(move, told)
        )

    def test_epsilon_is_added_to_the_root_of_the_corrected_moment(self):
        path, _ = walk(self.rule, W, [[3.0, -4.0]], {"learning_rate": 1.0, "epsilon": 1.0})
        told = {
            3 / np.sqrt(10): "that is epsilon inside the root",
            1: "is epsilon used at all?",
            0: BRACKETS,
            2: BRACKETS,
            3 / (3 + 1 / np.sqrt(0.001)): "is it added to the root of v before the correction?",
        }
        message = "for epsilon = 1 and dw = 3, -4 divide by 3 + 1 and 4 + 1: w moves by"
        assert_close(path[-1] - W, [-0.75, 0.8], message, meaning(10 - path[-1, 0], told))

    @pytest.mark.parametrize(("key", "expected"), [("m", [0.4, -0.2]), ("v", [0.016, 0.004])])
    def test_what_config_leaves_out_gets_its_default(self, key, expected):
        path, config = walk(self.rule, W, [DW])
        message = "for config = None beta1 is 0.9 and beta2 0.999: after dw = 4, -2"
        assert_kept(config, key, expected, message)
        message = "for config = None the learning rate is 0.001: w moves by"
        assert_close(path[-1] - W, [-0.001, 0.001], message)

    def test_all_state_is_in_config(self):
        assert_state_belongs_to_config(self.rule)
