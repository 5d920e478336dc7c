"""How the hidden tests did as a test: how hard each was, and whether it tells strong from weak."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import correlation

from ..report import Report


@dataclass
class Item:
    """One hidden test over a class.

    Attributes:
        name, grade_id, points: as in a TestResult.
        passed: whether each submission passed it.
        failed_by: the submissions that did not.
        rest: what each submission earned in all other hidden tests.
    """

    name: str
    grade_id: str
    points: float
    passed: list[bool] = field(default_factory=list)
    failed_by: list[str] = field(default_factory=list)
    rest: list[float] = field(default_factory=list)

    @property
    def difficulty(self) -> float:
        """The share of submissions that pass: the higher, the easier."""
        return sum(self.passed) / len(self.passed)

    @property
    def discrimination(self) -> float | None:
        """The point-biserial correlation of passing with the rest score.

        r = (M1 - M0) / s * sqrt(p (1 - p)), where M1 and M0 are the mean rest scores of those who
        pass and of those who fail, s is the standard deviation (over n) of all rest scores, and p
        is the share that passes; it equals Pearson's correlation with passing as 1 or 0. The item
        is left out of the score, else it would correlate with itself: Henrysson (1963), Correction
        of item-total correlations in item analysis, Psychometrika 28, 211-218.

        Returns:
            From -1 to 1; None where it is not defined: all or nobody passes, or all have the same
            rest score.
        """
        if len(set(self.passed)) < 2 or len(set(self.rest)) < 2:
            return None
        return correlation([float(each) for each in self.passed], self.rest)

    @property
    def hint(self) -> str:
        """Why to look at the test itself; empty if nothing speaks for it."""
        if not any(self.passed):
            return "nobody passes: look at the test and at the task"
        if (self.discrimination or 0) < 0:
            return "who does better elsewhere passes it less often: look at the test"
        return ""


def analyse(reports: Iterable[Report]) -> list[Item]:
    """Every hidden test that any of the Reports has, in the order they ran.

    Reports are taken one at a time and not kept.
    """
    items: dict[tuple[str, str], Item] = {}
    for report in reports:
        total = sum(grade["tests"] for grade in report.grades.values())
        for test in report.tests:
            key = (test.grade_id, test.name)
            item = items.setdefault(key, Item(test.name, test.grade_id, test.points))
            item.passed.append(test.passed)
            item.failed_by += [] if test.passed else [report.submission]
            # Rounded, so that equal sums of fractions of points are equal.
            item.rest.append(round(total - test.points * test.passed, 6))
    return list(items.values())
