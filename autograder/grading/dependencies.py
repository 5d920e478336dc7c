"""What an evaluation depends on beside the submission and the seed, each identified by a hash.

A finished evaluation is used again while all of it is the same. So a hash covers whatever can
change a mark, and no more: work on another assignment, or on a page, evaluates nobody anew.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ..course.assignment import RUBRIC
from ..files import digest

_HERE = Path(__file__).parents[1]
# What evaluates, what runs inside the sandbox, what hidden tests import; and all that these do.
_EVALUATING = ("grading/task.py", "sandbox/inside/worker.py", "checks.py", "misconceptions.py")
# What only proves the tests (library has what of it is searched), and what written answers earn.
_UNREAD = ("forms", "correct", "__pycache__", RUBRIC)


def tests(folder: Path, price_mistakes: bool) -> str:
    """Of the hidden tests in a folder, of whatever they may read there, and of how they count.

    Args:
        folder: where they are.
        price_mistakes: see Course.
    """
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    read = {
        name: path.read_bytes()
        for name, path in files.items()
        if path.is_file() and not {*Path(name).parts} & {*_UNREAD}
    }
    return digest({**read, "": b"priced" if price_mistakes else b""})


def library(
    released: Mapping[str, bytes],
    reference: Mapping[str, str],
    others: Sequence[Mapping[str, str]] = (),
) -> str:
    """Of what was released for an assignment, and of the solutions that submissions are told by.

    Args:
        released: path -> content.
        reference: path -> text.
        others: the other solutions, see Known, and the stand-ins.
    """
    solved = {
        f"solved/{number}/{path}": text.encode()
        for number, files in enumerate([reference, *others])
        for path, text in files.items()
    }
    return digest({**released, **solved})


@functools.cache
def autograder() -> str:
    """Of the modules of ours that an evaluation runs."""
    modules = evaluating_modules()
    return digest({path.relative_to(_HERE).as_posix(): path.read_bytes() for path in modules})


def evaluating_modules() -> list[Path]:
    """The files of the autograder that are imported, from the first line on, to evaluate."""
    found: set[Path] = set()
    waiting = [_HERE / name for name in _EVALUATING]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += _imported(path)
    return sorted(found)


def _imported(path: Path) -> Iterator[Path]:
    """The files of ours that a module imports when it is itself imported."""
    for node in ast.parse(path.read_bytes()).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names]
            folder = path.parent  # in the sandbox what is imported lies beside it
            if isinstance(node, ast.ImportFrom):
                folder = path.parents[max(node.level - 1, 0)]
                module = node.module or ""
                names = [module, *(f"{module}.{name}".lstrip(".") for name in names)]
            for name in filter(None, names):
                place = folder.joinpath(*name.split("."))
                packages = [each / "__init__.py" for each in (place, *place.parents)]
                inner = [each for each in packages if _HERE in each.parents]
                yield from filter(Path.is_file, [place.with_suffix(".py"), *inner])
