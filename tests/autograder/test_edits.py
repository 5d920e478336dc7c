"""The edits of a function are what students plausibly write in place of one expression of it."""

import pytest

from autograder.judging.edits import edits

LIBRARY = {
    "nndl/layers.py": '''\
def scale(x, gamma):
    """Scale."""
    ### BEGIN SOLUTION one
    mean = x.sum(axis=0) / len(x)
    out = gamma * (x - mean)
    ### END SOLUTION
    return 2 * out
'''
}


@pytest.fixture
def made():
    return {
        (each.kind, each.new): each
        for each in edits(LIBRARY, "layers.scale", "one", {"one": None, "two": None})
    }


@pytest.mark.parametrize(
    ("kind", "new"),
    [
        ("sign", "out = -(gamma * (x - mean))"),
        ("operator", "out = gamma * (x + mean)"),
        ("operator", "out = gamma * (mean - x)"),
        ("factor", "out = gamma * x"),
        ("factor", "mean = x.sum(axis=0)"),
        ("axis", "mean = x.sum(axis=1) / len(x)"),
        ("axis", "mean = x.sum() / len(x)"),
        ("name", "out = gamma * (gamma - mean)"),
        ("function", "mean = x.mean(axis=0) / len(x)"),
        ("statement", "pass"),
    ],
)
def test_a_plausible_slip_is_among_them(made, kind, new):
    assert (kind, new) in made


def test_each_says_what_the_edited_line_computes(made):
    assert made["factor", "out = gamma * x"].quantity == "out"
    assert made["axis", "mean = x.sum() / len(x)"].quantity == "mean"


def test_given_lines_are_not_edited(made):
    assert not any("2 * out" in each.old for each in made.values())


def test_another_assignments_function_has_none():
    assert not [*edits(LIBRARY, "layers.scale", "two", {"one": None, "two": None})]


def test_a_function_without_regions_is_edited_whole():
    text = LIBRARY["nndl/layers.py"].replace("    ### BEGIN SOLUTION one\n", "")
    library = {"nndl/layers.py": text.replace("    ### END SOLUTION\n", "")}
    made = [*edits(library, "layers.scale", "one", {"one": None})]
    assert any("2 * out" in each.old for each in made)


def test_a_function_that_waits_for_a_condition_has_none_as_an_edit_might_never_end():
    text = LIBRARY["nndl/layers.py"].replace(
        "    ### END", "    while len(x) < 0:\n        out -= 1\n    ### END"
    )
    assert not [*edits({"nndl/layers.py": text}, "layers.scale", "one", {"one": None})]
