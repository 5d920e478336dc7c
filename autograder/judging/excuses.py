"""One mistake costs once: what failed for an earlier mistake alone is judged by another yardstick.

No code of a student's is a yardstick. Where a known misconception gives what a function of the
student's gave, in every call, it is put into the reference, and the tests that it should not cost
anything are run again with that reference: those about other functions, and those of the same
function in grade cells of which its author says that it costs them nothing. A backward pass is
then compared with the exact gradient of the forward pass that has the mistake in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ..student.submission import Submission
from .diagnosis import Explanation
from .hidden_tests import HiddenTests
from .passes import forward_of, is_forward
from .plugin import Finding, Key
from .search import Variant


def excuse(
    tests: HiddenTests,
    submission: Submission,
    seed: int,
    findings: Sequence[Finding],
    known: Explanation,
    library: dict[str, str],
) -> list[Finding]:
    """Run again what a known mistake may have failed; returns the findings that count.

    Args:
        tests, submission, seed: what was run.
        findings: of that run.
        known: what explains them.
        library: the reference: path -> text.
    """
    groups = defaultdict(list)
    for finding in findings:
        if not finding.result.passed and (mistaken := _mistaken(known, finding)):
            groups[mistaken].append(finding)
    counted = list(findings)
    for mistaken, failed in groups.items():
        variant = _variant(known, mistaken, library)
        keys = {finding.key for finding in failed}
        again, _ = tests.run(submission, seed, only=keys, reference=variant.load())
        functions = " and ".join(name.rpartition(".")[2] for name in mistaken)
        remark = f"right beside a mistake in {functions}"
        counted = merge(counted, again, keys, remark)
    return counted


def merge(
    findings: Sequence[Finding], again: Sequence[Finding], failed: set[Key], remark: str
) -> list[Finding]:
    """Findings, with those of a second run in place of failed ones that passed in it.

    Args:
        findings: of the first run.
        again: of the second.
        failed: the keys of the tests that the second run was for.
        remark: why they passed there, for the student.
    """
    passed = {finding.key: finding for finding in again if finding.result.passed}
    return [
        passed[finding.key]._replace(result=replace(passed[finding.key].result, remark=remark))
        if finding.key in failed & passed.keys()
        else finding
        for finding in findings
    ]


def _mistaken(known: Explanation, finding: Finding) -> tuple[str, ...]:
    """The functions whose known mistakes should cost a test nothing."""
    about = known.about(finding)
    return tuple(
        name
        for name, mistakes in known.mistakes.items()
        if name in finding.used
        and all(each.excuses for each in mistakes)
        and (name != about or not any(each.may_cost(finding.result.grade_id) for each in mistakes))
    )


def _variant(known: Explanation, mistaken: Sequence[str], library: dict[str, str]) -> Variant:
    variant = Variant(library)
    for name in mistaken:
        variant = variant.make(known.mistakes[name])
    forwards = {name for name in mistaken if is_forward(name)}
    own_mistake = {forward_of(name) for name in mistaken if not is_forward(name)}
    return Variant(variant.files, frozenset(forwards - own_mistake))
