"""A student of the LMS is one student on the roster, or nobody: never another one."""

from datetime import UTC, datetime

import pytest

from autograder.course import CourseError
from autograder.download import Upload
from autograder.intake import RefusedError
from autograder.roster import Roster, student_without_roster

CLASS = """\
id,first_name,last_name,email,lms_user_id
ada,Ada,Lovelace,ada@example.org,12345
grace,Grace,Brewster Hopper,,
oneil,Seán,O'Neil,,
wei1,Wei,Li,,501
wei2,Wei,Li,,502
"""


def uploaded(lms, name, number="999"):
    return Upload("", lms, name, number, False, None, (0, 0, datetime.now(UTC)))


@pytest.fixture
def roster(tmp_path):
    """A function that makes a roster of a text."""

    def make(text=CLASS, encoding="utf-8"):
        path = tmp_path / "roster.csv"
        path.write_bytes(text.encode(encoding))
        return Roster(path)

    return make


@pytest.mark.parametrize(
    ("upload", "student"),
    [
        (uploaded("Canvas", "lovelaceada", "12345"), "ada"),
        (uploaded("Canvas", "whatever", "12345"), "ada"),
        (uploaded("Canvas", "brewsterhoppergrace"), "grace"),
        (uploaded("Canvas", "oneilseán"), "oneil"),
        (uploaded("Canvas", "liwei", "502"), "wei2"),
        (uploaded("Moodle", "Grace Brewster Hopper"), "grace"),
        (uploaded("Moodle", "Brewster Hopper Grace"), "grace"),
        (uploaded("Moodle", "Sea\u0301n ONeil"), "oneil"),
        (uploaded("Moodle", "Wei Li", "501"), "wei1"),
        (uploaded("Moodle", "Participant", "12345"), "ada"),
        # In Moodle the number is the participant's, which may be the user id of another.
        (uploaded("Moodle", "Grace Brewster Hopper", "12345"), "grace"),
    ],
)
def test_a_student_is_found_by_number_or_name(roster, upload, student):
    assert roster().student_of(upload) == student


@pytest.mark.parametrize(
    ("upload", "fits"),
    [
        (uploaded("Canvas", "lovelaceada", "54321"), "nobody"),  # an Ada with another id
        (uploaded("Canvas", "liwei", "503"), "nobody"),
        (uploaded("Moodle", "Wei Li", "12345"), "wei1, wei2"),
        (uploaded("Moodle", "Nobody At All"), "nobody"),
        (uploaded("Moodle", "'"), "nobody"),
    ],
)
def test_who_is_not_one_student_of_the_roster_is_nobody(roster, upload, fits):
    with pytest.raises(RefusedError, match=f"^fits {fits} on the roster: put {upload.number}"):
        roster().student_of(upload)


def test_a_roster_needs_no_column_but_id(roster):
    only_ids = roster(" id \nada\n\ngrace\n")
    assert only_ids.ids == ["ada", "grace"]
    with pytest.raises(RefusedError):
        only_ids.student_of(uploaded("Moodle", "ada"))


def test_a_roster_saved_by_a_spreadsheet_is_read(roster):
    assert roster("id,first_name\r\nada,Ada\r\n", "utf-8-sig").ids == ["ada"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no column id, only nothing"),
        ("student;name\nada;Ada\n", "no column id, only student;name"),
        ("id\nada\ngrace\nada\n", "more than one row for ada"),
        ("id,email\nada,x\n,y\n", "line 3: '' cannot be a student's id"),
        ("id\n../ada\n", "line 2: '../ada' cannot be"),
        ("id\n.ada\n", "'.ada' cannot be"),
        ("id\na+b\n", r"'a\+b' cannot be"),
        ("id\na/b\n", "'a/b' cannot be"),
        ("id\na*\n", r"'a\*' cannot be"),
        ('id\n"a\nb"\n', r"'a\\nb' cannot be"),
        (f"id\n{'a' * 129}\n", "cannot be"),
        (f"id\n{'語' * 100}\n", "cannot be"),
    ],
)
def test_a_roster_that_is_wrong_is_refused_with_the_reason(roster, text, message):
    with pytest.raises(CourseError, match=message):
        roster(text)


def test_a_roster_that_is_no_text_is_refused(roster, tmp_path):
    with pytest.raises(CourseError, match=r"roster\.csv cannot be read"):
        roster("id\nmüller\n", "latin-1")
    with pytest.raises(CourseError, match="cannot be read"):
        Roster(tmp_path / "missing.csv")


def test_without_a_roster_canvas_gives_the_user_id_and_moodle_the_name():
    assert student_without_roster(uploaded("Canvas", "lovelaceada", "12345")) == "12345"
    assert (
        student_without_roster(uploaded("Moodle", "Ada Müller-Lovelace")) == "Ada Müller-Lovelace"
    )


@pytest.mark.parametrize(
    "name", ["..", ".hidden", "a*", "a+b", "<b>", "a\x1b[31m", "x\n", " ", "\ud800"]
)
def test_a_name_that_cannot_be_an_id_needs_a_roster(name):
    with pytest.raises(RefusedError, match="give a roster"):
        student_without_roster(uploaded("Moodle", name))
