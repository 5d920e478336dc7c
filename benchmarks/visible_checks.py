"""What students are told by the checks they can see, for each misconception of the bank.

Runs the self-check of the release on the reference with one mistake in it after another, and on
every correct solution, which must pass. Writes docs/visible-checks-<assignment>.md.

    python -m benchmarks.visible_checks ASSIGNMENT
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from autograder.course.config import Course
from autograder.judging.misconceptions import load_bank
from autograder.judging.reference import read_library, written_otherwise

ROOT = Path(__file__).parents[1]
SCRIPT = "import json, self_check; print(json.dumps(self_check.self_check().rows))"
TEXT = """# What the visible checks say of mistakes

Written by `python -m benchmarks.visible_checks {assignment}`: the self-check of the release, run on
the reference with each misconception of the bank in it. What an exercise's first check that
fails says is what the student reads, here cut as in the self-check's table. The
visible checks are meant to catch what an exercise's text defines. They need not find all that the
hidden tests do, so a mistake in the last list is one to look at, not a fault.

{caught} of {all} are caught. The {correct} correct solutions in
`tests/hidden/{assignment}/correct/` {pass_}.

| mistake | costs marks in | exercise | what the student reads first |
|---|---|---|---|
{rows}

## Not caught

{missed}
"""


def self_check(folder: Path, library: dict[str, str]) -> list[list[str]]:
    """Title, state, passing checks, message of each exercise, with a library in the release."""
    for path, text in library.items():
        (folder / path).write_text(text)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=folder, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("assignment")
    assignment = parser.parse_args().assignment
    course = Course.load(ROOT)
    bank, reference = load_bank(course, assignment), read_library(course)
    rows, missed, failing = [], [], []
    with tempfile.TemporaryDirectory() as scratch:
        folder = shutil.copytree(ROOT / "release" / assignment, Path(scratch, "work"))
        for entry in bank:
            found = self_check(folder, entry.apply(reference))
            wrong = [(title, said) for title, state, _, said in found if state != "passing"]
            costs = ", ".join(f"`{cell}`" for cell in entry.costs)
            for number, (title, said) in enumerate(wrong):
                name, price = (entry.name, costs) if number == 0 else ("", "")
                rows.append(f"| {name} | {price} | {title.split()[0]} | {said.replace('|', '¦')} |")
            if not wrong:
                missed.append(f"- {entry.name} ({costs})")
        solutions = sorted(course.hidden_tests(assignment).glob("correct/*"))
        written = written_otherwise(course, assignment, solutions)
        for solution, files in zip(solutions, written, strict=True):
            found = self_check(folder, files)
            if numbers := [title.split()[0] for title, state, _, _ in found if state != "passing"]:
                failing.append(f"`{solution.name}` (exercise {', '.join(numbers)})")
    text = TEXT.format(
        assignment=assignment,
        caught=len(bank) - len(missed),
        all=len(bank),
        correct=len(solutions),
        pass_=f"pass, but for {', '.join(failing)}" if failing else "all pass",
        rows="\n".join(rows),
        missed="\n".join(missed) or "None.",
    )
    (ROOT / "docs" / f"visible-checks-{assignment}.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
