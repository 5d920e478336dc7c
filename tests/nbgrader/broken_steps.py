"""For a course's configuration: one step of grading raises for the student named after it.

nbgrader_config.py is read by every process that grades, so the steps are broken in all of them.
Whose turn it is the names in the frames around a step tell.
"""

import functools
import pkgutil
import sys
from pathlib import Path


class OddError(Exception):
    """Cannot be unpickled, and has no message."""

    def __init__(self, one, two):
        super().__init__()


# In the processes that evaluate, with either command; one after another takes another exception.
EVALUATING = (
    "grading.grader.Grader.grade_staged",
    "grading.grader.Grader.open",
    "grading.grader.Grader.files",
    "judging.hidden_tests.HiddenTests.run",
    "grading.grader.Grader.judge",
    "grading.grader.explain",
    "grading.grader.excuse",
    "grading.grader.StandIns.to_judge",
    "grading.grader.clean",
    "grading.grader.Report",
    "sandbox.confine.Sandbox.describe",
    "sandbox.confine.Sandbox.command",
    "sandbox.confine.Sandbox.start",
    "student.submission.Submission.__init__",
    "student.submission.Submission._start",
    "student.channel.Channel.exchange",
    "student.submission.Submission._interpret",
    "student.submission.to_wire",
    "student.submission.from_wire",
    "student.submission.Submission._keep",
    "student.submission.Submission.__exit__",
    "student.submission.describe",
    "student.submission.arguments",
    "sandbox.watch.Watch.start",
    "sandbox.inside.messages.Request.pack",
    "sandbox.inside.messages.Request.unpack",
    "student.submission.unpack_answer",
    "sandbox.inside.wire.encode",
    "sandbox.inside.wire.decode",
    "sandbox.inside.wire.frame",
    "report.Report.to_json",
)
# In the process that was started, with either command.
BOTH = (
    "intake.modules.Intake.stage",
    "intake.modules.Intake._modules",
    "intake.modules.read_regular",
    "intake.modules.digest",
    "grading.task.Task.of",
    "grading.task.Task.encode",
    "grading.task.Task.named",
    "grading.task.Task.key",
    "grading.pool.Batch._find_or_evaluate",
    "grading.pool.Batch._evaluate",
    "grading.pool._Process.evaluate",
    "report.Report.from_json",
    "grading.store.Store.get",
    "grading.pool.Batch._submit_once",
)
GRADE = ("grading.task.Task.of_folder", "cli.grade.what_happened", "cli.grade.Summary.add")
AUTOGRADE = (
    "plugins.class_run.take_in",
    "intake.submitted.mend",
    "intake.submitted._read_beside",
    "intake.submitted._read_notebook",
    "plugins.class_run.read_stamps",
    "plugins.class_run.ClassRun._take_in",
    "plugins.class_run.ClassRun._start",
    "plugins.class_run.ClassRun.grade",
    "plugins.class_run.ClassRun.stamp",
    "plugins.record.RecordGrades.preprocess",
    "plugins.record.record_score",
    "plugins.record.explain_all",
    "gradebook.graded.explain",
    "gradebook.late.AssignLatePenalties.preprocess",
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
    if "autograder.cli.main" in sys.modules:
        names += GRADE
    if "nbgrader.apps.nbgraderapp" in sys.modules:
        names += AUTOGRADE
    for name in names:
        place, _, attribute = name.rpartition(".")
        owner = pkgutil.resolve_name(f"autograder.{place}")
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
        if step == "grading.grader.Grader.grade_staged":
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
            value = value.staged.name
    parts = Path(value).parts if isinstance(value, str | Path) else ()
    return next((part for part in parts if part in ALL), None)
