"""FullyConnectedNet: its scores, its loss, and the gradients of that.

Every parameter of a net is set before the net is judged: what its constructor drew is random, may
be wrong, and is judged elsewhere. The penalty is asked for by value: a loss with a wrong one, and
the gradient that belongs to it, would pass every numerical check.
"""

from itertools import pairwise

import numpy as np
import pytest

from autograder.checks import assert_close

KINK = 1e-3  # no relu input is nearer to zero than this, so rounding cannot switch a unit
DIMS = 8, 7, 6, 4
REGS = pytest.mark.parametrize(("reg", "depth"), [(0.7, 2), (3.14, 4)], ids=["weak", "strong"])
DEPTHS = pytest.mark.parametrize("depth", [1, 3, 4, 5], ids=["one", "three", "four", "five"])
BY_DEPTH = 9, 7, 6, 8, 6, 7


def _loss_worth(points):
    return pytest.mark.grade("fcnet_loss", points=points)


def _grads_worth(points):
    return pytest.mark.grade("fcnet_grads", points=points)


def _dims(depth):
    """The sizes of a net with so many hidden layers."""
    return *BY_DEPTH[: depth + 1], 5


class Problem:
    """Parameters, inputs and labels at which the loss is smooth.

    Attributes:
        dims: sizes of the input, the hidden layers and the scores.
        params: values for every parameter, of a size that keeps all of the net at work.
        X, y: inputs and labels.
    """

    def __init__(self, reference, rng, dims=DIMS, n=12, shape=None):
        self.dims = dims
        for _ in range(100):  # about one in ten of them lies at a kink
            self.params = {}
            for layer, (fan_in, fan_out) in enumerate(pairwise(dims), start=1):
                self.params[f"W{layer}"] = rng.standard_normal((fan_in, fan_out)) / fan_in**0.5
                self.params[f"b{layer}"] = rng.standard_normal(fan_out) / 2
            self.X = rng.standard_normal((n, *(shape or dims[:1])))
            self.y = rng.integers(dims[-1], size=n)
            if self._distance_to_kinks(reference.layers) > KINK:
                break

    def _distance_to_kinks(self, layers):
        """The smallest magnitude that any relu of the reference's net is given."""
        out, smallest = self.X, np.inf
        for layer in range(1, len(self.dims) - 1):
            out, _ = layers.affine_forward(out, self.params[f"W{layer}"], self.params[f"b{layer}"])
            smallest = min(smallest, np.abs(out).min())
            out, _ = layers.relu_forward(out)
        return smallest

    def net(self, package, **options):
        """A net of a package's with these parameters."""
        input_dim, *hidden_dims, num_classes = self.dims
        net = package.fc_net.FullyConnectedNet(
            hidden_dims, input_dim=input_dim, num_classes=num_classes, dtype=np.float64, **options
        )
        self.set(net)
        return net

    def set(self, net):
        """Give a net these parameters."""
        net.params.update(**{name: value.copy() for name, value in self.params.items()})

    def scores(self, net):
        """What a net scores."""
        return net.loss(self.X.copy())

    def loss(self, net):
        """A net's loss and gradients."""
        return net.loss(self.X.copy(), self.y.copy())


@pytest.fixture
def problem(reference, rng):
    """A function: a problem of given dims, as Problem has them."""
    return lambda *args, **kwargs: Problem(reference, rng, *args, **kwargs)


@pytest.fixture
def assert_loss(nndl, reference):
    """A function: assert that a net's loss on a problem is right."""

    def check(problem, what="the loss", terms=12, condition=10, **options):
        (loss, _), (ours, _) = (
            problem.loss(problem.net(each, **options)) for each in (nndl, reference)
        )
        assert_close(loss, np.asarray(ours), what, terms=terms, condition=condition)

    return check


@pytest.fixture
def assert_gradients(nndl, reference):
    """A function: assert that a net's gradients on a problem are right, those of some names."""

    def check(problem, kinds="Wb", note="", **options):
        (_, grads), (_, ours) = (
            problem.loss(problem.net(each, **options)) for each in (nndl, reference)
        )
        _compare(grads, ours, kinds, note)

    return check


def _compare(grads, ours, kinds="Wb", note=""):
    names = [name for name in sorted(ours) if name[0] in kinds]
    present = grads.keys()
    # All are read before the first is compared: a diagnosis goes by what was read.
    values = {name: grads[name] for name in names if name in present}
    for name in names:
        assert name in present, f'grads has no "{name}"'
        assert_close(values[name], ours[name], f'grads["{name}"]{note}', terms=12, condition=100)
    return values


@_loss_worth(3)
def test_scores_are_right(nndl, reference, problem):
    given = problem()
    scores, ours = (given.scores(given.net(each, reg=0.0)) for each in (nndl, reference))
    assert_close(scores, ours, "the scores", terms=12, condition=10)


@_loss_worth(3)
def test_loss_is_right_without_regularization(problem, assert_loss):
    assert_loss(problem(), reg=0.0)


@_loss_worth(1.5)
@REGS
def test_loss_is_right_with_regularization(problem, assert_loss, reg, depth):
    assert_loss(problem(_dims(depth)), f"the loss with reg {reg}", 300, condition=100, reg=reg)


@_loss_worth(0.5)
@DEPTHS
def test_loss_is_right_at_every_depth(problem, assert_loss, depth):
    what = f"the loss with {depth} hidden {'layers' if depth > 1 else 'layer'}"
    assert_loss(problem(_dims(depth)), what, condition=100, reg=0.0)


@_loss_worth(1)
def test_there_is_no_penalty_unless_reg_is_given(problem, assert_loss):
    assert_loss(problem(), "the loss where reg is not given")


@_loss_worth(1)
def test_loss_is_right_for_images_and_two_classes(problem, assert_loss):
    given = problem((12, 9, 6, 2), n=7, shape=(3, 2, 2))
    assert_loss(given, "the loss of images of two classes", reg=0.0)


@_loss_worth(1)
def test_each_call_uses_the_parameters_and_the_batch_of_its_own(nndl, reference, problem):
    first, second = problem(n=12), problem(n=5)
    nets = [first.net(each, reg=0.5) for each in (nndl, reference)]
    results = [[], []]
    for net, values in zip(nets, results, strict=True):
        for given in (first, second, first):
            given.set(net)
            values += [given.scores(net), given.loss(net)[0], given.scores(net)]
    for number, (value, ours) in enumerate(zip(*results, strict=True)):
        what = "the loss" if number % 3 == 1 else "the scores"
        note = " when a net is used again with other parameters" if number > 2 else ""
        assert_close(value, np.asarray(ours), what + note, terms=160, condition=10)


@_loss_worth(1)
def test_two_nets_do_not_share_parameters(nndl, reference, problem):
    first, second = problem(), problem()
    losses = []
    for package in (nndl, reference):
        nets = [each.net(package, reg=0.0) for each in (first, second)]
        losses.append([each.loss(net)[0] for each, net in zip((first, second), nets, strict=True)])
    for loss, ours in zip(*losses, strict=True):
        assert_close(loss, np.asarray(ours), "the loss of one of two nets", terms=12, condition=10)


@_grads_worth(3)
def test_weight_gradients_are_right(problem, assert_gradients):
    assert_gradients(problem(), "W", reg=0.0)


@_grads_worth(2)
def test_bias_gradients_are_right(problem, assert_gradients):
    assert_gradients(problem(), "b", reg=0.0)


@_grads_worth(1.5)
@REGS
def test_weight_gradients_are_right_with_regularization(problem, assert_gradients, reg, depth):
    assert_gradients(problem(_dims(depth)), "W", f" with reg {reg}", reg=reg)


@_grads_worth(1)
def test_bias_gradients_know_no_regularization(problem, assert_gradients):
    assert_gradients(problem(), "b", " with reg 3.14", reg=3.14)


@_grads_worth(0.75)
@DEPTHS
def test_gradients_are_right_at_every_depth(problem, assert_gradients, depth):
    note = f" with {depth} hidden {'layers' if depth > 1 else 'layer'}"
    assert_gradients(problem(_dims(depth)), note=note, reg=0.0)


@_grads_worth(1)
def test_gradients_are_right_for_images_and_two_classes(problem, assert_gradients):
    given = problem((12, 9, 6, 2), n=7, shape=(3, 2, 2))
    assert_gradients(given, note=" of images of two classes", reg=0.0)


@_grads_worth(1)
def test_every_parameter_has_a_gradient_of_its_name_and_shape(nndl, reference, problem):
    given = problem()
    (_, grads), (_, ours) = (given.loss(given.net(each, reg=0.0)) for each in (nndl, reference))
    names = sorted(str(name) for name in grads.keys())  # noqa: SIM118
    assert names == sorted(ours), f"grads should hold {sorted(ours)}, but holds {names}"
    for name, value in _compare(grads, ours).items():  # the shape of what is wrong is no merit
        shape = np.shape(value)
        assert shape == ours[name].shape, (
            f'grads["{name}"] should have shape {ours[name].shape}, but has {shape}'
        )


@_grads_worth(1)
def test_gradients_are_those_of_the_latest_call(nndl, reference, problem):
    first, second = problem(), problem(n=5)
    nets = [first.net(each, reg=0.5) for each in (nndl, reference)]
    _compare(*(first.loss(net)[1] for net in nets), note=" of the first of two calls")
    for net in nets:
        second.set(net)
        first.scores(net)
    _compare(*(second.loss(net)[1] for net in nets), note=" of the second of two calls")
