"""The released notebook in a real kernel: what a student edits in nndl/ is what its cells use."""

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError


@pytest.fixture
def run(released):
    """A function that runs one cell of the notebook, by id, and returns what it printed."""
    nb = nbformat.read(released / "Batch-Normalization.ipynb", as_version=4)
    client = NotebookClient(nb, timeout=900, resources={"metadata": {"path": str(released)}})

    def execute(name):
        index = next(i for i, cell in enumerate(nb.cells) if cell.id == name)
        client.execute_cell(nb.cells[index], index)
        outputs = nb.cells[index].outputs
        return "".join(out.get("text") or out.data["text/plain"] for out in outputs)

    with client.setup_kernel():
        yield execute


def test_an_edit_is_used_when_a_cell_is_run_again(run, released, reference):
    run("setup")
    with pytest.raises(CellExecutionError, match="batchnorm_forward is not implemented yet"):
        run("check-forward-train")
    assert "1 Forward pass while training, running statistics: not started" in run("self-check")

    (released / "nndl/layers.py").write_text(reference["nndl/layers.py"])
    assert run("check-forward-train").endswith("Exercise 1: all checks passed\n")
    assert "1 Forward pass while training, running statistics: passing" in run("self-check")
    with pytest.raises(CellExecutionError, match=r"Net\.__init__ is not implemented"):
        run("check-net")

    for path in ("nndl/layer_utils.py", "nndl/fc_net.py"):
        (released / path).write_text(reference[path])
    assert run("check-net").endswith("Exercise 4: all checks passed\n")


def test_every_exercise_has_folded_hints_before_its_check(released):
    nb = nbformat.read(released / "Batch-Normalization.ipynb", as_version=4)
    ids = [cell.id for cell in nb.cells]
    followers = ["check-forward-train", "check-forward-test", "check-backward", "check-net"]
    for number, follower in enumerate([*followers, "findings"], start=1):
        cell = nb.cells[ids.index(f"hints-{number}")]
        assert ids[ids.index(cell.id) + 1] == follower
        assert "nbgrader" not in cell.metadata
        # Without the blank line the text behind it is shown as it is written, mathematics and all.
        assert cell.source.count("</summary>\n\n") == cell.source.count("<details>") >= 3
