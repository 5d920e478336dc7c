"""Whether marks have changed: what one version of the grader and another make of the same work.

Grades the class of the demo, every independent form of a misconception, every correct solution and
some mutants of the reference, drawn from a seed, and writes the Reports to a file, without times,
hashes and versions. Of two such files it says what differs, and fails if anything does.

    python -m benchmarks.reports FILE [--grader CHECKOUT] [--assignment NAME]
    python -m benchmarks.reports FILE OTHER

CHECKOUT is another version of this repository, which grades what this one hands in.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from autograder.authoring.mutants import mutants
from autograder.course.config import Course
from autograder.judging.reference import written_otherwise
from demo.demo import submissions

ROOT = Path(__file__).parents[1]
SEED, MUTANTS = 20260101, 50
VARIES = ("seconds", "cpu_seconds", "hashes", "sandbox")


def work(course, assignment):
    """What is graded: its name -> path -> text."""
    found = {f"class/{name}": files for name, files in submissions(course, assignment).items()}
    folder = course.hidden_tests(assignment)
    paths = sorted([*folder.glob("forms/*/*"), *folder.glob("correct/*")])
    names = [path.relative_to(folder).as_posix() for path in paths]
    found |= zip(names, written_otherwise(course, assignment, paths), strict=True)
    drawn = random.Random(SEED).sample(mutants(course, assignment), MUTANTS)
    return found | {f"mutants/{number:02}": each.files for number, each in enumerate(drawn)}


def grade(checkout, assignment):
    """The Reports of a checkout's own command: name -> what of it may not change."""
    scripts = tomllib.loads((checkout / "pyproject.toml").read_text())["project"]["scripts"]
    module, _, function = scripts["autograder"].partition(":")
    with tempfile.TemporaryDirectory() as folder:
        handed_in = Path(folder, "work")
        names = []
        for name, files in work(Course.load(ROOT), assignment).items():
            (handed_in / name).mkdir(parents=True)
            for path, text in files.items():
                (handed_in / name / path).parent.mkdir(exist_ok=True)
                (handed_in / name / path).write_text(text)
            names.append(name)
        # A version from before the assignment came first is to be compared with, too.
        first = (checkout / "autograder" / "cli" / "grade.py").is_file()
        command = [
            *(sys.executable, "-c", f"from {module} import {function} as main; main()", "grade"),
            *([assignment] if first else ["--assignment", assignment]),
            *(handed_in / name for name in names),
            *("--seed", str(SEED), "--force"),
            *("--json", Path(folder, "reports.json")),
        ]
        environment = {**os.environ, "PYTHONPATH": str(checkout)}
        subprocess.run(command, cwd=checkout, env=environment, check=True)
        text = Path(folder, "reports.json").read_text().replace(f"{handed_in}/", "")
    reports = {report["submission"]: report for report in json.loads(text)}
    return {
        name: {key: value for key, value in report.items() if key not in VARIES}
        for name, report in reports.items()
    }


def differences(one, other):
    """A line for whatever differs between the Reports of two files."""
    for name in sorted(one.keys() | other.keys()):
        if name not in one or name not in other:
            yield f"{name}: only in one of the files"
            continue
        for key in sorted(one[name].keys() | other[name].keys()):
            values = [json.dumps(reports[name].get(key)) for reports in (one, other)]
            if values[0] != values[1]:
                yield "\n    ".join([f"{name}: {key}", *values])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--grader", type=Path, default=ROOT)
    parser.add_argument("--assignment", default="batchnorm")
    arguments = parser.parse_args()
    if len(arguments.files) == 1:
        reports = grade(arguments.grader.resolve(), arguments.assignment)
        arguments.files[0].write_text(json.dumps(reports, indent=1))
    else:
        one, other = (json.loads(path.read_text()) for path in arguments.files)
        found = list(differences(one, other))
        print("\n".join([*found, f"{len(found)} differences in {len(one.keys() | other.keys())}"]))
        sys.exit(bool(found))
