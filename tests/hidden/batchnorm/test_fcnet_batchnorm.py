"""FullyConnectedNet with batch normalization.

Every parameter of a net is set before the net is judged: what the student's constructor drew is
random, and weights of zero would make most mistakes invisible. Right is what the reference's net
computes on the reference's layers, and also what it computes on the student's own.
"""

from itertools import pairwise

import numpy as np
import pytest

from autograder.checks import as_array, assert_close

KINK = 1e-3  # no relu input is nearer to zero than this, so rounding cannot switch a unit
INPUT_DIM, CLASSES = 8, 4


def _worth(points):
    return pytest.mark.grade("fcnet_batchnorm", points=points)


def _net(package, hidden_dims, reg=0.0, use_batchnorm=True):
    return package.fc_net.FullyConnectedNet(
        hidden_dims,
        input_dim=INPUT_DIM,
        num_classes=CLASSES,
        use_batchnorm=use_batchnorm,
        reg=reg,
        weight_scale=5e-2,
        dtype=np.float64,
    )


def _parameters(rng, hidden_dims, use_batchnorm=True):
    """Values for every parameter of a net, of a size that keeps all of it at work."""
    dims = [INPUT_DIM, *hidden_dims, CLASSES]
    params = {}
    for layer, (fan_in, fan_out) in enumerate(pairwise(dims), start=1):
        params[f"W{layer}"] = rng.standard_normal((fan_in, fan_out)) / np.sqrt(fan_in)
        params[f"b{layer}"] = rng.standard_normal(fan_out) / 2
    if use_batchnorm:
        for layer, width in enumerate(hidden_dims, start=1):
            params[f"gamma{layer}"] = rng.uniform(0.5, 1.5, width)
            params[f"beta{layer}"] = rng.standard_normal(width) / 2
    return params


def _set(net, params):
    net.params.update(**{name: value.copy() for name, value in params.items()})


def _distance_to_kinks(reference, params, X, depth):
    """The smallest magnitude that any relu of the reference's net is given."""
    layers = reference.layers
    out, smallest = X, np.inf
    for layer in range(1, depth + 1):
        out, _ = layers.affine_forward(out, params[f"W{layer}"], params[f"b{layer}"])
        if f"gamma{layer}" in params:
            gamma, beta = params[f"gamma{layer}"], params[f"beta{layer}"]
            out, _ = layers.batchnorm_forward(out, gamma, beta, {"mode": "train"})
        smallest = min(smallest, np.abs(out).min())
        out, _ = layers.relu_forward(out)
    return smallest


def _problem(reference, rng, hidden_dims, use_batchnorm=True, n=12):
    """Parameters, inputs and labels at which the loss is smooth."""
    while True:
        params = _parameters(rng, hidden_dims, use_batchnorm)
        X, y = rng.standard_normal((n, INPUT_DIM)), rng.integers(CLASSES, size=n)
        if _distance_to_kinks(reference, params, X, len(hidden_dims)) > KINK:
            return params, X, y


@pytest.fixture
def assert_computes(nndl, reference, own, assert_normalises):
    """A function: assert that the student's package computes what it should."""

    def check(compute, compare):
        """Compare what a package computes with what it should.

        Args:
            compute: package -> results.
            compare: raises AssertionError unless (results, expected) agree.
        """
        results = compute(nndl)

        def assert_follows():
            assert_normalises()
            layers = ("layers.batchnorm_forward", "layers.batchnorm_backward")
            compare(results, compute(own.library(*layers)))

        with own.excuses("batchnorm_forward and batchnorm_backward", assert_follows):
            compare(results, compute(reference))

    return check


def _solve(params, X, y, hidden_dims, reg=0.0, use_batchnorm=True):
    """A function of a package: the loss and the gradients of its net on a problem."""

    def compute(package):
        net = _net(package, hidden_dims, reg, use_batchnorm)
        _set(net, params)
        loss, grads = net.loss(X, y)
        return loss, grads

    return compute


def _compare_losses(terms, condition=1.0, what="the loss"):
    def compare(results, expected):
        assert_close(results[0], np.asarray(expected[0]), what, terms=terms, condition=condition)

    return compare


def _compare_gradients(names, condition=100):
    # Each layer divides by the spread of its batch, which magnifies rounding some ten times.
    def compare(results, expected):
        present = results[1].keys()
        for name in names:
            assert name in present, f'grads has no "{name}"'
            assert_close(
                results[1][name],
                expected[1][name],
                f'grads["{name}"]',
                terms=12,
                condition=condition,
            )

    return compare


@_worth(3)
def test_every_hidden_layer_has_gamma_and_beta_and_the_output_layer_has_none(nndl):
    net = _net(nndl, [7, 6])
    names = sorted(str(name) for name in net.params.keys())  # noqa: SIM118
    expected = ["W1", "W2", "W3", "b1", "b2", "b3", "beta1", "beta2", "gamma1", "gamma2"]
    assert names == expected, f"params should hold {expected}, but holds {names}"
    for name, width in (("gamma1", 7), ("beta1", 7), ("gamma2", 6), ("beta2", 6)):
        as_array(net.params[name], (width,), f'params["{name}"]')


@_worth(2)
def test_gamma_starts_at_one_and_beta_at_zero(nndl):
    net = _net(nndl, [7, 6])
    for layer, width in ((1, 7), (2, 6)):
        gamma = as_array(net.params[f"gamma{layer}"], (width,), f'params["gamma{layer}"]')
        beta = as_array(net.params[f"beta{layer}"], (width,), f'params["beta{layer}"]')
        assert (gamma == 1).all(), f"gamma{layer} should start at 1 everywhere"
        assert (beta == 0).all(), f"beta{layer} should start at 0 everywhere"


@_worth(4)
def test_loss_is_right_without_regularization(reference, rng, assert_computes):
    problem = _problem(reference, rng, [7, 6])
    assert_computes(_solve(*problem, [7, 6]), _compare_losses(terms=12, condition=10))


@_worth(2)
def test_loss_is_right_with_regularization(reference, rng, assert_computes):
    problem = _problem(reference, rng, [7, 6])
    assert_computes(
        _solve(*problem, [7, 6], reg=3.14),
        _compare_losses(terms=160, what="the loss with reg 3.14"),
    )


@_worth(3)
def test_weight_gradients_are_right(reference, rng, assert_computes):
    problem = _problem(reference, rng, [7, 6])
    assert_computes(_solve(*problem, [7, 6]), _compare_gradients(["W1", "W2", "W3"]))


@_worth(3)
def test_gamma_and_beta_gradients_are_right(reference, rng, assert_computes):
    problem = _problem(reference, rng, [7, 6])
    names = ["gamma1", "beta1", "gamma2", "beta2"]
    assert_computes(_solve(*problem, [7, 6]), _compare_gradients(names))


@_worth(2)
def test_bias_gradients_are_right(reference, rng, assert_computes):
    def compare(results, expected):
        _compare_gradients(["b3"])(results, expected)
        for name, weights in (("b1", "W1"), ("b2", "W2")):
            # The next batchnorm subtracts whatever the bias added: nothing is left but rounding,
            # and that is relative to the terms that cancel, the size of the weights' gradients.
            assert name in results[1], f'grads has no "{name}"'
            assert_close(
                results[1][name],
                expected[1][name],
                f'grads["{name}"] (zero, as batch normalization undoes what the bias adds)',
                terms=12,
                condition=100,
                scale=np.abs(expected[1][weights]).max(),
            )

    assert_computes(_solve(*_problem(reference, rng, [7, 6]), [7, 6]), compare)


@_worth(3)
def test_regularization_adds_to_the_weight_gradients_alone(reference, rng, assert_computes):
    problem = _problem(reference, rng, [7, 6])
    names = ["W1", "W2", "W3", "b3", "gamma1", "beta1", "gamma2", "beta2"]
    assert_computes(_solve(*problem, [7, 6], reg=3.14), _compare_gradients(names))


@_worth(3)
def test_scores_come_from_running_statistics(reference, rng, assert_computes):
    params, X, y = _problem(reference, rng, [7, 6])

    def compute(package):
        net = _net(package, [7, 6])
        _set(net, params)
        for step in range(5):
            net.loss(X + step, y)
        return [net.loss(X[:3])]

    assert_computes(
        compute,
        _compare_losses(len(X), condition=100, what="the scores after five training steps"),
    )


@_worth(2)
def test_each_layer_keeps_its_own_running_statistics(reference, rng, assert_computes):
    hidden_dims = [6, 6, 6]
    params, X, y = _problem(reference, rng, hidden_dims)

    def compute(package):
        net, other = _net(package, hidden_dims), _net(package, hidden_dims)
        for each in (net, other):
            _set(each, params)
        net.loss(X, y)
        other.loss(10 - X, y)  # another net's batches are no business of this one's
        return [net.loss(X)]

    what = "the scores of a net with three hidden layers of one width"
    assert_computes(compute, _compare_losses(len(X), condition=100, what=what))


@_worth(2)
def test_one_to_five_hidden_layers_work(reference, rng, assert_computes):
    for depth in range(1, 6):
        hidden_dims = [7, 6, 7, 6, 7][:depth]
        names = [f"{kind}{layer}" for layer in range(1, depth + 1) for kind in ("W", "gamma")]

        def compare(results, expected, depth=depth, names=names):
            what = f"the loss with {depth} hidden layers"
            _compare_losses(terms=12, condition=100, what=what)(results, expected)
            _compare_gradients(names, condition=1000)(results, expected)

        assert_computes(_solve(*_problem(reference, rng, hidden_dims), hidden_dims), compare)


@_worth(1)
def test_a_net_normalises_only_if_told(nndl, reference, rng, assert_computes):
    hidden_dims = [7, 6]
    # A net that normalises first: the plain one was given, and is worth nothing by itself.
    assert "gamma1" in _net(nndl, hidden_dims).params, 'params has no "gamma1"'
    plain = _net(nndl, hidden_dims, use_batchnorm=False)
    assert "gamma1" not in plain.params, "a net without batchnorm has a gamma"
    problem = _problem(reference, rng, hidden_dims, use_batchnorm=False)

    def compare(results, expected):
        _compare_losses(terms=160, what="the loss without batchnorm")(results, expected)
        _compare_gradients(["W1", "b1", "W2", "b2", "W3", "b3"])(results, expected)

    assert_computes(_solve(*problem, hidden_dims, reg=0.5, use_batchnorm=False), compare)
