"""What may import what, kept and broken; and where each defence stands that is removed on trial."""

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

from tests.helpers import ROOT
from tests.hostile.without_defences import DEFENCES


def lint(folder):
    command = [Path(sysconfig.get_path("scripts")) / "lint-imports", "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout


@pytest.fixture
def copied(tmp_path):
    shutil.copytree(
        ROOT / "autograder", tmp_path / "autograder", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_are_kept():
    code, said = lint(ROOT)
    assert code == 0, said


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("student/remote.py", "from ..judging import checks", "imports go downwards only"),
        ("collect/roster.py", "from ..export import tables", "imports go downwards only"),
        ("newcomer/__init__.py", "", "imports go downwards only"),
        ("judging/traces.py", "import nbformat", "what evaluates knows nothing of nbgrader"),
        ("grading/store.py", "from ..intake import notebooks", "what evaluates knows nothing"),
        ("sandbox/inside/wire.py", "import autograder.text", "what runs in the sandbox"),
    ],
)
def test_what_is_forbidden_breaks_one(copied, module, line, broken):
    path = copied / "autograder" / module
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as file:
        file.write(f"\n{line}\n")
    code, said = lint(copied)
    assert code == 1
    assert broken in said


@pytest.mark.parametrize("defence", DEFENCES, ids=lambda each: each.name)
def test_a_defence_that_is_removed_on_trial_stands_once_where_it_is_said_to(defence):
    assert (ROOT / defence.file).read_text().count(defence.old) == 1
