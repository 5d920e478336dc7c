"""Has pytest explain a failing check by its message and the lines of nndl/ that led there.

Run as a program, it checks one exercise for self_check.py and tells it how far that came.
"""

import json
import os
import re
import sys
import threading
import traceback
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
from self_check import LOOP, SECONDS, about, exercise_title

_explained: dict = {}  # cause -> the check that failed for it first


def pytest_configure(config):
    """Have checks that do not end stopped; self_check.py does so by itself."""
    if not hasattr(sys.modules["__main__"], "_Tell"):
        config.pluginmanager.register(_Watch())


def pytest_runtest_makereport(item, call):
    """Explain what a check raises in our way, unless another is asked for: `pytest --tb=short`."""
    from pytest import TestReport

    report = TestReport.from_item_and_call(item, call)
    if report.failed:
        error = call.excinfo.value
        report.brief, report.unwritten = _brief(error), isinstance(error, NotImplementedError)
        if item.config.option.tbstyle == "auto" and not report.unwritten:
            _explain(error, report)
    return report


def pytest_exception_interact(node, call, report):
    """The same for what keeps a module from being imported."""
    if report.when == "collect" and node.config.option.tbstyle == "auto":
        _explain(call.excinfo.value, report)


def pytest_report_teststatus(report):
    """Keep what is not written yet from being shown as a mistake."""
    if report.failed and getattr(report, "unwritten", False):
        return "not started", "n", "NOT STARTED"
    return None


def pytest_terminal_summary(terminalreporter):
    """Print a line for each exercise that is not written yet."""
    lines = {}
    for report in terminalreporter.stats.get("not started", []):
        name = report.nodeid.split("::")[1]
        lines.setdefault(exercise_title(name) or name, report.brief)
    for title, message in lines.items():
        terminalreporter.write_line(f"{title}: not started: {message}")


class _Watch:
    """Ends all checks when one does not end, and says where that one is."""

    def __init__(self):
        self.terminal = os.dup(1)  # while a check runs, what is printed goes elsewhere
        self.begin("import of your modules")

    def begin(self, what):
        self.timer = threading.Timer(SECONDS, self.give_up, [what])
        self.timer.daemon = True
        self.timer.start()

    def give_up(self, what):
        os.write(self.terminal, f"\n{what}: {_no_end(SECONDS)}\n".encode())
        os._exit(1)

    def pytest_collection_finish(self):
        self.timer.cancel()

    def pytest_runtest_logstart(self, location):
        self.begin(location[2])

    def pytest_runtest_logfinish(self):
        self.timer.cancel()


class _Tell:
    """Tells self_check.py how far the checks of one exercise are, a line of JSON at a time."""

    def __init__(self):
        # What the code under test prints, or has left running to print, goes to standard error.
        self.file = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)
        self.state, self.passed, self.total, self.message = "passing", 0, 0, ""
        self.begun = "import of your modules"

    def tell(self):
        told = self.state, self.passed, self.total, self.begun, self.message
        print(json.dumps(told), file=self.file, flush=True)

    def end(self, state, message):
        self.state, self.message, self.begun = state, message, ""
        self.tell()
        os._exit(0)  # whatever the code under test left running

    def give_up(self, seconds):
        self.end("failing", f"{self.begun}: {_no_end(seconds)}")

    def pytest_collection_finish(self, session):
        self.total = len(session.items)

    def pytest_exception_interact(self, call, report):
        if report.when == "collect":
            self.end("broken", _brief(call.excinfo.value))

    def pytest_runtest_logstart(self, location):
        self.begun = re.sub(r"\[.*", "", location[2].rpartition(".test_")[2]).replace("_", " ")
        self.tell()

    def pytest_runtest_logreport(self, report):
        if report.failed and self.state == "passing":
            unwritten = report.unwritten and not self.passed
            self.state = "not started" if unwritten else "failing"
            self.message = report.brief if unwritten else f"{self.begun}: {report.brief}"
        self.passed += report.when == "call" and report.passed


def _check(place, seconds):
    """Run the checks of one exercise, tell of them, and end this process."""
    tell = _Tell()
    timer = threading.Timer(seconds, tell.give_up, [seconds])
    timer.start()
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # whatever is installed takes its time
    import pytest

    # Nothing from a folder further up.
    options = ["-c", str(Path(__file__).with_name("pytest.ini")), "--rootdir=."]
    # The last two would open os.devnull, which a grader's sandbox may refuse.
    options += ["-p", "no:cacheprovider", "-p", "no:logging", "--capture=no"]
    code = pytest.main([*options, place], [sys.modules[__name__], tell])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        tell.end("failing", "the checks broke off; `pytest` in a terminal says why")
    tell.end(tell.state, tell.message)


def _explain(error, report):
    """Have a report say what was raised, below the lines of the student's that led there, once."""
    error = _cause(error)
    own = [] if isinstance(error, SyntaxError) else _own(traceback.extract_tb(error.__traceback__))
    lines = [f"{name}, line {each.lineno}, in {each.name}\n    {each.line}" for name, each in own]
    # What is raised in one place is one cause, though numbers in the message may differ.
    cause = "\n".join(lines[-5:]) or _brief(error)
    first = _explained.setdefault(cause, report.nodeid)
    if first == report.nodeid:
        report.longrepr = f"{cause}\n{type(error).__name__}: {error}" if own else cause
    else:
        report.longrepr, report.sections = f"as in {first.rpartition('::')[2]}", []


def _brief(error):
    """What was raised, and where, in a line."""
    error = _cause(error)
    if isinstance(error, SyntaxError):
        return f"{_below(error.filename)}, line {error.lineno}: {error.msg}"
    if isinstance(error, NotImplementedError) and str(error):  # a stub names its function
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    if own := _own(frames):
        name, frame = own[-1]
        return f"{name}, line {frame.lineno}: {type(error).__name__}: {error}"
    if isinstance(error, AssertionError):  # a check that fails explains itself
        return str(error)
    lines = [frame.line for frame in frames if _below(frame.filename).startswith("tests/")]
    where = f", where the check has `{lines[-1]}`" if lines else ""
    return f"{type(error).__name__}: {error}{where}"


def _no_end(seconds):
    """That, and where, the main thread does not end."""
    frames = _own(traceback.extract_stack(sys._current_frames()[threading.main_thread().ident]))
    where = [f" in {name}, line {frame.lineno}" for name, frame in frames]
    return f"no end after {seconds} s{''.join(where[-1:])}: {LOOP}"


def _cause(error):
    """What was raised; pytest wraps what keeps a module from being imported."""
    return error.__cause__ or error


def _own(frames):
    """Those frames that lie in the package that is handed in: each with its file."""
    packages = {name.partition("/")[0] for name in about()["hand_in"]}
    named = ((_below(frame.filename), frame) for frame in frames)
    return [(name, frame) for name, frame in named if name.partition("/")[0] in packages]


def _below(filename):
    """A file's path below the working directory, or as it is."""
    path = Path(filename).resolve()
    folder = Path.cwd()
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else filename


if __name__ == "__main__":
    _check(sys.argv[1], int(sys.argv[2]))
