"""Mutants change what students complete in an assignment, one place each, and nothing else."""

import difflib

import pytest

from autograder.authoring.mutants import mutants
from autograder.course.config import Course
from autograder.judging.misconceptions import load_bank, without_comments
from autograder.judging.reference import read_library


@pytest.fixture(scope="module")
def made(course):
    return mutants(course, "batchnorm")


def test_each_mutant_is_the_reference_with_one_change(course, made):
    library = read_library(course)
    assert len(made) > 300
    assert len({tuple(mutant.files.values()) for mutant in made}) == len(made)
    for mutant in made:
        (path,) = (path for path in library if library[path] != mutant.files[path])
        assert mutant.function.startswith(f"{path[len('nndl/') : -len('.py')]}.")
        texts = [without_comments(files[path]) for files in (library, mutant.files)]
        changed = [line for line in difflib.ndiff(*texts) if line[0] in "+-"]
        assert [line[2:].strip() for line in changed if line[0] == "-"] == mutant.old.split("\n")
        assert [line[2:].strip() for line in changed if line[0] == "+"] == mutant.new.split("\n")


def test_what_is_given_is_not_changed(made):
    changed = " ".join(mutant.old for mutant in made)
    assert "self.bn_params[layer - 1]" in changed
    for given in ("self.reg * W", "randn", "shifted", 'get("eps"', "affine_relu_forward"):
        assert given not in changed


def test_every_function_with_something_to_complete_is_changed(copy_of_course):
    path = copy_of_course / "nndl" / "optim.py"
    path.write_text(
        "def given(x):\n    return x - 1\n\n\nclass Rule:\n    def step(self, x):\n"
        '        """Add 1 to x."""\n        y = x * 1\n        ### BEGIN SOLUTION batchnorm\n'
        "        return y + 1  # what is added\n        ### END SOLUTION\n"
    )
    made = mutants(Course.load(copy_of_course), "batchnorm")
    found = {mutant.change for mutant in made if mutant.function == "optim.Rule.step"}
    assert ("optim.Rule.step", "return y + 1", "return y - 1") in found
    assert {old for _, old, _ in found} == {"return y + 1"}
    assert not any("given" in mutant.function for mutant in made)


NOISE = """
def noise_forward(x, keep):
    ### BEGIN SOLUTION noise
    mask = (np.random.rand(*x.shape) < keep) / keep
    mean = x.mean(axis=0)
    return x * mask, mask
    ### END SOLUTION
"""
IN_THE_NET = """
            if getattr(self, "noise", 1) < 1:  # To do: noise, after each layer
                ### BEGIN SOLUTION noise
                gamma, beta = self.params[f"gamma{layer}"], self.params[f"beta{layer}"]
                out, caches[-layer] = noise_forward(out, self.noise + 1)
                ### END SOLUTION
"""


def test_what_a_later_assignment_writes_in_the_same_functions_is_not_looked_at(
    copy_of_course, describe, made, bank
):
    layers, net = (copy_of_course / "nndl" / name for name in ("layers.py", "fc_net.py"))
    layers.write_text(layers.read_text() + "\n" + NOISE)
    last = """                out, caches[layer] = affine_relu_forward(out, W, b)
                ### END SOLUTION
"""
    text = net.read_text().replace(
        "    affine_backward,\n    affine_f",
        "    noise_forward,\n    affine_backward,\n    affine_f",
    )
    assert text.count(last) == 1
    net.write_text(text.replace(last, last + IN_THE_NET))
    describe(copy_of_course, "noise", 9, ["nndl/layers.py", "nndl/fc_net.py"])
    course = Course.load(copy_of_course)
    assert {each.change for each in mutants(course, "batchnorm")} == {each.change for each in made}
    assert load_bank(course, "batchnorm") == [*bank.values()]
    later = mutants(course, "noise")
    assert {each.function for each in later} == {
        "layers.noise_forward",
        "fc_net.FullyConnectedNet.loss",
    }
    assert not {each.change for each in later} & {each.change for each in made}


def test_what_is_listed_as_equivalent_is_a_mutant_of_the_function_that_is_named(course, made):
    listed = course.hidden_module("batchnorm", "equivalents").EQUIVALENTS
    assert [sum(each.change == key for each in made) for key in listed] == [1] * len(listed)
