"""Whose an upload is, the LMS's part of its name says; what says two things is nobody's."""

from datetime import UTC, datetime

import pytest

from autograder.collect.archive import File
from autograder.collect.download import Receipts, upload
from autograder.files import RefusedError

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MOODLE = "Ada Lovelace_1234567_assignsubmission_file"


RECEIPTS = {
    "HW 1_ada_attempt_2026-03-01-12-00-00.txt": "Name: Ada Lovelace (ada)\nAssignment: HW 1\n",
    "HW_1_x_ada_attempt_2026-03-01-12-00-00.txt": "\ufeffName: Ada (x_ada) (x_ada)\r\nComments:",
    "g/HW_a.b@c_attempt_2026-03-01-12-00-00.txt": "Nom : Ada (a.b@c)\n",
    "HW_bo_attempt_2026-03-01-12-00-00.txt": "Name: Bo Berg (ada)\n",
    "HW_eve_attempt_2026-03-01-12-00-00.txt": "Name: Ada (ada)\nName: Eve (eve)\n",
    "HW_cy_attempt_2026-13-01-12-00-00.txt": "Name: Cy Castor (cy)\n",
}


def named(path):
    receipts = Receipts(
        [
            File(path, NOON, lambda limit, text=text: text.encode())
            for path, text in RECEIPTS.items()
        ]
    )
    return upload(File(path, NOON, lambda limit: b""), receipts)


C, M, B = "Canvas", "Moodle", "Blackboard"
BOARD = "ada_attempt_2026-03-01-12-00-00"


@pytest.mark.parametrize(
    ("path", "lms", "name", "number", "file"),
    [
        # Canvas: name, LATE, user id, the upload's id, the file.
        ("lovelaceada_12345_67890_batchnorm.zip", C, "lovelaceada", "12345", "batchnorm.zip"),
        ("lovelaceada_LATE_12345_67890_b-1.zip", C, "lovelaceada", "12345", "b.zip"),
        ("submissions/o_neil_12345_67890_layers-12.py", C, "o_neil", "12345", "layers.py"),
        ("submissions (2)/ada_12_34_layers.py", C, "ada", "12", "layers.py"),
        ("ada_12_34_draft-2024.zip", C, "ada", "12", "draft-2024.zip"),
        ("ada_12_34_layers (1).py", C, "ada", "12", "layers (1).py"),
        ("ada_12_34_layers (1)-2.py", C, "ada", "12", "layers (1).py"),
        ("ada_12_34_Batch-Normalization.ipynb", C, "ada", "12", "Batch-Normalization.ipynb"),
        ("ada_12_34_Batch-Normalization-1.ipynb", C, "ada", "12", "Batch-Normalization.ipynb"),
        ("ada_12_34_batchnorm-2/nndl/layers.py", C, "ada", "12", "nndl/layers.py"),
        ("ada_12_34_my_own_layers.py", C, "ada", "12", "my_own_layers.py"),
        ("ada_12_34_hw2_v3.zip", C, "ada", "12", "hw2_v3.zip"),
        ("ada_12_34_week 3_1_x.zip", C, "ada", "12", "week 3_1_x.zip"),
        ("ada_12_34_ada_12_30_batchnorm.zip", C, "ada", "12", "ada_12_30_batchnorm.zip"),
        ("ada_12_34_.tar.gz", C, "ada", "12", ".tar.gz"),
        ("ada_12_text.html", C, "ada", "12", "text.html"),
        ("ada_LATE_12_link.html", C, "ada", "12", "link.html"),
        ("müllerzoë_12_34_größe.py", C, "müllerzoë", "12", "größe.py"),
        ("李伟_12_34_layers.py", C, "李伟", "12", "layers.py"),
        ("late_12_34_LATE_layers.py", C, "late", "12", "LATE_layers.py"),
        ("group7_12_34_layers.py", C, "group7", "12", "layers.py"),
        ("_anon_12_34_layers.py", C, "_anon", "12", "layers.py"),
        # Moodle: full name, number of the participant, what kind; then the file, or a folder of it.
        (f"{MOODLE}_/batchnorm.zip", M, "Ada Lovelace", "1234567", "batchnorm.zip"),
        (f"{MOODLE}/nndl/layers.py", M, "Ada Lovelace", "1234567", "nndl/layers.py"),
        (f"{MOODLE}_batchnorm-1.zip", M, "Ada Lovelace", "1234567", "batchnorm-1.zip"),
        (f"course-batchnorm/{MOODLE}_/a.py", M, "Ada Lovelace", "1234567", "a.py"),
        (f"{MOODLE}_/layers (1).py", M, "Ada Lovelace", "1234567", "layers (1).py"),
        (f"{MOODLE}_/x_1_2_layers.py", M, "Ada Lovelace", "1234567", "x_1_2_layers.py"),
        ("Ada_7_assignsubmission_onlinetext_/onlinetext.html", M, "Ada", "7", "onlinetext.html"),
        ("Ada_7_assignsubmission_onlinetext_onlinetext.html", M, "Ada", "7", "onlinetext.html"),
        ("O'Neil-Świątek, Seán Jr._7_assignsubmission_file_/a.py", M,
         "O'Neil-Świątek, Seán Jr.", "7", "a.py"),
        ("Team A-Ada Byron_7_assignsubmission_file_/a.py", M, "Team A-Ada Byron", "7", "a.py"),
        ("Participant_7_assignsubmission_file_/a.py", M, "Participant", "7", "a.py"),
        # Blackboard: the assignment, the username and the time; its receipt says who is meant.
        (f"HW 1_{BOARD}_layers.py", B, "Ada Lovelace", "ada", "layers.py"),
        (f"HW 1_{BOARD}_my_layers (1).py", B, "Ada Lovelace", "ada", "my_layers (1).py"),
        (f"HW 1_{BOARD}.txt", B, "Ada Lovelace", "ada", f"HW 1_{BOARD}.txt"),
        (f"HW_1_x_{BOARD}_b.zip", B, "Ada (x_ada)", "x_ada", "b.zip"),
        ("g/HW_a.b@c_attempt_2026-03-01-12-00-00_b.zip", B, "Ada", "a.b@c", "b.zip"),
        (f"HW 1_{BOARD}_x_attempt_2026-01-01-00-00-00_b.zip", B, "Ada Lovelace", "ada",
         "x_attempt_2026-01-01-00-00-00_b.zip"),
    ],
)  # fmt: skip
def test_a_name_says_who_uploaded_what(path, lms, name, number, file):
    found = named(path)
    assert (found.lms, found.name, found.number) == (lms, name, number)
    assert found.file.path == file
    assert found.late == (lms == C and "_LATE_12" in path)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        # A display name in Canvas, made so that the upload seems to be bo's, 102.
        ("bergbo_102_99999999__66_7001_x.zip", "as Canvas's 102 and as Canvas's 66: if"),
        ("bergbo_102_66_7001_x.zip", "Canvas's 102 and as Canvas's 66"),
        ("bergbo_LATE_102_9__LATE_66_7001_x.zip", "Canvas's 102 and as Canvas's 66"),
        ("bergbo_102_9__66_text.html", "Canvas's 102 and as Canvas's 66"),
        ("bergbo_7_assignsubmission_file_66_7001_x.zip", "Moodle's 7 and as Canvas's 66"),
        # A file of the student's own that is called like another upload.
        ("ada_12345_678_a_1_2_b.py", "Canvas's 12345 and as Canvas's 1:"),
        ("ada_12_34_5_layers.py", "Canvas's 12 and as Canvas's 34:"),
        ("eve_7_8_lovelaceada_12345_67890_b.zip", "Canvas's 7 and as Canvas's 12345"),
        ("Eve_7_assignsubmission_file_lovelaceada_12_67890_b.zip", "Moodle's 7 and as Canvas's 12"),
        # Blackboard's name alone does not say where the assignment ends and the user begins.
        (f"HW_{BOARD}_b.zip", r"HW_ada_attempt_2026-03-01-12-00-00\.txt, which says whose it is"),
        (f"g/HW 1_{BOARD}_b.zip", "is missing: give all that Blackboard gave"),
        ("HW_bo_attempt_2026-03-01-12-00-00_b.zip", "does not begin with the .username."),
        ("HW_eve_attempt_2026-03-01-12-00-00_b.zip", "does not begin with the .username."),
        ("HW_cy_attempt_2026-13-01-12-00-00_b.zip", "is no time"),
    ],
)
def test_a_name_that_says_two_things_is_refused_with_both(path, why):
    with pytest.raises(RefusedError, match=why):
        named(path)


def test_what_was_uploaded_later_counts_more_whatever_the_name(monkeypatch):
    names = ("ada_12_34_draft-2024.zip", "ada_12_35_final.zip", "ada_12_100_a-1.zip")
    assert sorted(names, key=lambda name: named(name).order) == list(names)
    monkeypatch.setitem(
        RECEIPTS, "HW_ada_attempt_2026-03-02-12-00-00.txt", RECEIPTS[f"HW 1_{BOARD}.txt"]
    )
    first, again = f"HW 1_{BOARD}_b.zip", "HW_ada_attempt_2026-03-02-12-00-00_b.zip"
    assert named(again).order > named(first).order
    assert named(first).file.time == datetime(2026, 3, 1, 12).astimezone(UTC)


def test_a_name_is_the_same_however_its_accents_are_written():
    names = ("Se\u00e1n_7_assignsubmission_file_/a.py", "Sea\u0301n_7_assignsubmission_file_/a.py")
    assert len({named(name).name for name in names}) == 1


def test_nobody_uploads_in_another_students_name_by_a_folder():
    assert named(f"Eve_7_assignsubmission_file_/{MOODLE}_/batchnorm.zip").number == "7"
    assert named(f"eve_7_8_x/{MOODLE}_/batchnorm.zip").number == "7"


@pytest.mark.parametrize(
    "path",
    [
        "grades.csv",
        "layers.py",
        "lovelaceada_12345_batchnorm.zip",
        "ada-12_34_layers.py",
        "anon_12345_67890_a.zip",
        "Ada Lovelace_1234567",
        "HW 1_ada_attempt_b.zip",
        MOODLE,
        "../ada_1_2_a.zip",
        "/ada_1_2_a.zip",
        "",
    ],
)
def test_a_name_of_no_known_form_is_nobodys(path):
    assert named(path) is None
