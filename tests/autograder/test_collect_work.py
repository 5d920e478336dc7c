"""Twice as much to collect is twice the work, not four times; steps are counted, not seconds."""

import builtins
import contextlib
import io
import sys
import zipfile
from datetime import UTC, datetime
from functools import partial

import pytest

from autograder.collect import uploads as assembly
from autograder.collect.archive import File
from autograder.collect.download import Receipts, upload
from autograder.collect.roster import Roster
from autograder.files import RefusedError


def zip_of(files):
    """A zip of files: path -> text."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return buffer.getvalue()


class Steps:
    """Counts lines, those of loops each time, and the items that max and min look at in C."""

    def __init__(self, monkeypatch):
        self.count = 0
        for name in ("max", "min"):
            monkeypatch.setattr(assembly, name, self._counting(getattr(builtins, name)), False)

    def _counting(self, function):
        def run(items, **options):
            items = list(items)
            self.count += len(items)
            return function(items, **options)

        return run

    def of(self, function):
        self.count = 0
        sys.settrace(self._step)
        try:
            function()
        finally:
            sys.settrace(None)
        return self.count

    def _step(self, frame, event, argument):
        self.count += 1
        return self._step


@pytest.mark.parametrize("path", ["{}/nndl/layers.py", "{}/layers.py", "nndl/m{}.txt", "{}.ipynb"])
def test_what_is_packed_twice_costs_twice_the_work(course, monkeypatch, path):
    def put_together(content):
        file = File("ada_1_2_b.zip", datetime.now(UTC), lambda limit: content)
        with contextlib.suppress(RefusedError):
            whole.hand_in([upload(file, Receipts([file]))])

    whole, steps, counts = assembly.Assembly(course, "batchnorm"), Steps(monkeypatch), []
    for number in (200, 400):
        content = zip_of({path.format(f"f{each}"): "" for each in range(number)})
        counts.append(steps.of(partial(put_together, content)))
    assert counts[1] < 2.2 * counts[0]


def test_a_class_of_twice_the_size_costs_twice_the_work(tmp_path, monkeypatch):
    def find_all(path, number):
        roster = Roster(path)
        for each in range(number):
            file = File(f"x{each}_{each}_9{each}_layers.py", datetime.now(UTC), lambda limit: b"")
            assert roster.student_of(upload(file, Receipts([file]))) == f"s{each}"

    steps, counts, path = Steps(monkeypatch), [], tmp_path / "roster.csv"
    for number in (200, 400):
        students = [f"s{each},x,{each},{each}" for each in range(number)]
        path.write_text("\n".join(["id,first_name,last_name,lms_user_id", *students]))
        counts.append(steps.of(partial(find_all, path, number)))
    assert counts[1] < 2.2 * counts[0]
