"""A misconception changes one function, by its lines, whatever else changes in the library."""

import pytest

from autograder.course.config import Course, CourseError
from autograder.judging.misconceptions import Misconception, load_bank

LAYERS = '''"""Layers."""

import numpy as np


def scale(x, factor):
    """Scale x.

    out = factor * x
    """
    ### BEGIN SOLUTION toy
    out = factor * x  # a comment
    # another
    if out.size:
        out = out + 1
    return out
    ### END SOLUTION


class Net:
    def run(self, x):
        out = 2 * x
        return out
'''
LIBRARY = {"pkg/__init__.py": "", "pkg/layers.py": LAYERS}


def mistake(changes, **more):
    return Misconception("odd", changes, ("cell",), "", **more)


def test_the_lines_of_one_function_are_replaced_and_keep_their_depth():
    files = mistake({"layers.Net.run": {"out = 2 * x": "out = x\nif x.size:\n    out = 3 * x"}})
    assert files.apply(LIBRARY)["pkg/layers.py"] == LAYERS.replace(
        "        out = 2 * x\n", "        out = x\n        if x.size:\n            out = 3 * x\n"
    )


def test_lines_stand_side_by_side_whatever_comments_are_between_them():
    old = """
        out = factor * x
        if out.size:
    """
    text = mistake({"layers.scale": {old: "if True:"}}).apply(LIBRARY)["pkg/layers.py"]
    assert "    if True:\n        out = out + 1\n    return out\n" in text


def test_no_other_lines_leave_the_lines_out():
    changes = {"if out.size:\nout = out + 1": ""}
    text = mistake({"layers.scale": changes}).apply(LIBRARY)["pkg/layers.py"]
    assert "out.size" not in text
    assert "    # another\n    return out\n" in text


def test_a_module_of_a_folder_and_what_the_other_lines_need_are_found():
    library = {"pkg/rnn/cell.py": "def step(x):\n    return x\n", **LIBRARY}
    entry = mistake(
        {"rnn.cell.step": {"return x": "return scale(x, 2)"}},
        imports={"rnn.cell": "from ..layers import scale"},
    )
    changed = entry.apply(library)
    assert changed["pkg/rnn/cell.py"] == (
        "def step(x):\n    return scale(x, 2)\n\nfrom ..layers import scale\n"
    )
    assert {**changed, "pkg/rnn/cell.py": library["pkg/rnn/cell.py"]} == library


DISORDER = {
    "gone": ({"layers.scale": {"no such line": "x"}}, "'no such line' must stand exactly once in"),
    "elsewhere": ({"layers.scale": {"out = 2 * x": "x"}}, "exactly once in layers.scale"),
    "twice": ({"layers.scale": {"": "x"}}, "exactly once in layers.scale"),
    "no function": ({"layers.scales": {"x": "y"}}, "the library has no function layers.scales"),
    "no module": ({"layer.scale": {"x": "y"}}, "the library has no module for 'layer.scale'"),
    "no Python": ({"layers.scale": {"return out": "return (out"}}, "layers.py is no Python with"),
}


@pytest.mark.parametrize("kind", DISORDER)
def test_a_misconception_that_does_not_apply_says_its_name_and_why(kind):
    changes, said = DISORDER[kind]
    with pytest.raises(CourseError, match=f"^misconception 'odd': .*{said}"):
        mistake(changes).apply(LIBRARY)


@pytest.fixture
def copied(copy_of_course):
    """A copy of the course; its bank and its library may be changed."""
    return Course.load(copy_of_course)


def test_comments_imports_and_the_lines_of_other_functions_break_no_bank(copied, bank):
    path = copied.path / "nndl/layers.py"
    text = path.read_text().replace("mean = x.mean(axis=0)", "mean = x.mean(axis=0)  # of each")
    path.write_text(
        text.replace("import numpy as np", "import math\n\nimport numpy as np")
        + "\n\ndef dropout_forward(x):\n    mean = x.mean(axis=0)\n    return dx, dgamma, dbeta\n"
    )
    net = copied.path / "nndl/fc_net.py"
    net.write_text(
        net.read_text().replace("from .layers import (", "from .layers import (\n    relu_forward,")
    )
    assert load_bank(copied, "batchnorm") == [*bank.values()]


WRONG_BANKS = {
    "a syntax error": ("BANK = [", r"misconceptions\.py cannot be imported: SyntaxError"),
    "an error": ("\nBANK = undefined", r"cannot be imported: line 2: NameError: name 'undef"),
    "no list": ("BANK = 3", r"misconceptions\.py: BANK must be a list of Misconceptions"),
}


@pytest.mark.parametrize("kind", WRONG_BANKS)
def test_a_bank_that_cannot_be_read_is_an_error_that_says_so(copied, kind):
    text, said = WRONG_BANKS[kind]
    (copied.hidden_tests("batchnorm") / "misconceptions.py").write_text(text)
    with pytest.raises(CourseError, match=said):
        load_bank(copied, "batchnorm")


def test_a_bank_that_no_longer_applies_is_an_error_and_is_not_skipped(copied):
    path = copied.path / "nndl/layers.py"
    path.write_text(path.read_text().replace("x_hat, gamma, std = cache", "x_hat, g, s = cache"))
    with pytest.raises(CourseError, match="misconception 'dgamma from x instead of x-hat': 'x_hat"):
        load_bank(copied, "batchnorm")


@pytest.mark.parametrize(
    ("price", "said"),
    [
        ({"other": 1}, "'odd': it has a price in other, which is not among its costs"),
        ({"cell": -1}, "'odd': its price in cell is -1: it must be 0 or more"),
        ({"cell": float("nan")}, "its price in cell is nan: it must be 0 or more"),
    ],
)
def test_a_price_that_cannot_be_is_told(price, said):
    with pytest.raises(CourseError, match=said):
        mistake({}, price=price).check_price()
    mistake({}, price={"cell": 0}).check_price()
