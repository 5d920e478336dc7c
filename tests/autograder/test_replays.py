"""A test replayed on a library: what counts as the same, and what never does."""

import numpy as np
import pytest

from autograder.judging.reference import load_library
from autograder.judging.replays import parts
from autograder.judging.traces import Name, Step
from autograder.sandbox.inside.messages import Error, Value
from autograder.sandbox.inside.wire import Reference

FILES = {
    "nndl/__init__.py": "",
    "nndl/layers.py": """
import numpy as np


def give(value, *_):
    return value


def divide(x, y):
    return x / y


def keep(x, param):
    param["mean"] = x


def step(x, config):
    config["state"] = x
    return x, config


def draw_forward(x, cache):
    return x, cache


def names():
    return {"b": 1, "a": 2}
""",
}
X = np.array([1.0, -2.0, 3.0])


def alike(subject, args, answer, *before):
    """Whether all parts of the last step are alike, when steps before it were replayed."""
    step = Step(subject, "call", [Name(subject), args, {}], answer)
    found = parts(load_library(FILES), [*before, step], subject)
    return all(part.alike for part in found if part.step is step)


def value(theirs, changed=None):
    return Value(0, theirs, changed or {})


def raised(kind):
    return Error(0, kind, "", [])


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        (X, X.astype(np.float32), True),
        (X, X + 0.01, False),
        (X, [[1.0], [-2.0], [3.0]], True),
        (X, X[:2], False),
        (X, Reference(7, "matrix", X), True),
        (X, Reference(7, "object"), False),
        (X, "x", False),
        (X, None, False),
        (None, X, False),
        (None, None, True),
        (1.0 * 10**-9, 0.0, True),
        (np.array([1.0, np.nan]), np.array([1.0, np.nan]), True),
        (np.array([1.0, np.nan]), np.array([1.0, 2.0]), False),
        (np.array([1.0, np.inf]), np.array([1.0, -np.inf]), False),
        (([1.0, -2.0, 3.0],), (X,), True),
        ("train", "train", True),
        ("train", "test", False),
        ((X, X), (X, X), True),
        ((X, X), [X, X], True),
        ((X, X), (X, 2 * X), False),
        ((X, X), (X,), False),
        ((X, X), X, False),
        ([2.0, 1.0], [2.0, 1.0], True),
        ([2.0, 1.0], np.array([2.0, 1.0]), True),
        ([2.0, 1.0], [1.0, 2.0], False),
        ([2.0, 1.0], [2.0], False),
        ((X, None), (X, None), True),
        ((X, None), (X, X), False),
        ((X, None), (X, Reference(7, "object")), False),
    ],
)
def test_what_is_returned_is_compared_but_for_its_precision_and_container(ours, theirs, same):
    assert alike("layers.give", [ours], value(theirs)) == same


@pytest.mark.parametrize(
    ("y", "kind", "same"),
    [
        (np.float64(0), "ZeroDivisionError", True),
        (np.float64(0), "OverflowError", True),
        (np.float64(0), "ValueError", False),
        (np.float64(2), "ZeroDivisionError", False),
        (np.ones(2), "ValueError", True),  # as the library does
        (np.ones(2), "TypeError", False),
    ],
)
def test_what_raises_is_as_what_raises_the_same_or_as_what_becomes_infinite(y, kind, same):
    with np.errstate(all="ignore"):
        assert alike("layers.divide", [X, y], raised(kind)) == same


def test_what_should_raise_and_does_not_is_not_alike():
    assert not alike("layers.divide", [X, np.ones(2)], value(X))


@pytest.mark.parametrize(
    ("theirs", "same"),
    [
        ({"mode": "train", "mean": X}, True),
        ({"mode": "train", "average": X}, True),
        ({"mode": "train", "average": 2 * X}, False),
        ({"mode": "train", "mean": 2 * X, "average": X}, False),
        ({"mode": "train"}, False),
        ({"mode": "train", "mean": X, "more": X}, False),
        (None, False),
    ],
)
def test_what_a_dict_holds_afterwards_may_be_under_a_key_of_their_own(theirs, same):
    changed = {1: theirs} if theirs is not None else {}
    assert alike("layers.keep", [X, {"mode": "train"}], value(None, changed)) == same


@pytest.mark.parametrize("left", [{}, {"state": X}, {"state": 2 * X}])
def test_a_dict_that_is_returned_is_compared_by_what_is_read_of_it(left):
    config = Reference(6, "dict")
    made = value((X, config), {1: left})  # theirs may be another dict than they were given
    assert alike("layers.step", [X, {}], made)
    before = Step("layers.step", "call", [Name("layers.step"), [X, {}], {}], made)
    for theirs, same in ((X, True), (2 * X, False)):
        read = Step("layers.step", "getitem", [config, "state"], value(theirs))
        *_, part = parts(load_library(FILES), [before, read], "layers.step")
        assert (part.step, part.alike) == (read, same)


@pytest.mark.parametrize("cache", [Reference(5, "tuple"), np.arange(4.0)])
def test_a_cache_is_compared_by_what_is_done_with_it(cache):
    made = Step(
        "layers.draw_forward",
        "call",
        [Name("layers.draw_forward"), [X, 3.0], {}],
        value((X, cache)),
    )
    assert alike("layers.draw_forward", [X, 3.0], made.answer)
    assert alike("layers.give", [cache], value(3.0), made)
    assert not alike("layers.give", [cache], value(4.0), made)


def test_what_needs_an_object_that_was_never_made_is_not_alike():
    assert not alike("layers.give", [Reference(9, "object")], value(X))


def test_an_array_out_of_proportion_in_a_dict_is_not_computed_with():
    huge = {"mean": np.ones((1000, 1, 1))}
    assert not alike("layers.give", [X, huge], value(X, {1: huge}))
    assert alike("layers.give", [X, {"mean": X}], value(X, {1: {"mean": X}}))


def test_keys_are_compared_in_any_order():
    made = Step("layers.names", "call", [Name("layers.names"), [], {}], value(Reference(4, "dict")))
    for theirs, same in ((["b", "a"], True), (["b"], False), ("ab", False)):
        step = Step("layers.names", "keys", [Reference(4, "dict")], value(theirs))
        (part,) = [
            each
            for each in parts(load_library(FILES), [made, step], "layers.names")
            if each.step is step
        ]
        assert part.alike == same
