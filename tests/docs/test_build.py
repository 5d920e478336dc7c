"""The pages build without warnings, links lead somewhere, and what is generated is all there."""

import ast
import html
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
import yaml
from markdown_it import MarkdownIt
from typer.main import get_command

from autograder import __version__
from autograder.cli.main import app

ROOT = Path(__file__).parents[2]
OUTSIDE = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "release/batchnorm/README.md")
PAGES = [*OUTSIDE, *(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/*.md"))]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The built pages: name -> text as it is read, entities resolved."""
    folder = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q"]
    command += ["-d", folder / "doctrees", ROOT / "docs", folder / "html"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr
    return {path.stem: path.read_text() for path in (folder / "html").glob("*.html")}


def _text(page):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


def _links(page):
    for token in MarkdownIt().parse((ROOT / page).read_text()):
        for child in token.children or []:
            if child.type == "link_open" and child.attrs["href"]:
                yield child.attrs["href"]


def test_the_architecture_page_names_every_module_by_its_docstring(built):
    text = _text(built["architecture"])
    for path in (ROOT / "autograder").rglob("[!_]*.py"):
        first = ast.get_docstring(ast.parse(path.read_text())).partition("\n\n")[0].replace("`", "")
        assert f"{path.name} {' '.join(first.split())}" in text


def test_the_reference_names_every_trait_and_every_option(built):
    text = _text(built["reference"])
    names = {
        re.match(r"\w+", ast.unparse(line))[0]
        for path in (ROOT / "autograder").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef)
        for line in node.body
        if isinstance(line, ast.Assign | ast.Expr) and "tag(config=True)" in ast.unparse(line)
    }
    assert {"package", "workers", "call_seconds", "notebook_seconds"} <= names
    assert not {name for name in names if not re.search(rf"c\.\w+\.{name},", text)}
    for name, command in get_command(app).commands.items():
        assert f"autograder {name}" in text
        assert all(
            option in text for each in command.params for option in each.opts if "--" in option
        )


@pytest.mark.parametrize("page", PAGES)
def test_relative_links_lead_to_files_and_to_headings(page, built):
    for link in _links(page):
        url = urlparse(link)
        if url.scheme:
            continue
        target = ((ROOT / page).parent / unquote(url.path)).resolve() if url.path else ROOT / page
        assert target.exists(), f"{page}: {link} leads nowhere"
        if url.fragment:
            headings = built[target.stem] if target.parent.name == "docs" else _headings(target)
            assert f'id="{url.fragment}"' in headings, f"{page}: {link} names no heading"


def _headings(path):
    """The ids that a forge gives to the headings of a page, as HTML would."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.M)
    return "".join(
        f'id="{re.sub(r"[^a-z0-9 _-]", "", each.lower()).replace(" ", "-")}"' for each in headings
    )


@pytest.mark.parametrize("page", PAGES)
def test_links_to_other_sites_are_whole(page):
    # Whether they answer is asked by `sphinx-build -b linkcheck`, where there is a network.
    for link in _links(page):
        url = urlparse(link)
        assert url.scheme in ("", "https") and bool(url.scheme) == ("." in url.netloc), link


def test_the_pictures_are_shown_first_and_light():
    pictures = sorted((ROOT / "docs" / "pictures").iterdir())
    assert [each.name for each in pictures] == ["report.png", "student.png", "terminal.png"]
    for picture in pictures:
        assert picture.stat().st_size < 200_000
        for page in ("README.md", "docs/index.md"):
            start = (ROOT / page).read_text()[:1500]
            assert f"pictures/{picture.name}" in start, f"{page} does not open with {picture.name}"


def test_every_page_is_reached_from_the_first(built):
    for name in built.keys() - {"index", "genindex", "search", "py-modindex"}:
        assert f'href="{name}.html"' in built["index"]


def test_changelog_and_citation_name_the_version_and_licence_of_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert str(citation["version"]) == __version__
    assert f"## {__version__}, " in (ROOT / "CHANGELOG.md").read_text()
    assert citation["license"] == project["license"] == "BSD-3-Clause"
    assert (ROOT / "LICENSE").read_text().startswith("BSD 3-Clause License")
