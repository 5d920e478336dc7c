"""The page on students' mistakes in update rules says what grading makes of them."""

from pathlib import Path

import pytest

from autograder.grading.grader import Grader
from autograder.judging.misconceptions import load_bank

PAGE = Path(__file__).parents[2] / "docs" / "mistakes-optimizers.md"
TABLE = [line for line in PAGE.read_text().splitlines() if line.startswith("|")]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")][2:] for line in TABLE[2:]]


@pytest.fixture(scope="module")
def update_rules(course):
    with Grader(course, "optimizers", seed=3) as grader:
        yield grader


@pytest.mark.parametrize(("test", "costs", "name"), ROWS, ids=[row[-1] for row in ROWS])
def test_each_fails_the_test_it_is_beside_costs_the_points_and_gets_the_name(
    update_rules, course, reference, submission, test, costs, name
):
    (mistake,) = (each for each in load_bank(course, "optimizers") if each.name == name)
    report = update_rules.grade(submission(mistake.apply(reference)))
    assert test in [each.name for each in report.tests if not each.passed]
    assert report.named == [name]
    assert report.max_score - report.score == float(costs)
