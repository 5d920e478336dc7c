"""ThreeLayerConvNet with spatial batch normalization.

Every parameter of a net is set before the net is judged: what its constructor drew is random.
"""

import numpy as np
import pytest

from autograder.checks import as_array, assert_close

KINK = 1e-3  # nothing is nearer to a bend of relu or of pooling, so rounding switches no unit
CLASSES = 4
PLAIN = ["W1", "W2", "W3", "b1", "b2", "b3"]


def _worth(points):
    return pytest.mark.grade("cnn_batchnorm", points=points)


class Problem:
    """A net's parameters, images and labels, at which its loss is smooth.

    Attributes:
        X, y: images and labels.
    """

    def __init__(self, reference, rng, filters=3, size=3, hidden=6, dim=(2, 6, 4), **options):
        self._options = {
            "input_dim": dim,
            "num_filters": filters,
            "filter_size": size,
            "hidden_dim": hidden,
            "num_classes": CLASSES,
            "weight_scale": 5e-2,
            "dtype": np.float64,
            "use_batchnorm": True,
            **options,
        }
        while True:
            self._draw(rng, filters, size, hidden, dim)
            if self._distance_to_kinks(reference) > KINK:
                return

    def _draw(self, rng, filters, size, hidden, dim, n=6):
        """Values for every parameter, of a size that keeps all of the net at work."""
        channels, height, width = dim
        pooled = filters * (height // 2) * (width // 2)

        def weights(*shape, terms):
            return rng.standard_normal(shape) / np.sqrt(terms)

        self._params = {
            "W1": weights(filters, channels, size, size, terms=channels * size**2),
            "b1": rng.standard_normal(filters) / 2,
            "W2": weights(pooled, hidden, terms=pooled),
            "b2": rng.standard_normal(hidden) / 2,
            "W3": weights(hidden, CLASSES, terms=hidden),
            "b3": rng.standard_normal(CLASSES) / 2,
        }
        if self._options["use_batchnorm"]:
            self._params["gamma1"] = rng.uniform(0.5, 1.5, filters)
            self._params["beta1"] = rng.standard_normal(filters) / 2
        self.X, self.y = rng.standard_normal((n, *dim)), rng.integers(CLASSES, size=n)

    def _distance_to_kinks(self, reference):
        """How near anything comes to where relu bends, or to another largest pixel of a window."""
        p, net = self._params, self.net(reference)
        out, _ = reference.conv_layers.conv_forward_im2col(self.X, p["W1"], p["b1"], net.conv_param)
        if self._options["use_batchnorm"]:
            out, _ = reference.norm_layers.spatial_batchnorm_forward(
                out, p["gamma1"], p["beta1"], {"mode": "train"}
            )
        smallest = np.abs(out).min()
        n, filters, height, width = out.shape
        windows = np.maximum(out, 0).reshape(n, filters, height // 2, 2, width // 2, 2)
        ranked = np.sort(windows.transpose(0, 1, 2, 4, 3, 5).reshape(-1, 4))
        largest, second = ranked[:, -1], ranked[:, -2]
        if (largest > 0).any():
            smallest = min(smallest, (largest - second)[largest > 0].min())
        pooled = windows.max(axis=(3, 5)).reshape(n, -1)
        return min(smallest, np.abs(pooled @ p["W2"] + p["b2"]).min())

    def net(self, package):
        """A package's net with these parameters."""
        net = package.cnn.ThreeLayerConvNet(**self._options)
        net.params.update(**{name: value.copy() for name, value in self._params.items()})
        return net

    def solve(self, package):
        """The loss and the gradients of a package's net."""
        return self.net(package).loss(self.X, self.y)


def _compare_losses(results, expected, what="the loss", terms=100, condition=10.0):
    assert_close(results[0], np.asarray(expected[0]), what, terms=terms, condition=condition)


def _compare_gradients(results, expected, names, what="", condition=100.0):
    grads = results[1]
    present = grads.keys()
    # All are read before the first is compared: a diagnosis goes by what was read.
    values = {name: grads[name] for name in names if name in present}
    for name in names:
        assert name in present, f'grads has no "{name}"'
        what_is_wrong = f'grads["{name}"]{what}'
        assert_close(values[name], expected[1][name], what_is_wrong, terms=100, condition=condition)


def _fresh(nndl, **options):
    """A student's net of five filters as it is made; with a seed, so that draws are explained."""
    return nndl.cnn.ThreeLayerConvNet(
        input_dim=(2, 4, 8),
        num_filters=5,
        filter_size=3,
        hidden_dim=7,
        num_classes=CLASSES,
        seed=7,
        **options,
    )


@_worth(1)
def test_there_are_gamma1_and_beta1_one_number_for_each_filter(nndl):
    net = _fresh(nndl, use_batchnorm=True)
    names = sorted(map(str, net.params.keys()))
    expected = sorted([*PLAIN, "gamma1", "beta1"])
    assert names == expected, f"params should hold {expected}, but holds {names}"
    for name in ("gamma1", "beta1"):
        as_array(net.params[name], (5,), f'params["{name}"]')


@_worth(1)
def test_gamma_starts_at_one_and_beta_at_zero(nndl):
    net = _fresh(nndl, use_batchnorm=True)
    for name, start in (("gamma1", 1), ("beta1", 0)):
        value = np.ravel(net.params[name])
        as_array(value, value.shape, f'params["{name}"]')
        assert (value == start).all(), f'params["{name}"] should start at {start} everywhere'


@_worth(2)
def test_loss_is_right(nndl, reference, rng):
    problem = Problem(reference, rng)
    _compare_losses(problem.solve(nndl), problem.solve(reference))


@_worth(0.5)
def test_loss_and_gradients_are_right_with_regularization(nndl, reference, rng):
    problem = Problem(reference, rng, reg=3.14)
    both = problem.solve(nndl), problem.solve(reference)
    _compare_losses(*both, "the loss with reg 3.14", terms=160)
    _compare_gradients(*both, ["W1", "W2", "W3", "b3", "gamma1", "beta1"], " with reg 3.14")


@_worth(1)
def test_weight_gradients_are_right(nndl, reference, rng):
    problem = Problem(reference, rng)
    _compare_gradients(problem.solve(nndl), problem.solve(reference), ["W1", "W2", "W3"])


@_worth(1)
def test_gamma_and_beta_gradients_are_right(nndl, reference, rng):
    problem = Problem(reference, rng)
    _compare_gradients(problem.solve(nndl), problem.solve(reference), ["gamma1", "beta1"])


@_worth(0.5)
def test_bias_gradients_are_right(nndl, reference, rng):
    problem = Problem(reference, rng)
    results, expected = problem.solve(nndl), problem.solve(reference)
    # Also W1's: to be right about a zero alone is no merit.
    _compare_gradients(results, expected, ["b2", "b3", "W1"])
    assert "b1" in results[1].keys(), 'grads has no "b1"'  # noqa: SIM118
    # Normalization subtracts whatever the bias added: nothing is left but rounding, and that is
    # relative to the terms that cancel, the size of the weights' gradients.
    assert_close(
        results[1]["b1"],
        expected[1]["b1"],
        'grads["b1"] (zero, as batch normalization undoes what the bias adds)',
        terms=100,
        condition=100,
        scale=np.abs(expected[1]["W1"]).max(),
    )


@_worth(1)
def test_scores_come_from_running_statistics(nndl, reference, rng):
    problem = Problem(reference, rng)

    def scores(package):
        net = problem.net(package)
        for step in range(4):
            net.loss(problem.X + step, problem.y)
        return [net.loss(problem.X[:2])]

    what = "the scores after four training steps"
    _compare_losses(scores(nndl), scores(reference), what, condition=100)


@_worth(0.5)
def test_running_statistics_are_kept_in_bn_params(nndl, reference, rng):
    problem, other = Problem(reference, rng), Problem(reference, rng)

    def kept(package):
        net, another = problem.net(package), other.net(package)
        net.loss(problem.X, problem.y)
        another.loss(other.X - 3, other.y)  # its batches are no business of the first net's
        net.loss(2 * problem.X + 1, problem.y)
        bn_param = net.bn_params[0]
        return {name: bn_param[name] for name in ("running_mean", "running_var")}

    statistics, expected = kept(nndl), kept(reference)
    for name, value in expected.items():
        what = f'bn_params[0]["{name}"] after two training steps'
        assert_close(statistics[name], value, what, terms=144, condition=10)


@_worth(0.5)
def test_training_goes_on_after_scores_were_asked_for(nndl, reference, rng):
    problem = Problem(reference, rng)

    def compute(package):
        net = problem.net(package)
        net.loss(3 * problem.X + 1, problem.y)
        net.loss(problem.X[:3])
        return net.loss(problem.X, problem.y)

    both = compute(nndl), compute(reference)
    _compare_losses(*both, "the loss after scores were asked for")
    _compare_gradients(*both, ["W1", "gamma1", "W3"])


@_worth(0.25)
@pytest.mark.parametrize(
    "sizes",
    [
        {"filters": 1, "size": 1, "hidden": 4, "dim": (3, 2, 6)},
        {"filters": 4, "size": 5, "hidden": 9, "dim": (1, 8, 6)},
    ],
    ids=["one filter of one pixel", "filters of five rows and columns"],
)
def test_nets_of_other_sizes_work(nndl, reference, rng, sizes):
    problem = Problem(reference, rng, **sizes)
    both = problem.solve(nndl), problem.solve(reference)
    _compare_losses(*both)
    _compare_gradients(*both, ["W1", "W2", "gamma1", "beta1"], condition=1000)


@_worth(0.5)
def test_a_net_normalizes_only_if_told(nndl, reference, rng):
    # A net that normalizes first: the plain one was given, and is worth nothing by itself.
    problem = Problem(reference, rng)
    _compare_losses(problem.solve(nndl), problem.solve(reference))
    plain = sorted(map(str, _fresh(nndl, use_batchnorm=False).params.keys()))
    assert plain == PLAIN, f"without batchnorm params should hold {PLAIN}, but holds {plain}"
    problem = Problem(reference, rng, use_batchnorm=False)
    both = problem.solve(nndl), problem.solve(reference)
    _compare_losses(*both, "the loss without batchnorm")
    _compare_gradients(*both, PLAIN, " without batchnorm")
