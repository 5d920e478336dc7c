"""What explains a function, on small libraries: where a search goes, and what it may not say."""

import numpy as np
import pytest

from autograder.course.config import Course
from autograder.judging import diagnosis
from autograder.judging.diagnosis import Explanation, explain
from autograder.judging.known import Known
from autograder.judging.misconceptions import Misconception
from autograder.judging.reference import read_library
from tests.autograder.traced import CACHE, finding
from tests.helpers import ROOT

LAYERS = "nndl/layers.py"
LIBRARY = {
    "nndl/__init__.py": "",
    LAYERS: """
import numpy as np


def scale_forward(x, w):
    out = x * w
    return out, (x, w)


def scale_backward(dout, cache):
    x, w = cache
    return dout * w, (dout * x).sum(axis=0)


def both(x, w):
    total = x + w
    product = x * w
    return total, product


def double(x):
    out = 2 * x
    return out


def noise(x):
    return x + np.random.standard_normal(x.shape)
""",
}
FORWARD, BACKWARD = "layers.scale_forward", "layers.scale_backward"
RNG = np.random.default_rng(0)
X, W, DOUT = RNG.standard_normal((4, 3)), RNG.uniform(1, 2, 3), RNG.standard_normal((4, 3))
AHEAD, BACK = (FORWARD, X, W), (BACKWARD, DOUT, CACHE)


@pytest.fixture(scope="module")
def known():
    """A function: what may explain a submission, of which a bank is known."""
    course = Course.load(ROOT / "tests/toy")
    toy = Known(course, "toy", read_library(course), {})

    def with_bank(*bank):
        of_library = toy.on(LIBRARY)
        of_library.bank = list(bank)
        return of_library

    return with_bank


def written(*changes):
    """A student's library: lines of the reference, and what they wrote instead."""
    text = LIBRARY[LAYERS]
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return {**LIBRARY, LAYERS: text}


def mistake(name, function, old, new, costs=("cell",)):
    return Misconception(name, {f"layers.{function}": {old: new}}, costs, "")


def names(explanation):
    return {name: [each.name for each in found] for name, found in explanation.mistakes.items()}


ADDED = mistake("added", "scale_forward", "out = x * w", "out = x + w")
SUM = mistake("sum", "both", "total = x + w", "total = x - w")


def test_nothing_is_asked_of_what_passes_every_test(known):
    student = ADDED.apply(LIBRARY)
    result = explain(known(ADDED), [finding(student, AHEAD, BACK, passed=True)])
    assert result == Explanation([FORWARD, BACKWARD])


def test_the_gradient_of_a_forward_pass_with_a_mistake_is_right(known):
    student = written(
        ("out = x * w", "out = x + w"), ("dout * w, (dout * x).sum", "dout, dout.sum")
    )
    result = explain(known(ADDED), [finding(student, AHEAD, BACK)])
    assert (names(result), result.causes[BACKWARD]) == ({FORWARD: ["added"]}, ())


def test_no_edit_is_sought_above_what_is_not_known(known):
    right, strange = "out = x * w\n", "out = 1.01 * x * w + 0.3\n"
    slip = "(dout * x).sum(axis=0)", "(dout * x).mean(axis=0)"
    above = explain(known(), [finding(written(slip), AHEAD, BACK)])
    assert [*above.mistakes] == [BACKWARD]
    beyond = explain(known(), [finding(written((right, strange), slip), AHEAD, BACK)])
    assert (beyond.mistakes, {*beyond.departures}) == ({}, {FORWARD, BACKWARD})


def test_no_edit_is_behind_what_only_raises(known):
    result = explain(known(), [finding(written(("    x, w = cache\n", "")), AHEAD, BACK)])
    assert (result.mistakes, [*result.causes], result.departures) == ({}, [FORWARD], {})


@pytest.mark.parametrize(("wrote", "excuses"), [("out = -(x * w)", True), ("out = x", False)])
def test_an_edit_excuses_only_if_what_is_built_on_it_is_no_easier(known, wrote, excuses):
    result = explain(known(), [finding(written(("out = x * w", wrote)), AHEAD, BACK)])
    assert [each.excuses for each in result.mistakes[FORWARD]] == [excuses]


def test_an_edit_that_bears_no_other_arguments_excuses_nothing(known, monkeypatch):
    def fails(*_):
        raise ValueError

    monkeypatch.setattr(diagnosis, "depends_alike", fails)
    student = written(("out = x * w", "out = -(x * w)"))
    result = explain(known(), [finding(student, AHEAD, BACK)])
    assert [each.excuses for each in result.mistakes[FORWARD]] == [False]


def test_two_mistakes_are_named_by_the_bank_where_it_knows_them_and_edits_excuse_nothing(known):
    student = written(("total = x + w", "total = x - w"), ("product = x * w", "product = x / w"))
    result = explain(known(SUM), [finding(student, ("layers.both", X, W))])
    assert names(result) == {"layers.both": ["sum", "another operation in `product`"]}
    assert [each.excuses for each in result.mistakes["layers.both"]] == [True, False]


def test_two_pairs_of_other_names_are_no_diagnosis(known):
    twin = mistake("twin", "both", "total = x + w", "total = -(w - x)")
    product = mistake("product", "both", "product = x * w", "product = x / w")
    tests = [finding(product.apply(SUM.apply(LIBRARY)), ("layers.both", X, W))]
    assert names(explain(known(SUM, product), tests)) == {"layers.both": ["sum", "product"]}
    assert names(explain(known(SUM, twin, product), tests)) == {}


def test_what_several_edits_of_one_quantity_compute_is_called_a_slip_in_it(known):
    two_kinds = explain(
        known(), [finding(written(("out = 2 * x", "out = x")), ("layers.double", X))]
    )
    assert names(two_kinds) == {"layers.double": ["one slip in `out`"]}
    one = explain(known(), [finding(written(("out = 2 * x", "out = 3 * x")), ("layers.double", X))])
    assert names(one) == {"layers.double": ["another number in `out`"]}


def test_nothing_is_known_of_what_is_drawn(known):
    result = explain(known(), [finding(LIBRARY, ("layers.noise", X))])
    assert (result.order, result.causes, result.departures, result.moved) == (
        ["layers.noise"],
        {},
        {},
        set(),
    )


def test_a_departure_is_told_of_a_functions_own_test_first(known):
    student = written(("out = x * w\n", "out = 1.01 * x * w + 0.3\n"))
    tests = [finding(student, AHEAD, BACK, name="gradient"), finding(student, AHEAD, name="out")]
    told, _ = explain(known(), tests).departures[FORWARD]
    assert told.result.name == "out"


def test_a_mistake_explains_no_cell_that_it_does_not_cost_unless_it_was_found():
    tests = [finding(LIBRARY, AHEAD, grade_id=each) for each in ("cell", "other")]
    found = Misconception("found", {}, (), "", edit="a line")
    moved = {each.key for each in tests}
    known = Explanation([FORWARD], causes={FORWARD: (ADDED, found)}, moved=moved)
    assert [known.causes_of(each) for each in tests] == [(ADDED, found), (found,)]
    known.moved = set()
    assert known.causes_of(tests[0]) == ()
