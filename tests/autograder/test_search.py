"""A search finds the mistakes that compute what a student's function computed, and no others."""

import numpy as np
import pytest

from autograder.judging import search
from autograder.judging.misconceptions import Misconception
from autograder.judging.search import Search, Variant
from tests.autograder.traced import trace

LIBRARY = {
    "nndl/__init__.py": "",
    "nndl/layers.py": """
def both(x, w):
    total = x + w
    product = x * w
    return total, product


def shift(x):
    return x + 1
""",
}
X, W = np.array([1.0, -2.0, 3.0]), np.array([2.0, 3.0, 0.5])
CALLS = [("layers.both", X, W), ("layers.shift", X)]


def mistake(name, **changes):
    return Misconception(
        name, {f"layers.{function}": {old: new} for function, (old, new) in changes.items()}, (), ""
    )


LINE, SHIFT = ("total = x + w", "total = x - w"), ("return x + 1", "return x - 1")
SUM, TWIN = mistake("sum", both=LINE), mistake("twin", both=(LINE[0], "total = -(w - x)"))
PRODUCT = mistake("product", both=("product = x * w", "product = x / w"))
SPOILS = mistake("spoils", both=LINE, shift=SHIFT)


def searched(*mistakes, explained=(), known=()):
    """A search for what explains `both` of a student who made mistakes, some of them known."""
    student = Variant(LIBRARY).make([*known, *mistakes]).files
    return Search(
        Variant(LIBRARY).make(known),
        [trace(student, *CALLS)],
        "layers.both",
        explained,
        lambda variant, each: variant.make([each]),
    )


def test_a_mistake_that_explains_a_function_alone_is_found():
    assert searched(SUM).one([PRODUCT, SUM, TWIN]) == [(SUM,), (TWIN,)]


def test_two_mistakes_that_explain_another_part_each_are_found_together():
    both = searched(SUM, PRODUCT)
    assert both.one([SUM, PRODUCT, TWIN]) == []
    assert both.two_halves() == [(SUM, PRODUCT), (PRODUCT, TWIN)]


@pytest.mark.parametrize("explained", [[], ["layers.shift"]], ids=["not yet", "before"])
def test_what_spoils_another_function_that_is_right_explains_nothing(explained):
    assert searched(SUM, explained=explained).one([SPOILS]) == []
    assert searched(SPOILS).one([SPOILS]) == [(SPOILS,)]


def test_a_mistake_in_lines_that_another_has_changed_already_is_passed_over():
    assert searched(PRODUCT, known=[SUM]).one([TWIN, PRODUCT]) == [(PRODUCT,)]


def test_how_far_a_search_goes_is_counted(monkeypatch):
    monkeypatch.setattr(search, "_MOST_TRIES", 1)
    assert searched(SUM).one([PRODUCT, SUM]) == []
