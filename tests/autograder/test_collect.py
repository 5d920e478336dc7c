"""A class is collected as a whole: whatever one student uploads costs nobody else anything."""

import io
import os
import re
import shutil
import subprocess
import sysconfig
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from autograder.collect.collect import collect
from autograder.course.config import CourseError

LAYERS, NET, NOTEBOOK = "nndl/layers.py", "nndl/fc_net.py", "Batch-Normalization.ipynb"
WHOLE = {NOTEBOOK: "{}", LAYERS: "x = 1\n", NET: "y = 2\n"}
ADA, GRACE = "lovelaceada_101_9001_batchnorm.zip", "hoppergrace_LATE_102_9002_batchnorm-1.zip"
CLASS = "id,first_name,last_name,email,lms_user_id\nada,Ada,Lovelace,,101\ngrace,Grace,Hopper,,\n"
MARCH, APRIL = (2026, 3, 1, 12, 0, 0), (2026, 4, 1, 12, 0, 0)


def zip_of(files, when=MARCH):
    """A zip, all of one time, of files: path -> text or bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, when), content)
    return buffer.getvalue()


def statuses(collection):
    return {student: status for student, (status, _) in collection.collected.items()}


def everything(folder):
    """All files below, hidden ones too: path -> (content, when written)."""
    return {
        path.relative_to(folder).as_posix(): (
            path.read_text(errors="replace"),
            path.stat().st_mtime_ns,
        )
        for path in folder.rglob("*")
        if path.is_file()
    }


def texts(folder):
    return {path: text for path, (text, _) in everything(folder).items()}


CANVAS = {ADA: zip_of(WHOLE), GRACE: zip_of({f"b/{path}": WHOLE[path] for path in WHOLE})}


def test_a_class_is_collected_with_the_times_in_utc(small, download):
    collection = download(CANVAS)
    assert statuses(collection) == {"ada": "collected", "grace": "collected"}
    assert (collection.problems, collection.absent) == ([], [])
    assert collection.collected["grace"][1].notes == ["late"]
    stamped = {**WHOLE, "timestamp.txt": "2026-03-01 06:30:00 UTC\n"}
    expected = {
        f"{who}/batchnorm/{path}": stamped[path] for who in ("ada", "grace") for path in stamped
    }
    assert texts(small.path / "submitted") == expected


def test_the_unpacked_download_gives_the_same(small, download, tmp_path):
    download(CANVAS)
    before = everything(small.path / "submitted")
    folder = tmp_path / "unpacked"
    folder.mkdir()
    for path, content in CANVAS.items():
        (folder / path).write_bytes(content)
        os.utime(folder / path, (time.mktime((*MARCH, 0, 0, -1)),) * 2)
    again = collect(small, folder, "batchnorm", tmp_path / "roster.csv")
    assert statuses(again) == {"ada": "unchanged", "grace": "unchanged"}
    shutil.rmtree(small.path / "submitted")
    collect(small, folder, "batchnorm", tmp_path / "roster.csv")
    assert texts(small.path / "submitted") == {path: text for path, (text, _) in before.items()}


def test_collecting_twice_changes_nothing(small, download):
    download(CANVAS)
    before = everything(small.path)
    assert statuses(download(CANVAS, APRIL)) == {"ada": "unchanged", "grace": "unchanged"}
    assert everything(small.path) == before


def test_only_a_newer_hand_in_replaces_another(small, download):
    def with_layers(text):
        return {ADA: zip_of({**WHOLE, LAYERS: text})}

    folder = small.path / "submitted" / "ada" / "batchnorm"
    download({ADA: zip_of({**WHOLE, LAYERS: "new", "nndl/helper.py": ""})})
    assert statuses(download(with_layers("old"), (2026, 2, 1, 0, 0, 0))) == {"ada": "not newer"}
    assert statuses(download(with_layers("same time"))) == {"ada": "not newer"}
    assert (folder / "nndl" / "helper.py").exists()
    assert statuses(download(with_layers("new"), APRIL)) == {"ada": "replaced"}
    assert texts(folder) == {**WHOLE, LAYERS: "new", "timestamp.txt": "2026-04-01 06:30:00 UTC\n"}
    assert os.listdir(folder.parent) == ["batchnorm"]


@pytest.mark.parametrize("stamp", [None, "yesterday, perhaps", "", "\0"])
def test_what_does_not_say_how_old_it_is_stays(small, download, stamp):
    folder = small.path / "submitted" / "ada" / "batchnorm"
    folder.mkdir(parents=True)
    (folder / NOTEBOOK).write_text("by hand")
    if stamp is not None:
        (folder / "timestamp.txt").write_text(stamp)
    before = everything(folder)
    collection = download(CANVAS)
    assert statuses(collection) == {"grace": "collected"}
    assert "without a time in timestamp.txt: remove the folder" in collection.problems[0][1]
    assert everything(folder) == before


def test_nothing_is_written_through_a_link(small, download, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (small.path / "submitted" / "ada").mkdir(parents=True)
    (small.path / "submitted" / "ada" / "batchnorm").symlink_to(tmp_path / "elsewhere")
    assert "is a link" in dict(download(CANVAS).problems)["ada"]
    assert os.listdir(tmp_path / "elsewhere") == []


@pytest.mark.parametrize(
    ("step", "count"),
    [("write_bytes", 2), ("write_bytes", 4), ("rename", 1), ("rename", 2), ("rmtree", 1)],
)
def test_a_run_that_was_stopped_loses_nothing(small, download, monkeypatch, step, count):
    download(CANVAS)
    folder = small.path / "submitted" / "ada" / "batchnorm"
    before = texts(folder)
    newer = {ADA: zip_of({**WHOLE, LAYERS: "new"})}
    after = {**before, LAYERS: "new", "timestamp.txt": "2026-04-01 06:30:00 UTC\n"}
    owner = shutil if step == "rmtree" else Path
    original, calls = getattr(owner, step), []

    def stop(path, *arguments):
        if ".batchnorm" in str(path) or path == folder:
            calls.append(path)
        if len(calls) == count:
            raise KeyboardInterrupt
        return original(path, *arguments)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(owner, step, stop)
        download(newer, APRIL)
    download({})
    assert texts(folder) in (before, after)
    assert os.listdir(folder.parent) == ["batchnorm"]
    download(newer, APRIL)
    assert texts(folder) == after
    assert os.listdir(folder.parent) == ["batchnorm"]


@pytest.mark.parametrize(
    ("upload", "why"),
    [
        (b"", "cannot be read as a zip"),
        (zip_of(WHOLE)[:-30], "cannot be read as a zip"),
        (zip_of(WHOLE).replace(b"y = 2", b"y = 3"), "nndl/fc_net.py: it cannot be read: Bad CRC"),
        (zip_of({f"../../../ada/batchnorm/{LAYERS}": "evil"}), "holds none of"),
        (zip_of({"hw.zip": zip_of(WHOLE)}), "holds none of"),
    ],
)
def test_a_bad_upload_costs_that_student_only(small, download, upload, why):
    collection = download(
        {**CANVAS, "evil_66_1_batchnorm.zip": upload}, roster=CLASS + "eve,,,,66\n"
    )
    assert statuses(collection) == {"ada": "collected", "grace": "collected"}
    ((who, reason),) = collection.problems
    assert who == "eve"
    assert why in reason
    assert collection.absent == []
    assert sorted(os.listdir(small.path / "submitted")) == ["ada", "grace"]


def test_a_file_that_cannot_be_written_costs_that_student_only(small, download):
    (small.path / "submitted").mkdir()
    (small.path / "submitted" / "ada").write_text("in the way")
    collection = download(CANVAS)
    assert statuses(collection) == {"grace": "collected"}
    assert [who for who, _ in collection.problems] == ["ada"]


@pytest.mark.parametrize("assignment", ["sequences", "../batchnorm"])
def test_an_assignment_there_is_not_is_refused(small, tmp_path, assignment):
    with pytest.raises(CourseError, match="no assignment"):
        collect(small, tmp_path, assignment, None)


pieces = [*"/\\.:~ \0\n", "..", "nndl", "/layers.py", "C:", "ada", "é", "_1_2_"]
hostile = st.lists(st.sampled_from(pieces), min_size=1, max_size=9).map("".join)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outer=hostile, inner=st.dictionaries(hostile, st.just("evil"), max_size=4))
@example(outer="../../x_1_2_layers.py", inner={"../../nndl/layers.py": "", "/nndl/layers.py": ""})
@example(outer="\0_1_assignsubmission_file_/nndl/../../layers.py", inner={})
@example(outer=".._1_assignsubmission_file_/layers.py", inner={})
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_no_name_writes_outside_the_students_folder(small, tmp_path, outer, inner):
    source = tmp_path / "download.zip"
    source.write_bytes(zip_of({outer: "x", "x_1_3_b.zip": zip_of({LAYERS: "", **inner})}))
    before = everything(tmp_path)
    collect(small, source, "batchnorm", None)
    after = everything(tmp_path)
    assert before.items() <= after.items()
    for path in after.keys() - before.keys():
        assert re.fullmatch(r"course/submitted/\w+/batchnorm/(nndl/\w+\.py|timestamp\.txt)", path)
    shutil.rmtree(small.path / "submitted", ignore_errors=True)


def run(course, source):
    command = [Path(sysconfig.get_path("scripts")) / "autograder", "collect"]
    command += ["batchnorm", source, "--roster", "roster.csv"]
    return subprocess.run(command, cwd=course.path, capture_output=True, text=True, timeout=900)


def test_the_command_says_what_it_did_and_fails_if_something_is_nobodys(small, tmp_path):
    (small.path / "roster.csv").write_text(CLASS + "bob,,,,\n")
    source = tmp_path / "download.zip"
    source.write_bytes(zip_of(CANVAS))
    done = run(small, source)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "ada: collected, 2026-03-01 06:30:00 UTC",
        "grace: collected, 2026-03-01 06:30:00 UTC; late",
        "handed in nothing: bob",
    ]
    source.write_bytes(zip_of({**CANVAS, "[red]\x1b[2J\nada: collected": ""}))
    done = run(small, source)
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == "ada: unchanged, 2026-03-01 06:30:00 UTC"
    assert done.stderr.startswith("not collected: [red] ada: collected: is not called as")
    assert done.stderr.count("\n") == 1
