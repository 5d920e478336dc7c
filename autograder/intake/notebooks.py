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

from ..gradebook.graded import grade_id
from ..text import clean

MAX_CELLS = 2_000
MAX_OUTPUTS = 1_000  # of all cells together
MAX_TAGS = 500  # characters, of one cell


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
    notes: list[str] = []
    cells = _bounded(cells, released, notes)
    kept = _read_cells(cells)
    if malformed := len(cells) - len(kept):
        several = f"{malformed:,} malformed cells were"
        notes.append(f"{'a malformed cell was' if malformed == 1 else several} left out")
    # Kernel and language are the released notebook's: nothing around the cells is the student's.
    nb = nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "cells": kept})
    nb.metadata = copy.deepcopy(released.metadata)
    _restore_cells(nb, released, notes)
    _unique_ids(nb)
    return nb, list(dict.fromkeys(notes))  # a cell that stood there a thousand times is one repair


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


def _bounded(cells: list, released: NotebookNode, notes: list[str]) -> list:
    """As many cells and outputs as any honest notebook has; cells that nbgrader knows are kept."""
    kept = cells[:MAX_CELLS]
    names = [_claimed_name(cell) for cell in kept]
    missing = [name for name in map(grade_id, released.cells) if name and name not in names]
    for cell in cells[MAX_CELLS:]:
        if (name := _claimed_name(cell)) in missing:
            missing.remove(name)
            kept.append(cell)
    if len(kept) < len(cells):
        left_out = f"{len(cells) - len(kept):,} of its {len(cells):,} cells"
        notes.append(f"the notebook is too long: {left_out} were left out")
    room, dropped = MAX_OUTPUTS, 0
    for cell in filter(lambda cell: isinstance(cell, dict), kept):
        metadata = cell.get("metadata")
        if isinstance(metadata, dict) and len(str(metadata.get("tags", ""))) > MAX_TAGS:
            del metadata["tags"]  # jsonschema compares each with each
        if isinstance(outputs := cell.get("outputs"), list):
            cell["outputs"] = outputs[:room]
            room -= len(cell["outputs"])
            dropped += len(outputs) - len(cell["outputs"])
    if dropped:
        notes.append(f"the notebook has too many outputs: {dropped:,} of them were left out")
    return kept


def _claimed_name(cell):
    """The name a cell bears, if it is one; whatever stands in its place, else."""
    try:
        return cell["metadata"]["nbgrader"]["grade_id"]
    except (KeyError, TypeError, IndexError):
        return None


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
    found: dict[str, NotebookNode] = {}
    unknown = []
    for cell in nb.cells:
        name = grade_id(cell)
        if name is None:
            cell.metadata.pop("nbgrader", None)
        elif name not in known:
            del cell.metadata["nbgrader"]
            unknown.append(clean(name, 50))
        elif name in found:
            # Of two copies of a written answer, the one that was written in counts.
            kept = found[name]
            loser, winner = (kept, cell) if _blank(kept, known[name]) else (cell, kept)
            del loser.metadata["nbgrader"]
            found[name] = winner
            notes.append(f"cell {name} stood there twice")
        else:
            found[name] = cell
    if unknown:
        more = f", nor are {len(unknown) - 1:,} others" if len(unknown) > 1 else ""
        notes.append(f"cell {unknown[0]} is not one of the assignment's{more}")
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
    free = (name for name in map("copy-{}".format, count()) if name not in taken)
    seen = set()
    for cell in nb.cells:
        if cell.id in seen:
            cell.id = next(free)
        seen.add(cell.id)
