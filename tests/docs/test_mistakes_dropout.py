"""The page on students' mistakes in dropout says what grading makes of them."""

import re
from pathlib import Path

import pytest

from autograder.grading.grader import Grader
from autograder.judging.misconceptions import load_bank

PAGE = Path(__file__).parents[2] / "docs" / "mistakes-dropout.md"
ROW = re.compile(
    r"^\|[^|]+\|[^|]+\| (?P<test>[^|]+) \| (?P<costs>\d+) \| (?P<name>[^|]+) \|$", re.M
)
ROWS = [row.groupdict() for row in ROW.finditer(PAGE.read_text())]


@pytest.fixture(scope="module")
def dropout_grader(course):
    with Grader(course, "dropout", seed=3) as grader:
        yield grader


def test_the_page_lists_mistakes():
    assert len(ROWS) == 13


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_each_fails_the_test_it_is_beside_costs_the_points_and_gets_the_name(
    dropout_grader, course, reference, submission, row
):
    (mistake,) = (each for each in load_bank(course, "dropout") if each.name == row["name"])
    report = dropout_grader.grade(submission(mistake.apply(reference)))
    assert row["test"] in [test.name for test in report.tests if not test.passed]
    assert report.named == [row["name"]]
    assert report.max_score - report.score == float(row["costs"])
