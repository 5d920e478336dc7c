"""The training loop: it learns, it records what it says, and it keeps the best parameters."""

import numpy as np
import pytest

from nndl.fc_net import FullyConnectedNet
from utils.solver import Solver


@pytest.fixture
def blobs():
    """Three well separated classes in four dimensions."""
    rng = np.random.default_rng(5)
    y = np.arange(90) % 3
    X = rng.normal(size=(90, 4)) + 4 * np.eye(3, 4)[y]
    return {"X_train": X[:60], "y_train": y[:60], "X_val": X[60:], "y_val": y[60:]}


def solver_for(data, update_rule="adam", **options):
    model = FullyConnectedNet([10], input_dim=4, num_classes=3, use_batchnorm=True, seed=1)
    options = {"optim_config": {"learning_rate": 1e-2}, "verbose": False, **options}
    return Solver(model, data, update_rule=update_rule, batch_size=20, **options)


class Countdown:
    """A model whose one parameter goes down by the learning rate at each step, past zero.

    It gives the right answer, class 0, as long as the parameter is positive. One of its calls, if
    told which, is interrupted.
    """

    calls, interrupted_in = 0, None

    def __init__(self, start):
        self.params = {"w": np.array([start])}

    def loss(self, X, y=None):
        self.calls += 1
        if self.calls == self.interrupted_in:
            raise KeyboardInterrupt
        w = self.params["w"]
        if y is None:
            return np.stack([np.full(len(X), w[0]), np.zeros(len(X))], axis=1)
        return float(w[0]), {"w": np.ones(1)}


def countdown_solver(start, num_epochs, learning_rate=1.0, **options):
    X, y = np.zeros((4, 1)), np.zeros(4, dtype=int)
    data = {"X_train": X, "y_train": y, "X_val": X, "y_val": y}
    options = {"optim_config": {"learning_rate": learning_rate}, "verbose": False, **options}
    return Solver(Countdown(start), data, batch_size=4, num_epochs=num_epochs, **options)


def count_down(*args, **options):
    solver = countdown_solver(*args, **options)
    solver.train()
    return solver


@pytest.mark.parametrize("rule", ["sgd", "sgd_momentum", "rmsprop", "adam"])
def test_the_loss_goes_down(blobs, rule):
    np.random.seed(0)
    solver = solver_for(blobs, rule, num_epochs=20)
    solver.train()
    assert np.mean(solver.loss_history[-10:]) < 0.8 * np.mean(solver.loss_history[:3])
    assert solver.best_val_acc > 0.8


@pytest.mark.parametrize(("batch_size", "per_epoch"), [(20, 3), (25, 2), (60, 1), (500, 1)])
def test_histories_have_a_loss_an_iteration_and_an_accuracy_an_epoch(blobs, batch_size, per_epoch):
    solver = solver_for(blobs, num_epochs=4)
    solver.batch_size = batch_size
    solver.train()
    assert len(solver.loss_history) == 4 * per_epoch
    assert len(solver.train_acc_history) == len(solver.val_acc_history) == 5
    assert solver.best_val_acc == max(solver.val_acc_history)


def test_the_model_ends_with_a_copy_of_its_best_parameters():
    solver = count_down(start=1.5, num_epochs=3)
    assert solver.val_acc_history == [1.0, 1.0, 0.0, 0.0]  # w was 0.5, 0.5, -0.5, -1.5
    assert solver.best_val_acc == 1.0
    assert solver.model.params["w"] == [0.5]


def test_a_net_that_normalises_ends_as_accurate_as_it_was_at_its_best(blobs):
    rng = np.random.default_rng(0)
    noisy = {**blobs, "X_val": blobs["X_val"] + 2 * rng.normal(size=blobs["X_val"].shape)}
    for seed in range(3):
        np.random.seed(seed)
        solver = solver_for(noisy, num_epochs=12)
        solver.train()
        # Not the last epoch was the best, or there would be nothing to see.
        assert solver.val_acc_history[-1] < solver.best_val_acc
        accuracy = solver.check_accuracy(noisy["X_val"], noisy["y_val"])
        assert accuracy == solver.best_val_acc


def test_a_model_that_is_never_right_keeps_its_last_parameters():
    solver = count_down(start=-1.0, num_epochs=2)
    assert solver.best_val_acc == 0.0
    assert solver.model.params["w"] == [-3.0]


def test_the_learning_rate_decays_after_each_epoch():
    solver = count_down(start=10.0, num_epochs=4, lr_decay=0.5)
    np.testing.assert_allclose(solver.loss_history, [10, 9, 8.5, 8.25])


def test_each_parameter_has_its_own_configuration(blobs):
    config = {"learning_rate": 1e-2}
    solver = solver_for(blobs, optim_config=config, num_epochs=1)
    solver.train()
    assert config == {"learning_rate": 1e-2}
    assert solver.optim_configs["W1"]["m"].shape == solver.model.params["W1"].shape
    assert solver.optim_configs["b1"]["m"].shape == solver.model.params["b1"].shape


def test_training_is_repeatable(blobs):
    histories = []
    for _ in range(2):
        np.random.seed(3)
        solver = solver_for(blobs, num_epochs=2)
        solver.train()
        histories.append(solver.loss_history)
    assert histories[0] == histories[1]


def test_accuracy_does_not_depend_on_how_many_rows_are_scored_at_once(blobs):
    solver = solver_for(blobs)
    X, y = blobs["X_val"], blobs["y_val"]
    expected = np.mean(np.argmax(solver.model.loss(X), axis=1) == y)
    for batch_size in (1, 7, 30, 1000):
        assert solver.check_accuracy(X, y, batch_size=batch_size) == pytest.approx(expected)
    assert 0 <= solver.check_accuracy(X, y, num_samples=5) <= 1


@pytest.mark.parametrize("rule", ["sdg", "np", "_sgd", "__doc__", ""])
def test_an_unknown_update_rule_is_a_value_error(blobs, rule):
    with pytest.raises(ValueError, match="sgd_momentum"):
        solver_for(blobs, rule)


def test_only_verbose_prints(blobs, capsys):
    solver_for(blobs, num_epochs=2).train()
    assert capsys.readouterr() == ("", "")
    solver_for(blobs, num_epochs=2, verbose=True, print_every=2).train()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" loss")[0] for line in lines if "Iteration" in line] == [
        f"(Iteration {iteration} / 6)" for iteration in (1, 3, 5)
    ]
    assert sum("(Epoch" in line for line in lines) == 3


@pytest.mark.parametrize("call", range(1, 15))
def test_an_interrupted_training_keeps_its_best_and_can_go_on(call, capsys):
    solver = countdown_solver(start=2.5, num_epochs=4)
    solver.model.interrupted_in = call
    with pytest.raises(KeyboardInterrupt):
        solver.train()
    assert capsys.readouterr().out.startswith("Interrupted in iteration")
    assert len(solver.train_acc_history) == len(solver.val_acc_history)
    assert solver.best_val_acc == max(solver.val_acc_history, default=0.0)
    best = solver.best_params.get("w")
    assert best is None or solver.model.params["w"] == best == [1.5]
    solver.train()
    assert solver.val_acc_history[-1] == 0.0
    assert solver.model.params["w"] == solver.best_params["w"] > 0


def test_an_interrupt_between_the_two_accuracies_leaves_neither():
    class Interrupting(list):
        def append(self, accuracy):
            raise KeyboardInterrupt

    solver = countdown_solver(start=2.5, num_epochs=1)
    solver.val_acc_history = Interrupting()
    with pytest.raises(KeyboardInterrupt):
        solver.train()
    assert solver.train_acc_history == []
