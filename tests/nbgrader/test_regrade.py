"""Tests were mended: grading again shows who gains, and touches nothing a person has entered."""

import json
import subprocess
import sysconfig
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

TEST = "dw is right"


@pytest.fixture(scope="module")
def graded(make_classroom, reference, bank):
    """A class that was graded while a hidden test was wrong: it wanted three times the dw."""
    classroom = make_classroom()
    tests = classroom.root / "tests/hidden/toy/test_toy.py"
    good = tests.read_text()
    line = 'assert_close(dw, expected, "dw", terms=12)'
    assert good.count(line) == 1
    tests.write_text(good.replace(line, f"{line}\n    assert False, 'dw should be three times'"))
    for student in ("ada", "bob", "eve"):
        classroom.hand_in(student, reference)
    classroom.hand_in("carl", bank["weights forgotten in dx"].apply(reference))
    classroom.nbgrader("autograde", "toy", "--no-execute")
    tests.write_text(good)
    with Gradebook(classroom.db_url) as gradebook:
        grade = find(gradebook, "bob")
        grade.manual_score, grade.needs_manual_grade = 4, False
        comment = gradebook.find_comment("findings", classroom.notebook, "toy", "ada")
        comment.manual_comment = "Well put."
        gradebook.db.commit()
    classroom.hand_in("eve", {})
    return classroom


def find(gradebook, student):
    return gradebook.find_grade("scale_backward", "Toy", "toy", student)


def run(classroom, *arguments, ok=True):
    command = [Path(sysconfig.get_path("scripts")) / "autograder", *arguments]
    done = subprocess.run(command, cwd=classroom.root, capture_output=True, text=True, timeout=900)
    assert (done.returncode == 0) == ok, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout if ok else done.stderr


def everything(classroom):
    """All that grading has written: path -> content."""
    folders = (classroom.root / "autograded", classroom.root / "reports")
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {path: path.read_bytes() for path in [*paths, classroom.root / "gradebook.db"]}


def test_a_regrade_shows_who_gains_what_and_writes_only_when_told(graded):
    before = everything(graded)
    said = run(graded, "regrade", "toy")
    lines = said.splitlines()
    assert {f"{student}: +3 points" for student in ("ada", "carl")} <= set(lines)
    assert "bob: exercise 2 was graded by hand: look at it again" in lines
    assert "bob: +3 points" not in lines
    assert TEST in said
    assert "eve has handed in anew" in said
    assert "nothing was written" in said
    now = everything(graded)
    assert {path: now[path] for path in before} == before
    (saved,) = [path for path in now if path.name == "changes.json"]
    assert {(change["student"], change["test"]) for change in json.loads(saved.read_text())} == {
        (student, TEST) for student in ("ada", "bob", "carl")
    }

    said = run(graded, "regrade", "toy", "--apply")
    scores = {student: graded.scores(student)["scale_backward"] for student in ("ada", "bob")}
    assert scores == {"ada": 5, "bob": 5}
    with Gradebook(graded.db_url) as gradebook:
        grade = find(gradebook, "bob")
        assert (grade.score, grade.manual_score, grade.needs_manual_grade) == (4, 4, True)
        comment = gradebook.find_comment("findings", graded.notebook, "toy", "ada")
        assert comment.manual_comment == "Well put."
        assert find(gradebook, "eve").auto_score == 2
    backup = max(graded.root.glob("gradebook.db.*"))
    assert backup.name in said
    with Gradebook(f"sqlite:///{backup}") as gradebook:
        assert find(gradebook, "ada").auto_score == 2
    explained = graded.explanation("ada", "scale_backward")
    assert "5 of 5 points" in explained
    assert "should be three times" not in explained
    assert graded.report("ada")["score"] == 10
    assert graded.explanation("carl", "scale_backward").count("What may be behind it: ") == 1
    assert len(list(graded.root.glob("reports/toy/runs/*/ada.json"))) == 2

    assert "nobody gains or loses anything" in run(graded, "regrade", "toy", "--apply")
    with Gradebook(graded.db_url) as gradebook:
        assert find(gradebook, "bob").needs_manual_grade, "only a person has seen it"


def test_a_replay_shows_one_test_on_one_screen(graded):
    said = run(graded, "replay", "toy", "carl", "dx is right")
    assert len(said.splitlines()) < 24
    assert f"seed {graded.report('carl')['seed']}" in said
    assert "It failed, 2 points in Backward pass." in said
    assert "1. nndl.layers.scale_forward(float64 array (12, 5), float64 array (5,))" in said
    assert "2. nndl.layers.scale_backward(float64 array (12, 5), the " in said
    assert "dx is wrong: off by up to" in said
    assert "The worst entry, [" in said and "; the reference has " in said
    assert "  def test_dx_is_right(nndl, reference, problem):" in said
    assert '→     assert_close(dx, expected, "dx", terms=1)' in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["replay", "toy", "carl", "dx is wright"], ["no test 'dx is wright'", "'dx is right'"]),
        (["replay", "toy", "nobody", "dx is right"], ["'nobody' has not been graded"]),
    ],
)
def test_what_cannot_be_replayed_is_one_line(graded, arguments, words):
    said = run(graded, *arguments, ok=False)
    assert said.count("\n") == 1
    assert all(word in said for word in words)
