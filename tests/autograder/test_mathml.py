"""TeX of any origin as MathML: it is drawn, does nothing else, and is never more than it was."""

import time

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.plugins import mathml as module
from autograder.plugins.mathml import Typesetter, mathml

COMMANDS = r"\frac \left( \right) \text{<b>} \href{javascript:x} \begin{matrix} \end{matrix} \rlap"
PIECES = st.sampled_from([*r"\{}$^_&'<>|[] ax0", *COMMANDS.split()])
HOSTILE = [
    r"\href{javascript:alert(1)}{x}",
    r"\style{position:fixed}{x}\class{a}{b}\color{red}x",
    r"\rlap{x}\hspace{-9em}y\hspace{9em}\raise 3em x",
    r"\text{<img src=x onerror=1>}",
    r"\text{</math><script>1</script>}",
    r"\text{<style>*{}</style>}",
]


def shown(markdown, cell=None):
    return str(Typesetter().markdown2html({"cell": cell or {}}, markdown))


def test_formulas_are_drawn_in_line_and_set_apart():
    page = shown(r"With $x_i < \hat{y}$ and" "\n\n" r"$$\begin{aligned} a &= b \end{aligned}$$")
    first, second = BeautifulSoup(page, "html.parser").find_all("math")
    assert first["display"] == "inline" and first.msub and first.mover
    assert first.mo.text == "<" and "&lt;" in page
    assert second["display"] == "block" and second.mtable
    assert "$" not in page


def test_what_cannot_be_drawn_stands_as_it_was_written():
    for tex in (
        r"$\frac{$",
        r"$\newcommand{\a}{x}\a$",
        f"${'x' * 3000}$",
        f"${'{' * 60}${'}' * 60}",
    ):
        page = BeautifulSoup(shown(tex), "html.parser")
        assert page.math is None and page.text.strip() == tex
    assert shown("it costs 5 dollars") == "<p>it costs 5 dollars</p>\n"


@pytest.mark.parametrize("tex", HOSTILE)
def test_a_formula_has_no_attributes_but_harmless_ones_and_no_html(tex):
    drawn = mathml(tex, "inline")
    for tag in drawn.find_all(True) if drawn else []:
        assert tag.name in module._TAGS
        assert not {*tag.attrs} - module._WORDS
    assert BeautifulSoup(shown(f"${tex}$"), "html.parser").select("script, img, style, a") == []


@given(st.lists(PIECES, max_size=60).map("".join))
@example("{" * 900)
@example(r"\sqrt{" * 50 + "x" + "}" * 50)
def test_no_formula_raises_nests_deeply_or_multiplies(tex):
    drawn = mathml(tex, "block")
    if drawn is not None:
        assert len(str(drawn)) <= 60 * len(tex) + 200
        assert all(len(list(tag.parents)) <= 100 for tag in drawn.find_all(True))
        assert {tag.name for tag in drawn.find_all(True)} <= module._TAGS


def test_a_page_of_formulas_costs_no_more_than_a_bound():
    typesetter, start = Typesetter(), time.process_time()
    pages = [str(typesetter.markdown2html({}, f"${'x' * 900}$ " * 20)) for _ in range(20)]
    assert "<math" in pages[0] and "<math" not in pages[-1]
    assert time.process_time() - start < 60
    assert "<math" in shown("$x$")  # another page


def test_a_forged_mark_shows_no_formula_twice():
    mark = "\ue0000\ue001"
    page = shown(f"{mark} &#xE000;0&#xE001; $x$ \ue0009\ue001 {mark}")
    assert page.count("<math") == 1 and "\ue000" not in page


def test_in_the_text_for_a_picture_a_formula_is_text():
    page = shown('![$x$ " onerror="1](data:image/png;base64,AAAA) and $y$')
    image = BeautifulSoup(page, "html.parser").img
    assert image["alt"] == '$x$ " onerror="1' and set(image.attrs) == {"alt", "src"}
    assert page.count("<math") == 1
