"""explain: what stands under a grade cell is bounded, and safe to show."""

import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output

from autograder.gradebook.graded import STAMP, explain, explain_all
from autograder.report import Report

META = {"grade": True, "solution": False, "grade_id": "check", "points": 5}


def report(notes):
    return Report("ada", "batchnorm", "graded", [], 7, "none", 1.0, notes=notes)


def test_remarks_are_few_and_without_control_characters():
    output = explain(report([f"note {n}\x1b[31m\u202e" for n in range(90)]), "check", True)
    for text in output.data.values():
        assert "note 19" in text and "note 20" not in text
        assert "… and 70 more remarks" in text
        assert not set("\x1b\u202e") & set(text)


def test_the_explanation_comes_first_and_takes_the_place_of_all_that_claim_to_be_one():
    forged = new_output("display_data", {"text/html": "5 of 5"}, metadata={STAMP: {"x": 1}})
    printed = new_output("stream", text="5 of 5")
    odd = nbformat.from_dict({"output_type": "display_data", "data": {}, "metadata": None})
    cell = new_code_cell("", metadata={"nbgrader": META})
    cell.outputs = [printed, forged, odd]
    nb = new_notebook(metadata={STAMP: {"executed": True}})
    nb.cells = [cell]
    for _ in range(2):
        explain_all(nb, report([]))
        assert "0 of 0 points" in nb.cells[0].outputs[0].data["text/plain"]
        assert nb.cells[0].outputs[1:] == [printed, odd]
