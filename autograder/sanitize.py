"""Makes what students hand in harmless wherever nbgrader shows it: in feedback and formgrader.

Both pages run in a browser that may do whatever its reader may. nbconvert's own switch cleans
outputs, but nbgrader's templates render markdown past it, and metadata of an output reach the page
unquoted. So every filter that makes HTML cleans it, and templates see only what filters clean.
"""

from __future__ import annotations

import re
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
from pygments.token import STANDARD_TYPES

_TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "div", "span", "blockquote"),
    *("b", "strong", "i", "em", "u", "s", "del", "sub", "sup", "small"),
    *("pre", "code", "kbd", "samp", "ul", "ol", "li", "dl", "dt", "dd", "img"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "details", "summary"),
}
_CLASSES = {"highlight", "dataframe", *STANDARD_TYPES.values()}
_IMAGE = re.compile(r"data:image/(png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/=\s]*")
_MIMETYPES = {
    *("text/plain", "text/html", "text/markdown", "text/latex"),
    *("image/png", "image/jpeg", "image/svg+xml"),
}
# The parsers take time with the square of what they read, so none is let read without limit.
_MAX_TAGS = 5_000  # more than a DataFrame shows by default
_MAX_ATTRIBUTES = 20
_MAX_MARKDOWN = 20_000  # characters, a cell
_MAX_TEXT = 100_000  # characters, an output
_MAX_NOTEBOOK = 500_000  # characters of markdown and HTML in all
_TOO_MUCH = "(more than can be shown)"


def _may_keep(tag: str, name: str, value: str) -> bool:
    # No id, name or data-*: formgrader's scripts find their own elements by these.
    if name == "class":
        return _CLASSES.issuperset(value.split())
    if tag == "img":
        return name in ("alt", "width", "height") or (
            name == "src" and _IMAGE.fullmatch(value) is not None
        )
    return name == "style" or (tag in ("th", "td") and name in ("colspan", "rowspan"))


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


def clean_html(element: str) -> str:
    """HTML with nothing in it that runs, loads or leads anywhere; the rest is shown as text.

    There are no links, because following one is enough: formgrader runs the nbgrader_config.py of
    whatever folder a GET names, and serves any file of the course as a page of its own.

    Args:
        element: HTML of any origin.
    """
    text = str(element)
    if text.count("<") > _MAX_TAGS:
        return _TOO_MUCH
    soup = BeautifulSoup(text, "html.parser")
    for tag in soup.find_all(True):
        if tag.name in ("script", "style"):  # a DataFrame has one; bleach would show its text
            tag.clear()
            tag.unwrap()
        elif len(tag.attrs) > _MAX_ATTRIBUTES:
            tag.attrs = {}
    return _without_links(_CLEANER.clean(str(soup)))


def _without_links(tex: str) -> str:
    """TeX in which the two commands that make links show what they lead to."""
    return tex.replace("\\href", "\\text").replace("\\mmlToken", "\\text")


class _Renderer(IPythonRenderer):
    """Markdown whose links show their address and whose missing attachments are no error."""

    def link(self, text, url, title=None):
        address = escape(url)
        return text if text in (url, address) else f"{text} ({address})"

    def image(self, text, url, title=None):
        if url.startswith("attachment:"):
            url = unquote(url)  # as written, with its spaces
        try:
            return super().image(text, url, title)
        except (InvalidNotebook, StopIteration):  # the latter of an attachment without content
            return f"({escape(url)} is missing)"


@pass_context
def markdown2html(context, source: str) -> str:
    """Markdown as clean HTML, the cell's attachments in place; nbconvert's filter of this name.

    Args:
        context: the template's variables.
        source: the markdown.
    """
    if len(source) > _MAX_MARKDOWN:
        return f"<pre>{escape(source[:_MAX_MARKDOWN])}</pre>{_TOO_MUCH}"
    renderer = _Renderer(
        escape=False,
        attachments=context.get("cell", {}).get("attachments", {}),
        exclude_anchor_links=True,
    )
    return clean_html(MarkdownWithMath(renderer, plugins=_PLUGINS).render(source))


class RemoveActiveContent(Preprocessor):
    """Leaves in a notebook only what the page's filters clean or quote, and not too much of it."""

    def preprocess(self, nb, resources):
        self._left = _MAX_NOTEBOOK
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell, resources, index):
        cell.metadata = NotebookNode(
            {name: value for name, value in cell.metadata.items() if name == "nbgrader"}
        )
        if cell.cell_type != "code":
            cell.source = self._ration(cell.source)
        for output in cell.get("outputs", []):
            self._reduce(output)
        return cell, resources

    def _reduce(self, output):
        if "text" in output:
            output.text = output.text[:_MAX_TEXT]
        if "traceback" in output:
            output.traceback = "\n".join(output.traceback)[:_MAX_TEXT].split("\n")
        if "data" in output:
            output.metadata = NotebookNode()  # an image's width could hold an event handler
            output.data = NotebookNode(
                {mime: value for mime, value in output.data.items() if mime in _MIMETYPES}
            )
            for mime in ("text/plain", "text/latex"):
                if mime in output.data:
                    output.data[mime] = _without_links(output.data[mime][:_MAX_TEXT])
            for mime in ("text/html", "text/markdown"):
                if mime in output.data:
                    output.data[mime] = self._ration(output.data[mime])

    def _ration(self, text: str) -> str:
        if len(text) > min(_MAX_TEXT, self._left):
            return _TOO_MUCH
        self._left -= len(text)
        return text
