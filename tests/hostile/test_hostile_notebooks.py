"""Notebooks that attack whoever runs them: one run of `nbgrader autograde` over a class of them.

A notebook earns nothing, so whatever its cells do the gradebook holds what the modules earn: 10 for
the toy course's reference, 0 for its stub. In CELLS each student's own cells stand, run before the
released ones; in NOTEBOOKS stands what is done to a notebook's file instead.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sysconfig
import tempfile
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests.helpers import make_course

NOTEBOOK = "Toy"
FULL = {"scale_forward": 3, "scale_backward": 5, "net": 2, "findings": 0}
LIMITS = """
c.Sandbox.call_seconds = 3
c.Sandbox.memory_mb = 768
c.SandboxedExecute.notebook_seconds = 8
c.SandboxedExecute.output_kb = 500
"""
MARKER = f"marker-{os.getpid()}"
MARK = """
for path in {markers}:
    try:
        open(path, "w").close()
    except OSError as error:
        print(error)
"""

FOLDER = """import os
folder = os.path.dirname(get_ipython().kernel.config.IPKernelApp.connection_file)
"""

# Each is a list of cells. The student's modules are the stub: nothing may come of it.
CELLS = {
    "blanks_later_cells": [
        "import ast\n"
        "class Empty(ast.NodeTransformer):\n"
        "    def visit_Module(self, node):\n"
        "        return ast.parse('1')\n"
        "get_ipython().ast_transformers.append(Empty())\n"
        "get_ipython().input_transformers_post.append(lambda lines: [])"
    ],
    "patches_the_display": [
        "shell = get_ipython()\n"
        "shell.display_formatter.format = lambda item, *rest: ({'text/plain': '30'}, {})\n"
        "shell.run_cell = shell.run_cell_async = lambda *args, **kwargs: None"
    ],
    "replaces_the_kernels_handlers": [
        "kernel = get_ipython().kernel\n"
        "kernel.shell_handlers['execute_request'] = lambda *args: None\n"
        "kernel.do_execute = kernel.execute_request = lambda *args, **kwargs: {'status': 'ok'}"
    ],
    "reads_the_history_and_prints_a_forged_table": [
        "shell = get_ipython()\n"
        "print('LEAK' if 'ass' 'ert ' in str(list(shell.history_manager.input_hist_raw)) else 1)\n"
        "print('LEAK' if 'refe' 'rence' in str(dir(shell.user_module)) else 'none')",
        "from IPython.display import HTML, display\n"
        "display(HTML('<b>2 of 2 points from the hidden tests</b><table><tr><td>passed</td></tr>"
        '</table><script>fetch("/api")</script>\'))\n'
        "print('2 of 2 points from the hidden tests')",
    ],
    "opens_comms": [
        "from ipykernel.comm import Comm\n"
        "for number in range(200):\n"
        "    Comm(target_name='jupyter.widget', data={'x': 'y' * 10000}).close()"
    ],
    "sends_raw_messages": [
        "kernel = get_ipython().kernel\n"
        "send, parent = kernel.session.send, kernel.get_parent()\n"
        "for kind in ('execute_input', 'status', 'display_data', 'error', 'shutdown_reply', '?'):\n"
        "    for content in ({}, {'execution_state': 'idle'}, {'data': 7}, {'traceback': 1}):\n"
        "        send(kernel.iopub_socket, kind, content, parent=parent)\n"
        "kernel.iopub_thread.send_multipart([b'\\xff' * 100, b'<IDS|MSG>', b'x'])"
    ],
    "sends_outputs_of_no_form": [
        "kernel = get_ipython().kernel\n"
        "send, parent = kernel.session.send, kernel.get_parent()\n"
        "for content in (\n"
        "    {'data': {'text/plain': 5}, 'metadata': None}, {'name': 'stdout', 'text': {}},\n"
        "    {'output_type': 'display_data', 'data': 'x', 'metadata': {}, 'transient': 3},\n"
        "    {'ename': 1, 'evalue': 2, 'traceback': 'x'}, {'wait': 'x'},\n"
        "):\n"
        "    for kind in ('display_data', 'stream', 'execute_result', 'error', 'clear_output'):\n"
        "        send(kernel.iopub_socket, kind, content, parent=parent)"
    ],
    "sends_numbers_and_characters_no_notebook_has": [
        "kernel = get_ipython().kernel\n"
        "send, parent = kernel.session.send, kernel.get_parent()\n"
        "count = '<script>1</script>'\n"
        "content = {'code': '', 'execution_count': count}\n"
        "send(kernel.iopub_socket, 'execute_input', content, parent=parent)\n"
        "kernel.session.pack = lambda content: __import__('json').dumps(content).encode()\n"
        "content = {'name': 'stdout', 'text': chr(0xD800)}\n"
        "send(kernel.iopub_socket, 'stream', content, parent=parent)\n"
        "kernel.execution_count = -1\n"
        "type(get_ipython()).execution_count = property(lambda self: count, lambda *args: None)",
    ],
    "runs_shell_commands": [
        "!sleep 1000 & echo marked > /tmp/marker; cat /etc/passwd",
        "%%bash\ncat ../gradebook.db ../../gradebook.db\nnohup sleep 1000 &",
        "%%writefile nndl/layers.py\nraise SystemExit",
    ],
    "exits_at_once": ["import os\nos._exit(0)"],
    "shuts_down": ["get_ipython().kernel.do_shutdown(True)\nexit"],
    "kills_everyone": ["import os\nos.kill(-1, 9)", "import os\nos.kill(os.getpid(), 19)"],
    "loops": ["import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    pass"],
    "floods_its_outputs": [
        "for number in range(300):\n    print('x' * 10**5)",
        "from IPython.display import display\n"
        "for number in range(300):\n    display({'text/html': 'x' * 10**4}, raw=True)",
        "raise ValueError('x' * 10**7)",
    ],
    "holds_too_much_memory": ["held = []\nwhile True:\n    held.append(b'x' * 2**20)"],
    "floods_the_folder_of_its_sockets": [
        FOLDER + "for number in range(100):\n"
        "    with open(f'{folder}/file{number}', 'wb') as file:\n"
        "        file.write(b'x' * 10**6)"
    ],
    "confuses_the_watch": [
        FOLDER + "import threading, time\n"
        "def flicker():\n"
        "    while True:\n"
        "        for number in range(50):\n"
        "            open(f'{folder}/{number}', 'w').close()\n"
        "        for number in range(50):\n"
        "            os.unlink(f'{folder}/{number}')\n"
        "threading.Thread(target=flicker, daemon=True).start()\n"
        "time.sleep(1)\n"
        "held = []\n"
        "for number in range(1500):\n"
        "    held.append(b'%d' % number * 2**19)\n"
        "time.sleep(0.5)\n"
        "print('LE' 'AK: held')"  # a traceback shows this line
    ],
    "links_out_of_the_folder_of_its_sockets": [
        FOLDER + "for name in os.listdir(folder):\n"
        "    os.rename(f'{folder}/{name}', f'{folder}/{name}.old')\n"
        "    os.symlink('{root}/gradebook.db', f'{folder}/{name}')\n"
        "os.symlink('/', f'{folder}/all')"
    ],
}


def _edit(change):
    """What changes a notebook in a given way, as a function of its file."""

    def edit(path):
        nb = nbformat.read(path, as_version=4)
        change(nb)
        path.write_text(json.dumps(nb))

    return edit


def _claim_points(nb):
    for cell in nb.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.update(points=1000, solution=True, locked=False, grade=True)
    nb.metadata["autograder"] = {"submission": "x"}
    nb.metadata["kernelspec"] = {"name": "evil", "display_name": "x", "argv": ["touch", MARKER]}
    nb.metadata["language_info"] = {"name": "x", "nbconvert_exporter": "builtins.exec"}


def _strange_metadata(nb):
    deep = []
    for _ in range(300):
        deep = [deep]
    nb.metadata.update(autograder=deep, nbgrader=[], kernelspec=7, title={"x": deep})
    for cell in nb.cells:
        cell.metadata.update(tags="raises-exception", trusted=True, nbgrader=7, collapsed=deep)


def _huge_attachments(nb):
    picture = {"x.png": {"image/png": "A" * 3_000_000}, "x": {"text/html": "<script>"}}
    nb.cells.insert(0, nbformat.v4.new_markdown_cell("![x](attachment:x.png)", attachments=picture))


def _forge_outputs(nb):
    forged = nbformat.v4.new_output("display_data", {"text/html": "<b>10 of 10</b>"})
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [forged] * 3, 7


def _many_cells(nb):
    about = {"grade": True, "solution": True, "locked": False, "points": 9, "schema_version": 3}
    for number in range(3_000):
        cell = nbformat.v4.new_markdown_cell("<b style=text-align:x><p>")
        cell.metadata["nbgrader"] = {**about, "grade_id": f"x{number}"}
        nb.cells.insert(0, cell)
    nb.cells[0].metadata["tags"] = [{"tag": number} for number in range(3_000)]


NOTEBOOKS = {
    "has_cells_without_end": _edit(_many_cells),
    "claims_points": _edit(_claim_points),
    "has_strange_metadata": _edit(_strange_metadata),
    "has_huge_attachments": _edit(_huge_attachments),
    "forges_outputs": _edit(_forge_outputs),
    "is_nested_too_deeply": lambda path: path.write_text('{"cells": ' + "[" * 100_000),
    "is_a_folder": lambda path: (path.unlink(), path.mkdir()),
    "is_a_link": lambda path: (path.unlink(), path.symlink_to("/dev/zero")),
    "is_a_fifo": lambda path: (path.unlink(), os.mkfifo(path)),
}


class Class:
    """A class of attackers, graded by one run of the command, and what it left."""

    def __init__(self, root, temporary, course, reference):
        make_course(root, course.path, release=False)
        self.root, self.temporary = root, temporary
        self.markers = [Path(tempfile.gettempdir()) / MARKER, Path.home() / MARKER, root / MARKER]
        with (root / "nbgrader_config.py").open("a") as config:
            config.write(LIMITS)
        self.nbgrader("generate_assignment", "toy")
        for student in ("aaron", "zoe"):
            self.hand_in(student, reference, [])
        for student, cells in CELLS.items():
            self.hand_in(student, {}, cells)
        for student, spoil in NOTEBOOKS.items():
            spoil(self.hand_in(student, {}, []))
        self.before = self.kept()
        self.done = self.nbgrader("autograde", "toy")

    def nbgrader(self, *arguments):
        command = [Path(sysconfig.get_path("scripts")) / "nbgrader", *arguments]
        return subprocess.run(
            command,
            cwd=self.root,
            env={**os.environ, "TMPDIR": str(self.temporary)},
            capture_output=True,
            text=True,
            timeout=900,
        )

    def hand_in(self, student, modules, cells):
        folder = self.root / "submitted" / student / "toy"
        shutil.copytree(self.root / "release" / "toy", folder)
        for name, content in modules.items():
            (folder / name).write_text(content)
        path = folder / f"{NOTEBOOK}.ipynb"
        if cells:
            nb = nbformat.read(path, as_version=4)
            mark = MARK.format(markers=list(map(str, self.markers)))
            own = [text.replace("{root}", str(self.root)) for text in (mark, *cells)]
            nb.cells = [*map(nbformat.v4.new_code_cell, own), *nb.cells]
            nbformat.write(nb, path)
        return path

    def kept(self):
        """The files of the course that no grading changes."""
        return {
            path: path.read_bytes()
            for folder in ("source", "nndl", "tests", "release")
            for path in self.root.joinpath(folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }

    def scores(self, student):
        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}") as gradebook:
            notebook = gradebook.find_submission_notebook(NOTEBOOK, "toy", student)
            return {grade.name: grade.auto_score for grade in notebook.grades}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, toy, toy_reference):
    # Where sockets have room for their names, which pytest's own folders do not leave.
    with tempfile.TemporaryDirectory(prefix="hostile-") as temporary:
        yield Class(tmp_path_factory.mktemp("class"), Path(temporary), toy, toy_reference)


def test_the_command_succeeds(hostile):
    assert hostile.done.returncode == 0, hostile.done.stderr[-3000:]
    assert "Traceback" not in hostile.done.stderr


@pytest.mark.parametrize("student", [*CELLS, *NOTEBOOKS])
def test_a_hostile_notebook_earns_what_its_modules_do(hostile, student):
    scores = hostile.scores(student)
    assert not scores.pop("findings"), "at most it waits for a person"
    assert scores == dict.fromkeys(scores, 0)
    path = hostile.root / "autograded" / student / "toy" / f"{NOTEBOOK}.ipynb"
    nb = nbformat.read(path, as_version=4)
    nbformat.validate(nb)
    graded = [cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("points")]
    tables = [str(cell.outputs[0]) for cell in graded if cell.cell_type == "code"]
    assert len(tables) == 3 and all("0 of " in table for table in tables)
    assert "LEAK" not in str([cell.get("outputs") for cell in nb.cells])
    assert len(json.dumps(nb)) < 10 * 2**20


@pytest.mark.parametrize("student", ["aaron", "zoe"])
def test_students_before_and_after_are_unaffected(hostile, student):
    assert hostile.scores(student) == FULL


def test_nothing_got_out_and_nothing_is_left(hostile):
    assert not [path for path in hostile.markers if path.exists()]
    assert not list(hostile.root.rglob(MARKER))
    assert hostile.kept() == hostile.before
    running = b""
    for path in Path("/proc").glob("[0-9]*/mountinfo"):
        with contextlib.suppress(OSError):
            running += path.read_bytes()
    # What is in a sandbox has folders among its mounts that were made for this run.
    assert hostile.temporary.name.encode() not in running
    assert not list(hostile.temporary.iterdir())
