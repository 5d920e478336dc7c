"""A student's page as HTML: what it says of marks and reasons, in which order, and of whom."""

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.course.assignment import Exercise
from autograder.gradebook.graded import STAMP, explain
from autograder.plugins.causes import shared_causes, take_apart
from autograder.plugins.feedback import render
from autograder.plugins.marks import gather
from autograder.report import Report, TestResult

SCRIPT = "</style></script><script>document.title='ran'</script>"
IMAGE = "<img src=http://beacon.invalid/x onerror=document.title='ran'>"
SYNTAX = "SyntaxError: expected ':' (layers.py, line 68)\nnndl/layers.py, line 68: def f(x)"
HANG = "nndl.layers.forward did not return within"
SHAPE = "out should have shape (4, 3), but has (3, 4)\nThe last call: layers.forward(x)"
VALUES = "dx is wrong: off by up to 0.3\nThe last call: layers.backward(x)"
EXERCISES = [
    Exercise("The net", 5, ["net"], "`nndl/net.py`"),
    Exercise("Forward and backward", 15, ["forward", "backward"], "`nndl/layers.py`"),
    Exercise("What it shows", 10, ["findings"], "the last cell"),
]


def test_of(name, grade_id="forward", points=1, message="", remark=""):
    return TestResult(name, grade_id, points, not message, message, remark)


test_of.__test__ = False


def report_of(*tests, **more):
    return Report("ada", "toy", "graded", list(tests), 7, "bubblewrap", 1.0, **more)


def grade(name, points, auto, manual=None, waits=False):
    score = next((given for given in (manual, auto) if given is not None), 0)
    return SimpleNamespace(
        name=name, max_score=points, auto_score=auto, manual_score=manual, score=score,
        needs_manual_grade=waits,
    )  # fmt: skip


def row(*grades, comments=(), penalty=None, first="", last="", others=0):
    """What a gradebook has of a student's notebook."""
    notebooks = [None] * (1 + others)
    return SimpleNamespace(
        name="Toy",
        grades=grades,
        comments=[SimpleNamespace(name=name, comment=text) for name, text in comments],
        late_submission_penalty=penalty,
        student=SimpleNamespace(id="ada", first_name=first, last_name=last),
        notebook=SimpleNamespace(assignment=SimpleNamespace(notebooks=notebooks)),
    )


GRADES = (
    grade("backward", 5, 0),
    grade("forward", 10, 4),
    grade("net", 5, 5),
    grade("findings", 10, None, waits=True),
)
TESTS = (
    test_of("zero stays", "forward", 4),
    test_of("out is right", "forward", 6, SHAPE),
    test_of("dx is right", "backward", 5, VALUES),
    test_of("loss is right", "net", 5, remark="right beside a mistake in forward"),
)


def notebook(*cells, **stamp):
    return new_notebook(cells=list(cells), metadata={STAMP: stamp} if stamp else {})


def graded(name, kind=new_code_cell, solution=False, **more):
    about = {"grade_id": name, "grade": True, "solution": solution}
    return kind("source", metadata={"nbgrader": about}, **more)


def page_of(given=None, nb=None, report=None, body=""):
    marks = gather(given or row(*GRADES), nb or notebook(), EXERCISES, report)
    return BeautifulSoup(render(marks, "A toy", "nndl", body), "html.parser")


def text(element):
    return " ".join(element.get_text(" ").split())


def rows(page):
    return [text(each) for each in page.select(".exercises > li")]


def exercise(page, number):
    return page.select_one(f"#exercise-{number}")


def test_the_summary_comes_first_in_the_order_of_the_exercises_and_leads_down():
    page = page_of(row(*GRADES, first="Ada", last="L"), report=report_of(*TESTS))
    assert text(page.select_one("header")) == (
        "Feedback, nndl A toy Ada L ada 9 / 30 points "
        "10 points are not yet read by a person, and count 0 until they are."
    )
    assert rows(page) == [
        "The net 5 / 5",
        "Forward and backward 4 / 15 1 of 2 tests failed 1 of 1 tests failed",
        "What it shows not yet read of 10",
    ]
    for link, section in zip(page.select(".exercises a"), page.select(".exercise"), strict=True):
        assert link["href"] == f"#{section['id']}" and link.text == section.h2.text
    widths = [bar["style"] for bar in page.select(".exercises .bar > span")]
    assert widths == ["width: 100.0%", "width: 26.7%", "width: 0%"]


def test_a_student_without_a_name_is_called_by_their_id_once():
    assert text(page_of().select_one(".who > p")) == "ada"


def test_a_late_penalty_is_named_and_taken_off():
    header = text(page_of(row(*GRADES, penalty=2.5)).header)
    assert "6.5 / 30 points" in header and "Handed in late: 2.5 points are taken off" in header
    assert "late" not in text(page_of().header)


def test_failed_tests_come_first_and_passed_ones_are_folded():
    section = exercise(page_of(report=report_of(*TESTS)), 2)
    first, second = section.select("ul.tests > .test.failed")
    assert [text(mark) for mark in section.select(".test .mark")] == ["✗", "✓", "✗"]
    assert text(first.select_one(".name")) == "out is right"
    assert text(first.select_one(".message")) == "out: shape"
    assert text(first.select_one(".compare")) == "expected (4, 3) got (3, 4)"
    assert text(first.select_one(".call code")) == "layers.forward(x)"
    assert text(second.select_one(".message")) == "dx is wrong: off by up to 0.3"
    folded = section.select_one("details.tests")
    assert not folded.has_attr("open")
    assert text(folded.summary) == "✓ 1 test passed, 4 points"
    assert section.select("ul.tests")[0].sourceline < folded.sourceline
    remark = exercise(page_of(report=report_of(*TESTS)), 1).select_one(".remark")
    assert text(remark) == "right beside a mistake in forward"


def test_a_hint_stands_above_the_tests_and_its_name_in_the_summary():
    named = {"backward": [{"name": "sign", "hint": "Look at `dx`.", "edit": "dx = -dx"}]}
    page = page_of(report=report_of(*TESTS, diagnosis=named))
    assert rows(page)[1].endswith("1 of 2 tests failed sign")
    hint = exercise(page, 2).select_one(".hint")
    assert text(hint) == "What may be behind it: sign Look at dx ." and hint.code.text == "dx"
    assert "dx = -dx" not in str(page)


def test_prices_are_said_beside_what_the_tests_alone_give():
    page = page_of(report=report_of(*TESTS, prices={"forward": {"variance with N-1": 4.0}}))
    said = "tests alone give 4; one mistake, 'variance with N-1', costs 4 here: 6"
    assert said in rows(page)[1]
    assert text(exercise(page, 2).select_one(".reckoning")) == said
    assert not exercise(page, 1).select(".reckoning")


def test_what_nothing_known_explains_is_located():
    sentence = "dx is half of what it should be, everywhere"
    found = report_of(*TESTS, unexplained={"layers.backward": sentence, "layers.other": "x"})
    assert rows(page_of(report=found))[1].endswith(sentence)
    hints = exercise(page_of(report=found), 2).select(".hint")
    assert [text(hint) for hint in hints] == [f"Where it first departs {sentence}"]


def test_one_cause_in_several_exercises_is_told_once():
    tests = [
        test_of(f"{name} {number}", name, 1, SYNTAX)
        for name in ("net", "forward")
        for number in range(20)
    ]
    page = page_of(report=report_of(*tests))
    assert str(page).count("def f(x)") == 1
    (banner,) = page.select(".banner")
    assert "40 tests, worth 40 points, failed for this one reason." in text(banner)
    assert banner.sourceline < page.select_one(".exercises").sourceline
    assert "the cause above" in rows(page)[1]
    folded = exercise(page, 2).select_one("details.tests")
    assert (
        text(folded.summary) == "✗ 20 tests failed: SyntaxError: expected ':' (layers.py, line 68)"
    )
    assert len(folded.select(".test")) == 20
    assert not page.select("ul.tests > .failed")


def test_a_cause_in_one_exercise_is_told_there():
    tests = [
        test_of(f"t{number}", "net", 1, "nndl/net.py was not handed in") for number in range(3)
    ]
    page = page_of(row(grade("net", 5, 0)), report=report_of(*tests))
    assert not page.select(".banner")
    assert text(exercise(page, 1).select_one(".cause b")) == "nndl/net.py was not handed in"
    assert rows(page) == ["The net 0 / 5 nndl/net.py was not handed in"]


def test_of_a_cause_that_reaches_into_another_notebook_the_page_tells_its_own_part():
    tests = [
        test_of(f"{name} {number}", name, 1, SYNTAX)
        for name in ("net", "in another notebook")
        for number in range(3)
    ]
    page = page_of(row(grade("net", 5, 0), others=1), report=report_of(*tests))
    assert not page.select(".banner")
    assert rows(page) == ["The net 0 / 5 SyntaxError: expected ':' (layers.py, line 68)"]
    assert "3 tests, worth 3 points" in text(exercise(page, 1).select_one(".cause"))


def test_a_hang_is_one_cause_however_long_each_call_was_waited_for():
    waits = ["10 s", "0.5 s: it has not before, and is not waited for so long again", "0.5 s"]
    tests = [
        test_of(wait, "net", 1, f"{HANG} {wait}\nThe call: layers.forward({number})")
        for number, wait in enumerate(waits)
    ]
    (cause,) = shared_causes(tests)
    assert (cause.text, cause.hang, cause.tests) == (f"{HANG} 10 s", True, tests)
    assert "is not waited for so long again" in text(page_of(report=report_of(*tests)))


def test_two_alike_are_no_common_cause():
    assert shared_causes([test_of(f"t{n}", "net", 1, SYNTAX) for n in range(2)]) == []


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("x should be an array, but is None", ("x", "an array", "None")),
        ("feature 0 has mean 0.2, should be 0", ("feature 0: mean", "0", "0.2")),
        ("params should hold ['W1'], but holds []", ("params", "['W1']", "[]")),
        ("dx contains nan", ("dx contains nan", "", "")),
    ],
)
def test_a_message_is_taken_apart_where_it_tells_both(message, parts):
    said = take_apart(message)
    assert (said.text, said.expected, said.got, said.call) == (*parts, "")


def test_a_read_answer_shows_points_comment_and_answer():
    cell = graded("findings", new_markdown_cell, solution=True)
    given = row(
        grade("findings", 10, None, manual=7), comments=[("findings", "Right, **but** why?")]
    )
    page = page_of(given, notebook(cell))
    assert rows(page) == ["What it shows 7 / 10 Right, but why?"]
    section = exercise(page, 1)
    assert text(section.select_one(".score")) == "7 / 10"
    assert text(section.select_one(".comment")) == "Comment Right, but why?"
    assert text(section.select_one(".text_cell_render")) == "source"


def test_a_mark_that_a_person_replaced_says_so():
    section = exercise(page_of(row(grade("net", 5, 2, manual=4))), 1)
    assert "A person gave 4 points here, in place of 2." in text(section)


def test_without_a_report_the_page_has_what_grading_wrote_into_the_notebook():
    stored = explain(report_of(*TESTS), "forward", executed=True)
    page = page_of(nb=notebook(graded("forward", outputs=[stored])))
    assert rows(page)[1] == "Forward and backward 4 / 15"
    stored = exercise(page, 2).select_one(".stored")
    assert "4 of 10 points from the hidden tests" in text(stored) and stored.table


def test_a_grade_cell_of_no_exercise_has_a_row_of_its_own():
    page = page_of(row(grade("extra_task", 3, 1)))
    assert rows(page) == ["extra task 1 / 3"]


def test_notes_and_whether_the_notebook_was_run_are_said():
    page = page_of(report=report_of(notes=["big.py was left out"]))
    assert text(page.select_one(".notes li")) == "big.py was left out"
    assert "The notebook was not re-run" in text(page)
    assert "not re-run" not in text(page_of(nb=notebook(executed=True)))


def test_of_several_notebooks_the_page_says_which():
    assert text(page_of(row(*GRADES, others=1)).h1) == "A toy, Toy"


def test_what_others_wrote_is_text_wherever_it_stands():
    hostile = SCRIPT + IMAGE
    tests = [test_of(hostile, "net", 1, f"{hostile} {n}\nThe call: {hostile}") for n in range(2)]
    tests += [test_of(hostile, "forward", 1, hostile) for _ in range(3)]
    tests += [test_of(hostile, "forward", 1, remark=hostile)]
    tests += [test_of(hostile, "net", 1, f"x should be {hostile}, but is {hostile}")]
    named = {"net": [{"name": hostile, "hint": f"`{hostile}`"}]}
    report = report_of(*tests, diagnosis=named, notes=[hostile])
    cell = graded("findings", new_markdown_cell, solution=True)
    cell.source = hostile
    output = new_output("display_data", {"text/html": hostile}, metadata={STAMP: {}})
    given = row(*GRADES, first=hostile, last=hostile, comments=[("findings", hostile)])
    page = page_of(given, notebook(cell, graded("backward", outputs=[output])), report)
    assert page.find_all("script") == [] and not page.select("[src], [onerror]")
    assert len(page.find_all("style")) == 1
    assert SCRIPT in page.title.text and SCRIPT in page.select_one(".who").text


def test_a_page_fetches_and_runs_nothing():
    page = page_of(report=report_of(*TESTS))
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert "default-src 'none'" in policy and "script" not in policy
    assert not page.select("script, link, iframe, [src]")
