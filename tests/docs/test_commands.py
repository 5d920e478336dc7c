"""The commands in the documentation: they run, and those that cannot be run here exist."""

import re
import shutil
from io import BytesIO
from itertools import chain
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest
from markdown_it import MarkdownIt
from nbgrader.apps import NbGraderApp
from typer.main import get_command
from typer.testing import CliRunner

from autograder.cli.main import app
from autograder.course.config import Course
from autograder.judging.reference import read_library
from tests.helpers import write_answer

ROOT = Path(__file__).parents[2]
PAGES = ["README.md", "CONTRIBUTING.md", "release/batchnorm/README.md"]
PAGES += [path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/*.md")]

NOT_RUN = {
    "docs/student.md": {
        "python3 -m venv .venv": "installs packages from the network",
        "jupyter lab Batch-Normalization.ipynb": "opens a browser",
    },
    "docs/start.md": {
        "python3 -m venv ~/autograder-env && source ~/autograder-env/bin/activate": "installs "
        "packages from the network",
    },
    "docs/instructor.md": {
        "git clone REPOSITORY nndl && cd nndl": "needs the network and the repository's address",
        "make setup && source .venv/bin/activate": "installs packages from the network",
        "sudo apt-get install bubblewrap apparmor-profiles": "changes the system, and needs root",
        "jupyter lab": "opens a browser",
        "nbgrader release_assignment batchnorm": "needs an exchange, as "
        "tests/nbgrader/test_exchange.py has",
        "pip install --editable '.[dask]'": "needs other machines; "
        "tests/autograder/test_dask.py grades on a cluster",
    },
}
NOT_RUN_OF_README = {
    "make demo",
    "make test",
    "make setup && source .venv/bin/activate",
    "jupyter lab",
    "pip install --editable '.[dask]'",
    "dask scheduler",
    "dask worker tcp://HOST:8786 --nthreads 1",
    "nbgrader autograde batchnorm --Batch.scheduler=tcp://HOST:8786",
}


@pytest.mark.parametrize("page", NOT_RUN)
def test_no_command_is_left_out_but_those_that_cannot_be_run(page, blocks):
    marked = {re.split(r"\n|  ", block.script)[0]: block.not_run
              for block in blocks(page) if getattr(block, "not_run", "")}  # fmt: skip
    assert marked == NOT_RUN[page]


def test_the_commands_for_students_run_on_a_solution(follow, copy_of_course):
    release = copy_of_course / "release" / "batchnorm"
    shutil.copytree(ROOT / "nndl", release / "nndl", dirs_exist_ok=True)
    write_answer(release, "It depends less on the weight scale.")
    follow("docs/student.md", release)


def _download(path, course, bank):
    """What Canvas gives: Ada solved it, Bo made a mistake and was late, Cy handed in nothing."""
    mistaken = bank["gamma forgotten in dx"].apply(read_library(course))
    uploads = {
        "lovelaceada_101_5001_batchnorm.zip": (read_library(course), (2026, 1, 31, 12, 0, 0)),
        "bergbo_102_5002_batchnorm.zip": (mistaken, (2026, 2, 1, 12, 0, 0)),
    }
    with ZipFile(path, "w") as archive:
        for name, (files, time) in uploads.items():
            content = BytesIO()
            notebook = course.path / "release" / "batchnorm" / "Batch-Normalization.ipynb"
            with ZipFile(content, "w") as upload:
                upload.write(notebook, notebook.name)
                for file, text in files.items():
                    upload.writestr(file, text)
            archive.writestr(ZipInfo(name, time), content.getvalue())


def test_the_commands_for_instructors_run_on_a_class(follow, copy_of_course, bank):
    _download(copy_of_course / "submissions.zip", Course.load(copy_of_course), bank)
    gradebook = 'Student,ID,batchnorm (77)\n"    Points Possible",,100\nAda,101,\nBo,102,\n'
    (copy_of_course / "from_canvas.csv").write_text(gradebook)
    follow("docs/instructor.md", copy_of_course)


def test_the_commands_of_the_readme_run(run, copy_of_course):
    shutil.copytree(
        copy_of_course / "release" / "batchnorm",
        copy_of_course / "submitted" / "ivan" / "batchnorm",
    )
    lines = [
        line.partition(" #")[0].strip()
        for token in MarkdownIt().parse((ROOT / "README.md").read_text())
        if token.type == "code_block" and not token.content.startswith("@")
        for line in token.content.splitlines()
    ]
    assert set(lines) > NOT_RUN_OF_README
    run("\n".join(line for line in lines if line not in NOT_RUN_OF_README), copy_of_course)


def _mentioned(page, program):
    """The subcommands of a program that a page names in code."""
    tokens = MarkdownIt().parse((ROOT / page).read_text())
    for token in [*tokens, *chain.from_iterable(each.children or [] for each in tokens)]:
        if token.type in ("fence", "code_block", "code_inline"):
            yield from re.findall(rf"(?:^|[\s`]){program} ([a-z]\w*)", token.content)


@pytest.mark.parametrize("page", PAGES)
def test_every_command_a_page_names_exists(page):
    for name in _mentioned(page, "nbgrader"):
        assert name in NbGraderApp.subcommands, f"{page}: nbgrader has no command {name}"
    for name in _mentioned(page, "autograder"):
        done = CliRunner().invoke(app, [name, "--help"])
        assert done.exit_code == 0, f"{page}: autograder has no command {name}"


def test_every_autograder_command_is_shown_to_instructors_or_authors():
    pages = ("docs/instructor.md", "docs/authors.md")
    named = {name for page in pages for name in _mentioned(page, "autograder")}
    assert not get_command(app).commands.keys() - named
