"""Whatever a worker answers, a file holds or a timestamp says: an outcome, and bounded.

FUZZ=5000 pytest --timeout 0 tests/autograder/test_outcome.py tries that many of each kind.
"""

import json
import os
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.cli.grade import what_happened
from autograder.course.config import CourseError
from autograder.grading.store import Store
from autograder.intake.modules import Staged
from autograder.intake.submitted import _read_beside, _time_in_utc
from autograder.judging import search
from autograder.outcome import attempt, explained, not_graded
from autograder.report import Report, TestResult, read_report
from autograder.sandbox.bubblewrap import SandboxError
from autograder.sandbox.inside import wire
from autograder.student import submission as submission_module
from autograder.student.submission import Submission

WHAT_FOR = SimpleNamespace(assignment="batchnorm", seed=7, hashes={})
fuzz = settings(
    max_examples=int(os.environ.get("FUZZ", "40")),
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.parametrize("error", [CourseError("no"), SandboxError("no"), KeyboardInterrupt()])
def test_what_concerns_everybody_ends_the_run(error):
    def work():
        raise error

    with pytest.raises(type(error)):
        attempt(work, lambda error: "an outcome")


@pytest.mark.parametrize(
    "error", [MemoryError(), RecursionError("x"), ValueError("\x1b[1m\n\n" * 99)]
)
def test_what_concerns_one_submission_is_its_outcome(error):
    def work():
        raise error

    report = attempt(work, lambda error: not_graded("ada", WHAT_FOR, explained(error)))
    sentence, where = report.errors
    assert (report.status, report.tests, report.submission) == ("not graded", [], "ada")
    assert type(error).__name__ in sentence
    assert not set(sentence) & {"\n", "\x1b"}
    assert "in work" in where
    assert Report.from_json(report.to_json()) == report


def test_a_report_of_much_is_bounded_and_stays_as_it_is():
    test = TestResult("one", "forward", 2, False, "m" * 10**6, "r" * 10**6)
    texts = ["n" * 10**5] * 10**4
    report = Report("ada", "batchnorm", "graded", [test], 7, "none", 1.5, texts, texts, "p" * 10**7)
    assert len(report.to_json()) < 10**6
    assert report.notes[-1] == "and 9901 more"
    assert Report.from_json(report.to_json()) == report


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=10,
)
whole = Report(
    "ada", "batchnorm", "graded", [TestResult("one", "forward", 2, False, "wrong")], 7, "none", 1.5,
    diagnosis={"forward": [{"name": "odd", "hint": "Look."}]}, hashes={"tests": "ab"},
).to_dict()  # fmt: skip


@fuzz
@given(
    content=json_values
    | st.fixed_dictionaries({}, optional=dict.fromkeys(whole, json_values)).map(
        lambda other: {**whole, **other}
    )
    | st.dictionaries(st.sampled_from(list(whole["tests"][0])), json_values).map(
        lambda other: {**whole, "tests": [{**whole["tests"][0], **other}]}
    )
)
def test_what_a_file_of_reports_holds_is_a_report_or_none(tmp_path, content):
    (tmp_path / "ada.json").write_text(json.dumps(content))
    report = read_report(tmp_path, "ada")
    if report is not None:
        assert 0 <= abs(report.score) < float("inf")
        what_happened(report)
        assert Report.from_json(report.to_json()) == report
    else:
        assert content != whole


@pytest.mark.parametrize("content", [b"", b"[" * 10**5, b"\xff", b"9" * 10**4, b'{"tests": 1e999}'])
def test_a_damaged_report_is_none(tmp_path, content):
    (tmp_path / "ada.json").write_bytes(content)
    assert read_report(tmp_path, "ada") is None
    assert Store(tmp_path).get("ada") is None


def test_an_error_without_a_message_is_told():
    test = TestResult("one", "forward", 2, False, "")
    report = Report("ada", "batchnorm", "graded", [test], 7, "none", 1.5)
    assert what_happened(report) == "one: "


parts_of_times = ["9" * 29, "2026-01-01", "12:00:00", "UTC", "+01:00", " ", "T", "e9", "nan", "-"]


@fuzz
@given(text=st.text(max_size=60) | st.lists(st.sampled_from(parts_of_times)).map("".join))
def test_no_timestamp_stops_the_intake(tmp_path, text):
    (tmp_path / "timestamp.txt").write_text(text, errors="replace")
    content, notes = _read_beside(tmp_path, "timestamp.txt", _time_in_utc)
    assert bool(content) != bool(notes)


def test_29_nines_are_no_time(tmp_path):
    (tmp_path / "timestamp.txt").write_text("9" * 29)
    _, (note,) = _read_beside(tmp_path, "timestamp.txt", _time_in_utc)
    assert note.startswith("timestamp.txt: ")


def _array(made):
    shape, dtype, value = made
    with np.errstate(all="ignore"):
        return np.full(shape, value, "f8").astype(dtype)


arrays = st.tuples(
    st.sampled_from([(), (0,), (1,), (5,), (4, 3), (3, 4), (1, 5), (2, 2, 2), (1000,)]),
    st.sampled_from(["f8", "f4", "f2", "i8", "u1", "b1"]),
    st.sampled_from([0, 1, -1, 1e300, float("nan"), float("inf")]),
).map(_array)
plain = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text(max_size=9)
    | arrays
    | st.builds(wire.Reference, st.integers(-5, 10**6), st.text(max_size=9), st.none() | arrays)
)  # fmt: skip
values = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5) | st.integers(0, 9), inner, max_size=4)
    ),
    max_leaves=8,
)
answers = (
    st.tuples(st.just("value"), values, st.dictionaries(st.integers(0, 5), values, max_size=2))
    | st.tuples(
        st.just("error"), st.text(max_size=9), st.text(max_size=9), st.lists(values, max_size=3)
    )
    | st.lists(values, max_size=4).map(tuple)
)  # fmt: skip


class Answers:
    """Answers what it is told to, in turn, in place of a worker."""

    def __init__(self, given, garbage):
        self._given, self._garbage = given, garbage
        self.watch = SimpleNamespace(verdict="")
        self.process = SimpleNamespace(poll=lambda: 1, wait=lambda timeout: 1)

    def has_died(self):
        return False

    def close(self):
        return 0.0

    def exchange(self, request, deadline, more):
        (number, _), operation, *_ = wire.decode(bytes(request[4:]))
        answer = self._given[number % len(self._given)]
        if operation in ("import", "getattr"):
            answer = ("value", wire.Reference(0, "module"), {})
        if operation == "seed":
            answer = ("value", None, {})
        try:
            return wire.encode([number, *answer])
        except wire.ProtocolError:
            return self._garbage


@pytest.fixture
def answered(grader):
    """A function that grades a submission whose worker answers what it is told to."""

    def grade(given, garbage=b""):
        def opened(staged, deadline=None):
            return Submission("nndl", {}, {}, grader.sandbox, deadline)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(submission_module, "Channel", lambda *_: Answers(given, garbage))
            patch.setattr(grader, "open", opened)
            patch.setattr(grader, "_judge_on_stand_ins", lambda *_: None)  # there are no files
            patch.setattr(search, "_MOST_TRIES", 50)  # of thousands, for each function and answer
            return attempt(
                lambda: grader.grade_staged(Staged("ada", {})),
                lambda error: not_graded("ada", WHAT_FOR, explained(error)),
            )

    return grade


def test_answers_made_up_are_heard_as_a_workers_are(answered):
    pair = answered([("value", (np.zeros((2, 2)), 5), {})])
    assert any("out should have shape" in test.message for test in pair.tests)
    error = answered([("error", "OddError", "OddError: no", [])])
    assert all(test.message.startswith("OddError: no") for test in error.tests)


@fuzz
@given(given=st.lists(answers, min_size=1, max_size=6), garbage=st.binary(max_size=9))
def test_whatever_the_worker_answers_is_an_outcome(answered, given, garbage):
    report = answered(given, garbage)
    assert Report.from_json(report.to_json()) == report
    assert what_happened(report)
    assert all(test.passed == (test.message == "") for test in report.tests)
    assert len(report.to_json()) < 10**6
