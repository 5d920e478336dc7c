"""Makes the page a student reads of what nbgrader has in its gradebook and grading in its Report.

It stands where nbgrader would convert the graded notebook with a template of its own. The page
around the notebook is ours, and escapes whatever it is told; the notebook itself goes through
nbconvert, as in formgrader, and nothing in it runs, loads or leaves its box.
"""

from __future__ import annotations

import functools
import re
from functools import partial
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup, escape
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.converters import NbGraderException
from nbgrader.utils import is_grade
from pygments.formatters import HtmlFormatter
from traitlets.config import Config

from ..course.config import Course, CourseError
from ..gradebook.graded import is_result
from ..outcome import attempt, explained
from ..report import read_report
from .causes import take_apart
from .escaping import templates
from .marks import Marks, gather
from .mathml import Typesetter
from .sanitize import clean_html

_TEMPLATES = Path(__file__).parent / "templates"
_CODE = re.compile(r"`([^`\n]+)`")


class FeedbackExporter(HTMLExporter):
    """Converts a graded notebook to the student's page."""

    def __init__(self, config=None, parent=None, **kwargs):
        super().__init__(config=config, parent=parent, **kwargs)
        directory = parent.coursedir
        self._course = Course(config=parent.config, root=directory.root)
        try:
            self._assignments = self._course.assignments
        except CourseError as error:
            parent.log.error("%s", error)
            raise NbGraderException(str(error)) from error
        self._course_id = directory.course_id

    @property
    def default_config(self):
        """Safe whatever the course says of other pages that nbconvert makes."""
        ours = Config(
            {
                "FeedbackExporter": {
                    "template_name": "notebook",
                    "extra_template_basedirs": [str(_TEMPLATES)],
                    "sanitize_html": True,
                    "optimistic_validation": True,
                    "preprocessors": ["autograder.plugins.RemoveActiveContent"],
                    "filters": {"clean_html": clean_html},
                }
            }
        )
        config = super().default_config.copy()
        config.merge(ours)
        return config

    def from_notebook_node(self, nb, resources=None, **kwargs):
        about = resources["nbgrader"]
        marks = self._marks(nb, about)
        for cell in nb.cells:
            if is_grade(cell) and cell.cell_type == "code":  # what its results say stands above
                cell.outputs = [each for each in cell.outputs if not is_result(each)]
        resources["parts"] = {
            cell.grade_id: {"number": number, "title": part.title}
            for number, part in enumerate(marks.parts, 1)
            for cell in part.cells
        }
        self.register_filter("markdown2html", Typesetter().markdown2html)
        convert = partial(super().from_notebook_node, resources=resources, **kwargs)
        notebook, resources = attempt(partial(convert, nb), partial(self._without, convert))
        known = self._assignments.get(about["assignment"])
        title = known.title if known else about["assignment"]
        return render(marks, title, self._course_id, notebook), resources

    def _marks(self, nb, about) -> Marks:
        known = self._assignments.get(about["assignment"])
        report = read_report(self._course.reports(about["assignment"]), about["student"])
        with Gradebook(about["db_url"]) as gradebook:
            row = gradebook.find_submission_notebook(
                about["notebook"], about["assignment"], about["student"]
            )
            say = partial(gather, row, nb, known.exercises if known else [])
            return attempt(partial(say, report), partial(self._less, say))

    def _less(self, say, error) -> Marks:
        self.log.error("the page leaves the Report out: %s", explained(error)[0])
        return say(None)

    def _without(self, convert, error):
        self.log.error("the page leaves the notebook out: %s", explained(error)[0])
        sorry = new_markdown_cell("This notebook cannot be shown.")
        return convert(new_notebook(cells=[sorry]))


def render(marks: Marks, title: str, course: str, notebook: str) -> str:
    """A student's page.

    Args:
        marks: what it says.
        title: of the assignment.
        course: its name.
        notebook: the converted notebook, clean HTML.
    """
    typesetter = Typesetter()

    def markdown(text, cell=None):
        return Markup(typesetter.markdown2html({"cell": cell or {}}, text))

    template = _environment().get_template("page.html.j2")
    return template.render(
        marks=marks, title=title, course=course, notebook=notebook, css=_css(), markdown=markdown
    )


@functools.cache
def _environment() -> Environment:
    environment = templates(_TEMPLATES)
    environment.filters |= {
        "take_apart": take_apart,
        "lines": _lines,
        "clean_html": lambda html: Markup(clean_html(html)),
    }
    return environment


def _lines(text: str) -> Markup:
    """Text in its lines, with what stands between backquotes as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))).replace("\n", "<br>"))


@functools.cache
def _css() -> Markup:
    """The page's style, and that of code in light and dark."""
    light, dark = (
        HtmlFormatter(style=style, nobackground=True).get_style_defs("#notebook .highlight")
        for style in ("default", "github-dark")
    )
    page = (_TEMPLATES / "page.css").read_text(encoding="utf-8")
    return Markup(f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n{page}")
