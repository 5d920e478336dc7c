"""Whether what is released can be imported: it may need what comes with a later assignment only.

Names alone are looked at; nothing is run.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from .config import CourseError


def check_imports(files: Mapping[str, bytes], later: Mapping[str, str]) -> None:
    """See that the Python files among some import nothing of their packages that is not there.

    Args:
        files: path -> content.
        later: files left out of them: path -> the assignment that they come with.

    Raises:
        CourseError: one does; the message names it, the line and what it imports.
    """
    trees = {
        path: ast.parse(content, path) for path, content in files.items() if path.endswith(".py")
    }
    packages = {path.partition("/")[0] for path in trees if "/" in path}
    for path, tree in trees.items():
        for line, wanted in _imports(path, tree):
            if packages.intersection(wanted.parts[:1]) and not _is_there(wanted, trees):
                gone = [name for name in later if _stem(name) in (wanted, wanted.parent)]
                why = f"comes with the assignment {later[gone[0]]}" if gone else "is not released"
                raise CourseError(
                    f"{path}:{line} imports {gone[0] if gone else '.'.join(wanted.parts)}, which "
                    f"{why}: import it inside the solution that needs it, or name its file in "
                    "bundle"
                )


def _imports(path: str, tree: ast.Module) -> Iterator[tuple[int, PurePosixPath]]:
    """What a file needs to import, with its line: modules, and names as if they were modules."""
    tried = [node for node in ast.walk(tree) if isinstance(node, ast.Try) and node.handlers]
    spared = {inner for node in tried for each in node.body for inner in ast.walk(each)}
    for node in ast.walk(tree):
        if node in spared:  # whoever tries to import something can do without
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, PurePosixPath(*alias.name.split("."))
        elif isinstance(node, ast.ImportFrom):
            parts = node.module.split(".") if node.module else []
            above = [PurePosixPath(), *PurePosixPath(path).parents]
            folder = above[min(node.level, len(above) - 1)]
            for alias in node.names:
                yield node.lineno, folder.joinpath(*parts, *[alias.name] * (alias.name != "*"))


def _is_there(wanted: PurePosixPath, trees: Mapping[str, ast.Module]) -> bool:
    if any(_stem(path) == wanted or wanted in PurePosixPath(path).parents for path in trees):
        return True
    holding = [tree for path, tree in trees.items() if _stem(path) == wanted.parent]
    return any(wanted.name in names or "*" in names for names in map(_names, holding))


def _stem(path: str) -> PurePosixPath:
    """The module that a file is."""
    stem = PurePosixPath(path).with_suffix("")
    return stem.parent if stem.name == "__init__" else stem


def _names(tree: ast.Module) -> set[str]:
    """The names that a module may have; "*" stands for any."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add("*" if node.name == "__getattr__" else node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.alias):
            names.add(node.asname or node.name.partition(".")[0])
    return names
