"""Mends a submitted notebook until nbgrader can record against it, whatever happened to it.

The notebook earns nothing but the written answers; the hidden tests grade the modules. So what is
damaged is replaced by the released notebook's, cell by cell, and every repair is said.
"""

from __future__ import annotations

import copy

import nbformat
from nbformat import NotebookNode

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
        nb = nbformat.reads(content.decode(), as_version=4)
        nb = nbformat.v4.upgrade(nb)
        if not isinstance(nb.cells, list):
            raise TypeError("cells is not a list")
    except Exception as error:  # any of json's, nbformat's and jsonschema's, or a RecursionError
        reason = clean(str(error) or type(error).__name__, 100)
        return copy.deepcopy(released), [f"the notebook cannot be read ({reason})"]
    notes = []
    nb.metadata = copy.deepcopy(released.metadata)  # kernel, language: nothing of it is theirs
    nb.cells = [cell for cell in nb.cells if _valid(cell, notes)]
    _restore_cells(nb, released, notes)
    _unique_ids(nb)
    return nb, notes


def _valid(cell, notes) -> bool:
    try:
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if _valid_output(output)]
        nbformat.v4.nbbase.validate(cell, f"{cell.cell_type}_cell")
    except Exception:
        notes.append("a malformed cell was left out")
        return False
    return True


def _valid_output(output) -> bool:
    try:
        nbformat.v4.nbbase.validate(output, "output")
    except Exception:
        return False
    return True


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
        cell.outputs, cell.execution_count = [], None


def _unique_ids(nb):
    """Cell ids name cells in the format; copies of a cell may share one."""
    seen = set()
    for index, cell in enumerate(nb.cells):
        if cell.id in seen:
            cell.id = f"copy-{index}"
        seen.add(cell.id)
