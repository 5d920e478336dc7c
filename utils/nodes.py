"""The computation graph of batch normalization, to check the gradient of each node by itself.

One feature, that is one column of x. A node's gradient is checked against a numerical one, for
which something small is added to what the node computes before anybody uses it.
"""

import numpy as np

from utils.gradient_check import eval_numerical_gradient_array, rel_error

# In the order of the backward pass: the node a gradient is found at, and whose gradient it is.
ORDER = [
    *((8, "gamma"), (8, "beta"), (8, "x_hat"), (7, "r"), (6, "sigma"), (5, "v"), (4, "q")),
    *((3, "c"), (2, "mu"), (1, "x")),
]


def forward_by_nodes(x, gamma, beta, added, eps=1e-5):
    """Compute every quantity of the graph.

    Args:
        x: one feature, (N,).
        gamma, beta: numbers.
        added: dict of what to add to a quantity of this name before it is used.
        eps: added to the variance.

    Returns:
        dict of name -> (N,) or a number.
    """
    found = {}

    def keep(name, value):
        found[name] = value + added.get(name, 0)
        return found[name]

    x, gamma, beta = keep("x", x), keep("gamma", gamma), keep("beta", beta)
    mu = keep("mu", np.mean(x))
    c = keep("c", x - mu)
    q = keep("q", c**2)
    v = keep("v", np.mean(q))
    sigma = keep("sigma", np.sqrt(v + eps))
    r = keep("r", 1 / sigma)
    x_hat = keep("x_hat", r * c)
    keep("y", gamma * x_hat + beta)
    return found


def check_nodes(backward):
    """Print how each gradient compares with a numerical one, up to the first that is wrong.

    Args:
        backward: a function of dy, gamma, c, sigma, r and x_hat that returns a dict of gradients,
            named dgamma, dbeta, dx_hat, dr, dsigma, dv, dq, dc, dmu, dx and dx_collected; those
            that are missing or `...` are not written yet.
    """
    rng = np.random.RandomState(31)
    x, gamma, beta, dy = 3 * rng.randn(6) - 7, 1.7, 0.4, rng.randn(6)
    values = forward_by_nodes(x, gamma, beta, {})
    yours = backward(dy, gamma, *(values[name] for name in ("c", "sigma", "r", "x_hat")))
    for node, name in [*ORDER, (1, "x_collected")]:
        of = name.removesuffix("_collected")
        got, place = yours.get(f"d{name}", ...), f"node {node}  d{name}"
        if got is ...:
            print(f"{place}: not written yet")
            return

        def y(added, of=of):
            return forward_by_nodes(x, gamma, beta, {of: added})["y"]

        numerical = eval_numerical_gradient_array(y, np.zeros_like(values[of]), dy)
        if np.ndim(got) == 0:
            got = np.full(numerical.shape, got)  # numpy repeats a number for every row
        if np.shape(got) != numerical.shape:
            print(f"{place}: shape {np.shape(got)}, not {numerical.shape or 'a number'}")
            return
        error = rel_error(got, numerical)
        if error > 1e-6:
            print(f"{place}: off by a relative error of {error:.1e}{_factor(got, numerical)}")
            return
        print(f"{place}: right, relative error {error:.0e}")


def _factor(got, numerical):
    """What a gradient is too large by, if that is one factor."""
    ratios = np.ravel(got / numerical)
    if not np.allclose(ratios, ratios[0], rtol=1e-4):
        return ""
    return f"; it is {ratios[0]:.4g} times the numerical gradient"
