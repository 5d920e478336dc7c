"""Sphinx's configuration; and, written from the code at every build, what the pages say of it."""

import html
import importlib
import subprocess
import sys
import sysconfig
from pathlib import Path

from traitlets.config import Configurable

sys.path.append(str(Path(__file__).parent))
from packages import draw, first_line, layers

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "autograder"

project = "Neural networks from scratch"
author = "The nndl course authors"
copyright = "2026, the nndl course authors"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
smartquotes = False  # code stands outside of code marks, in docstrings
autodoc_class_signature = "separated"
autodoc_typehints = "none"  # docstrings say more

html_theme = "furo"
html_title = "Neural networks from scratch"
html_copy_source = False
html_show_sphinx = False

linkcheck_ignore = [r"(?!https://)"]
linkcheck_timeout = 20
linkcheck_retries = 2
linkcheck_anchors_ignore_for_url = [r"https://github\.com/.*"]


def packages() -> str:
    """A picture of the packages."""
    return f"```{{raw}} html\n{draw()}\n```"


def modules() -> str:
    """The packages of autograder/, each a table of its modules: the first lines of docstrings."""
    order = [name for layer in layers() for name in layer]
    folders = {path.parent for path in PACKAGE.rglob("*.py")} - {PACKAGE}
    parts = []
    for folder in sorted(folders, key=lambda each: (order.index(_name(each)[0]), each.parts)):
        parts.append(f"**{'/'.join(_name(folder))}/**: {_line(first_line(folder / '__init__.py'))}")
        parts.append(_table(folder))
    return "\n\n".join([*parts, "**the ground, and what courses import**", _table(PACKAGE)])


def _name(folder: Path) -> tuple[str, ...]:
    return folder.relative_to(PACKAGE).parts


def _table(folder: Path) -> str:
    rows = ["| module | what it does |", "|---|---|"]
    for path in sorted(folder.glob("[!_]*.py")):
        rows.append(f"| `{path.name}` | {_line(first_line(path))} |")
    return "\n".join(rows)


def traits() -> str:
    """Every line that nbgrader_config.py can hold about a class of the autograder's."""
    for path in PACKAGE.rglob("*.py"):
        if "config=True" in path.read_text():
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            importlib.import_module(name)
    parts = []
    for cls in sorted(_subclasses(Configurable), key=lambda each: each.__name__):
        for name, trait in sorted(cls.class_own_traits(config=True).items()):
            parts.append(f"`c.{cls.__name__}.{name}`, {type(trait).__name__}")
            if not hasattr(cls, f"_{name}_default"):  # which is known only where it is used
                parts[-1] += f", by default `{trait.default_value_repr()}`"
            parts += [f": {_line(trait.help)}", ""]
    return "\n".join(parts)


def _line(text: str) -> str:
    """A text in one line, without anything that Markdown takes for HTML."""
    return " ".join(text.split()).replace("<", "&lt;")


def _subclasses(cls) -> set[type]:
    """The classes of the autograder's that descend from one."""
    found = {each for sub in cls.__subclasses__() for each in {sub} | _subclasses(sub)}
    return {each for each in found if each.__module__.startswith("autograder.")}


def commands() -> str:
    """What Typer's own documentation generator says of the `autograder` command."""
    typer = Path(sysconfig.get_path("scripts")) / "typer"
    command = [typer, "autograder.cli.main", "utils", "docs", "--name", "autograder"]
    text = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return html.unescape(text).replace("\n## ", "\n### ").replace("# `autograder`\n", "", 1)


def _fill(app, docname, source):
    """Put what is written from the code where a page names the function that writes it."""
    for write in (packages, modules, traits, commands):
        if (place := f"<!-- {write.__name__} -->") in source[0]:
            source[0] = source[0].replace(place, write())


def setup(app):
    app.connect("source-read", _fill)
    return {"parallel_read_safe": True}
