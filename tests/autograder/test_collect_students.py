"""Whose each upload is: a student of the class, the same one each time, or nobody."""

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

LAYERS, NET, NOTEBOOK = "nndl/layers.py", "nndl/fc_net.py", "Batch-Normalization.ipynb"
WHOLE = {NOTEBOOK: "{}", LAYERS: "x = 1\n", NET: "y = 2\n"}
ADA, GRACE = "lovelaceada_101_9001_batchnorm.zip", "hoppergrace_LATE_102_9002_batchnorm-1.zip"
CLASS = "id,first_name,last_name,email,lms_user_id\nada,Ada,Lovelace,,101\ngrace,Grace,Hopper,,\n"
MARCH, APRIL = (2026, 3, 1, 12, 0, 0), (2026, 4, 1, 12, 0, 0)


def zip_of(files, when=MARCH):
    """A zip, all of one time, of files: path -> text or bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, when), content)
    return buffer.getvalue()


def statuses(collection):
    return {student: status for student, (status, _) in collection.collected.items()}


def everything(folder):
    """All files below, hidden ones too: path -> (content, when written)."""
    return {
        path.relative_to(folder).as_posix(): (
            path.read_text(errors="replace"),
            path.stat().st_mtime_ns,
        )
        for path in folder.rglob("*")
        if path.is_file()
    }


def texts(folder):
    return {path: text for path, (text, _) in everything(folder).items()}


CANVAS = {ADA: zip_of(WHOLE), GRACE: zip_of({f"b/{path}": WHOLE[path] for path in WHOLE})}


def test_who_is_nobody_and_who_handed_in_nothing_is_listed(download):
    stranger = {"strangerjoe_77_1_layers.py": "", "strangerjoe_77_2_fc_net.py": "", "notes.txt": ""}
    collection = download({ADA: CANVAS[ADA], **stranger, "__MACOSX/._x": "", ".DS_Store": ""})
    assert statuses(collection) == {"ada": "collected"}
    assert collection.absent == ["grace"]
    assert dict(collection.problems).keys() == {"strangerjoe (77)", "notes.txt"}


def test_two_who_would_be_one_student_are_neither(small, download):
    one, other = "liwei_501_1_batchnorm.zip", "liwei_502_2_batchnorm.zip"
    collection = download(
        {one: zip_of(WHOLE), other: zip_of(WHOLE)}, roster="id,first_name,last_name\nwei,Wei,Li\n"
    )
    assert statuses(collection) == {}
    ((who, why),) = collection.problems
    assert (who, why.startswith("Canvas's 501 and Canvas's 502 would both be")) == ("wei", True)
    assert not (small.path / "submitted").exists()


def test_without_a_roster_the_lms_names_the_students(small, download):
    moodle = {f"Seán O Neil_7_assignsubmission_file_/{path}": WHOLE[path] for path in WHOLE}
    collection = download({ADA: CANVAS[ADA], **moodle}, roster=None)
    assert statuses(collection) == {"101": "collected", "Seán O Neil": "collected"}
    assert collection.absent == []


def with_ada_in_the_gradebook(course):
    with Gradebook(f"sqlite:///{course.path}/gradebook.db") as gradebook:
        gradebook.add_assignment("batchnorm")
        gradebook.add_student("ada", first_name="Ada", last_name="Lovelace", lms_user_id="101")


@pytest.mark.parametrize("name", [ADA, "Ada Lovelace_7_assignsubmission_file_/batchnorm.zip"])
def test_without_the_roster_nobody_becomes_a_second_student(small, download, name):
    with_ada_in_the_gradebook(small)
    download(CANVAS)
    before = everything(small.path)
    collection = download({name: zip_of({**WHOLE, NET: "new"})}, APRIL, roster=None)
    assert statuses(collection) == {}
    ((_, why),) = collection.problems
    assert why == "is ada in the gradebook: give the roster, or there will be two"
    assert everything(small.path) == before


def test_with_the_roster_what_was_collected_without_is_named(small, download):
    download(CANVAS, roster=None)
    collection = download(CANVAS)
    assert statuses(collection) == {}
    problems = dict(collection.problems)
    assert problems["ada"].startswith(f"{small.path}/submitted/101/batchnorm is the same student's")
    assert "remove it" in problems["grace"]
    shutil.rmtree(small.path / "submitted" / "101")
    assert statuses(download(CANVAS)) == {"ada": "collected"}


def test_an_upload_that_may_be_two_students_costs_neither(small, download):
    forged = "hoppergrace_101_99999999__102_9003_evil.zip"
    collection = download({**CANVAS, forged: zip_of({**WHOLE, LAYERS: "evil"})})
    assert statuses(collection) == {"ada": "collected", "grace": "collected"}
    ((what, why),) = collection.problems
    assert what == forged and "can be read as Canvas's 101 and as Canvas's 102" in why
    assert "evil" not in texts(small.path / "submitted").values()


def test_a_class_comes_from_blackboard_with_its_receipts(small, download):
    attempts = {
        "HW_2_ada_attempt_2026-03-01-12-00-00": "Name: Ada Lovelace (ada)\nFiles:",
        "HW_2_ada_attempt_2026-03-02-12-00-00": "Name: Ada Lovelace (ada)\nFiles:",
        "HW_2_grace_attempt_2026-03-01-13-00-00": "Name: Grace Hopper (grace)\n",
    }
    files = {f"{attempt}.txt": text for attempt, text in attempts.items()}
    first, again, grace = attempts
    for path in WHOLE:
        files[f"{first}_{Path(path).name}"] = WHOLE[path]
    files[f"{again}_layers.py"] = "again"
    files[f"{grace}_work.zip"] = zip_of(WHOLE)
    collection = download(files, APRIL)
    assert statuses(collection) == {"ada": "collected", "grace": "collected"}
    assert (collection.problems, collection.absent) == ([], [])
    there = texts(small.path / "submitted")
    assert there[f"ada/batchnorm/{LAYERS}"] == "again"
    assert there["ada/batchnorm/timestamp.txt"] == "2026-03-02 06:30:00 UTC\n"
    assert there["grace/batchnorm/timestamp.txt"] == "2026-03-01 07:30:00 UTC\n"
    del files[f"{grace}.txt"]
    (stranger,) = download(files, APRIL).problems
    assert f"{grace}.txt, which says whose it is, is missing" in stranger[1]


def test_a_roster_without_ids_says_so_once(download):
    uploads = {f"user{number}_{number}_1_layers.py": "x = 1\n" for number in (7, 8, 9)}
    collection = download(uploads, roster="id,first_name,last_name\nada,Ada,Lovelace\n")
    ((who, why),) = collection.problems
    assert who == "user7 (7), user8 (8), user9 (9)"
    assert why.startswith("fits nobody on the roster, where no student has an lms_user_id: add")
