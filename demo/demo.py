"""The main job, shown: a class hands in each assignment of the course and is graded.

Makes a throw-away course in build/demo/, releases its assignments with the stock nbgrader commands,
hands in twenty submissions of every kind to each, grades them and prints what each earned.

    python -m demo.demo
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from rich.text import Text

from autograder.cli.grade import what_happened
from autograder.course.config import Course
from autograder.course.manifest import Release
from autograder.gradebook.database import course_directory, marks, open_gradebook
from autograder.judging.misconceptions import load_bank
from autograder.judging.reference import solved, solved_otherwise
from autograder.overview.page import write_class_report
from autograder.report import read_report
from autograder.terminal import console, print_marks
from tests.helpers import CRASH, LOOP, make_course, with_first, write_answer

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "build" / "demo"
EXECUTED = "ada"  # the one student whose notebook is run, too
MISTAKEN = (  # who have misunderstood something
    *("carl", "dora", "emil", "fay", "gus", "hedy", "mia"),
    *("nils", "ole", "pia", "quinn", "rosa", "sam", "tia"),
)


def submissions(course: Course, assignment: str) -> dict[str, dict[str, str]]:
    """What each student has written: path -> text, nothing where they hand in no library."""
    release = Release.read(course.release(assignment))
    reference = solved(course, assignment, release)
    others = sorted((course.hidden_tests(assignment) / "correct").glob("*"))
    other = others[len(others) // 2]
    bank = load_bank(course, assignment)
    module = course.assignments[assignment].hand_in[0]
    crash, loop = (with_first(code, reference[module], assignment) for code in (CRASH, LOOP))
    return {
        "ada": reference,
        "bo": solved_otherwise(reference, release.library, other, course.package),
        # Some of each part of the bank, which stands in the order of the exercises.
        **{
            student: bank[number * len(bank) // len(MISTAKEN)].apply(reference)
            for number, student in enumerate(MISTAKEN)
        },
        "ivan": {name: release.library[name].decode() for name in reference},
        "jo": {**reference, module: crash},
        "kim": {**reference, module: loop},
        "lea": {},
    }


def hand_in(course: Course, assignment: str) -> None:
    """Make every student's submission out of the release."""
    for student, files in submissions(course, assignment).items():
        folder = DEMO / "submitted" / student / assignment
        shutil.copytree(DEMO / "release" / assignment, folder)
        for name, content in files.items():
            (folder / name).write_text(content)
        if not files:
            shutil.rmtree(folder / course.package)
        if student == EXECUTED:
            write_answer(folder, "It matters less where one begins: both curves come down alike.")


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


def show(course: Course, assignment: str) -> None:
    """Print every student's marks as the gradebook has them."""
    rows, remarks = [], []
    with open_gradebook(course_directory(course, assignment)) as gradebook:
        for submission in gradebook.assignment_submissions(assignment):
            student = submission.student.id
            report = read_report(course.reports(assignment), student)
            assert report, f"{student} has no Report: see the log"
            rows.append((student, marks(submission), f"{submission.score:g}", report.status))
            if what := what_happened(report):
                remarks.append(Text(f"{student}: {what}"))
    print_marks(course.assignments[assignment].exercises, rows)
    console.print(*remarks, sep="\n")


def main() -> None:
    shutil.rmtree(DEMO, ignore_errors=True)
    course = Course.load(make_course(DEMO, release=False))
    for assignment in course.assignments:
        nbgrader("generate_assignment", assignment)
        hand_in(course, assignment)
        nbgrader("autograde", assignment, "--no-execute")
        nbgrader("autograde", assignment, f"--student={EXECUTED}", "--force")
        nbgrader("generate_feedback", assignment)
        show(course, assignment)
        page = write_class_report(course, assignment)
        console.print(f"about the class: {page.relative_to(ROOT)}\n")
    console.print(f"gradebook: {(DEMO / 'gradebook.db').relative_to(ROOT)}")
    console.print(f"feedback:  {(DEMO / 'feedback').relative_to(ROOT)}/<student>/<assignment>/")


if __name__ == "__main__":
    main()
