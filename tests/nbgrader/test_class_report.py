"""After a class was graded: who needs a look, and the page that says it."""

import subprocess
import sysconfig
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.course.config import Course, CourseError
from autograder.files import write_atomically
from autograder.gradebook.graded import STAMP
from autograder.overview.attention import Reason, needs_a_look, unsettled
from autograder.overview.summary import gather
from autograder.report import read_report, write_report
from tests.helpers import write_answer

FINDINGS = "findings"
TITLE = "What it is good for"
TO_GRADE = f"{TITLE!r} is to be graded by hand"
CHANGED = "what is handed in now is not what was graded: run nbgrader autograde"
AGAIN = f"{TITLE!r} was graded by hand and has changed since"
BO = "bo+1@x.y #"  # what is in an address must be quoted, but nbgrader's own ids may hold it


def run(root):
    command = [Path(sysconfig.get_path("scripts")) / "autograder", "report", "toy"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=900)


@pytest.fixture(scope="module")
def graded(make_classroom, reference, bank):
    """A class that was graded, and to which something happened afterwards."""
    classroom = make_classroom()
    for student in ("ada", "bo", "fay", "gus"):
        folder = classroom.hand_in(student, reference)
        write_answer(folder, "It does not matter any more.")
    classroom.hand_in("hal", bank["weights forgotten in dx"].apply(reference))
    carl = classroom.hand_in("carl", {})
    (carl / "nndl" / "layers.py").unlink()
    (carl / f"{classroom.notebook}.ipynb").unlink()
    classroom.nbgrader("autograde", "toy", "--no-execute")

    for student in ("ada", "hal"):  # as if their notebooks had been run
        path = classroom.root / f"autograded/{student}/toy/{classroom.notebook}.ipynb"
        nb = nbformat.read(path, as_version=4)
        nb.metadata[STAMP]["executed"] = True
        write_atomically(path, nbformat.writes(nb).encode())
    with Gradebook(classroom.db_url, "nndl") as gradebook:
        for student in ("ada", "fay", "gus"):
            grade = gradebook.find_grade(FINDINGS, classroom.notebook, "toy", student)
            grade.manual_score, grade.needs_manual_grade = 1, student == "gus"
        submission = gradebook.find_submission("toy", "ada")
        submission.notebooks[0].late_submission_penalty = 4
        gradebook.update_or_create_student("ada", first_name="Ada", last_name="Lovelace")
        gradebook.add_student("eve")
        gradebook.db.commit()
    reports = classroom.root / "reports" / "toy"
    fay = replace(read_report(reports, "fay"), status="memory", failures=["crashed", "memory"])
    write_report(reports, replace(fay, errors=["IndexError"]), "later")
    write_answer(classroom.root / "submitted" / "bo" / "toy", "Another answer.")
    classroom.hand_in("dora", reference)
    feedback = classroom.root / "feedback" / "ada" / "toy" / f"{classroom.notebook}.html"
    feedback.parent.mkdir(parents=True)
    feedback.write_text("Well done.")
    return classroom


@pytest.fixture
def theirs(graded):
    return Course.load(graded.root)


def test_whoever_needs_a_look_is_named_with_the_reasons(theirs):
    attention = needs_a_look(theirs, "toy")
    assert {student: [reason.text for reason in why] for student, why in attention.items()} == {
        "bo": [CHANGED, TO_GRADE],
        "carl": ["not handed in: nndl/layers.py", "the notebook was not handed in", TO_GRADE],
        "dora": ["not graded to the end: run nbgrader autograde"],
        "eve": ["nothing was handed in"],
        "fay": [
            "the code ran out of memory",
            "the code ended its process",
            "a hidden test stopped with an error of its own: see errors in the Report",
        ],
        "gus": [AGAIN],
    }


def test_what_is_to_be_settled_is_grouped_by_reason_what_is_rare_first(theirs):
    waiting = unsettled(theirs, "toy")
    assert list(waiting)[-1] == TO_GRADE
    assert waiting == {
        CHANGED: ["bo"],
        "not graded to the end: run nbgrader autograde": ["dora"],
        AGAIN: ["gus"],
        TO_GRADE: ["bo", "carl"],
    }


def test_an_autograded_notebook_without_an_end_is_not_graded(theirs, graded):
    path = graded.root / f"autograded/hal/toy/{graded.notebook}.ipynb"
    whole = path.read_bytes()
    write_atomically(path, whole[:1000])
    try:
        assert needs_a_look(theirs, "toy")["hal"] == [
            Reason("not graded to the end: run nbgrader autograde", unsettled=True)
        ]
    finally:
        write_atomically(path, whole)


def test_marks_are_the_gradebooks_and_all_else_the_reports(theirs):
    report = gather(theirs, "toy")
    assert list(report.students) == ["ada", "bo", "carl", "dora", "eve", "fay", "gus", "hal"]
    ada, bo, fay = (report.students[name] for name in ("ada", "bo", "fay"))
    assert (ada.name, ada.total, ada.penalty, ada.marks[FINDINGS]) == ("Ada Lovelace", 7, 4, 1)
    assert ada.feedback == {"Toy": "../../feedback/ada/toy/Toy.html"}
    assert (bo.total, bo.marks[FINDINGS], bo.incomplete, bo.feedback) == (10, None, True, {})
    assert (fay.status, fay.incomplete) == ("memory", False)
    assert {student.id for student in report.graded} == {"ada", "bo", "carl", "fay", "gus", "hal"}
    assert report.students["dora"].total is None and report.students["eve"].total is None
    (diagnosis,) = report.diagnoses
    assert (diagnosis.name, [*diagnosis.students]) == ("weights forgotten in dx", ["hal"])
    assert sum(item.points for item in report.items) == 10
    assert all(len(item.passed) == 6 for item in report.items)
    assert report.max_score == 12
    settled = [reason.unsettled for reason in report.reasons]
    assert settled == sorted(settled, reverse=True)  # what is to settle comes first
    assert list(report.titles.values()) == ["Forward pass", "Backward pass", "A net", TITLE]
    assert list(dict.fromkeys(item.grade_id for item in report.items)) == list(report.cells)[:3]


def test_a_student_leads_to_code_report_and_formgrader(theirs, graded):
    report = gather(theirs, "toy")
    with Gradebook(graded.db_url, "nndl") as gradebook:
        number = gradebook.find_submission_notebook(graded.notebook, "toy", "ada").id
    ada, dora, eve = (report.students[name] for name in ("ada", "dora", "eve"))
    assert (ada.code, ada.report) == ("code/ada.html", "ada.json")
    assert ada.formgrader == {"Toy": f"http://localhost:8888/formgrader/submissions/{number}/"}
    assert (dora.code, dora.report, dora.formgrader) == ("code/dora.html", "", {})
    assert (eve.code, eve.report, eve.formgrader) == ("", "", {})
    same = [each.students for each in report.shared if "nndl/layers.py" in each.files]
    assert same == [["ada", "bo", "dora", "fay", "gus"]]


def test_a_missing_file_is_the_one_cause_of_what_was_lost(theirs):
    (loss,) = [each for each in gather(theirs, "toy").losses if "carl" in each.students]
    assert loss.said == ["nndl/layers.py was not handed in"]


def test_the_address_of_feedback_is_quoted(theirs, graded):
    folder = graded.root / "feedback" / BO / "toy"
    folder.mkdir(parents=True)
    (folder / f"{graded.notebook}.html").write_text("")
    with Gradebook(graded.db_url, "nndl") as gradebook:
        gradebook.add_student(BO)
    (address,) = gather(theirs, "toy").students[BO].feedback.values()
    assert address.startswith("../../feedback/bo%2B1%40x.y%20%23/toy/")


def test_the_command_writes_the_page_and_says_where(graded):
    done = run(graded.root)
    page = graded.root / "reports" / "toy" / "report.html"
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{page}\n", "")
    content = page.read_text()
    assert "Ada Lovelace" in content and TITLE in content
    assert len(content) < 100_000
    assert (page.parent / "code" / "ada.html").exists()
    assert not list(page.parent.glob("*.part"))


def test_without_a_gradebook_or_anything_graded_there_is_one_line(
    copy_of_course, make_classroom, theirs
):
    done = run(copy_of_course)
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    assert "there is no gradebook" in done.stderr
    assert "nbgrader generate_assignment toy" in done.stderr
    assert not (copy_of_course / "gradebook.db").exists()
    classroom = make_classroom()
    done = run(classroom.root)
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    assert "nothing handed in for toy has been graded" in done.stderr
    assert not (classroom.root / "reports").exists()
    with pytest.raises(CourseError, match="no assignment 'batchnrm'"):
        needs_a_look(theirs, "batchnrm")
