"""mend: what one notebook costs is bounded, and grows no faster than the notebook."""

import copy
import json
import sys

import pytest
from nbformat.v4 import new_code_cell, new_output

from autograder.intake.notebooks import MAX_CELLS, MAX_OUTPUTS, mend

CHECK, ANSWER, NOTE = "check", "answer", "note"
TEXT = {"cell_type": "markdown", "metadata": {}, "source": ""}
STREAM = {"output_type": "stream", "name": "stdout", "text": ""}


def code(*outputs):
    return {
        "cell_type": "code",
        "metadata": {},
        "source": "",
        "execution_count": None,
        "outputs": list(outputs),
    }


def named(name):
    return {**TEXT, "id": f"id-{name}", "metadata": {"nbgrader": {"grade_id": name}}}


# What a notebook of size n holds, of every kind that a step of mend treats in its own way.
SHAPES = {
    "cells with ids": lambda n: [{**TEXT, "id": f"id-{i}"} for i in range(n)],
    "cells without ids": lambda n: [TEXT] * n,
    "cells that share an id": lambda n: [{**TEXT, "id": "copy-1"}] * 8 * n,
    "ids that copies would get": lambda n: (
        [{**TEXT, "id": f"copy-{i}"} for i in range(8 * n)] + [{**TEXT, "id": "copy-0"}] * 8 * n
    ),
    "invented names": lambda n: [named(f"x{i}") for i in range(n)],
    "one name": lambda n: [named(ANSWER)] * n,
    "no cells": lambda n: [None, 1, "cell", [], {}] * (n // 4),
    "malformed cells": lambda n: [{**TEXT, "source": None}] * (n // 4),
    "outputs": lambda n: [code(*[STREAM] * n)],
    "malformed outputs": lambda n: [code(*[{"output_type": "evil"}] * (n // 4))],
    "lines": lambda n: [{**TEXT, "source": ["a\n"] * n}],
    "metadata": lambda n: [{**TEXT, "metadata": {f"k{i}": [i] for i in range(n)}}],
    "tags that differ": lambda n: [{**TEXT, "metadata": {"tags": [{"a": i} for i in range(n)]}}],
    "attachments": lambda n: [{**TEXT, "attachments": {f"a{i}": {} for i in range(n)}}],
}


def file_of(cells):
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()


def work(content, released):
    """How many of Python's instructions are executed to mend a notebook."""
    steps = 0

    def trace(frame, event, argument):
        nonlocal steps
        steps += 1
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        mend(content, released)
    finally:
        sys.settrace(before)
    return steps


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_more_of_a_notebook_is_no_more_work_than_there_was_of_the_same_before(shape, released):
    first, second, third = (work(file_of(shape(n)), released) for n in (60, 120, 180))
    assert third - second < 1.3 * max(second - first, 1000)


@pytest.mark.parametrize("name", [CHECK, ANSWER, NOTE])
def test_of_too_many_cells_those_are_kept_that_nbgrader_knows(name, submitted, mended, cell):
    counted = copy.deepcopy(cell(submitted, name))
    others = [each for each in submitted.cells if each.id != counted.id]
    submitted.cells = [*others, *[new_code_cell("x")] * MAX_CELLS, counted, counted]
    for number, each in enumerate(submitted.cells):
        submitted.cells[number] = {**each, "id": f"id-{number}"}
    result, notes = mended(submitted)
    assert cell(result, name).source == counted.source
    assert len(result.cells) == MAX_CELLS + 1
    assert notes == [f"the notebook is too long: 5 of its {MAX_CELLS + 6:,} cells were left out"]


def test_of_too_many_outputs_the_first_are_kept(submitted, mended):
    output = new_output("stream", text="1\n")
    submitted.cells[2].outputs = [output] * (MAX_OUTPUTS - 1)
    submitted.cells[3].outputs = [output] * 5
    result, notes = mended(submitted)
    assert [len(cell.get("outputs", [])) for cell in result.cells[2:4]] == [MAX_OUTPUTS - 1, 1]
    assert notes == ["the notebook has too many outputs: 4 of them were left out"]


@pytest.mark.parametrize("n", [2, 1500])
def test_notes_are_few_however_much_there_is_to_say(n, submitted, released, mended):
    content = json.loads(json.dumps(submitted))
    content["cells"] += [*(named(f"x{i}") for i in range(n)), *[None] * n, *[named(ANSWER)] * n]
    _, notes = mended(json.dumps(content).encode())
    assert f"cell x0 is not one of the assignment's, nor are {n - 1:,} others" in notes
    assert len(notes) < 6
