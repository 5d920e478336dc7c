"""The course's configuration: everything nbgrader and the autograder are told."""

import os

from autograder.course import CourseError, check_folder

try:
    check_folder(os.getcwd())
except CourseError as error:
    raise SystemExit(f"autograder: {error}") from error

c = get_config()  # noqa: F821 (traitlets provides it)

c.CourseDirectory.course_id = "nndl"
c.Course.package = "nndl"

# Without force nbgrader skips what exists, and a fresh gradebook never hears of the assignment.
c.GenerateAssignment.force = True
c.GenerateAssignment.exporter_class = "autograder.plugins.ReleaseExporter"
c.ClearSolutions.text_stub = "*Your answer here.*"

c.Autograde.exporter_class = "autograder.plugins.SubmissionExporter"
c.Autograde.autograde_preprocessors = [
    "autograder.plugins.SandboxedExecute",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "autograder.plugins.RecordGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Feedback shows what the gradebook says now, not what it said when a page was first made.
c.GenerateFeedback.force = True
c.GenerateFeedback.exporter_class = "autograder.plugins.FeedbackExporter"

# What students hand in is shown in the instructor's browser and their own: feedback and formgrader
# clean it. Start Jupyter in this folder, or formgrader does not read these lines.
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.optimistic_validation = True  # once these have put right what is not in order
c.HTMLExporter.preprocessors = [
    "autograder.plugins.FrameResults",
    "autograder.plugins.RemoveActiveContent",
]
c.HTMLExporter.filters = {
    "clean_html": "autograder.plugins.clean_html",
    "markdown2html": "autograder.plugins.markdown2html",
}
