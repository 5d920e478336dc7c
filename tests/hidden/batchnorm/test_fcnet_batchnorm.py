"""FullyConnectedNet with batch normalization.

Every parameter of a net is set before the net is judged: what the student's constructor drew is
random, and weights of zero would make most mistakes invisible.
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


def _names(net, hidden_dims):
    """What a net calls its parameters: the name that is asked for -> the name it has.

    gamma and beta are known by what they start as, too, and then by their order: a name out of
    line costs the test about names alone.
    """
    asked = [f"{kind}{n}" for kind in ("gamma", "beta") for n in range(1, len(hidden_dims) + 1)]
    known = {f"{kind}{n}" for kind in "Wb" for n in range(1, len(hidden_dims) + 2)}
    theirs = sorted(str(name) for name in net.params.keys())  # noqa: SIM118
    names = {name: name for name in asked if name in theirs}
    odd = [name for name in theirs if name not in known | {*asked}]
    for kind, start in (("gamma", 1), ("beta", 0)):
        missing = [name for name in asked if name.startswith(kind) and name not in names]
        alike = [name for name in odd if np.all(np.asarray(net.params[name]) == start)]
        if len(alike) == len(missing):
            names |= dict(zip(missing, alike, strict=True))
    return names


def _set(net, params, names):
    values = {names.get(name, name): value.copy() for name, value in params.items()}
    net.params.update(**values)


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
def assert_computes(nndl, reference):
    """A function: assert that the student's package computes what it should."""

    def check(compute, compare):
        """Compare what a package computes with what the reference does.

        Args:
            compute: package -> results.
            compare: raises AssertionError unless (results, expected) agree.
        """
        compare(compute(nndl), compute(reference))

    return check


def _solve(params, X, y, hidden_dims, reg=0.0, use_batchnorm=True):
    """A function of a package: the loss and the gradients of its net on a problem."""

    def compute(package):
        net = _net(package, hidden_dims, reg, use_batchnorm)
        names = _names(net, hidden_dims) if use_batchnorm else {}
        _set(net, params, names)
        loss, grads = net.loss(X, y)
        return loss, grads, names

    return compute


def _compare_losses(terms, condition=1.0, what="the loss"):
    def compare(results, expected):
        assert_close(results[0], np.asarray(expected[0]), what, terms=terms, condition=condition)

    return compare


def _compare_gradients(names, condition=100):
    # Each layer divides by the spread of its batch, which magnifies rounding some ten times.
    def compare(results, expected):
        _, grads, theirs = results
        present = grads.keys()
        own_names = [theirs.get(name, name) for name in names]
        # All are read before the first is compared: a diagnosis goes by what was read.
        values = {own: grads[own] for own in own_names if own in present}
        for name, own in zip(names, own_names, strict=True):
            assert own in present, f'grads has no "{own}"'
            assert_close(
                values[own],
                expected[1][name],
                f'grads["{name}"]',
                terms=12,
                condition=condition,
            )

    return compare


@_worth(1)
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
    names = _names(net, [7, 6])
    for layer, width in ((1, 7), (2, 6)):
        gamma, beta = (names.get(f"{kind}{layer}", f"{kind}{layer}") for kind in ("gamma", "beta"))
        gamma = as_array(net.params[gamma], (width,), f'params["{gamma}"]')
        beta = as_array(net.params[beta], (width,), f'params["{beta}"]')
        assert (gamma == 1).all(), f"gamma{layer} should start at 1 everywhere"
        assert (beta == 0).all(), f"beta{layer} should start at 0 everywhere"


@_worth(2)
def test_loss_is_right_without_regularization(reference, rng, assert_computes):
    problem = _problem(reference, rng, [7, 6])
    assert_computes(_solve(*problem, [7, 6]), _compare_losses(terms=12, condition=10))


@_worth(1)
def test_loss_is_right_with_regularization(reference, rng, assert_computes):
    problem = _problem(reference, rng, [7, 6])
    assert_computes(
        _solve(*problem, [7, 6], reg=3.14),
        _compare_losses(terms=160, what="the loss with reg 3.14"),
    )


@_worth(2)
def test_weight_gradients_are_right(reference, rng, assert_computes):
    problem = _problem(reference, rng, [7, 6])
    assert_computes(_solve(*problem, [7, 6]), _compare_gradients(["W1", "W2", "W3"]))


@_worth(2)
def test_gamma_and_beta_gradients_are_right(reference, rng, assert_computes):
    problem = _problem(reference, rng, [7, 6])
    names = ["gamma1", "beta1", "gamma2", "beta2"]
    assert_computes(_solve(*problem, [7, 6]), _compare_gradients(names))


@_worth(1)
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


@_worth(2)
def test_regularization_adds_to_the_weight_gradients_alone(reference, rng, assert_computes):
    problem = _problem(reference, rng, [7, 6])
    names = ["W1", "W2", "W3", "b3", "gamma1", "beta1", "gamma2", "beta2"]
    assert_computes(_solve(*problem, [7, 6], reg=3.14), _compare_gradients(names))


@_worth(2)
def test_scores_come_from_running_statistics(reference, rng, assert_computes):
    params, X, y = _problem(reference, rng, [7, 6])

    def compute(package):
        net = _net(package, [7, 6])
        _set(net, params, _names(net, [7, 6]))
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
            _set(each, params, _names(each, hidden_dims))
        net.loss(X, y)
        other.loss(10 - X, y)  # another net's batches are no business of this one's
        # Not the X it was trained on, whose own statistics they would be.
        return [net.loss(3 * X + 1)]

    what = "the scores of a net with three hidden layers of one width"
    assert_computes(compute, _compare_losses(len(X), condition=100, what=what))


@_worth(1)
def test_training_goes_on_after_scores_were_asked_for(reference, rng, assert_computes):
    params, X, y = _problem(reference, rng, [7, 6])

    def compute(package):
        net = _net(package, [7, 6])
        names = _names(net, [7, 6])
        _set(net, params, names)
        net.loss(3 * X + 1, y)
        net.loss(X[:3])
        return [*net.loss(X, y), names]

    def compare(results, expected):
        _compare_losses(12, 10, what="the loss after scores were asked for")(results, expected)
        _compare_gradients(["W1", "gamma1", "beta2", "W3"])(results, expected)

    assert_computes(compute, compare)


@_worth(1)
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
    assert_computes(
        _solve(*_problem(reference, rng, hidden_dims), hidden_dims), _compare_losses(12, 10)
    )
    plain = sorted(map(str, _net(nndl, hidden_dims, use_batchnorm=False).params.keys()))
    expected = ["W1", "W2", "W3", "b1", "b2", "b3"]
    assert plain == expected, f"without batchnorm params should hold {expected}, but holds {plain}"
    problem = _problem(reference, rng, hidden_dims, use_batchnorm=False)

    def compare(results, expected):
        _compare_losses(terms=12, what="the loss without batchnorm")(results, expected)
        _compare_gradients(["W1", "b1", "W2", "b2", "W3", "b3"])(results, expected)

    assert_computes(_solve(*problem, hidden_dims, use_batchnorm=False), compare)


def _affine(package, x, w, b, dout, y):
    out, cache = package.layers.affine_forward(x, w, b)
    dx, dw, db = package.layers.affine_backward(dout, cache)
    return {"out": out, "dx": dx, "dw": dw, "db": db}


def _relu(package, x, w, b, dout, y):
    out, cache = package.layers.relu_forward(dout)
    return {"out": out, "dx": package.layers.relu_backward(dout[::-1], cache)}


def _softmax(package, x, w, b, dout, y):
    loss, dx = package.layers.softmax_loss(dout, y)
    return {"loss": loss, "dx": dx}


@pytest.mark.parametrize("layer", [_affine, _relu, _softmax], ids=["affine", "relu", "softmax"])
@_worth(0)  # given, or work of an earlier assignment
def test_what_a_net_is_built_on_is_right(nndl, reference, rng, layer):
    x, w, b = rng.standard_normal((6, 2, 4)), rng.standard_normal((8, 4)), rng.standard_normal(4)
    given = x, w, b, rng.standard_normal((6, 4)), rng.integers(4, size=6)
    results, expected = (layer(package, *given) for package in (nndl, reference))
    for name, value in expected.items():
        assert_close(results[name], value, name, terms=8)
