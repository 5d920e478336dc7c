"""mend: nbgrader can record against the notebook, however damaged its file; answers are kept."""

import json

import pytest

CHECK, ANSWER, NOTE = "check", "answer", "note"

UNREADABLE = {
    "nothing": b"",
    "no JSON": b"{'cells': [",
    "half a notebook": b'{"cells": [{"cell_type": "code", "sou',
    "not utf-8": b"\xff\xfe",
    "binary": bytes(range(256)),
    "a list": b"[]",
    "null": b"null",
    "a number": b"1",
    "an empty object": b"{}",
    "no cells": b'{"metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
    "cells that are no list": (
        b'{"cells": {"a": 1}, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    ),
    "cells that are null": b'{"cells": null, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
    "a version yet to come": b'{"cells": [], "metadata": {}, "nbformat": 9, "nbformat_minor": 0}',
    "a version that is text": b'{"cells": [], "metadata": {}, "nbformat": "4"}',
    "lists in each other": b"[" * 100_000,
    "a notebook in lists": b'{"cells": ' + b"[" * 5000 + b"]" * 5000 + b', "nbformat": 4}',
    "a terminal's escapes": b"\x1b[31m\r{}",
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_is_no_notebook_is_replaced_by_the_released_one(content, released, mended):
    result, notes = mended(content)
    assert result == released
    assert len(notes) == 1
    assert notes[0].startswith("the notebook cannot be read (")


ODD = {
    "more at the top": {"evil": {"a": 1}, "worksheets": []},
    "metadata of another kind": {"metadata": []},
    "metadata that are null": {"metadata": None},
    "no metadata": {"metadata": {}},
    "a foreign kernel": {"metadata": {"kernelspec": {"name": "bash", "argv": ["sh"]}}},
    "an older minor version": {"nbformat_minor": 0},
    "a newer minor version": {"nbformat_minor": 99},
    "a negative minor version": {"nbformat_minor": -1},
    "a minor version that is text": {"nbformat_minor": "5"},
    "a minor version that is null": {"nbformat_minor": None},
}


@pytest.mark.parametrize("change", ODD.values(), ids=ODD.keys())
def test_what_stands_around_the_cells_is_put_right(change, submitted, mended, cell):
    submitted.update(change)
    result, _ = mended(submitted)
    assert cell(result, ANSWER).source == "Because."


MALFORMED = {
    "text": "a cell",
    "null": None,
    "a list": [1],
    "an empty object": {},
    "no source": {"source": None},
    "a source of numbers": {"source": [1, 2]},
    "an unknown type": {"cell_type": "heading"},
    "a type that is null": {"cell_type": None},
    "metadata that are a list": {"metadata": []},
    "metadata that are null": {"metadata": None},
    "no outputs": {"outputs": None},
    "outputs that are text": {"outputs": "text"},
    "an execution count of text": {"execution_count": "1"},
    "an id of number": {"id": 1},
    "an id that is null": {"id": None},
    "an empty id": {"id": ""},
    "an id of other characters": {"id": "a b\x1b"},
    "an id too long": {"id": "a" * 65},
    "attachments": {"attachments": {"a": 1}},
    "more": {"evil": 1},
}


@pytest.mark.parametrize("change", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_cell_costs_no_other_cell(change, submitted, mended, cell):
    nb = json.loads(json.dumps(submitted))
    nb["cells"][2] = {**nb["cells"][2], **change} if change and type(change) is dict else change
    result, notes = mended(nb)
    assert cell(result, ANSWER).source == "Because."
    assert result.cells[0].source == "# A lesson"
    assert not [note for note in notes if note != "a malformed cell was left out"]


@pytest.mark.parametrize("name", [CHECK, ANSWER, NOTE])
def test_a_malformed_cell_that_counts_comes_back(name, submitted, released, mended, cell):
    cell(submitted, name).source = None
    result, notes = mended(submitted)
    assert cell(result, name) == cell(released, name)
    assert notes == ["a malformed cell was left out", f"cell {name} was missing"]


def test_cells_without_ids_are_given_some(submitted, mended, cell):
    for each in submitted.cells:
        del each["id"]
    result, _ = mended(submitted)
    assert cell(result, ANSWER).source == "Because."


def test_cells_that_share_an_id_are_told_apart(submitted, released, mended, cell):
    for each in submitted.cells:
        each.id = "copy-1"
    result, _ = mended(submitted)
    assert len({each.id for each in result.cells}) == len(released.cells)
    assert cell(result, ANSWER).source == "Because."


@pytest.mark.parametrize(
    "output",
    [
        "text",
        None,
        {},
        {"output_type": "stream"},
        {"output_type": "display_data", "data": {"image/png": 1}, "metadata": {}},
        {"output_type": "execute_result", "data": {}, "metadata": {}},
        {"output_type": "error", "ename": 1, "evalue": "", "traceback": []},
        {"output_type": "evil", "data": {}, "metadata": {}},
    ],
    ids=str,
)
def test_a_malformed_output_costs_no_other_output(output, submitted, mended):
    nb = json.loads(json.dumps(submitted))
    nb["cells"][2]["outputs"].insert(0, output)
    result, _ = mended(nb)
    assert result.cells[2].outputs == submitted.cells[2].outputs


@pytest.mark.parametrize("depth", [100, 300, 500, 900, 3000])
@pytest.mark.parametrize("where", ["cell metadata", "output", "source"])
def test_values_deep_in_each_other_break_nothing(depth, where, submitted, mended):
    text = json.dumps(submitted)
    nested = "[" * depth + "]" * depth
    match where:
        case "cell metadata":
            text = text.replace('"metadata": {}', f'"metadata": {{"deep": {nested}}}', 1)
        case "output":
            data = f'"data": {{"application/json": {nested}}}, "metadata": {{}}'
            text = text.replace(
                '"outputs": [', f'"outputs": [{{"output_type": "display_data", {data}}}, ', 1
            )
        case "source":
            text = text.replace('"source": "x = 1"', f'"source": {nested}')
    assert nested in text
    mended(text.encode())


@pytest.mark.parametrize("source", ["\ud800", "a\udcffb", "\0", "\x1b[31m"], ids=ascii)
@pytest.mark.parametrize("name", [ANSWER, None])
def test_characters_that_no_file_can_hold_break_nothing(source, name, submitted, mended, cell):
    target = cell(submitted, ANSWER) if name else submitted.cells[2]
    target.source = source
    _, notes = mended(submitted)
    assert notes == []


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999", "9" * 5000])
def test_numbers_json_does_not_have_break_nothing(number, submitted, mended):
    text = json.dumps(submitted)
    mended(text.replace('"metadata": {}', f'"metadata": {{"n": {number}}}', 1).encode())
