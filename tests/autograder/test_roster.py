"""A student of the LMS is one student on the roster, or nobody: never another one."""

from datetime import UTC, datetime

import pytest

from autograder.collect.download import Upload
from autograder.collect.roster import Roster, student_without_roster
from autograder.course.config import CourseError
from autograder.files import RefusedError

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
        (uploaded("Moodle", "Lovelace, Ada", "777"), "ada"),
        (uploaded("Blackboard", "whatever", "grace"), "grace"),
        (uploaded("Blackboard", "whatever", "12345"), "ada"),
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
        (uploaded("Canvas", "x", "ada"), "nobody"),  # an id of ours is none of Canvas's
        (uploaded("Blackboard", "Ada Lovelace", "lovelace"), "nobody"),
        (uploaded("Moodle", "Wei Li", "12345"), "wei1, wei2"),
        (uploaded("Moodle", "Participant", "12345"), "nobody"),
        (uploaded("Moodle", "Nobody At All"), "nobody"),
        (uploaded("Moodle", "'"), "nobody"),
    ],
)
def test_who_is_not_one_student_of_the_roster_is_nobody(roster, upload, fits):
    moodle = "write the name that Moodle has into"
    mend = moodle if (upload.lms, fits) == ("Moodle", "nobody") else f"put {upload.number} into the"
    with pytest.raises(RefusedError, match=f"^fits {fits} on the roster: {mend}"):
        roster().student_of(upload)


def test_a_number_alone_is_nobody_in_moodle_and_is_said_to_be_somebodys(roster):
    with pytest.raises(RefusedError, match="the number 12345, which is ada's, is not enough"):
        roster().student_of(uploaded("Moodle", "Eve Adams", "12345"))


def test_one_username_of_two_students_is_nobody_in_blackboard(roster):
    two = roster("id,lms_user_id\nada,grace\ngrace,\n")
    with pytest.raises(RefusedError, match=r"^fits ada, grace on"):
        two.student_of(uploaded("Blackboard", "Ada", "grace"))


def test_a_roster_needs_no_column_but_id(roster):
    only_ids = roster(" id \nada\n\ngrace\n")
    assert only_ids.ids == ["ada", "grace"]
    with pytest.raises(RefusedError):
        only_ids.student_of(uploaded("Moodle", "ada"))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("id,first_name,last_name,lms_user_id\r\nmül,Zoë,Müller,12\r\n", "utf-8-sig"),
        ("id;first_name;last_name;lms_user_id\nmül;Zoë;Müller;12\n", "utf-8"),
        ('"id";"first_name";"last_name";"lms_user_id"\n"mül";"Zoë";"Müller";"12"\n', "utf-8-sig"),
        ("id\tfirst_name\tlast_name\tlms_user_id\r\nmül\tZoë\tMüller\t12\r\n", "utf-16"),
        ("id\tfirst_name\tlast_name\tlms_user_id\nmül\tZoë\tMüller\t12", "utf-8"),
        ("ID, First Name ,LAST_NAME,LMS User ID\n mül , Zoë,Müller,12 ,\n,,,\n\n", "utf-8"),
        ("\n\nid,first-name,last-name,lms-user-id,email\nmül,Zoë,Müller,12\n", "utf-8"),
        ("id,first_name,last_name,lms_user_id\rmül,Zoë,Müller,12\r", "utf-8"),
    ],
)
def test_a_roster_saved_by_a_spreadsheet_is_read(roster, text, encoding):
    found = roster(text, encoding)
    assert found.ids == ["mül"]
    assert found.student_of(uploaded("Canvas", "x", "12")) == "mül"
    assert found.student_of(uploaded("Moodle", "Zoë Müller")) == "mül"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no column id, only nothing"),
        ("student;name\nada;Ada\n", "no column id, only student, name: the first line is id,first"),
        ("ada,Ada,Lovelace\n", "no column id, only ada, Ada, Lovelace: the first line is"),
        ("id,id\nada,bo\n", "more than one column id"),
        ("id,ID\nada,bo\n", "more than one column id"),
        (
            "id,last_name,lms_user_id\nada,Byron, Jr.,5\n",
            "line 2: there are 4 cells where",
        ),
        ('id,last_name\nada,"Byron\nbo,Berg\n', "cannot be read: unexpected end"),
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
    for encoding in ("cp1252", "mac-roman"):
        with pytest.raises(CourseError, match=r'not UTF-8 .* save it in the spreadsheet as "CSV U'):
            roster("id\nmüller\n", encoding)
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
