"""Stands where nbgrader would run the notebook: puts in what came of running it in the sandbox."""

from __future__ import annotations

from nbgrader.preprocessors import Execute
from traitlets import Integer


class SandboxedExecute(Execute):
    """Puts in place the outputs of the notebook as it ran in the sandbox.

    Its exporter's ClassRun has it run, on any core or machine.
    """

    notebook_seconds = Integer(600, help="Time for all cells of one notebook, s.").tag(config=True)
    output_kb = Integer(
        5000, help="How much output of one notebook is kept, KB; what comes after is dropped."
    ).tag(config=True)

    def preprocess(self, nb, resources, km=None):
        about = resources["nbgrader"]
        ran = self.parent.students.run_notebook(about["student"], about["notebook"], nb)
        if ran is None:
            return nb, resources
        for cell, after in zip(nb.cells, ran.cells, strict=True):
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = after.outputs, after.execution_count
        resources["nbgrader"]["executed"] = True
        return nb, resources

    def limits(self) -> dict[str, int]:
        """What bounds a notebook, by name."""
        return {"notebook_seconds": self.notebook_seconds, "output_kb": self.output_kb}
