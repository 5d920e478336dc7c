"""Runs the checks of one exercise, for utils/self_check.py, and prints how far it is as JSON."""

import json
import os
import sys
import traceback
from pathlib import Path

import pytest


class FirstFailure:
    """Counts the checks that pass, and explains the first that fails: state and message."""

    passed, found = 0, None

    def pytest_runtest_logreport(self, report):
        self.passed += report.when == "call" and report.passed

    def pytest_exception_interact(self, node, call, report):
        error = call.excinfo.value
        if isinstance(report, pytest.CollectReport):
            # pytest wraps what keeps a module from being imported in an error of its own.
            self.found = "broken", describe(error.__cause__ or error)
        elif isinstance(error, NotImplementedError) and not self.passed:
            self.found = "not started", str(error)
        else:
            check = node.originalname.removeprefix("test_").replace("_", " ")
            self.found = "failing", f"{check}: {describe(error)}"


def describe(error):
    """What was raised, and where in nndl."""
    if isinstance(error, SyntaxError):
        return f"nndl/{Path(error.filename).name}, line {error.lineno}: {error.msg}"
    where = ""
    for frame in traceback.extract_tb(error.__traceback__):
        if Path(frame.filename).parent.name == "nndl":
            where = f"nndl/{Path(frame.filename).name}, line {frame.lineno}: "
    if isinstance(error, AssertionError) and not where:  # a check that fails explains itself
        return str(error)
    return f"{where}{type(error).__name__}: {error}"


if __name__ == "__main__":
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # whatever is installed takes its time
    first = FirstFailure()
    code = pytest.main(["-x", "--assert=plain", "-p", "no:cacheprovider", sys.argv[1]], [first])
    found = first.found or ("failing", "the checks broke off; `pytest` in a terminal says why")
    print(json.dumps(("passing", "") if code == pytest.ExitCode.OK else found), flush=True)
    os._exit(0)  # whatever the code under test left running or would still print
