"""The library as it is released: nothing solved, nothing hidden, everything described."""

import ast
import subprocess
import sys

import pytest

from autograder.course.config import Course
from autograder.course.regions import library, lines_of
from autograder.judging.reference import read_library
from tests.helpers import ROOT

ASSIGNMENTS = list(Course.load(ROOT).assignments)


def released_with(course, assignment):
    """The Python files released with an assignment: path -> text."""
    files = library(course, assignment)
    return {path: text.decode() for path, text in files.items() if path.endswith(".py")}


@pytest.fixture(scope="module")
def released(course):
    return released_with(course, "batchnorm")


def solution_lines(texts, assignments):
    """Every line in regions of these that says something and stands nowhere outside of them."""
    inside, outside = set(), set()
    for text in texts.values():
        lines = [line.strip() for line in text.splitlines()]
        solved = lines_of(text, assignments)
        inside |= {lines[number] for number in solved}
        outside |= {line for number, line in enumerate(lines) if number not in solved}
    return {line for line in inside - outside if len(line) > 6}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_no_line_of_a_solution_is_in_any_released_file(course, assignment):
    texts = read_library(course)
    own = solution_lines(texts, {assignment})
    assert len(own) > 5
    own |= solution_lines(texts, {assignment} | course.later(assignment))
    for path, text in released_with(course, assignment).items():
        assert not own & {line.strip() for line in text.splitlines()}, path
        assert "SOLUTION" not in text.upper(), path


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_nothing_of_the_hidden_tests_is_in_any_released_file(course, assignment):
    hidden, released = course.hidden_tests(assignment), released_with(course, assignment)
    telling = {
        line.strip()
        for path in hidden.glob("test_*.py")
        for line in path.read_text().splitlines()
        if len(line.strip()) > 20 and not line.startswith(("import ", "from "))
    }
    assert len(telling) > 100
    for path, text in released.items():
        assert not telling & {line.strip() for line in text.splitlines()}, path
        assert path == "self_check.py" or "pytest" not in text, path


def definitions(text):
    """Signature and docstring of every function and class: qualified name -> both."""
    found = {}

    def visit(node, prefix):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                name = f"{prefix}{child.name}"
                signature = ast.unparse(child.args) if hasattr(child, "args") else ""
                found[name] = signature, ast.get_docstring(child)
                visit(child, f"{name}.")

    visit(ast.parse(text), "")
    return found


def test_every_function_keeps_its_signature_and_docstring(reference, released):
    for path in released.keys() & reference.keys():
        assert definitions(released[path]) == definitions(reference[path]), path
    assert "x: activations, (N, D). Not modified." in released["nndl/layers.py"]


CALLS = {
    "layers.batchnorm_forward(x, v, v, {'mode': 'train'})": "batchnorm_forward",
    "layers.batchnorm_backward(x, ())": "batchnorm_backward",
    "layer_utils.affine_batchnorm_relu_forward(x, x, v, v, v, {})": "affine_batchnorm_relu_forward",
    "layer_utils.affine_batchnorm_relu_backward(x, ())": "affine_batchnorm_relu_backward",
    "fc_net.FullyConnectedNet([3], use_batchnorm=True)": "FullyConnectedNet.__init__",
    "normalising().loss(x)": "FullyConnectedNet.loss",
}
SCRIPT = """
import numpy as np
from nndl import fc_net, layer_utils, layers

def normalising():
    net = fc_net.FullyConnectedNet([3], input_dim=2)
    net.use_batchnorm = True
    return net

x, v = np.ones((2, 2)), np.ones(2)
print(fc_net.FullyConnectedNet([3], input_dim=2).loss(x).shape)
for call in {calls}:
    try:
        eval(call)
    except NotImplementedError as error:
        print(error)
"""


def test_a_stub_says_which_function_is_not_implemented_and_the_given_code_works(
    released, submission
):
    folder = submission(released)
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(calls=list(CALLS))],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    expected = [f"{name} is not implemented yet" for name in CALLS.values()]
    assert result.stdout.splitlines() == ["(2, 10)", *expected], result.stderr
