"""The picture of the packages and what imports what, drawn from the code as it is."""

import ast
import html
import tomllib
from pathlib import Path

import grimp

GROUND = {"course", "outcome", "report", "files", "text"}  # what all others import
ROOT = Path(__file__).parents[1]
WIDTH, ROW, BOX = 760, 62, (104, 30)  # of the picture, from one layer to the next, of a package


def layers() -> list[list[str]]:
    """The packages, from the top down, as the contract in pyproject.toml has them."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    return [layer.split(" | ") for layer in contract["contracts"][0]["layers"]]


def imports() -> set[tuple[str, str]]:
    """Which package imports which, but for those that all others import."""
    graph = grimp.build_graph("autograder")
    pairs = set()
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            pair = tuple(f"{name}.".split(".")[1] for name in (importer, imported))
            if all(pair) and pair[0] != pair[1] and pair[1] not in GROUND:
                pairs.add(pair)
    return pairs


def first_line(path: Path) -> str:
    """The first line of a module's docstring."""
    text = ast.get_docstring(ast.parse(path.read_text())).partition("\n\n")[0]
    return " ".join(text.split())


def draw() -> str:
    """The picture, as SVG: a row for each layer, and a line for each import."""
    places = {}
    for row, names in enumerate(layers()):
        for column, name in enumerate(names):
            x = WIDTH * (column + 0.5) / len(names)
            if len(names) == 1:  # not above each other, or their lines would be one
                x += BOX[0] * (row % 3 - 1)
            places[name] = x, ROW * (row + 0.5)
    width, height = BOX
    parts = []
    for importer, imported in sorted(imports()):
        (x, y), (to_x, to_y) = places[importer], places[imported]
        bend = (to_y - y) / 2
        parts.append(
            f'<path d="M{x:g} {y + height / 2:g} C{x:g} {y + bend:g} {to_x:g} {to_y - bend:g} '
            f'{to_x:g} {to_y - height / 2:g}"/>'
        )
    for name, (x, y) in places.items():
        inside = ROOT / "autograder" / name
        path = inside / "__init__.py" if inside.is_dir() else inside.with_suffix(".py")
        parts.append(
            f"<g><title>{html.escape(first_line(path))}</title>"
            f'<rect x="{x - width / 2:g}" y="{y - height / 2:g}" width="{width}" '
            f'height="{height}" rx="6"/><text x="{x:g}" y="{y + 5:g}">{name}</text></g>'
        )
    style = (
        "path{fill:none;stroke:#888;stroke-opacity:.45}rect{fill:#eaf2fb;stroke:#0072b2}"
        "text{font:13px sans-serif;text-anchor:middle;fill:#111}"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {ROW * len(layers())}" '
        f'role="img" aria-label="Each package of the autograder above those it imports">'
        f"<style>{style}</style>{''.join(parts)}</svg>"
    )
