"""Sets apart what the grader says from what a student wrote, in formgrader.

A student's HTML, TeX and pictures can look like anything. So it is their place that tells: a box of
the student's is marked, and whatever is in it is cut at its edges; the results stand first, framed,
in a box that bears no mark. The page itself says so.
"""

from __future__ import annotations

from html import escape

from nbconvert.preprocessors import Preprocessor
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader.utils import is_grade

from ..gradebook.graded import is_result
from ..text import clean
from .sanitize import Clean, clean_html

# What nbgrader's templates print as it is: names of people, which others than we have entered, as
# text, and the rest inside attributes and scripts, too.
PEOPLE = ("student", "first_name", "last_name")
PLACES = ("assignment_id", "notebook_id", "notebook_path", "base_url")

# MathJax moves what it typesets by negative margins and positions: containment holds that, too.
_LEGEND = """<style>
#notebook .text_cell_render, #notebook .output_subarea, #notebook .input_area {
  contain: paint; overflow: auto; max-height: 1500px;
}
#notebook .text_cell_render, #notebook .output_subarea {
  border-left: 3px dashed #b0b0b0; padding-left: 8px;
}
#notebook :is(.text_cell_render, .output_subarea) img { max-width: 100%; height: auto; }
#notebook .text_cell_render:has(> .autograder), #notebook .output_subarea:has(> .autograder) {
  border: none; padding: 0; max-height: none;
}
.autograder { border: 2px solid #0072b2; padding: 8px; overflow-wrap: anywhere; }
.autograder > b:first-child { color: #0072b2; }
@media print { #notebook * { max-height: none !important; } }
</style>
<div class="autograder tex2jax_ignore"><b>Autograder</b><br>
Results are in a solid blue frame like this one, and the scores are nbgrader's. Whatever stands
behind a dashed line is the notebook as it was handed in and run: it may say anything, and nothing
in it counts but the written answers.</div>"""
_FRAME = '<div class="autograder tex2jax_ignore"><b>Autograder</b><br>{}</div>'
_PERSON = '<bdi class="tex2jax_ignore">{}</bdi>'


class FrameResults(Preprocessor):
    """Frames the results, says how to tell them, and quotes the names on the page.

    It comes before RemoveActiveContent, which forgets what an output was.
    """

    def preprocess(self, nb, resources):
        for name in PLACES:
            if isinstance(resources.get(name), str):
                resources[name] = escape(resources[name])
        for name in PEOPLE:
            if resources.get(name):
                resources[name] = _PERSON.format(escape(clean(str(resources[name]), 100)))
        for cell in nb.cells:
            if is_grade(cell) and cell.cell_type == "code":
                results = [_framed(each) for each in cell.outputs if is_result(each)]
                others = [each for each in cell.outputs if not is_result(each)]
                cell.outputs = [*results, *others]
        nb.cells.insert(0, new_markdown_cell(Clean(_LEGEND)))
        return nb, resources


def _framed(result):
    html = Clean(_FRAME.format(clean_html(result.data["text/html"])))
    return new_output("display_data", {"text/html": html})
