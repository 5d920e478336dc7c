"""The released notebook in a real kernel: what a student edits in nndl/ is what its cells use."""

import re

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from autograder.grading.task import Task, evaluate


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
    assert run("check-forward-train").startswith("Exercise 1: all checks passed\n")
    assert "1 Forward pass while training, running statistics: passing" in run("self-check")
    with pytest.raises(CellExecutionError, match=r"Net\.__init__ is not implemented"):
        run("check-net")

    for path in ("nndl/layer_utils.py", "nndl/fc_net.py"):
        (released / path).write_text(reference[path])
    assert run("check-net").startswith("Exercise 4: all checks passed\n")


def test_a_check_that_fails_says_so_without_a_traceback(run, released, reference):
    run("setup")
    wrong = reference["nndl/layers.py"].replace("np.mean(centred**2, axis=0)", "x.var(axis=1)")
    (released / "nndl/layers.py").write_text(wrong)
    with pytest.raises(CellExecutionError) as failed:
        run("check-forward-train")
    below_the_cell = str(failed.value).rpartition("------------------\n")[2]
    shown = re.sub(r"\x1b\[[\d;]*m", "", below_the_cell).split("\n\n")[1].splitlines()
    assert shown[0] == "Exercise 1: failing"
    assert "nndl/layers.py, line" in "".join(shown[1:])
    assert len(shown) < 5, shown


def test_run_again_by_a_grader_it_shows_what_the_released_checks_say(
    released, grader, submission, reference
):
    nb = nbformat.read(released / "Batch-Normalization.ipynb", as_version=4)
    shown = ("setup", "check-forward-train", "check-forward-test", "self-check")
    nb.cells = [cell for cell in nb.cells if cell.id in shown]
    wrong = reference["nndl/layers.py"].replace("np.sqrt(var + eps)", "np.sqrt(var) + eps")
    forged = {"conftest.py": "", "tests/test_batchnorm.py": "class TestExercise1: pass"}
    folder = submission({**reference, "nndl/layers.py": wrong, **forged})
    task = Task.of_folder(folder, grader)._replace(
        notebook=nbformat.writes(nb).encode(),
        kernel_limits={"notebook_seconds": 300, "output_kb": 500},
    )
    ran = nbformat.reads(evaluate(task.encode()).decode(), as_version=4)
    _, wrong, right, table = (str(cell.outputs) for cell in ran.cells)
    assert "Exercise 1: failing" in wrong and "(8 of 9 checks pass)" in wrong
    assert "Exercise 2: all checks passed" in right
    assert "2 Forward pass when testing: passing: 5 of 5" in table


def test_the_graph_can_be_filled_in_node_by_node(run, released):
    run("setup")
    lines = run("backward-nodes").splitlines()
    assert all(": right, relative error" in line for line in lines[:-1]) and len(lines) == 5
    assert lines[-1] == "node 6  dsigma: not written yet"
