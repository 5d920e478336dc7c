"""Mutants change what students complete, one place each, and nothing else."""

import difflib

import pytest

from autograder.authoring.mutants import mutants
from autograder.course.config import Course
from autograder.judging.reference import read_library


@pytest.fixture(scope="module")
def made(course):
    return mutants(course, "batchnorm")


def test_each_mutant_is_the_reference_with_one_change(course, made):
    library = read_library(course)
    assert len(made) > 400
    assert len({mutant.files[mutant.path] for mutant in made}) == len(made)
    for mutant in made:
        assert [path for path in library if library[path] != mutant.files[path]] == [mutant.path]
        texts = [files[mutant.path].splitlines() for files in (library, mutant.files)]
        changed = [line for line in difflib.ndiff(*texts) if line[0] in "+-"]
        assert [line[2:].strip() for line in changed if line[0] == "-"] == mutant.old.split("\n")
        assert [line[2:].strip() for line in changed if line[0] == "+"] == mutant.new.split("\n")


def test_what_is_given_is_not_changed(made):
    changed = " ".join(mutant.old for mutant in made)
    assert "self.reg * W" in changed
    assert "randn" not in changed
    assert "shifted" not in changed


def test_every_function_with_something_to_complete_is_changed(copy_of_course):
    path = copy_of_course / "nndl" / "optim.py"
    path.write_text(
        "def given(x):\n    return x - 1\n\n\nclass Rule:\n    def step(self, x):\n"
        '        """Add 1 to x."""\n        y = x\n        ### BEGIN SOLUTION batchnorm\n'
        "        return y + 1\n        ### END SOLUTION\n"
    )
    found = {m.new for m in mutants(Course.load(copy_of_course), "batchnorm") if "optim" in m.path}
    assert {"return y - 1", "return y + 2"} <= found
    assert all("x - 1" not in new for new in found)
