"""Twice as much to collect is twice the work, not four times; steps are counted, not seconds."""

import builtins
import contextlib
import io
import shutil
import sys
import zipfile
from datetime import UTC, datetime
from functools import partial

import pytest

from autograder import assembly
from autograder.archive import File
from autograder.collect import collect
from autograder.course import Course
from autograder.download import Receipts, upload
from autograder.intake import RefusedError


def zip_of(files):
    """A zip of files: path -> text."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return buffer.getvalue()


class Steps:
    """Counts what is called, and the items that max and min look at in C."""

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
        sys.setprofile(lambda *_: setattr(self, "count", self.count + 1))
        try:
            function()
        finally:
            sys.setprofile(None)
        return self.count


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


def test_a_class_of_twice_the_size_costs_twice_the_work(copy_of_course, tmp_path, monkeypatch):
    course, steps, counts = Course.load(copy_of_course), Steps(monkeypatch), []
    for number in (50, 100):
        source, roster = tmp_path / f"{number}.zip", tmp_path / "roster.csv"
        uploads = {f"x{each}_{each}_1{each}_layers.py": "" for each in range(number)}
        source.write_bytes(zip_of(uploads))
        ids = [f"s{each},,,,{each}" for each in range(number)]
        roster.write_text("\n".join(["id,first_name,last_name,email,lms_user_id", *ids]))
        counts.append(steps.of(partial(collect, course, source, "batchnorm", roster)))
        shutil.rmtree(course.path / "submitted")
    assert counts[1] < 2.2 * counts[0]
