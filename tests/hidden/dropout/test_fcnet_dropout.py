"""FullyConnectedNet with dropout.

Every parameter of a net is set before the net is judged: what the student's constructor drew is
random. So is what is dropped, but for a seed in dropout_param.
"""

from itertools import pairwise

import numpy as np
import pytest

from autograder.checks import as_array, assert_close

KINK = 1e-3  # no relu input is nearer to zero than this, so rounding cannot switch a unit
INPUT_DIM, CLASSES = 8, 4


def _worth(points):
    return pytest.mark.grade("fcnet_dropout", points=points)


class Problem:
    """A net's parameters, inputs and labels, at which its loss is smooth, and what it is to drop.

    Attributes:
        keep: the ratio of activations that are kept.
        options: further arguments of the constructor.
        X, y: inputs and labels.
    """

    def __init__(self, reference, rng, hidden_dims, keep=0.6, **options):
        self.keep, self.options, self._hidden_dims = keep, options, hidden_dims
        self._seed = int(rng.integers(2**31))
        while True:
            self._draw(rng)
            if self._distance_to_kinks(reference.layers) > KINK:
                return

    def _draw(self, rng, n=12):
        """Values for every parameter, of a size that keeps all of the net at work."""
        dims = [INPUT_DIM, *self._hidden_dims, CLASSES]
        self._params = {}
        for layer, (fan_in, fan_out) in enumerate(pairwise(dims), start=1):
            self._params[f"W{layer}"] = rng.standard_normal((fan_in, fan_out)) / np.sqrt(fan_in)
            self._params[f"b{layer}"] = rng.standard_normal(fan_out) / 2
        if self.options.get("use_batchnorm"):
            for layer, width in enumerate(self._hidden_dims, start=1):
                self._params[f"gamma{layer}"] = rng.uniform(0.5, 1.5, width)
                self._params[f"beta{layer}"] = rng.standard_normal(width) / 2
        self.X, self.y = rng.standard_normal((n, INPUT_DIM)), rng.integers(CLASSES, size=n)

    def _distance_to_kinks(self, layers):
        """The smallest magnitude that any relu is given."""
        out, smallest = self.X, np.inf
        for layer in range(1, len(self._hidden_dims) + 1):
            W, b = self._params[f"W{layer}"], self._params[f"b{layer}"]
            out, _ = layers.affine_forward(out, W, b)
            if self.options.get("use_batchnorm"):
                gamma, beta = self._params[f"gamma{layer}"], self._params[f"beta{layer}"]
                out, _ = layers.batchnorm_forward(out, gamma, beta, {"mode": "train"})
            smallest = min(smallest, np.abs(out).min())
            out, _ = layers.relu_forward(out)
            if self.keep < 1:
                dropout_param = {"mode": "train", "p": self.keep, "seed": self._seed}
                out, _ = layers.dropout_forward(out, dropout_param)
        return smallest

    def net(self, package, seeded=True):
        """A package's net with these parameters."""
        net = package.fc_net.FullyConnectedNet(
            self._hidden_dims,
            input_dim=INPUT_DIM,
            num_classes=CLASSES,
            weight_scale=5e-2,
            dtype=np.float64,
            dropout_keep_ratio=self.keep,
            **self.options,
        )
        net.params.update(**{name: value.copy() for name, value in self._params.items()})
        if seeded:
            net.dropout_param["seed"] = self._seed
        return net

    def names(self, *kinds):
        """The parameters of some kinds: "W", "b", "gamma", "beta"."""
        return [name for name in self._params if name.rstrip("0123456789") in kinds]


def _compare_losses(results, expected, what="the loss", condition=10.0, terms=12):
    assert_close(results[0], np.asarray(expected[0]), what, terms=terms, condition=condition)


def _compare_gradients(results, expected, names, condition=100.0, what=""):
    grads = results[1]
    present = grads.keys()
    # All are read before the first is compared: a diagnosis goes by what was read.
    values = {name: grads[name] for name in names if name in present}
    for name in names:
        assert name in present, f'grads has no "{name}"'
        assert_close(
            values[name],
            expected[1][name],
            f'grads["{name}"]{what}',
            terms=12,
            condition=condition,
        )


def _both(nndl, reference, problem):
    """What the student's net and the reference's compute on a problem."""
    return [problem.net(package).loss(problem.X, problem.y) for package in (nndl, reference)]


@_worth(5)
def test_loss_is_right(nndl, reference, rng):
    problem = Problem(reference, rng, [7, 6])
    _compare_losses(*_both(nndl, reference, problem))


@_worth(4)
def test_weight_gradients_are_right(nndl, reference, rng):
    problem = Problem(reference, rng, [7, 6])
    _compare_gradients(*_both(nndl, reference, problem), problem.names("W"))


@_worth(2)
def test_bias_gradients_are_right(nndl, reference, rng):
    problem = Problem(reference, rng, [7, 6])
    _compare_gradients(*_both(nndl, reference, problem), problem.names("b"))


@_worth(2)
def test_loss_and_gradients_are_right_with_regularization(nndl, reference, rng):
    problem = Problem(reference, rng, [7, 6], reg=3.14)
    both = _both(nndl, reference, problem)
    _compare_losses(*both, "the loss with reg 3.14", terms=160)
    _compare_gradients(*both, problem.names("W", "b"))


@_worth(1)
@pytest.mark.parametrize("keep", [0.3, 0.9], ids=["few kept", "most kept"])
def test_as_many_are_kept_as_the_ratio_says(nndl, reference, rng, keep):
    problem = Problem(reference, rng, [7, 6], keep)
    both = _both(nndl, reference, problem)
    _compare_losses(*both, "the loss with another keep ratio")
    _compare_gradients(*both, problem.names("W"))


@_worth(3)
def test_a_net_that_normalizes_drops_as_well(nndl, reference, rng):
    problem = Problem(reference, rng, [7, 6], use_batchnorm=True)
    both = _both(nndl, reference, problem)
    _compare_losses(*both, "the loss with batch normalization", condition=100)
    _compare_gradients(*both, problem.names("W", "gamma", "beta"), condition=1000)


@_worth(5)
def test_when_testing_nothing_is_dropped(nndl, reference, rng):
    problem = Problem(reference, rng, [7, 6])
    scores, expected = (problem.net(package).loss(problem.X) for package in (nndl, reference))
    assert_close(scores, expected, "the scores when testing", terms=12, condition=10)


@_worth(1)
def test_training_goes_on_after_scores_were_asked_for(nndl, reference, rng):
    problem = Problem(reference, rng, [7, 6])

    def compute(package):
        net = problem.net(package)
        net.loss(problem.X[:3])
        return net.loss(problem.X, problem.y)

    both = compute(nndl), compute(reference)
    _compare_losses(*both, "the loss after scores were asked for")
    _compare_gradients(*both, problem.names("W"))


@_worth(1)
@pytest.mark.parametrize(
    "hidden_dims",
    [[7], [6, 6, 6], [7, 6, 7, 6]],
    ids=["one hidden layer", "three of one width", "four"],
)
def test_every_hidden_layer_drops_however_many_there_are(nndl, reference, rng, hidden_dims):
    problem = Problem(reference, rng, hidden_dims)
    both = _both(nndl, reference, problem)
    _compare_losses(*both, f"the loss with hidden_dims {hidden_dims}", condition=100)
    _compare_gradients(*both, problem.names("W", "b"), condition=1000)


@_worth(1)
def test_a_net_with_a_keep_ratio_of_one_drops_nothing(nndl, reference, rng):
    for keep in (0.6, 1.0):  # the plain net was given, and is worth nothing by itself
        problem = Problem(reference, rng, [7, 6], keep)
        both = _both(nndl, reference, problem)
        what = f"the loss with dropout_keep_ratio {keep}"
        _compare_losses(*both, what)
        _compare_gradients(*both, problem.names("W", "b"))


@_worth(2)
def test_without_a_seed_each_pass_drops_others(nndl, reference, rng):
    problem = Problem(reference, rng, [7, 6])
    _compare_losses(*_both(nndl, reference, problem))
    net = problem.net(nndl, seeded=False)
    losses = [float(as_array(net.loss(problem.X, problem.y)[0], (), "the loss")) for _ in range(2)]
    assert losses[0] != losses[1], "two passes without a seed give the very same loss"
