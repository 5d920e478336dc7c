"""Makes what students hand in harmless wherever nbgrader shows it: in feedback and formgrader.

Both pages run in a browser that may do whatever its reader may. nbconvert's own switch cleans
outputs, but nbgrader's templates render markdown past it, and metadata of an output reach the page
unquoted. So every filter that makes HTML cleans it, and templates see only what filters clean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import unquote

from bleach.css_sanitizer import CSSSanitizer
from bleach.sanitizer import Cleaner
from bs4 import BeautifulSoup
from jinja2 import pass_context
from mistune import import_plugin
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_output
from pygments.token import STANDARD_TYPES

_TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "div", "span", "blockquote"),
    *("b", "strong", "i", "em", "u", "s", "del", "sub", "sup", "small"),
    *("pre", "code", "kbd", "samp", "ul", "ol", "li", "dl", "dt", "dd", "img"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "details", "summary"),
}
# A parser opens these anew in every paragraph until they are closed, each that differs from others.
_FORMATTING = {"b", "strong", "i", "em", "u", "s", "small", "code"}
_CLASSES = {"highlight", "dataframe", *STANDARD_TYPES.values()}
_IMAGE = re.compile(r"data:image/(png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/=\s]*")
_SPAN = re.compile(r"[1-9]\d?")  # rows and columns, of which a browser makes as many as asked for
_ALIGNMENT = re.compile(r"(?:text|vertical)-align: ?[a-z-]+")
_MIMETYPES = {
    *("text/plain", "text/html", "text/markdown", "text/latex"),
    *("image/png", "image/jpeg", "image/svg+xml"),
}
# The parsers take time with the square of what they read, so none is let read without limit.
_MAX_TAGS = 5_000  # and entities; more than a DataFrame shows by default
_MAX_UNCLOSED = 100  # tags without their ">"
_MAX_DEPTH = 200
_MAX_ATTRIBUTES = 20
_MAX_FORMULAS = 500  # a cell
_MAX_MARKDOWN = 20_000  # characters, a cell; of code as well
_MAX_TEXT = 100_000  # characters, an output
_MAX_MARKUP = 300_000  # characters of markdown, HTML and code in all
_MAX_PLAIN = 500_000  # characters of other text in all
_MAX_OUTPUTS = 1_000  # in all
_MAX_ADDRESS = 200  # characters
_TOO_MUCH = "(more than can be shown)"


class Clean(str):
    """HTML that is clean already, and passes as it is."""


def _may_keep(tag: str, name: str, value: str) -> bool:
    # No id, name or data-*: formgrader's scripts find their own elements by these.
    if name == "class":
        return _CLASSES.issuperset(value.split())
    if tag == "img":
        return name in ("alt", "width", "height") or (
            name == "src" and _IMAGE.fullmatch(value) is not None
        )
    if name == "style":
        return True
    return tag in ("th", "td") and name in ("colspan", "rowspan") and bool(_SPAN.fullmatch(value))


# Without task lists, which are forms: "[x]" stays as written.
_PLUGINS = [
    import_plugin(name) for name in MarkdownWithMath.DEFAULT_PLUGINS if name != "task_lists"
]
_CLEANER = Cleaner(
    tags=_TAGS,
    attributes=_may_keep,
    protocols={"data"},
    css_sanitizer=CSSSanitizer(["text-align", "vertical-align"], []),
)


def clean_html(element: str) -> Clean:
    """HTML with nothing in it that runs, loads or leads anywhere; the rest is shown as text.

    There are no links, because following one is enough: formgrader runs the nbgrader_config.py of
    whatever folder a GET names, and serves any file of the course as a page of its own.

    Args:
        element: HTML of any origin. What is too long, too deep or too much for a parser is shown
            as it is written, its beginning at least.
    """
    if isinstance(element, Clean):
        return element
    text = str(element)
    try:
        return _cleaned(text)
    except Exception:  # whatever the parsers raise, a RecursionError among them
        return _as_text(text)


def _cleaned(text: str) -> Clean:
    _refuse_excess(text)
    soup = BeautifulSoup(text, "html.parser")
    depths = {id(soup): 0}
    for tag in soup.find_all(True):
        depth = depths[id(tag)] = depths[id(tag.parent)] + 1
        if depth > _MAX_DEPTH:
            raise ValueError("nested too deeply")
        if tag.name in ("script", "style"):  # a DataFrame has one; bleach would show its text
            tag.clear()
        elif len(tag.attrs) > _MAX_ATTRIBUTES or tag.name in _FORMATTING:
            tag.attrs = {}
        elif "style" in tag.attrs:
            tag.attrs["style"] = "; ".join(_ALIGNMENT.findall(str(tag.attrs["style"])[:1000]))
    for tag in soup.find_all(["script", "style"]):
        tag.unwrap()
    return Clean(_without_links(_CLEANER.clean(str(soup))))


def _refuse_excess(text: str) -> None:
    """Raise unless the parsers get through with it in a time that can be borne."""
    tags = text.count("<")
    if tags + text.count("&") > _MAX_TAGS or tags > text.count(">") + _MAX_UNCLOSED:
        raise ValueError("too many tags")
    if len(_IMAGE.sub("", text)) > 2 * _MAX_TEXT:  # markdown grows when it becomes HTML
        raise ValueError("too long")


def _as_text(text: str) -> Clean:
    """The beginning of a text; neither a browser nor MathJax makes more of it."""
    more = f" {_TOO_MUCH}" if len(text) > _MAX_MARKDOWN else ""
    return Clean(f"<pre>{_without_links(escape(text[:_MAX_MARKDOWN]))}</pre>{more}")


def _without_links(tex: str) -> str:
    """TeX in which the two commands that make links show what they lead to."""
    return tex.replace("\\href", "\\text").replace("\\mmlToken", "\\text")


class Renderer(IPythonRenderer):
    """Markdown whose links show their address and whose missing attachments are no error.

    What is defined once and used often would make a page of any length, so an address is cut, and
    a picture is shown once.
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self._shown = set()

    def link(self, text, url, title=None):
        address = escape(_cut(url))
        return text if text in (url, address) else f"{text} ({address})"

    def image(self, text, url, title=None):
        if url.startswith("attachment:"):
            url = unquote(url)  # as written, with its spaces
        elif not url.startswith("data:"):
            url = _cut(url)
        name = escape(_cut(url))
        if url in self._shown:
            return f"({name} is shown above)"
        self._shown.add(url)
        try:
            return super().image(text, url, title)
        except (InvalidNotebook, StopIteration):  # the latter of an attachment without content
            return f"({name} is missing)"

    def finished(self, html: Clean) -> Clean:
        """What it rendered, when that has been cleaned."""
        return html


def _cut(url: str) -> str:
    return url if len(url) <= _MAX_ADDRESS else f"{url[:_MAX_ADDRESS]}…"


@pass_context
def markdown2html(context, source: str) -> Clean:
    """Markdown as clean HTML, the cell's attachments in place; nbconvert's filter of this name.

    Args:
        context: the template's variables.
        source: the markdown.
    """
    return render_markdown(source, Renderer, context.get("cell", {}))


def render_markdown(source: str, make: Callable[..., Renderer], cell: Mapping) -> Clean:
    """Markdown as clean HTML.

    Args:
        source: the markdown.
        make: what renders it.
        cell: has the attachments.
    """
    if isinstance(source, Clean):
        return source
    formulas = sum(map(source.count, ("\\\\(", "\\\\[", "\\begin")))
    if len(source) > _MAX_MARKDOWN or formulas > _MAX_FORMULAS:
        return _as_text(source)
    try:
        renderer = make(
            escape=False, attachments=cell.get("attachments", {}), exclude_anchor_links=True
        )
        return renderer.finished(
            _cleaned(MarkdownWithMath(renderer, plugins=_PLUGINS).render(source))
        )
    except Exception:  # as in clean_html
        return _as_text(source)


def _writable(text: str) -> str:
    """Text without lone surrogates, which JSON can hold and a page cannot."""
    return text.encode(errors="replace").decode()


def _is_ours(output) -> bool:
    data = output.get("data")
    return isinstance(data, dict) and isinstance(data.get("text/html"), Clean)


class RemoveActiveContent(Preprocessor):
    """Leaves in a notebook only what the page's filters clean or quote, and not too much of it."""

    def preprocess(self, nb, resources):
        self._markup, self._text = _MAX_MARKUP, _MAX_PLAIN
        self._outputs = _MAX_OUTPUTS
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell, resources, index):
        cell.metadata = NotebookNode(
            {name: value for name, value in cell.metadata.items() if name == "nbgrader"}
        )
        if not isinstance(cell.source, Clean):
            cell.source = _writable(cell.source)
        if cell.cell_type == "code":
            if type(cell.execution_count) is not int:  # which the template prints as it is
                cell.execution_count = None
            code = cell.source[: min(_MAX_MARKDOWN, self._markup)]
            self._markup -= len(code)
            cell.source = code if code == cell.source else f"{code}\n{_TOO_MUCH}"
            cell.outputs = self._reduced(cell.outputs)
        elif cell.cell_type == "raw":  # which would stand on the page in no box
            cell.cell_type, cell.source = "markdown", _as_text(self._ration(cell.source))
        elif not cell.metadata:  # what is graded by hand is shown, however much there is besides
            cell.source = self._ration(cell.source)
        return cell, resources

    def _reduced(self, outputs: list) -> list:
        ours = [each for each in outputs if _is_ours(each)]
        others = [each for each in outputs if not _is_ours(each)]
        kept = others[: self._outputs]
        self._outputs -= len(kept)
        reduced = [*ours, *map(self._reduce, kept)]
        if len(kept) < len(others):
            more = f"({len(others) - len(kept):,} more outputs)"
            reduced.append(new_output("stream", text=more))
        return reduced

    def _reduce(self, output) -> NotebookNode:
        """An output of nothing but what a page shows; none that a template stumbles over."""
        try:
            if output.output_type == "stream":
                return new_output("stream", name=output.name, text=self._plain(output.text))
            if output.output_type == "error":
                traceback = self._plain("\n".join(output.traceback)).split("\n")
                return new_output("error", ename="", evalue="", traceback=traceback)
            # Without metadata: an image's width could hold an event handler.
            data = {mime: self._bounded(mime, output.data[mime]) for mime in output.data}
            return new_output("display_data", {mime: text for mime, text in data.items() if text})
        except Exception:  # a student's kernel sends outputs of any form
            return new_output("stream", text="(an output that cannot be shown)")

    def _bounded(self, mime: str, value) -> str | None:
        if mime not in _MIMETYPES or not isinstance(value, str):
            return None
        value = _writable(value)
        if mime in ("text/html", "text/markdown"):
            return self._ration(value)
        if mime in ("text/plain", "text/latex"):
            return _without_links(self._plain(value))
        return value

    def _plain(self, text: str) -> str:
        """Text, cut where there is too much of it."""
        room = min(_MAX_TEXT, self._text)
        self._text -= min(len(text), room)
        shown = _writable(text[:room])
        return shown if len(text) <= room else f"{shown}\n{_TOO_MUCH}"

    def _ration(self, text: str) -> str:
        if len(text) > min(_MAX_TEXT, self._markup):
            return _TOO_MUCH
        self._markup -= len(text)
        return text
