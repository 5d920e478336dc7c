"""Marks that leave the gradebook: the table, Gradescope's results, Canvas's gradebook."""

import csv
import io
import json
import shutil
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograder.cli.main import app
from autograder.course.config import Course
from autograder.export.canvas import Sheet
from autograder.export.tables import write_table
from autograder.gradebook.database import penalty, total
from autograder.gradebook.late import LatePerDay
from autograder.report import Report, TestResult, new_run, write_report

SECRET = "the expected value is 0.7071"
HOSTILE = '=HYPERLINK("http://evil.invalid";"x")'
CODE = """[[exercises]]
title = "The code"
points = 10
cells = ["code"]
edit = "the library"
"""
REPORT = Report(
    submission="ada",
    assignment="lesson",
    status="crashed",
    tests=[
        TestResult("it is right", "code", 6, True, "", "consistent with your own"),
        TestResult("it is <b>fast</b>", "code", 4, False, "took\n2 s"),
    ],
    seed=424242,
    sandbox="none",
    seconds=1.5,
    notes=["a note"],
    errors=[SECRET],
    printed=SECRET,
    diagnosis={"code": [{"name": "forgotten", "hint": "look"}, {"name": "=1+1", "hint": "x"}]},
)


@pytest.fixture(scope="module")
def graded(tmp_path_factory, describe):
    """A course in which ada was graded, by test and by hand, ben by test, and cy did nothing."""
    root = tmp_path_factory.mktemp("graded")
    (root / "nbgrader_config.py").write_text("c = get_config()\n")
    describe(root, "lesson", 1, ["nndl/layers.py"])
    about = root / "source" / "lesson" / "assignment.toml"
    exercises = about.read_text().replace('"all"', '"The essay"', 1).replace('["all"]', '["essay"]')
    about.write_text(f"{exercises}\n{CODE}")
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        gradebook.add_assignment("lesson")
        gradebook.add_notebook("book", "lesson")
        cells = {"notebook": "book", "assignment": "lesson"}
        gradebook.add_grade_cell("code", max_score=10, cell_type="code", **cells)
        gradebook.add_grade_cell("essay", max_score=5, cell_type="markdown", **cells)
        gradebook.add_solution_cell("essay", **cells)
        gradebook.add_student("ada", first_name="\tÄda", last_name=HOSTILE, lms_user_id="9001")
        gradebook.add_student("ben", first_name="Ben", last_name="O'Neil, Jr.\r\n-1")
        gradebook.add_student("cy")
        for student, score in {"ada": 6, "ben": 10}.items():
            gradebook.add_submission("lesson", student)
            for cell in ("code", "essay"):
                grade = gradebook.find_grade(cell, "book", "lesson", student)
                grade.auto_score = score if cell == "code" else None
                grade.needs_manual_grade = False
            report = Report.from_dict({**REPORT.to_dict(), "submission": student})
            write_report(Course.load(root).reports("lesson"), report, new_run())
        essay = gradebook.find_grade("essay", "book", "lesson", "ada")
        essay.manual_score, essay.extra_credit = 3.5, -0.25
        gradebook.find_comment("essay", "book", "lesson", "ada").manual_comment = "Why?"
        gradebook.db.commit()
    return root


@pytest.fixture
def course(graded, tmp_path, monkeypatch):
    """A copy of that course, to be in."""
    root = shutil.copytree(graded, tmp_path / "course")
    monkeypatch.chdir(root)
    monkeypatch.setattr("autograder.overview.attention.unsettled", lambda *_: {})
    return Course.load(root)


@pytest.fixture
def unread(course):
    """The same, but nobody has read ben's essay."""
    with Gradebook(f"sqlite:///{course.path}/gradebook.db") as gradebook:
        gradebook.find_grade("essay", "book", "lesson", "ben").needs_manual_grade = True
        gradebook.db.commit()
    return course


def run(*arguments):
    return CliRunner().invoke(app, ["export", *arguments])


def table(course, *arguments):
    """The table, as a spreadsheet reads it: student -> heading -> text."""
    assert run("csv", "lesson", *arguments).exit_code == 0
    text = io.StringIO((course.path / "marks.csv").read_text(), newline="")
    return {row["student"]: row for row in csv.DictReader(text)}


def test_the_table_says_how_every_mark_came_about(course):
    marks = table(course)
    ada = marks["ada"]
    code, essay = (
        [ada[f"{title}: {what}"] for what in ("auto", "manual", "total")]
        for title in ("The code", "The essay")
    )
    assert (code, essay) == (["6.0", "", "6.0"], ["", "3.5", "3.25"])
    assert (ada["total"], ada["max"], ada["status"]) == ("9.25", "15.0", "crashed")
    assert ada["graded"].startswith("20") and ada["graded"].endswith(" UTC")
    assert (marks["cy"]["total"], marks["cy"]["status"]) == ("", "not handed in")
    assert [heading for heading in ada if ": total" in heading] == [
        *("The essay: total", "The code: total")  # in the notebook's order, by what people say
    ]


def test_what_nobody_has_read_counts_in_no_total_that_goes_out_unless_it_is_asked_for(unread):
    done = run("csv", "lesson")
    assert "yet to be graded by hand (--anyway counts that 0), blank: ben\n" in done.output
    ben = table(unread)["ben"]
    assert (ben["The code: total"], ben["The essay: total"], ben["total"]) == ("10.0", "", "")
    assert ben["to grade by hand"] == "The essay"
    assert table(unread)["ada"]["total"] == "9.25"

    done, filled = canvas(unread)
    assert done.exit_code == 0 and "One,1.00," in filled and '"One, two",9.25,' in filled
    assert "(--anyway counts that 0), left as it was: ben\n" in done.output

    results = unread.path / "gradescope" / "ben" / "results.json"
    run("gradescope", "lesson", "--anyway")
    assert json.loads(results.read_text())["score"] == 10
    assert "left out: ben\n" in run("gradescope", "lesson").output
    assert not results.exists(), "what an earlier export wrote"

    assert table(unread, "--anyway")["ben"]["total"] == "10.0"
    assert "One,10," in canvas(unread, CANVAS, "--anyway")[1]


def test_a_spreadsheet_computes_nothing_students_wrote_and_reads_numbers_as_numbers(course):
    with Gradebook(f"sqlite:///{course.path}/gradebook.db") as gradebook:
        gradebook.find_grade("code", "book", "lesson", "ben").extra_credit = -12
        gradebook.db.commit()
    marks = table(course)
    assert marks["ada"]["last name"] == f"'{HOSTILE}"
    assert marks["ada"]["first name"] == "Äda"
    assert marks["ben"]["last name"] == "O'Neil, Jr. -1"
    assert marks["ben"]["The code: total"] == "-2.0"
    assert marks["ada"]["diagnosis"] == "'=1+1; forgotten"


@pytest.mark.parametrize("sign", [*"=+-@", *map(chr, (0xFF1D, 0xFF0B, 0xFF0D, 0xFF20))])
@pytest.mark.parametrize(
    "before", ["", "\t", "\r", " ", "\n", "\u200b", "\x1b[1m", "Ada;", "Ada; ", "A|"]
)
def test_no_text_is_a_formula_wherever_a_spreadsheet_starts_a_cell(course, before, sign):
    with Gradebook(f"sqlite:///{course.path}/gradebook.db") as gradebook:
        gradebook.update_or_create_student("cy", first_name=f"{before}{sign}1+1")
    write_table(course, "lesson", course.path / "marks.csv")
    (line,) = [
        line for line in (course.path / "marks.csv").read_text().splitlines() if "cy" in line
    ]
    cells = [cell.strip(' "') for mark in ",;|\t" for cell in line.split(mark)]
    assert not [cell for cell in cells if cell.startswith(sign)]
    assert f"'{sign}1+1" in line or f"' {sign}1+1" in line


def test_what_mistakes_cost_is_beside_what_tests_give(course):
    report = replace(REPORT, prices={"code": {"forgotten": 1.5}})
    write_report(course.reports("lesson"), report, new_run())
    with Gradebook(f"sqlite:///{course.path}/gradebook.db") as gradebook:
        gradebook.find_grade("code", "book", "lesson", "ada").auto_score = 8.5
        gradebook.db.commit()
    said = "tests alone give 6; one mistake, 'forgotten', costs 1.5 here: 8.5"
    assert table(course)["ada"]["prices"] == f"The code: {said}"
    assert run("gradescope", "lesson").exit_code == 0
    results = json.loads((course.path / "gradescope" / "ada" / "results.json").read_text())
    rows = {test["name"]: test for test in results["tests"]}
    assert (
        rows["The code: known mistakes"]["score"],
        rows["The code: known mistakes"]["output"],
    ) == (
        2.5,
        said,
    )
    assert "The code: by hand" not in rows
    assert results["score"] == sum(test["score"] for test in results["tests"]) == 11.75


def test_points_are_shown_without_the_noise_of_floats():
    late = SimpleNamespace(score=97, late_submission_penalty=0.2 * 97)
    assert (penalty(late), total(late)) == (19.4, 77.6)


def test_a_day_late_costs_points_to_a_hundredth():
    late = LatePerDay(per_day=0.2)
    assert late.late_submission_penalty("ada", 97, 3600) == 19.4
    assert late.late_submission_penalty("ada", 33.337, 3600) == 6.67


def test_being_late_costs_whatever_a_person_graded_since(course):
    with (course.path / "nbgrader_config.py").open("a") as config:
        config.write('c.AssignLatePenalties.plugin_class = "autograder.late.LatePerDay"\n')
        config.write("c.LatePerDay.per_day = 0.2\n")
    due, late = datetime(2026, 3, 1), datetime(2026, 3, 1, 1)
    with Gradebook(f"sqlite:///{course.path}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment("lesson", duedate=due)
        gradebook.update_or_create_submission("lesson", "ada", timestamp=late)
    assert (table(course)["ada"]["late penalty"], table(course)["ada"]["total"]) == ("1.85", "7.4")
    run("gradescope", "lesson")
    results = json.loads((course.path / "gradescope" / "ada" / "results.json").read_text())
    assert (results["score"], results["output"]) == (7.4, "a note\nLate: 1.85 points less.")
    assert '"One, two",7.4,' in canvas(course)[1]


def test_gradescope_gets_what_the_student_may_read(course):
    assert run("gradescope", "lesson").exit_code == 0
    results = (course.path / "gradescope" / "ada" / "results.json").read_text()
    assert SECRET not in results and "424242" not in results
    results = json.loads(results)
    essay, right, fast = results["tests"]
    assert right["name"] == "The code: it is right"
    assert (right["score"], right["max_score"], right["status"]) == (6, 6, "passed")
    assert (fast["score"], fast["status"], fast["output"]) == (0, "failed", "took\n2 s")
    assert (essay["score"], essay["max_score"], essay["output"]) == (3.25, 5, "Why?")
    assert results["score"] == sum(test["score"] for test in results["tests"]) == 9.25
    assert results["output"] == "a note"
    assert {results["test_output_format"], results["test_name_format"]} == {"text"}
    assert not (course.path / "gradescope" / "cy").exists()


def test_gradescope_is_told_what_a_person_gave_beside_the_tests(course):
    run("gradescope", "lesson")
    results = json.loads((course.path / "gradescope" / "ben" / "results.json").read_text())
    assert [test["score"] for test in results["tests"]] == [0, 6, 0, 4]
    assert results["score"] == 10


CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,lesson (77),Quiz (78),Final Score\r\n"
    ",,,,,Manual Posting,,\r\n"
    '"    Points Possible",,,,,15.00,10.00,(read only)\r\n'
    '"=""=cmd()""",9001,s1,x@uni.invalid,"One, two",,"7",40\r\n'
    "Ben,9002,s2,BEN,One,1.00,EX,\r\n"
    'Cy,9003,s3,cy,"",3.00,N/A,\r\n'
    '"Student, Test",9009,,3f2a,One,,,\r\n'
)


def canvas(course, content=CANVAS, *arguments):
    (course.path / "from.csv").write_bytes(content.encode())
    done = run("canvas", "lesson", "--gradebook", "from.csv", *arguments)
    path = course.path / "canvas.csv"
    return done, path.read_bytes().decode() if path.exists() else None


def test_canvas_gets_the_marks_and_every_other_byte_back(course):
    done, filled = canvas(course)
    assert done.exit_code == 0
    expected = CANVAS.replace('"One, two",,', '"One, two",9.25,').replace("One,1.00,", "One,10,")
    assert filled == expected
    assert "2 marks in 'lesson (77)'" in done.output
    assert "handed in nothing, left as it was: Cy, Student, Test" in done.output


def test_filling_what_was_filled_changes_nothing(course):
    _, once = canvas(course)
    _, twice = canvas(course, once)
    assert twice == once
    before, after = (list(csv.reader(io.StringIO(text))) for text in (CANVAS, once))
    assert [[*row[:5], *row[6:]] for row in before] == [[*row[:5], *row[6:]] for row in after]


def test_an_assignment_canvas_does_not_have_is_added_where_that_is_asked_for(course):
    done, filled = canvas(course, CANVAS, "--column", "New, one")
    assert done.exit_code == 1 and filled is None
    assert str(done.exception) == (
        "Canvas has no column 'New, one', but 'lesson (77)', 'Quiz (78)': "
        "say which is meant with --column, or add it with --new"
    )
    _, filled = canvas(course, CANVAS, "--column", "New, one", "--new")
    table = list(csv.reader(io.StringIO(filled)))
    assert [row[8:] for row in table] == [["New, one"], [], ["15"], ["9.25"], ["10"], [], []]
    assert [row[:8] for row in table] == list(csv.reader(io.StringIO(CANVAS)))
    assert canvas(course, filled, "--column", "New, one")[1] == filled


def test_marks_are_scaled_to_the_points_canvas_gives(course):
    done, filled = canvas(course, CANVAS.replace(",", ";").replace("15.00", "100,00"))
    assert "times 6.66667" in done.output
    assert '"One; two";61.67;' in filled and "One;66.67;" in filled


def test_who_is_excused_in_canvas_stays_excused(course):
    done, filled = canvas(course, CANVAS.replace("One,1.00,", "One,EX,"))
    assert "One,EX," in filled
    assert "left as it was: ben" in done.output


@pytest.mark.parametrize("login", ["someone-else", "9001"])  # nobody's; and also ada's
def test_who_is_not_one_row_in_canvas_is_named_and_the_rest_is_written(course, login):
    with Gradebook(f"sqlite:///{course.path}/gradebook.db") as gradebook:
        gradebook.update_or_create_student("ben", lms_user_id="9001" if login == "9001" else None)
    done, filled = canvas(course, CANVAS.replace("BEN", login))
    assert done.exit_code == 1
    assert "not one row of their own in Canvas: " in done.output
    assert "One,1.00," in filled


@pytest.mark.parametrize("other", ["101", "9001", "s1"])
def test_two_students_in_one_row_of_canvas_are_named_and_neither_is_filled_in(course, other):
    with Gradebook(f"sqlite:///{course.path}/gradebook.db") as gradebook:
        gradebook.add_student(other, lms_user_id="9001")
        if other != "s1":  # who handed in nothing is in the way as well
            gradebook.add_submission("lesson", other)
    done, filled = canvas(course)
    assert done.exit_code == 1
    who = "ada" if other == "s1" else f"{other}, ada"
    assert f"not one row of their own in Canvas: {who}\n" in done.output
    assert filled == CANVAS.replace("One,1.00,", "One,10,")


@pytest.mark.parametrize(
    ("possible", "points"),
    [
        ('"1,000.00"', 1000),
        ('"1.000,00"', 1000),
        ("1000", 1000),
        ("1 000.00", 1000),
        ("1'000.00", 1000),
        ('"1,000,000"', 10**6),
        ('"12,5"', 12.5),
        ("12.5", 12.5),
        (" 30.00 ", 30),
        ("", 15),
        ("0.00", 15),
    ],
)
def test_points_possible_are_read_in_every_language(course, possible, points):
    _, filled = canvas(course, CANVAS.replace("15.00", possible))
    assert f"One,{points / 1.5:.2f}".rstrip("0").rstrip(".") in filled


@pytest.mark.parametrize(
    "possible", ['"1,000"', "1.000", "nan", "-15", "inf", "1e3", "15 points", "0x10", "-", "1,2,3"]
)
def test_points_possible_that_are_no_number_for_certain_are_refused(course, possible):
    done, filled = canvas(course, CANVAS.replace("15.00", f'"{possible}"'.replace('""', '"')))
    assert done.exit_code == 1 and "no number for certain: write them" in str(done.exception)
    assert filled is None


@pytest.mark.parametrize("column", ["ID", "Student", "Section", "SIS Login ID"])
def test_what_canvas_says_about_students_is_no_column_for_marks(course, column):
    done, filled = canvas(course, CANVAS, "--column", column)
    assert "has no marks in its column" in str(done.exception)
    assert filled is None


def test_a_gradebook_that_was_saved_in_another_encoding_is_refused_with_the_way_out(course):
    (course.path / "from.csv").write_bytes(CANVAS[1:].replace("Ben", "Bén").encode("cp1252"))
    done = run("canvas", "lesson", "--gradebook", "from.csv")
    assert "is not UTF-8" in str(done.exception) and "as Canvas exported it" in str(done.exception)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("a,b\n1,2\n", "is not a gradebook from Canvas"),
        (CANVAS.replace("Points Possible", "Points"), "no row Points Possible"),
        (CANVAS.replace('"7"', '"7'), "not CSV"),
        (CANVAS.replace("15.00", "(read only)"), "name another"),
        (CANVAS.replace("15.00", "15.00 (Read Only)"), "name another"),
        (CANVAS.replace("Quiz (78)", "lesson (78)"), "more than one column"),
    ],
)
def test_a_gradebook_that_cannot_be_filled_is_refused(course, content, why):
    done, filled = canvas(course, content)
    assert done.exit_code == 1 and why in str(done.exception)
    assert filled is None


@pytest.mark.parametrize("text", [CANVAS, CANVAS.rstrip(), CANVAS + "\n\n", CANVAS[:-2] + ","])
def test_a_gradebook_taken_apart_is_put_together_again(text):
    assert Sheet(text).text == text
