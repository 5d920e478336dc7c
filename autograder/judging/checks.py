"""What hidden tests assert with: is it an array, of that shape, with those values?

Every message is written for the student: it speaks of their own values, never of hidden ones.

Tolerance. A correct solution may work in float32 whatever it is given, so float32's unit roundoff
u = 6e-8 rules. Summing n terms in any order errs by at most n * u relative to the sum of the terms'
sizes (Higham 2002, section 4.2), about sqrt(n) * u in practice; a handful of such steps follow each
other in a layer. So results of well-conditioned problems agree within 100 * sqrt(n) * u of the
largest value compared, and of ill-conditioned ones within the condition number times that. For
n = 100 it is 6e-5: a thousandth of what any mistake worth a mark changes.
"""

import numpy as np

from ..student.remote import Remote
from ..student.words import describe

UNIT_ROUNDOFF = np.finfo(np.float32).eps / 2


class WrongValuesError(AssertionError):
    """A returned array is not the expected one.

    Attributes:
        place, value, expected: of the worst entry; for an instructor, and in no message.
    """

    def __init__(self, message, place, value, expected):
        super().__init__(message)
        self.place, self.value, self.expected = place, value, expected


def tolerance(terms: int, condition: float = 1.0) -> float:
    """The largest difference, relative to the largest value, between two correct results.

    Args:
        terms: how many terms the longest sum behind each value has.
        condition: by how much the problem magnifies a relative error of its input.
    """
    return 100 * terms**0.5 * UNIT_ROUNDOFF * condition


def as_array(value, shape, what):
    """A returned value as float64 array, or an AssertionError that says what it is instead.

    Lengths of one are no matter here, so that (1, D) for (D,) costs the test about shapes alone.

    Args:
        value: what a student's function returned.
        shape: what it should have.
        what: its name, for the message.
    """
    if isinstance(value, Remote) or value is None or isinstance(value, str | dict):
        raise AssertionError(f"{what} should be an array, but is {describe(value)}")
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise AssertionError(f"{what} should be an array, but is {describe(value)}") from None
    if _without_ones(array.shape) != _without_ones(shape):
        raise AssertionError(f"{what} should have shape {shape}, but has {array.shape}")
    array = array.reshape(shape)
    if not np.isfinite(array).all():
        raise AssertionError(f"{what} contains nan or infinity")
    return array


def _without_ones(shape):
    return tuple(length for length in shape if length != 1)


def assert_close(value, expected, what, *, terms, condition=1.0, scale=None):
    """Assert that a returned array is the expected one, to what rounding allows.

    Args:
        value: what the student's function returned.
        expected: what the reference computes, an array.
        what: the value's name, for the message.
        terms, condition: see tolerance.
        scale: what differences are relative to: by default the largest expected value.
    """
    array = as_array(value, np.shape(expected), what)
    scale = np.abs(expected).max() if scale is None else scale
    allowed = tolerance(terms, condition) * scale
    errors = np.abs(array - expected)
    error = errors.max()
    if not (np.isfinite(scale) and error <= allowed):
        relative = error / scale if scale else error
        place = tuple(map(int, np.unravel_index(np.argmax(errors), errors.shape)))
        raise WrongValuesError(
            f"{what} is wrong{_where(errors > allowed)}: off by up to "
            f"{relative:.2g} of the largest value it should have, where rounding explains "
            f"{tolerance(terms, condition):.1g}{_factor(array, expected, allowed)}",
            *(place, float(array[place]), float(np.asarray(expected)[place])),
        )


def assert_share(hits, probability, what):
    """Assert that something happened as often as chance has it: six standard deviations allow it.

    Of a thousand independent events or more, that fails a correct solution once in 500 million
    times.

    Args:
        hits: whether it happened, an array of bool.
        probability: how likely it is, each time, whatever the others do.
        what: what happened, for the message.
    """
    share, deviation = np.mean(hits), (probability * (1 - probability) / np.size(hits)) ** 0.5
    if abs(share - probability) > 6 * deviation:
        raise AssertionError(
            f"{what}: in {share:.3g} of the cases, which is "
            f"{'more' if share > probability else 'less'} than chance explains"
        )


def _where(wrong):
    """Which columns of a matrix are wrong, if some are right."""
    if wrong.ndim != 2 or wrong.any(axis=0).all():
        return ""
    columns = ", ".join(map(str, np.flatnonzero(wrong.any(axis=0))[:5]))
    return (
        f" in column {columns} alone" if wrong.any(axis=0).sum() == 1 else f" in columns {columns}"
    )


def _factor(array, expected, allowed):
    """By what one factor all values are wrong, if they are."""
    if array.size == 1:
        return ""
    factor = np.vdot(array, expected) / np.vdot(expected, expected)
    if factor and np.abs(array - factor * expected).max() <= allowed * max(1, abs(factor)):
        return f"; it is {factor:.4g} times what it should be, everywhere"
    return ""
