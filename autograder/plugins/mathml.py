"""Markdown whose TeX is MathML, which a browser draws without a script.

A student's TeX is as hostile as their HTML: of what comes of a formula only the elements below are
kept, with next to no attributes. What cannot be converted, or not in bounds, is shown as written.
"""

from __future__ import annotations

import re
from copy import copy
from functools import lru_cache, partial
from itertools import accumulate

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PageElement
from jinja2 import pass_context
from latex2mathml.converter import convert

from .sanitize import Clean, Renderer, render_markdown

_TAGS = {
    *("math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mstyle", "mpadded", "mphantom"),
    *("mfrac", "msqrt", "mroot", "menclose", "mtable", "mtr", "mtd"),
    *("msub", "msup", "msubsup", "munder", "mover", "munderover"),
}
_WORDS = {
    *("accent", "accentunder", "columnalign", "display", "displaystyle", "fence", "form"),
    *("mathvariant", "movablelimits", "notation", "separator", "stretchy"),
}
_WORD = re.compile(r"[a-z -]{1,40}")
_SPACE = re.compile(r"[0-2](\.\d+)?em")
_MACROS = re.compile(r"\\(?:re)?new|\\def|\\Declare")  # by which a short text becomes a long one
_ALIGNED = re.compile(r"(\\(?:begin|end))\{aligned\}")
_MOST = 2_000  # characters of a formula
_MOST_IN_ALL = 40_000  # of a page, and what each formula costs beside its characters
_PER_FORMULA = 20
_DEPTH = 50  # of braces, and of elements
_GROWTH = 60  # times as long its MathML may be
_MARK = re.compile("\ue000(\\d+)\ue001")  # where a formula is to be


@lru_cache(maxsize=500)  # a class has most formulas in common
def mathml(tex: str, display: str) -> Tag | None:
    """A formula as a tree of MathML; None if it cannot be had.

    Args:
        tex: of any origin, without its delimiters.
        display: "inline" or "block".
    """
    depths = accumulate((each == "{") - (each == "}") for each in tex)
    if len(tex) > _MOST or _MACROS.search(tex) or max(depths, default=0) > _DEPTH:
        return None
    try:
        converted = convert(_ALIGNED.sub(r"\1{align*}", tex), display=display)
        if len(converted) > _GROWTH * len(tex) + 200:
            return None
        soup = BeautifulSoup(converted, "html.parser")
        for tag in soup.find_all(True):
            if tag.name not in _TAGS or len(list(tag.parents)) > 2 * _DEPTH:
                return None
            tag.attrs = {
                name: each for name, each in tag.attrs.items() if _may_keep(name, str(each))
            }
        return soup.math
    except Exception:  # whatever the parsers raise, a RecursionError among them
        return None


def _may_keep(name: str, value: str) -> bool:
    allowed = _WORD if name in _WORDS else _SPACE if name == "width" else None
    return allowed is not None and allowed.fullmatch(value) is not None


class Typesetter:
    """Renders the markdown of one page, whose formulas it draws as long as they are not too much.

    Its markdown2html stands in the place of nbconvert's filter of this name.
    """

    def __init__(self):
        self._left = _MOST_IN_ALL

    @pass_context
    def markdown2html(self, context, source: str) -> Clean:
        """Markdown as clean HTML, its TeX as MathML.

        Args:
            context: the template's variables.
            source: the markdown.
        """
        return render_markdown(source, partial(_Renderer, self), context.get("cell", {}))

    def draw(self, tex: str, display: str) -> Tag | None:
        """A formula, see mathml."""
        self._left -= len(tex) + _PER_FORMULA
        return copy(mathml(tex, display)) if self._left >= 0 else None


class _Renderer(Renderer):
    """Leaves a mark for each formula: cleaning HTML would take away what stands for it."""

    def __init__(self, typesetter: Typesetter, **kwargs):
        super().__init__(**kwargs)
        self._typesetter = typesetter
        self._formulas: list[tuple[str, str, str]] = []  # TeX, display, and as it was written

    def block_math(self, body):
        return self._mark(body, "block", f"$${body}$$")

    def inline_math(self, body):
        return self._mark(body, "inline", f"${body}$")

    def latex_environment(self, name, body):
        written = f"\\begin{{{name}}}{body}\\end{{{name}}}"
        return self._mark(written, "block", written)

    def _mark(self, *formula):
        self._formulas.append(formula)
        return f"\ue000{len(self._formulas) - 1}\ue001"

    def finished(self, html):
        if not self._formulas:
            return html
        soup = BeautifulSoup(html, "html.parser")
        for tag in soup.find_all(alt=_MARK):
            tag["alt"] = _MARK.sub(lambda mark: self._take(mark[1])[2], str(tag["alt"]))
        for text in soup.find_all(string=_MARK):
            before, *rest = _MARK.split(text)
            pieces: list[PageElement] = [NavigableString(before)]
            for number, after in zip(rest[::2], rest[1::2], strict=True):
                tex, display, written = self._take(number)
                drawn = self._typesetter.draw(tex, display) if tex else None
                pieces += [drawn or NavigableString(written), NavigableString(after)]
            text.replace_with(*pieces)
        return Clean(str(soup))

    def _take(self, number: str) -> tuple[str, str, str]:
        """A formula, once: a mark that was forged shows nothing, or is in another's place."""
        index = int(number)
        if index >= len(self._formulas):
            return "", "", ""
        formula, self._formulas[index] = self._formulas[index], ("", "", "")
        return formula
