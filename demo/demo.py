"""The main job, shown: a class hands in the batch normalization assignment and is graded.

Makes a throw-away course in build/demo/, releases the assignment with the stock nbgrader commands,
hands in twelve submissions of every kind, grades them and prints what each earned.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from nbgrader.api import Gradebook
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.cli.main import what_happened
from autograder.course.config import Course
from autograder.judging.misconceptions import load_bank
from autograder.judging.reference import read_library, written_otherwise
from autograder.report import Report

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "build" / "demo"
ASSIGNMENT = "batchnorm"
NOTEBOOK = "Batch-Normalization"
EXECUTED = "ada"  # the one student whose notebook is run, too

# Six students who have misunderstood something, and the name of it in the bank.
MISTAKEN = {
    "carl": "running statistics keep only the last batch",
    "dora": "batch statistics in test mode",
    "emil": "mean and variance treated as constants",
    "fay": "dgamma and dbeta averaged",
    "gus": "batchnorm after relu",
    "hedy": "one shared bn_param for all layers",
}
FIRST_LINE = '    mode = bn_param["mode"]\n'

console = Console()


def make_course() -> None:
    """Lay out the throw-away course: what a clone has, without what grading leaves behind."""
    shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", DEMO)
    ignore = shutil.ignore_patterns("__pycache__", "cifar10.npz")
    for folder in ("source", "nndl", "utils", "tools", "tests/hidden"):
        shutil.copytree(ROOT / folder, DEMO / folder, ignore=ignore)


def hand_in() -> None:
    """Make every student's submission out of the release."""
    course = Course.load(DEMO)
    reference = read_library(course)
    bank = {entry.name: entry for entry in load_bank(course, ASSIGNMENT)}
    submit(
        "ada", reference, answer="Batch normalization makes the scale of the weights matter less."
    )
    other = course.hidden_tests(ASSIGNMENT) / "correct" / "loops_and_dicts"
    submit("bo", written_otherwise(course, ASSIGNMENT, other))
    for student, name in MISTAKEN.items():
        submit(student, bank[name].apply(reference))
    submit("ivan", {})  # the stub, untouched
    layers = reference["nndl/layers.py"]
    crash = FIRST_LINE + "    import os; os._exit(1)\n"
    loop = FIRST_LINE + "    while True: pass\n"
    submit("jo", {**reference, "nndl/layers.py": layers.replace(FIRST_LINE, crash)})
    submit("kim", {**reference, "nndl/layers.py": layers.replace(FIRST_LINE, loop)})
    shutil.rmtree(submit("lea", reference) / "nndl")


def submit(student: str, files: dict[str, str], answer: str = "") -> Path:
    """Hand in the release with some files changed; returns the submission's folder."""
    folder = DEMO / "submitted" / student / ASSIGNMENT
    shutil.copytree(DEMO / "release" / ASSIGNMENT, folder)
    for name, content in files.items():
        (folder / name).write_text(content)
    if answer:
        notebook = json.loads((folder / f"{NOTEBOOK}.ipynb").read_text())
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == "batchnorm_findings":
                cell["source"] = answer
        (folder / f"{NOTEBOOK}.ipynb").write_text(json.dumps(notebook))
    return folder


def nbgrader(*arguments: str) -> None:
    """Run a stock nbgrader command in the throw-away course, its log kept in a file."""
    console.print(f"$ nbgrader {' '.join(arguments)}", highlight=False)
    command = Path(sysconfig.get_path("scripts")) / "nbgrader"
    with (DEMO / "nbgrader.log").open("a") as log:
        code = subprocess.run([command, *arguments], cwd=DEMO, stdout=log, stderr=log).returncode
    if code != 0:
        tail = (DEMO / "nbgrader.log").read_text().splitlines()[-15:]
        print(
            "\n".join([*tail, f"nbgrader {arguments[0]} failed: see the log above"]),
            file=sys.stderr,
        )
        raise SystemExit(1)


def show() -> None:
    """Print every student's marks as the gradebook has them."""
    with Gradebook(f"sqlite:///{DEMO / 'gradebook.db'}") as gradebook:
        cells = gradebook.find_notebook(NOTEBOOK, ASSIGNMENT).grade_cells
        grade_ids = sorted(cell.name for cell in cells)
        headings = [name.replace("_", " ") for name in grade_ids]  # rich wraps at spaces
        table = Table("student", *headings, "total", "status", box=box.SIMPLE_HEAD, padding=0)
        remarks = []
        for submission in gradebook.assignment_submissions(ASSIGNMENT):
            student = submission.student.id
            grades = {grade.name: grade for grade in submission.notebooks[0].grades}
            marks = ["to read" if grades[name].needs_manual_grade else f"{grades[name].score:g}"
                     for name in grade_ids]  # fmt: skip
            path = DEMO / "reports" / ASSIGNMENT / f"{student}.json"
            report = Report.from_dict(json.loads(path.read_text()))
            table.add_row(student, *marks, f"{submission.score:g}", report.status)
            if what := what_happened(report):
                remarks.append(Text(f"{student}: {what}"))
    console.print(table)
    console.print(*remarks, sep="\n")


def main() -> None:
    make_course()
    nbgrader("generate_assignment", ASSIGNMENT)
    hand_in()
    nbgrader("autograde", ASSIGNMENT, "--no-execute")
    nbgrader("autograde", ASSIGNMENT, f"--student={EXECUTED}", "--force")
    nbgrader("generate_feedback", ASSIGNMENT)
    show()
    console.print(f"gradebook: {(DEMO / 'gradebook.db').relative_to(ROOT)}")
    console.print(f"feedback:  {(DEMO / 'feedback').relative_to(ROOT)}/<student>/{ASSIGNMENT}/")


if __name__ == "__main__":
    main()
