"""What a mistake costs reaches the gradebook, the notebook and a regrade, and can be changed."""

import html
import json
import subprocess
import sysconfig
from pathlib import Path

import pytest

FORGOTTEN = "weights forgotten in dx"
PRICED = """
from dataclasses import replace

BANK[1] = replace(BANK[1], price={{{cell!r}: {points}}})
"""
CELL = "scale_backward"


@pytest.fixture(scope="module")
def graded(make_classroom, reference, bank):
    """A class in which bo made a mistake that costs half a point, and two by its tests."""
    classroom = make_classroom()
    classroom.bank = classroom.root / "tests/hidden/toy/misconceptions.py"
    classroom.unpriced = classroom.bank.read_text()
    classroom.bank.write_text(classroom.unpriced + PRICED.format(cell=CELL, points=0.5))
    classroom.hand_in("ada", reference)
    classroom.hand_in("bo", bank[FORGOTTEN].apply(reference))
    classroom.nbgrader("autograde", "toy", "--no-execute")
    return classroom


def run(classroom, *arguments, ok=True):
    command = [Path(sysconfig.get_path("scripts")) / "autograder", *arguments]
    done = subprocess.run(command, cwd=classroom.root, capture_output=True, text=True, timeout=900)
    assert (done.returncode == 0) == ok, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout if ok else done.stderr


def test_both_figures_and_why_stand_wherever_the_mark_does(graded):
    said = f"tests alone give 3; one mistake, '{FORGOTTEN}', costs 0.5 here: 4.5"
    assert (graded.scores("ada")[CELL], graded.scores("bo")[CELL]) == (5, 4.5)
    assert graded.report("bo")["grades"][CELL] == {"score": 4.5, "tests": 3, "max_score": 5}
    assert f"4.5 of 5 points from the hidden tests: {said}" in graded.explanation("bo", CELL)
    assert f"Backward pass: {said}" in run(graded, "replay", "toy", "bo", "dx is right")
    folder = graded.root / "submitted/bo/toy"
    assert f"{CELL}: {said}" in run(graded, "grade", "toy", folder)
    run(graded, "report", "toy")
    page = html.unescape((graded.root / "reports/toy/report.html").read_text())
    assert "<div>0.5 in Backward pass</div>" in page
    assert f"Backward pass: {said}" in page and "4.5<small>tests 3</small>" in page


def test_a_regrade_finds_nothing_until_a_price_is_changed_and_then_shows_the_change(graded):
    assert "nobody gains or loses anything" in run(graded, "regrade", "toy")
    graded.bank.write_text(graded.unpriced + PRICED.format(cell=CELL, points=1))
    assert "bo: -0.5 points" in run(graded, "regrade", "toy", "--apply")
    (path,) = [
        path
        for path in graded.root.glob("reports/toy/runs/*/changes.json")
        if path.stat().st_size > 4
    ]
    (change,) = json.loads(path.read_text())
    assert (change["grade_id"], change["test"]) == (CELL, "prices of known mistakes")
    assert (change["before"], change["after"]) == (1.5, 1)
    assert graded.scores("bo")[CELL] == 4
    assert "costs 1 here: 4" in graded.explanation("bo", CELL)


@pytest.mark.parametrize(
    ("cell", "points", "said"),
    [
        ("net", 1, f"'{FORGOTTEN}': it has a price in net, which is not among its costs"),
        (CELL, -1, f"'{FORGOTTEN}': its price in {CELL} is -1: it must be 0 or more"),
    ],
)
def test_a_price_that_cannot_be_is_refused_before_anything_is_graded(graded, cell, points, said):
    graded.bank.write_text(graded.unpriced + PRICED.format(cell=cell, points=points))
    assert said in run(graded, "validate", "toy", ok=False)
    assert said in graded.nbgrader("autograde", "toy", "--no-execute", "--force", ok=False)
