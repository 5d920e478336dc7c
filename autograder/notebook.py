"""Mends a submitted notebook until nbgrader can record against it, whatever happened to it.

The notebook earns nothing but the written answers; the hidden tests grade the modules. So what is
damaged is replaced by the released notebook's, cell by cell, and every repair is said.
"""

from __future__ import annotations

import copy
import json
from itertools import count

import nbformat
from nbformat import NotebookNode, validate

from .text import clean


def mend(content: bytes | None, released: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """A notebook with every cell nbgrader knows exactly once, and what had to be done for it.

    Args:
        content: the submitted file; None if there is none.
        released: the notebook as students received it.

    Returns:
        The notebook, valid in the newest format, and a sentence for each repair.
    """
    if content is None:
        return copy.deepcopy(released), ["the notebook was not handed in"]
    try:
        cells = _read(content)
    except Exception as error:  # any of json's, nbformat's and jsonschema's, or a RecursionError
        reason = clean(str(error) or type(error).__name__, 100)
        return copy.deepcopy(released), [f"the notebook cannot be read ({reason})"]
    kept = _read_cells(cells)
    notes = ["a malformed cell was left out"] * (len(cells) - len(kept))
    # Kernel and language are the released notebook's: nothing around the cells is the student's.
    nb = nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "cells": kept})
    nb.metadata = copy.deepcopy(released.metadata)
    _restore_cells(nb, released, notes)
    _unique_ids(nb)
    return nb, notes


def _read(content: bytes) -> list:
    """The cells of a notebook's file, in the current format but otherwise as they stand there."""
    text = content.decode(json.detect_encoding(content))  # editors save UTF-16, or put a mark first
    nb = json.loads(text)
    _refuse_depth(nb, 200)  # how deep json itself goes depends on the version of Python
    if nb["nbformat"] != 4:
        nb = nbformat.reads(text, as_version=4)
    if not isinstance(nb["cells"], list):
        raise TypeError("cells is not a list")
    # A lone surrogate can be written in JSON, but not in a file.
    return json.loads(json.dumps(nb["cells"], ensure_ascii=False).encode(errors="replace"))


def _read_cells(cells: list) -> list[NotebookNode]:
    """The cells that can be read, as _read_cell reads them."""
    try:
        if len({cell["id"] for cell in cells}) == len(cells):
            for cell in cells:
                _refuse_depth(cell)
            return _in_notebook(cells)  # one check of all, where nothing is damaged
    except Exception:  # as below
        pass
    return [cell for cell in map(_read_cell, cells) if cell is not None]


def _read_cell(cell) -> NotebookNode | None:
    """A cell as nbformat represents it, without malformed outputs; None if it is malformed."""
    try:
        _refuse_depth(cell)
        cell = {**cell, "id": cell.get("id") or "no-id"}
        if cell["cell_type"] == "code":
            cell["outputs"] = [out for out in map(_read_output, cell["outputs"]) if out]
        return _in_notebook([cell])[0]
    except Exception:  # whatever json, nbformat and jsonschema raise at what is no cell
        return None


def _read_output(output) -> dict | None:
    try:
        _in_notebook(
            [
                {
                    "cell_type": "code",
                    "id": "output",
                    "metadata": {},
                    "source": "",
                    "execution_count": None,
                    "outputs": [output],
                }
            ]
        )
    except Exception:  # as above
        return None
    return output


def _in_notebook(cells: list[dict]) -> list[NotebookNode]:
    """Cells, proved to be valid parts of a notebook."""
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    nb = nbformat.reads(json.dumps(whole), as_version=4)
    validate(nb)
    return nb.cells


def _refuse_depth(value, left=50):
    """Raise unless it is nested so little that any program can go through it."""
    if left == 0:
        raise ValueError("nested too deeply")
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in items:
        _refuse_depth(item, left - 1)


def _restore_cells(nb, released, notes):
    """Give every cell nbgrader knows its metadata, and locked ones their text, exactly once."""
    known = {grade_id(cell): cell for cell in released.cells if grade_id(cell)}
    found = {}
    for cell in nb.cells:
        name = grade_id(cell)
        if name is None:
            cell.metadata.pop("nbgrader", None)
        elif name not in known:
            del cell.metadata["nbgrader"]
            notes.append(f"cell {clean(name, 50)} is not one of the assignment's")
        elif name in found:
            # Of two copies of a written answer, the one that was written in counts.
            kept = found[name]
            loser, winner = (kept, cell) if _blank(kept, known[name]) else (cell, kept)
            del loser.metadata["nbgrader"]
            found[name] = winner
            notes.append(f"cell {name} stood there twice")
        else:
            found[name] = cell
    for name, original in known.items():
        if name not in found:
            nb.cells.append(copy.deepcopy(original))
            notes.append(f"cell {name} was missing")
            continue
        cell, metadata = found[name], original.metadata
        if cell.cell_type != original.cell_type:
            _retype(cell, original)
            notes.append(f"cell {name} had become another type of cell")
        if metadata["nbgrader"] != cell.metadata["nbgrader"]:
            cell.metadata["nbgrader"] = copy.deepcopy(metadata["nbgrader"])
            notes.append(f"the metadata of cell {name} had been changed")
        if metadata["nbgrader"]["locked"] and cell.source != original.source:
            cell.source = original.source
            notes.append(f"cell {name} had been changed")


def added_cells(nb: NotebookNode, released: NotebookNode) -> list[NotebookNode]:
    """What a student wrote outside the cells for it: where an answer may stand, too.

    Args:
        nb: a notebook that mend gave.
        released: the notebook as students received it.

    Returns:
        Cells with text that the released notebook does not have; code that was changed in place is
        no answer.
    """
    texts = {cell.source.strip() for cell in released.cells} | {""}
    code = {cell.id for cell in released.cells if cell.cell_type == "code"}
    return [
        cell
        for cell in nb.cells
        if grade_id(cell) is None
        and (cell.source.strip() not in texts or cell.get("attachments"))
        and not (cell.cell_type == "code" and cell.id in code)
    ]


def grade_id(cell: NotebookNode) -> str | None:
    """The name nbgrader knows a cell by; None if it does not."""
    metadata = cell.metadata.get("nbgrader")
    name = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return name if isinstance(name, str) else None


def _blank(cell, original) -> bool:
    return cell.source.strip() in ("", original.source.strip())


def _retype(cell, original):
    cell.cell_type = original.cell_type
    cell.pop("outputs", None)
    cell.pop("execution_count", None)
    if original.cell_type == "code":
        cell.pop("attachments", None)
        cell.outputs, cell.execution_count = [], None


def _unique_ids(nb):
    """Cell ids name cells in the format; copies of a cell may share one."""
    taken = {cell.id for cell in nb.cells}
    seen = set()
    for cell in nb.cells:
        if cell.id in seen:
            cell.id = next(name for name in map("copy-{}".format, count()) if name not in taken)
            taken.add(cell.id)
        seen.add(cell.id)
