"""ThreeLayerConvNet: its scores, its loss, and the gradients of that.

Every parameter of a net is set before the net is judged: what its constructor drew is random, may
be wrong, and is judged elsewhere. The penalty is asked for by value: a loss with a wrong one, and
the gradient that belongs to it, would pass every numerical check.
"""

import numpy as np
import pytest

from autograder.checks import assert_close

KINK = 1e-4  # no nearer is a relu's input to zero, or the largest two pixels of a window
REGS = pytest.mark.parametrize("reg", [0.7, 3.14], ids=["weak", "strong"])
IMAGES = pytest.mark.parametrize("shape", [(2, 4, 10), (1, 8, 4)], ids=["wide", "high"])
FILTERS = pytest.mark.parametrize("size", [1, 5], ids=["pixels", "large"])


def _loss_worth(points):
    return pytest.mark.grade("cnn_loss", points=points)


def _grads_worth(points):
    return pytest.mark.grade("cnn_grads", points=points)


class Problem:
    """Parameters, images and labels at which the loss is smooth.

    Attributes:
        params: values for every parameter, of a size that keeps all of the net at work.
        X, y: images and labels.
    """

    def __init__(self, reference, rng, shape=(2, 6, 6), n=4, size=3, filters=3, classes=4):
        channels, height, width = shape
        self._sizes = {
            "input_dim": shape,
            "num_filters": filters,
            "filter_size": size,
            "hidden_dim": 5,
            "num_classes": classes,
        }
        pooled, patch = filters * (height // 2) * (width // 2), channels * size * size
        for _ in range(200):  # about one in two of them lies at a kink
            self.params = {
                "W1": rng.standard_normal((filters, channels, size, size)) / patch**0.5,
                "b1": rng.uniform(0.5, 1, filters),
                "W2": rng.standard_normal((pooled, 5)) / pooled**0.5,
                "b2": rng.standard_normal(5) / 2,
                "W3": rng.standard_normal((5, classes)) / 5**0.5,
                "b3": rng.standard_normal(classes) / 2,
            }
            self.X = rng.standard_normal((n, *shape))
            self.y = rng.integers(classes, size=n)
            if self._distance_to_kinks(reference, size) > KINK:
                break

    def _distance_to_kinks(self, package, size):
        """How near the reference's net is to one: in a relu, or in a window of its pooling."""
        W1, b1, W2, b2, *_ = self.params.values()
        param = {"stride": 1, "pad": size // 2}
        a, _ = package.conv_layers.conv_forward_im2col(self.X, W1, b1, param)
        r = np.maximum(a, 0)
        n, f, h, w = r.shape
        windows = r.reshape(n, f, h // 2, 2, w // 2, 2).transpose(0, 1, 2, 4, 3, 5)
        second, first = np.sort(windows.reshape(n, f, h // 2, w // 2, 4))[..., 2:].T
        hidden = first.T.reshape(n, -1) @ W2 + b2
        return min(np.abs(a).min(), (first - second).min(), np.abs(hidden).min())

    def net(self, package, **options):
        """A net of a package's with these parameters."""
        net = package.cnn.ThreeLayerConvNet(**self._sizes, dtype=np.float64, **options)
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
    """A function: a problem of given sizes, as Problem has them."""
    return lambda *args, **kwargs: Problem(reference, rng, *args, **kwargs)


@pytest.fixture
def assert_loss(nndl, reference):
    """A function: assert that a net's loss on a problem is right."""

    def check(problem, what="the loss", **options):
        (loss, _), (ours, _) = (
            problem.loss(problem.net(each, **options)) for each in (nndl, reference)
        )
        assert_close(loss, np.asarray(ours), what, terms=100, condition=10)

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
        assert_close(values[name], ours[name], f'grads["{name}"]{note}', terms=100, condition=30)
    return values


@_loss_worth(1.5)
def test_scores_are_right(nndl, reference, problem):
    given = problem()
    scores, ours = (given.scores(given.net(each, reg=0.0)) for each in (nndl, reference))
    assert_close(scores, ours, "the scores", terms=100, condition=10)


@_loss_worth(1.5)
def test_loss_is_right_without_regularization(problem, assert_loss):
    assert_loss(problem(), reg=0.0)


@_loss_worth(1)
@REGS
def test_loss_is_right_with_regularization(problem, assert_loss, reg):
    assert_loss(problem(), f"the loss with reg {reg}", reg=reg)


@_loss_worth(0.5)
@IMAGES
def test_loss_is_right_for_images_that_are_not_square(problem, assert_loss, shape):
    assert_loss(problem(shape), "the loss of images not square", reg=0.0)


@_loss_worth(0.25)
@FILTERS
def test_loss_is_right_for_filters_of_other_sizes(problem, assert_loss, size):
    given = problem(size=size, filters=4, classes=2)
    assert_loss(given, f"the loss with filters of {size} by {size}", reg=0.0)


@_loss_worth(0.5)
def test_there_is_no_penalty_unless_reg_is_given(problem, assert_loss):
    assert_loss(problem(), "the loss where reg is not given")


@_loss_worth(0.5)
def test_each_call_uses_the_parameters_and_the_batch_of_its_own(nndl, reference, problem):
    first, second = problem(n=4), problem(n=2)
    nets = [first.net(each, reg=0.5) for each in (nndl, reference)]
    results = [[], []]
    for net, values in zip(nets, results, strict=True):
        for given in (first, second, first):
            given.set(net)
            values += [given.scores(net), given.loss(net)[0], given.scores(net)]
    for number, (value, ours) in enumerate(zip(*results, strict=True)):
        what = "the loss" if number % 3 == 1 else "the scores"
        note = " when a net is used again with other parameters" if number > 2 else ""
        assert_close(value, np.asarray(ours), what + note, terms=100, condition=10)


@_loss_worth(0.5)
def test_two_nets_do_not_share_parameters(nndl, reference, problem):
    first, second = problem(), problem()
    losses = []
    for package in (nndl, reference):
        nets = [each.net(package, reg=0.0) for each in (first, second)]
        losses.append([each.loss(net)[0] for each, net in zip((first, second), nets, strict=True)])
    for loss, ours in zip(*losses, strict=True):
        assert_close(loss, np.asarray(ours), "the loss of one of two nets", terms=100, condition=10)


@_grads_worth(3)
def test_weight_gradients_are_right(problem, assert_gradients):
    assert_gradients(problem(), "W", reg=0.0)


@_grads_worth(1.5)
def test_bias_gradients_are_right(problem, assert_gradients):
    assert_gradients(problem(), "b", reg=0.0)


@_grads_worth(1)
@REGS
def test_weight_gradients_are_right_with_regularization(problem, assert_gradients, reg):
    assert_gradients(problem(), "W", f" with reg {reg}", reg=reg)


@_grads_worth(0.5)
def test_bias_gradients_know_no_regularization(problem, assert_gradients):
    assert_gradients(problem(), "b", " with reg 3.14", reg=3.14)


@_grads_worth(0.5)
@IMAGES
def test_gradients_of_the_net_are_right_for_images_that_are_not_square(
    problem, assert_gradients, shape
):
    assert_gradients(problem(shape), note=" of images not square", reg=0.0)


@_grads_worth(0.25)
@FILTERS
def test_gradients_of_the_net_are_right_for_filters_of_other_sizes(problem, assert_gradients, size):
    given = problem(size=size, filters=4, classes=2)
    assert_gradients(given, note=f" with filters of {size} by {size}", reg=0.0)


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


@_grads_worth(0.5)
def test_gradients_are_those_of_the_latest_call(nndl, reference, problem):
    first, second = problem(), problem(n=2)
    nets = [first.net(each, reg=0.5) for each in (nndl, reference)]
    _compare(*(first.loss(net)[1] for net in nets), note=" of the first of two calls")
    for net in nets:
        second.set(net)
        first.scores(net)
    _compare(*(second.loss(net)[1] for net in nets), note=" of the second of two calls")
