"""What students run uses nothing that only Linux has; other systems to try it on are not here."""

import ast
import json
import re

import pytest

# Of os, what Python's documentation says is everywhere; look up what you add.
OS = {
    *("O_WRONLY", "_exit", "cpu_count", "devnull", "dup", "dup2", "environ", "fdopen", "fsync"),
    *("name", "open", "path", "pathsep", "replace", "write"),
}
# Standard modules, and arguments of subprocess, that some systems lack.
MODULES = {
    *("crypt", "curses", "fcntl", "grp", "msvcrt", "nis", "ossaudiodev", "posix", "pty", "pwd"),
    *("readline", "resource", "select", "signal", "spwd", "syslog", "termios", "tty", "winreg"),
}
ARGUMENTS = {"close_fds", "dir_fd", "pass_fds", "preexec_fn", "shell", "start_new_session"}
ABSOLUTE = re.compile(r"(/|~|[A-Za-z]:[\\/])\w")  # a path of one kind of system, such as /proc


def of_one_system(source):
    """What a module uses that is not there, or something else, on another system: sentences."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id="os"), attr=name) if name not in OS:
                yield f"os.{name}"
            case ast.ImportFrom(module="os"):
                yield "from os import, which hides what is used"
            case ast.Import(names=names):
                for name in names:
                    if name.name.partition(".")[0] in MODULES:
                        yield name.name
            case ast.ImportFrom(module=str(name)) if name.partition(".")[0] in MODULES:
                yield name
            case ast.Constant(value=str(text)) if ABSOLUTE.match(text):
                yield f"the path {text!r}"
            case ast.Call(func=ast.Attribute(attr=name), keywords=keywords):
                given = {each.arg for each in keywords}
                yield from (f"the argument {each}" for each in sorted(given & ARGUMENTS))
                if name in ("read_text", "write_text") and "encoding" not in given:
                    yield f"{name} without an encoding: Windows takes its own"
            case ast.Call(func=ast.Name(id="open"), keywords=keywords):
                if "encoding" not in {each.arg for each in keywords}:
                    yield "open without an encoding: Windows takes its own"


def scripts(folder):
    """The Python that a release holds: where -> text. Notebooks without magics."""
    for path in sorted(folder.rglob("*.py")):
        yield path.relative_to(folder).as_posix(), path.read_text()
    for path in folder.glob("*.ipynb"):
        for cell in json.loads(path.read_text())["cells"]:
            if cell["cell_type"] == "code":
                text = re.sub(r"^[%!]", "#", "".join(cell["source"]), flags=re.M)
                yield f"{path.name}, cell {cell['id']}", text


def test_what_students_run_is_of_no_one_system(released):
    found = dict(scripts(released))
    assert {"hand_in.py", "self_check.py", "conftest.py", "utils/solver.py"} < set(found)
    used = {where: list(of_one_system(text)) for where, text in found.items()}
    assert not {where: each for where, each in used.items() if each}


@pytest.mark.parametrize(
    "code",
    [
        "os.fork()",
        "os.sched_getaffinity(0)",
        "from os import fork",
        "import signal; signal.alarm(30)",
        "from signal import SIGALRM",
        "import resource",
        "import fcntl as locks",
        "Path('/proc/self/status')",
        "Path('/tmp') / name",
        r"Path('C:\\Users')",
        "subprocess.run(['ls'], preexec_fn=f)",
        "subprocess.run('ls -l', shell=True)",
        "Path('x').read_text()",
        "open('x')",
    ],
)
def test_what_only_some_systems_have_would_be_found(code):
    assert list(of_one_system(code))


@pytest.mark.parametrize("code", ["name.partition('/')", "'a/b'", "print('/ and ~')", "os.environ"])
def test_what_all_systems_have_is_let_through(code):
    assert not list(of_one_system(code))
