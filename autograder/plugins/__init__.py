"""What hangs behind the stock nbgrader commands; nbgrader_config.py names these."""

from .execute import SandboxedExecute
from .exporters import ReleaseExporter, SubmissionExporter
from .feedback import FeedbackExporter
from .page import FrameResults
from .record import RecordGrades
from .sanitize import RemoveActiveContent, clean_html, markdown2html

__all__ = [
    "FeedbackExporter",
    "FrameResults",
    "RecordGrades",
    "ReleaseExporter",
    "RemoveActiveContent",
    "SandboxedExecute",
    "SubmissionExporter",
    "clean_html",
    "markdown2html",
]
