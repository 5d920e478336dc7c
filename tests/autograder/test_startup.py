"""Nothing is imported, and nothing of a process is changed, before it is needed."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

AUTOGRADER = Path(sysconfig.get_path("scripts"), "autograder")


@pytest.mark.parametrize(
    "command",
    [
        [AUTOGRADER, "report", "batchnorm"],
        [sys.executable, "-c", "import autograder.sandbox.kernel"],
        [sys.executable, "-c", "import autograder.plugins"],
    ],
    ids=["report", "a notebook's process", "plugins"],
)
def test_what_reads_notebooks_starts_without_the_grammar_of_addresses(copy_of_course, command):
    environment = {**os.environ, "PYTHONPROFILEIMPORTTIME": "1"}
    done = subprocess.run(
        command, cwd=copy_of_course, env=environment, capture_output=True, text=True
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert {"nbformat", "jsonschema", "nbgrader"} <= imported
    assert not {name for name in imported if name.startswith("rfc3987_syntax.")}


def test_importing_changes_nothing_of_a_process():
    program = """
import logging, os, warnings
before = dict(os.environ), logging.getLogger("asyncio").level
import autograder.plugins, autograder.sandbox.kernel
assert (dict(os.environ), logging.getLogger("asyncio").level) == before
assert not [each for each in warnings.filters if each[2].__name__ == "SAWarning"]
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_command_imports_nbgrader_only_when_it_is_run():
    program = "import sys, autograder.cli.main; assert 'nbgrader' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)
