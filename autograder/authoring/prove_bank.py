"""Proves the bank: what misconceptions cost, and what a diagnosis makes of them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator

from ..course.config import Course
from ..files import write_atomically
from ..judging.misconceptions import load_bank
from ..judging.reference import read_library, written_otherwise
from ..report import Report

Graded = Callable[[list[dict[str, str]], str], Iterable[Report]]
Checks = Iterator[tuple[str, str]]

_LEAST_NAMED = 0.9  # of the mistakes written independently
_PRICES = [
    "# What mistakes cost",
    "",
    "Written by `autograder validate --thorough --write`. Each row is a misconception of the bank:",
    "its price in each grade cell, in points, and in brackets what the tests alone would take.",
    "",
]
_HEAD = [
    "# What the diagnosis makes of mistakes",
    "",
    "Written by `autograder validate --thorough --write`. Each row is a submission with one",
    "misconception of the bank, written independently of it, in at least three forms. Off the",
    "diagonal of the confusion matrix are the rows whose second name is another than the first.",
    "",
]
_COLUMNS = ["| misconception | form | named | score |", "|---|---|---|---|"]
_UNSEEN = "unseen"  # in forms/: what was written without knowledge of the bank
_UNSEEN_HEAD = [
    "## Mistakes that nobody has told the bank of",
    "",
    "Written from the exercise's text alone. Named: what is said is right. Located: nothing is",
    "named, and it is said what departs first, and how.",
    "",
]
_UNSEEN_COLUMNS = ["| mistake | outcome | what is said | score |", "|---|---|---|---|"]


def prove_bank(course: Course, assignment: str, graded: Graded, write: bool) -> Checks:
    """Check what misconceptions cost; see prove.

    Args:
        course, assignment: whose bank it is.
        graded: the Reports of libraries, path -> text: (libraries, description).
        write: whether to write docs/prices-<assignment>.md.
    """
    bank, reference = load_bank(course, assignment), read_library(course)
    reports = graded([entry.apply(reference) for entry in bank], "misconceptions")
    outcomes = [(entry, report.grades) for entry, report in zip(bank, reports, strict=True)]
    problems = []
    for entry, grades in outcomes:
        lost = {name for name, each in grades.items() if each["tests"] < each["max_score"]}
        if lost != set(entry.costs):
            problems.append(
                f"{entry.name!r} costs {', '.join(sorted(lost))} and should cost "
                f"{', '.join(entry.costs)}"
            )
    yield f"misconceptions: {len(bank)} cost the cells they name and no others", "; ".join(problems)
    if course.price_mistakes and any(entry.price for entry in bank):
        yield from _prove_prices(course, assignment, outcomes, write)


def _prove_prices(course, assignment, outcomes, write):
    """Compare what misconceptions cost with their prices, and with what tests alone would take."""
    cells = [*outcomes[0][1]]
    rows = [f"| mistake | {' | '.join(cells)} |", f"|---{'|---' * len(cells)}|"]
    problems = []
    for entry, grades in outcomes:
        row = []
        for cell, each in grades.items():
            price = (entry.price or {}).get(cell)
            taken, cost = (each["max_score"] - each[what] for what in ("tests", "score"))
            if price is None:
                row.append(f"({taken:g})" if taken else "")
                continue
            row.append(f"{price:g} ({taken:g})")
            if price > taken:
                problems.append(
                    f"{entry.name!r} has the price {price:g} in {cell}, tests {taken:g}"
                )
            elif price != cost:
                problems.append(f"{entry.name!r} costs {cost:g} in {cell}, its price is {price:g}")
        rows.append(f"| {entry.name} | {' | '.join(row)} |")
    problems += _document(course, f"prices-{assignment}.md", [*_PRICES, *rows, ""], write)
    priced = sum(bool(entry.price) for entry, _ in outcomes)
    yield (
        f"prices: {priced} mistakes cost theirs, which are no more than tests take",
        "; ".join(problems),
    )


def _document(course, name, lines, write) -> list[str]:
    """Write a page of the docs, if it is to be; what is wrong with the one that is there."""
    document, content = course.path / "docs" / name, "\n".join(lines).encode()
    if write:
        document.parent.mkdir(exist_ok=True)
        write_atomically(document, content)
    changed = document.is_file() and document.read_bytes() != content
    return [f"docs/{name} would change: say --write"] * changed


def prove_diagnosis(course: Course, assignment: str, graded: Graded, write: bool) -> Checks:
    """Grade every form of every misconception that was written without looking at the bank.

    Args:
        course, assignment, graded: see prove_bank.
        write: whether to write docs/diagnosis-<assignment>.md.
    """
    bank = load_bank(course, assignment)
    folder = course.hidden_tests(assignment) / "forms"
    forms = [(entry, path) for entry in bank for path in sorted(folder.glob(f"{entry.slug}/*"))]
    files = written_otherwise(course, assignment, [path for _, path in forms])
    rows, right, unnamed, wrong = [], 0, 0, []
    for (entry, path), report in zip(forms, graded(files, "diagnosis"), strict=True):
        named = report.named
        right += named == [entry.name]
        unnamed += not named
        if named and named != [entry.name]:
            wrong.append(f"{path.parent.name}/{path.name} is called {', '.join(named)}")
        outcome = ", ".join(named) or "—"
        rows.append(f"| {entry.name} | {path.name} | {outcome} | {report.score:g} |")
    counts = f"{len(forms)} forms, {right} named rightly, {unnamed} not named, {len(wrong)} wrongly"
    unseen, unseen_counts, misnamed = _diagnose_unseen(course, assignment, graded)
    page = [*_HEAD, counts + ".", "", *_COLUMNS, *rows, "", *unseen]
    changed = _document(course, f"diagnosis-{assignment}.md", page, write)
    strays = {path.name for path in folder.glob("*")} - {entry.slug for entry in bank} - {_UNSEEN}
    few = [entry.name for entry in bank if sum(entry is other for other, _ in forms) < 3]
    yield (
        f"diagnosis: {counts}; {unseen_counts}",
        "; ".join(
            wrong
            + misnamed
            + [f"forms/{name} is no misconception's" for name in sorted(strays)]
            + [f"fewer than 3 forms of {name!r}" for name in few]
            + ["too few are named"] * (right < _LEAST_NAMED * len(forms))
            + changed
        ),
    )


def _diagnose_unseen(course, assignment, graded):
    """Grade what was written without knowledge of the bank, whatever the mistake is.

    Each is a folder with an about.toml: `mistake`, a sentence; `functions` that hold one; and
    `may_be_named`, names that are right for it, judged by a person.
    """
    folders = sorted((course.hidden_tests(assignment) / "forms" / _UNSEEN).glob("*"))
    if not folders:
        return [], "none unseen", []
    files = written_otherwise(course, assignment, folders)
    rows, misnamed = [], []
    tally = dict.fromkeys(("named", "located", "silent", "wrong"), 0)
    for path, report in zip(folders, graded(files, "unseen mistakes"), strict=True):
        about = tomllib.loads((path / "about.toml").read_text(encoding="utf-8"))
        named = report.named
        outcome = "silent"
        if named:
            outcome = "named" if {*named} <= {*about.get("may_be_named", [])} else "wrong"
        elif {*report.unexplained} & {*about["functions"]}:
            outcome = "located"
        tally[outcome] += 1
        misnamed += [f"{_UNSEEN}/{path.name} is called {', '.join(named)}"] * (outcome == "wrong")
        said = ", ".join(named) or "; ".join(report.unexplained.values()) or "—"
        rows.append(f"| {about['mistake']} | {outcome} | {said} | {report.score:g} |")
    counts = f"{len(folders)} unseen: " + ", ".join(f"{n} {name}" for name, n in tally.items())
    return [*_UNSEEN_HEAD, counts + ".", "", *_UNSEEN_COLUMNS, *rows, ""], counts, misnamed
