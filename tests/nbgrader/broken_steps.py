"""For a course's configuration: one step of grading raises for the student named after it.

nbgrader_config.py is read by every process that grades, so the steps are broken in all of them.
Whose turn it is the names in the frames around a step tell.
"""

import functools
import importlib
import sys
from pathlib import Path


class OddError(Exception):
    """Cannot be unpickled, and has no message."""

    def __init__(self, one, two):
        super().__init__()


# In the processes that evaluate, with either command; one after another takes another exception.
EVALUATING = (
    "grading.Grader.grade_staged",
    "grading.Grader.open",
    "grading.Grader.files",
    "hidden_tests.HiddenTests.run",
    "grading.Grader.judge",
    "grading.explain",
    "grading.excuse",
    "grading.StandIns.to_judge",
    "grading.clean",
    "grading.Report",
    "sandbox.Sandbox.describe",
    "sandbox.Sandbox.command",
    "sandbox.Sandbox.start",
    "submission.Submission.__init__",
    "submission.Submission._start",
    "channel.Channel.exchange",
    "submission.Submission._interpret",
    "submission.Submission._to_wire",
    "submission.Submission._from_wire",
    "submission.Submission._keep",
    "submission.Submission.__exit__",
    "submission.describe",
    "submission._arguments",
    "watch.Watch.start",
    "wire.encode",
    "wire.decode",
    "wire.frame",
    "report.Report.to_json",
)
# In the process that was started, with either command.
BOTH = (
    "intake.Intake.stage",
    "intake.Intake._modules",
    "intake.read_regular",
    "intake.digest",
    "evaluation.Task.of",
    "evaluation.Task.encode",
    "evaluation.Task.named",
    "evaluation.Task.key",
    "batch.Batch._find_or_evaluate",
    "batch.Batch._evaluate",
    "batch._Process.evaluate",
    "report.Report.from_json",
    "store.Store.get",
    "batch.Batch._submit_once",
)
GRADE = ("evaluation.Task.of_folder", "cli.what_happened", "cli.Summary.add")
AUTOGRADE = (
    "nbgrader_plugins.take_in",
    "hand_in.mend",
    "hand_in._copy",
    "hand_in._read_notebook",
    "nbgrader_plugins.read_stamp",
    "nbgrader_plugins.SubmissionExporter._stage",
    "nbgrader_plugins.SubmissionExporter._start",
    "nbgrader_plugins.SubmissionExporter.grade",
    "nbgrader_plugins.SubmissionExporter.stamp",
    "record.RecordGrades.preprocess",
    "record.record_score",
    "record.explain_all",
    "record.explain",
    "late.AssignLatePenalties.preprocess",
)
ALL = (*EVALUATING, *BOTH, *GRADE, *AUTOGRADE)
_evaluated = []  # what a process has come to evaluate, the last one last
KINDS = (
    lambda: RuntimeError("no such luck"),
    lambda: MemoryError(),
    lambda: RecursionError("too deep"),
    lambda: ValueError("\x1b[31m\n" * 1000),
    lambda: KeyError(("student", b"\xff")),
    lambda: OddError(1, 2),
    lambda: OSError(5, "Input/output error"),
    lambda: AssertionError(),
)


def break_steps():
    """Break the steps that this process may come to."""
    names = [*EVALUATING, *BOTH]
    if "autograder.cli" in sys.modules:
        names += GRADE
    if "nbgrader.apps.nbgraderapp" in sys.modules:
        names += AUTOGRADE
    for name in names:
        module, *inner, attribute = name.split(".")
        owner = importlib.import_module(f"autograder.{module}")
        for each in inner:
            owner = getattr(owner, each)
        whole = vars(owner)[attribute]
        if not hasattr(_function(whole), "broken"):
            setattr(owner, attribute, _broken(name, whole))


def _function(whole):
    if isinstance(whole, property):
        return whole.fget
    return getattr(whole, "__func__", whole)


def _broken(step, whole):
    function = _function(whole)

    @functools.wraps(function, updated=())
    def call(*args, **kwargs):
        if step == "grading.Grader.grade_staged":
            _evaluated.append(args[1])
        if _whose(sys._getframe()) == step:
            raise KINDS[ALL.index(step) % len(KINDS)]()
        return function(*args, **kwargs)

    call.broken = True
    return type(whole)(call) if isinstance(whole, property | classmethod) else call


def _whose(frame):
    while frame is not None:
        names = frame.f_locals
        values = [names[name] for name in ("student", "report", "self", "task") if name in names]
        values += [names[name] for name in ("args", "staged", "source", "folder") if name in names]
        for value in values:
            for each in value if type(value) is tuple else [value]:
                if type(each).__name__ == "Report" and each.status == "not graded":
                    return None  # what says so is not broken
                if found := _step_in(each):
                    return found
        frame = frame.f_back
    return _step_in(_evaluated[-1]) if _evaluated else None  # in the thread that runs the tests


def _step_in(value):
    match type(value).__name__:
        case "Report":
            value = value.submission
        case "Staged":
            value = value.name
        case "Task":
            value = value.staged["name"]
    parts = Path(value).parts if isinstance(value, str | Path) else ()
    return next((part for part in parts if part in ALL), None)
