"""What tests, demo and benchmarks share: a course to spoil, and submissions that end badly."""

import json
import re
import shutil
from pathlib import Path

from bs4 import BeautifulSoup

ROOT = Path(__file__).parents[1]
CRASH = "import os; os._exit(3)"
LOOP = "while True: pass"


def make_course(path, of=ROOT, *, release=True):
    """Copy a course, without what grading leaves behind and the full data.

    Args:
        path: where to; made if it is not there.
        of: the course.
        release: whether what students received is copied, too.

    Returns:
        path.
    """
    path.mkdir(parents=True, exist_ok=True)
    shutil.copy(of / "nbgrader_config.py", path)
    ignore = shutil.ignore_patterns("__pycache__", "cifar10.npz")
    for folder in ("source", "nndl", "utils", "tools", "tests/hidden", *["release"] * release):
        if (of / folder).is_dir():
            shutil.copytree(of / folder, path / folder, ignore=ignore)
    return path


def with_first(code, text, assignment):
    """A module in which the first function that is to be completed does something else first.

    Args:
        code: a line of Python.
        text: the module, with its solution regions.
        assignment: whose regions.
    """
    return re.sub(
        f"^( +)### BEGIN SOLUTION {assignment}\n",
        lambda begin: f"{begin[0]}{begin[1]}{code}\n",
        text,
        count=1,
        flags=re.MULTILINE,
    )


def write_answer(folder, text):
    """Answer every written question of the notebooks that lie in a folder."""
    for path in folder.glob("*.ipynb"):
        nb = json.loads(path.read_text())
        for each in nb["cells"]:
            about = each["metadata"].get("nbgrader", {})
            if about.get("grade") and about.get("solution"):
                each["source"] = text
        path.write_text(json.dumps(nb))


def cell(nb, grade_id):
    """The cell of a notebook, a dict or nbformat's, with a grade_id."""
    (found,) = (
        each
        for each in nb["cells"]
        if each["metadata"].get("nbgrader", {}).get("grade_id") == grade_id
    )
    return found


def words(html):
    """What is written on a page, its words a space apart."""
    return " ".join(BeautifulSoup(html, "html.parser").body.get_text(" ").split())
