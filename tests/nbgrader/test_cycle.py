"""The whole job on the toy course: stock nbgrader commands, rows in a real gradebook."""

import json
import os
import shutil

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests.helpers import CRASH, LOOP, cell, with_first, write_answer

NOTEBOOK = "Toy"
FULL = {"scale_forward": 3, "scale_backward": 5, "net": 2, "findings": 0}


@pytest.fixture(scope="module")
def classroom(make_classroom, reference):
    """A class of every kind, released to, handed in and graded without running notebooks."""
    classroom = make_classroom()
    layers = reference["nndl/layers.py"]
    write_answer(classroom.hand_in("perfect", reference), "It makes the weight scale matter less.")
    classroom.hand_in("stub", {})
    crash = with_first(CRASH, layers, "toy")
    classroom.hand_in("crasher", {**reference, "nndl/layers.py": crash})
    loop = with_first(LOOP, layers, "toy")
    classroom.hand_in("looper", {**reference, "nndl/layers.py": loop})
    classroom.hand_in("garbled", {**reference, f"{NOTEBOOK}.ipynb": '{"cells": ['})
    (classroom.hand_in("bookless", reference) / f"{NOTEBOOK}.ipynb").unlink()
    shutil.rmtree(classroom.hand_in("codeless", {}) / "nndl")
    duplicated = classroom.hand_in("doubled", reference) / f"{NOTEBOOK}.ipynb"
    nb = nbformat.read(duplicated, as_version=4)
    nb.cells.append(cell(nb, "scale_backward"))
    nb.cells.remove(cell(nb, "net"))
    nbformat.write(nb, duplicated)
    classroom.hand_in("<b>bold", reference)
    classroom.log = classroom.nbgrader("autograde", "toy", "--no-execute")
    return classroom


@pytest.mark.parametrize("student", ["perfect", "garbled", "bookless", "doubled"])
def test_the_reference_earns_full_marks_whatever_became_of_the_notebook(classroom, student):
    scores = classroom.scores(student)
    assert scores.pop("findings") is None, "what may hold an answer is settled unread"
    assert scores == {name: points for name, points in FULL.items() if points}


@pytest.mark.parametrize("student", ["stub", "codeless"])
def test_what_was_not_done_earns_nothing(classroom, student):
    assert classroom.scores(student) == dict.fromkeys(FULL, 0)


@pytest.mark.parametrize(
    ("student", "status"),
    [("crasher", "crashed"), ("looper", "timeout"), ("codeless", "missing"), ("stub", "graded")],
)
def test_the_report_says_how_it_ended(classroom, student, status):
    report = classroom.report(student)
    assert report["status"] == status
    assert report["score"] == sum(filter(None, classroom.scores(student).values()))


@pytest.mark.parametrize("student", ["crasher", "looper"])
def test_a_crash_or_a_hang_costs_what_it_broke(classroom, student):
    scores = classroom.scores(student)
    assert scores["scale_forward"] == scores["scale_backward"] == 0


def test_a_written_answer_waits_for_a_person_and_a_blank_one_does_not(classroom):
    assert classroom.grades("perfect")["findings"]["needs_manual_grade"]
    assert not classroom.grades("stub")["findings"]["needs_manual_grade"]
    assert classroom.scores("stub")["findings"] == 0


def test_a_folder_whose_name_is_markup_is_no_student(classroom):
    assert "'<b>bold' cannot be a student's id" in classroom.log
    assert not (classroom.root / "autograded" / "<b>bold").exists()


def test_all_are_graded_on_the_campaigns_seed(classroom):
    campaign = json.loads((classroom.root / "reports" / "toy" / "campaign.json").read_text())
    assert {classroom.report(student)["seed"] for student in ("perfect", "stub")} == {
        campaign["seed"]
    }


def test_grade_cells_explain_every_test(classroom):
    output = cell(classroom.graded("crasher"), "scale_backward").outputs[0]
    assert "0 of 5 points" in output.data["text/html"]
    assert "ended the Python process" in output.data["text/plain"]
    assert "not re-run" in output.data["text/plain"]


def test_nothing_the_autograder_did_not_ask_for_is_copied(classroom, reference):
    folder = classroom.hand_in("stuffed", reference)
    for name in ("conftest.py", "sitecustomize.py", "numpy.py", "evil.html"):
        (folder / name).write_text("raise SystemExit('ran in the grader')")
    (folder / "gradebook.db").symlink_to(classroom.root / "gradebook.db")
    classroom.nbgrader("autograde", "toy", "--no-execute", "--student=stuffed")
    assert classroom.scores("stuffed") == FULL
    copied = {path.name for path in (classroom.root / "autograded" / "stuffed").rglob("*")}
    assert not copied & {"conftest.py", "sitecustomize.py", "numpy.py", "evil.html", "gradebook.db"}


def test_a_resubmission_without_timestamp_is_graded_again_and_others_are_not(classroom, reference):
    classroom.hand_in("late", {})
    classroom.nbgrader("autograde", "toy", "--no-execute", "--student=late")
    assert classroom.scores("late") == dict.fromkeys(FULL, 0)
    classroom.hand_in("late", reference)
    log = classroom.nbgrader("autograde", "toy", "--no-execute")
    assert classroom.scores("late") == FULL
    assert [line.split()[0] for line in log.splitlines() if " / 12 " in line] == ["late"]


def test_a_submission_graded_by_half_is_graded_again(classroom, reference):
    classroom.hand_in("torn", reference)
    classroom.nbgrader("autograde", "toy", "--no-execute", "--student=torn")
    path = classroom.root / "autograded" / "torn" / "toy" / f"{NOTEBOOK}.ipynb"
    os.chmod(path, 0o644)
    path.write_bytes(path.read_bytes()[:1000])
    log = classroom.nbgrader("autograde", "toy", "--no-execute", "--student=torn")
    assert [line.split()[0] for line in log.splitlines() if " / 12 " in line] == ["torn"]
    assert cell(classroom.graded("torn"), "net").outputs


def test_a_notebook_is_run_in_the_sandbox_and_its_cells_change_no_mark(classroom, reference):
    folder = classroom.hand_in("runner", reference)
    path = folder / f"{NOTEBOOK}.ipynb"
    nb = nbformat.read(path, as_version=4)
    secret = str(classroom.root / "gradebook.db")
    spy = nbformat.v4.new_code_cell(
        "import os, sys\n"
        f"print('gradebook', os.path.exists({secret!r}))\n"
        "print('a warning', file=sys.stderr)\n"
        "import socket\n"
        "print('interfaces', [name for _, name in socket.if_nameindex()])\n"
        "get_ipython().input_transformers_post.append(lambda lines: [])\n"
    )
    nb.cells.insert(1, spy)
    nb.cells.append(nbformat.v4.new_code_cell("import os; os._exit(1)"))
    nbformat.write(nb, path)
    classroom.nbgrader("autograde", "toy", "--student=runner")
    scores = classroom.scores("runner")
    assert scores.pop("findings") is None, "it may stand in one of the new cells"
    assert scores == {name: points for name, points in FULL.items() if points}
    ran = classroom.graded("runner")
    printed = "".join(output.get("text", "") for output in ran.cells[1].outputs)
    assert "gradebook False" in printed
    assert "interfaces ['lo']" in printed
    assert "not re-run" not in str(cell(ran, "net").outputs)


def test_a_manual_grade_survives_grading_again(classroom):
    with Gradebook(classroom.db_url) as gradebook:
        grade = gradebook.find_grade("findings", NOTEBOOK, "toy", "perfect")
        grade.manual_score, grade.needs_manual_grade = 8, False
        gradebook.db.commit()
    classroom.nbgrader("autograde", "toy", "--no-execute", "--student=perfect", "--force")
    grade = classroom.grades("perfect")["findings"]
    assert (grade["manual_score"], grade["needs_manual_grade"]) == (8, False)


def test_feedback_and_export_show_the_marks(classroom):
    classroom.nbgrader("generate_feedback", "toy")
    page = classroom.root / "feedback" / "crasher" / "toy" / f"{NOTEBOOK}.html"
    assert "ended the Python process" in page.read_text()
    classroom.nbgrader("export", "--to=marks.csv")
    rows = (classroom.root / "marks.csv").read_text()
    assert any("stub" in row and ",0.0," in row for row in rows.splitlines())


def test_a_malformed_region_stops_the_release_and_the_old_one_stays(classroom):
    layers = classroom.root / "nndl" / "layers.py"
    good, before = layers.read_text(), contents(classroom.root / "release")
    layers.write_text(good.replace("    ### END SOLUTION\n", "", 1))
    try:
        log = classroom.nbgrader("generate_assignment", "toy", ok=False)
    finally:
        layers.write_text(good)
    assert "nndl/layers.py:" in log
    assert "Traceback" not in log
    assert contents(classroom.root / "release") == before


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
