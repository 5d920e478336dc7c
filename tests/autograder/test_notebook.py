"""mend: nbgrader can record against the notebook, whatever a student did to its cells."""

import copy

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell

from autograder.gradebook.graded import grade_id

CHECK, ANSWER, NOTE = "check", "answer", "note"


def test_a_notebook_in_order_is_left_as_it_is(submitted, mended):
    assert mended(submitted) == (submitted, [])


def test_a_notebook_that_was_not_handed_in_is_the_released_one(released, mended):
    assert mended(None) == (released, ["the notebook was not handed in"])


def test_a_notebook_of_version_3_is_read(submitted, mended):
    result, _ = mended(nbformat.convert(submitted, 3))
    assert [each.source for each in result.cells[:3]] == ["# A lesson", "Read this.", "x = 1"]


@pytest.mark.parametrize("name", [CHECK, ANSWER, NOTE])
def test_a_missing_cell_comes_back(name, submitted, released, mended, cell):
    submitted.cells.remove(cell(submitted, name))
    result, notes = mended(submitted)
    assert cell(result, name) == cell(released, name)
    assert notes == [f"cell {name} was missing"]


def test_an_empty_notebook_gets_every_cell_that_counts(submitted, mended):
    submitted.cells = []
    _, notes = mended(submitted)
    assert notes == [f"cell {name} was missing" for name in (NOTE, CHECK, ANSWER)]


def test_cells_in_another_order_stay_so(submitted, mended):
    submitted.cells.reverse()
    result, notes = mended(submitted)
    assert (result.cells, notes) == (submitted.cells, [])


@pytest.mark.parametrize("name", [CHECK, ANSWER, NOTE])
def test_a_cell_that_stands_there_three_times_counts_once(name, submitted, released, mended, cell):
    copies = [copy.deepcopy(cell(submitted, name)) for _ in range(2)]
    submitted.cells += copies
    result, notes = mended(submitted)
    assert len(result.cells) == len(released.cells) + 2
    assert notes == [f"cell {name} stood there twice"]


@pytest.mark.parametrize("answers", [("", "Mine."), ("Mine.", ""), ("Mine.", "Another.")])
@pytest.mark.parametrize("blank", ["", "*Your answer here.*"])
def test_of_two_copies_of_an_answer_the_one_written_in_counts(
    answers, blank, submitted, mended, cell
):
    submitted.cells.append(copy.deepcopy(cell(submitted, ANSWER)))
    copies = [each for each in submitted.cells if grade_id(each) == ANSWER]
    for each, answer in zip(copies, answers, strict=True):
        each.source = answer or blank
    result, _ = mended(submitted)
    assert cell(result, ANSWER).source == "Mine."


def test_an_answer_split_in_two_loses_no_part(submitted, mended, cell):
    second = new_markdown_cell("The rest.")
    submitted.cells.append(second)
    result, notes = mended(submitted)
    assert cell(result, ANSWER).source == "Because."
    assert result.cells[-1].source == "The rest."
    assert notes == []


@pytest.mark.parametrize("name", [CHECK, ANSWER, NOTE])
@pytest.mark.parametrize("kind", ["code", "markdown", "raw"])
def test_a_cell_of_another_type_gets_its_own_back(name, kind, submitted, mended, cell):
    changed = cell(submitted, name)
    was, changed.cell_type = changed.cell_type, kind
    changed.pop("outputs", None)
    changed.pop("execution_count", None)
    if kind == "code":
        changed.outputs, changed.execution_count = [], 3
    else:
        changed.attachments = {"plot.png": {"image/png": "iVBO"}}
    result, notes = mended(submitted)
    assert cell(result, ANSWER).source == "Because."
    assert notes == ([f"cell {name} had become another type of cell"] if kind != was else [])


META = {
    "points": {"points": 1000},
    "no points": {"points": None},
    "not locked": {"locked": False},
    "not graded": {"grade": False},
    "a solution": {"solution": True},
    "a task": {"task": True},
    "another checksum": {"checksum": "0"},
    "another type": {"cell_type": "raw"},
    "an old schema": {"schema_version": 1},
    "a schema yet to come": {"schema_version": 99},
    "a schema of text": {"schema_version": "3"},
    "more": {"evil": [1]},
}


@pytest.mark.parametrize("change", META.values(), ids=META.keys())
def test_changed_metadata_are_put_back_and_said(change, submitted, mended, cell):
    changed = cell(submitted, CHECK)
    was = dict(changed.metadata.nbgrader)
    changed.metadata.nbgrader.update(change)
    assert dict(changed.metadata.nbgrader) != was
    _, notes = mended(submitted)
    assert notes == [f"the metadata of cell {CHECK} had been changed"]


@pytest.mark.parametrize("meta", [None, 1, "text", [], {}, {"grade_id": None}, {"grade_id": [1]}])
def test_metadata_that_name_no_cell_are_dropped(meta, submitted, mended):
    submitted.cells[2].metadata["nbgrader"] = meta
    result, _ = mended(submitted)
    assert "nbgrader" not in result.cells[2].metadata


@pytest.mark.parametrize("name", ["other", "", "a\x1b[31m\rb", "\ud800", "a" * 1000])
def test_a_cell_the_assignment_does_not_have_becomes_an_ordinary_one(name, submitted, mended, cell):
    extra = copy.deepcopy(cell(submitted, CHECK))
    extra.metadata.nbgrader.grade_id = name
    submitted.cells.append(extra)
    result, notes = mended(submitted)
    assert "nbgrader" not in result.cells[-1].metadata
    assert len(notes) == 1
    assert notes[0].endswith("is not one of the assignment's")


@pytest.mark.parametrize("name", [CHECK, NOTE])
def test_a_locked_cell_gets_its_text_back(name, submitted, mended, cell):
    cell(submitted, name).source = "assert True"
    _, notes = mended(submitted)
    assert notes == [f"cell {name} had been changed"]
