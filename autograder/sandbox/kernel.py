"""Runs a submission's notebook in a sandboxed kernel, for a person to read: it earns nothing."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import time
from asyncio import CancelledError
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from nbclient.exceptions import CellExecutionComplete, DeadKernelError
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from traitlets import Instance

from .confine import Sandbox


class SandboxedKernelManager(AsyncKernelManager):
    """Starts an ipykernel in the sandbox and speaks to it over unix sockets in a shared folder."""

    sandbox = Instance(Sandbox)
    folder = Instance(Path, help="A folder for the connection file and the sockets.")
    files = Instance(dict, help="What the kernel's working directory holds: name -> path.")

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.transport = "ipc"
        self.ip = str(self.folder / "channel")
        self.connection_file = str(self.folder / "kernel.json")

    @property
    def kernel_spec(self):
        # bwrap dies of the signal that interrupts a kernel by default, so it gets a message.
        return KernelSpec(language="python", interrupt_mode="message")

    def format_kernel_cmd(self, extra_arguments=None):
        limits = json.dumps(self.sandbox.rlimits())
        return [limits, "-f", self.connection_file, *(extra_arguments or [])]

    async def _async_launch_kernel(self, kernel_cmd, **kwargs):
        assert isinstance(self.provisioner, LocalProvisioner)  # Jupyter's default
        # What the kernel prints past its own channels is not for the instructor's terminal.
        self.watch = self.sandbox.start(
            "kernel_launcher.py",
            kernel_cmd,
            self.files,
            self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.provisioner.process = self.watch.process
        self.provisioner.pid = self.provisioner.pgid = self.watch.process.pid

    async def _async_cleanup_resources(self, restart=False):
        self.watch.stop()
        await super()._async_cleanup_resources(restart)

    cleanup_resources = _async_cleanup_resources


def run_notebook(content: bytes, sandbox: Sandbox, files: dict[str, Path], limits: dict) -> bytes:
    """Run a notebook's cells, confined, and to an end whatever they do.

    Args:
        content: the notebook.
        sandbox: where to run it.
        files: what its working directory holds.
        limits: the traits of SandboxedExecute.

    Returns:
        The notebook with the outputs of this run.
    """
    # nbclient drops the task that asks whether a kernel lives; what befell it is nobody's concern.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    nb = nbformat.reads(content.decode(), as_version=4)
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    # A kernel on its way out still removes files of its own while we remove their folder.
    with TemporaryDirectory(prefix="autograder-", ignore_cleanup_errors=True) as folder:
        run = _Run(sandbox, Path(folder), files, **limits)
        try:
            run.preprocess(nb, {"nbgrader": {}})
            ended = ""
        except DeadKernelError:
            reason = run.manager.watch.verdict or "it exited or crashed"
            ended = f"The Python process ended here: {reason}. No cell after this was run."
        except (Exception, CancelledError) as error:
            # Nothing a kernel sends, or does as it dies, may cost the student the record.
            run.log.warning("a notebook could not be run to its end: %s", error)
            ended = "The notebook could not be run to its end."
    for cell in nb.cells:
        count = cell.get("execution_count")  # the kernel's word, which may be anything
        if count is not None and not (type(count) is int and 0 <= count < 2**31):
            cell.execution_count = None
    if ended:
        _say(nb, ended)
    return nbformat.writes(nb).encode(errors="replace")


class _Run(Execute):
    """Runs one notebook as nbgrader does, but in the sandbox."""

    def __init__(self, sandbox, folder, files, notebook_seconds, output_kb):
        super().__init__(shutdown_kernel="immediate", timeout_func=self._remaining)
        self._sandbox, self._folder, self._files = sandbox, folder, files
        self._seconds, self._limit = notebook_seconds, output_kb * 1024
        self._deadline, self._room = time.monotonic() + notebook_seconds, self._limit

    def create_kernel_manager(self):
        self.km = self.manager = SandboxedKernelManager(
            sandbox=self._sandbox,
            folder=self._folder,
            files={**self._files, **_font_cache(self._sandbox)},
        )
        return self.km

    def _remaining(self, cell):
        return max(1, int(self._deadline - time.monotonic()))

    def preprocess_cell(self, cell, resources, index):
        if time.monotonic() < self._deadline:
            cell, resources = super().preprocess_cell(cell, resources, index)
            if cell.cell_type == "code":  # an exception's text comes past output(), with the reply
                cell.outputs = [
                    each for each in cell.outputs if len(json.dumps(each)) <= self._limit
                ]
            return cell, resources
        if cell.cell_type == "code":
            _append(cell, f"Not run: the notebook had used up its {self._seconds} s.")
        return cell, resources

    def process_message(self, msg, cell, cell_index):
        # The kernel is the student's: it may send what is no message, or one nbclient cannot bear.
        try:
            return super().process_message(msg, cell, cell_index)
        except CellExecutionComplete:
            raise
        except Exception as error:
            self.log.debug("dropped a message of the kernel: %r", error)
            return None

    def output(self, outs, msg, display_id, cell_index):
        size = len(json.dumps(msg["content"], default=str))
        if size > self._room:
            return None
        self._room -= size
        return super().output(outs, msg, display_id, cell_index)


def _font_cache(sandbox: Sandbox) -> dict[str, Path]:
    """matplotlib's list of fonts, where it looks for it: making it anew takes a second."""
    folder = sandbox.environment.font_cache
    names = os.listdir(folder) if folder.is_dir() else []
    return {f".cache/matplotlib/{name}": folder / name for name in names}


def _say(nb, text: str) -> None:
    """Put a sentence under the last cell that ran."""
    code = [cell for cell in nb.cells if cell.cell_type == "code"]
    ran = [cell for cell in code if cell.execution_count is not None or cell.outputs]
    if code:
        _append((ran or code[:1])[-1], text)


def _append(cell, text: str) -> None:
    cell.outputs.append(new_output("stream", name="stdout", text=f"[{text}]\n"))
