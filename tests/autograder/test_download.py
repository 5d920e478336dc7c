"""Whose an upload is, the LMS's part of its name says; a zip gives no more than it is asked for."""

import bz2
import io
import os
import struct
import tracemalloc
import zipfile
from datetime import UTC, datetime

import pytest

from autograder import download
from autograder.course import CourseError
from autograder.download import File, files_in_zip, opened, upload
from autograder.intake import RefusedError

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MOODLE = "Ada Lovelace_1234567_assignsubmission_file"


def named(path):
    return upload(File(path, NOON, lambda limit: b""))


def zip_of(members, **options):
    """A zip: its members are (name or ZipInfo, content)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", **options) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def in_zip(content):
    return files_in_zip(File("batchnorm.zip", NOON, lambda limit: content))


def info(name="a.py", **attributes):
    member = zipfile.ZipInfo(name, (2026, 3, 1, 12, 0, 0))
    for attribute, value in attributes.items():
        setattr(member, attribute, value)
    return member


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("lovelaceada_12345_67890_batchnorm.zip", ("lovelaceada", False, "batchnorm.zip", 0)),
        ("lovelaceada_LATE_12345_67890_batchnorm-1.zip", ("lovelaceada", True, "batchnorm.zip", 1)),
        ("submissions/o_neil_12345_67890_layers-12.py", ("o_neil", False, "layers.py", 12)),
        ("müller_12345_678_a_1_2_b.py", ("müller", False, "a_1_2_b.py", 0)),
        ("ada_12345_678_Batch-Normalization.ipynb", ("ada", False, "Batch-Normalization.ipynb", 0)),
        ("ada_12345_678_batchnorm-2/nndl/layers.py", ("ada", False, "nndl/layers.py", 2)),
        ("ada_12345_text.html", ("ada", False, "text.html", 0)),
    ],
)
def test_canvas_names_are_read(path, expected):
    found = named(path)
    assert (found.lms, found.number) == ("Canvas", "12345")
    assert (found.name, found.late, found.file.path, found.order[0]) == expected


@pytest.mark.parametrize(
    ("path", "inner"),
    [
        (f"{MOODLE}_/batchnorm.zip", "batchnorm.zip"),
        (f"{MOODLE}/nndl/layers.py", "nndl/layers.py"),
        (f"{MOODLE}_batchnorm-1.zip", "batchnorm-1.zip"),
        (f"course-batchnorm/{MOODLE}_/a.py", "a.py"),
    ],
)
def test_moodle_names_are_read(path, inner):
    found = named(path)
    assert (found.lms, found.name, found.number) == ("Moodle", "Ada Lovelace", "1234567")
    assert (found.file.path, found.late) == (inner, False)


def test_a_name_is_the_same_however_its_accents_are_written():
    names = ("Se\u00e1n_7_assignsubmission_file_/a.py", "Sea\u0301n_7_assignsubmission_file_/a.py")
    assert len({named(name).name for name in names}) == 1


def test_nobody_uploads_in_another_students_name():
    eve = f"Eve_7_assignsubmission_file_/{MOODLE}_/batchnorm.zip"
    assert named(eve).number == "7"
    assert named("Eve_7_assignsubmission_file_lovelaceada_12345_67890_batchnorm.zip").number == "7"
    assert named("eve_7_8_lovelaceada_12345_67890_batchnorm.zip").number == "7"
    assert named(f"eve_7_8_x/{MOODLE}_/batchnorm.zip").number == "7"


@pytest.mark.parametrize(
    "path",
    ["grades.csv", "anon_12345_67890_a.zip", MOODLE, "../ada_1_2_a.zip", "/ada_1_2_a.zip", ""],
)
def test_a_name_of_no_known_form_is_nobodys(path):
    assert named(path) is None


@pytest.mark.parametrize("path", ["../a.py", "a/../b", "/etc/a.py", "C:/a.py", "c:\\a.py", "a//b"])
def test_a_path_that_leads_elsewhere_is_refused(path):
    with pytest.raises(RefusedError, match="elsewhere"):
        File(path, NOON, None).parts()


def test_a_path_written_on_windows_is_read():
    assert File(".\\nndl\\layers.py", NOON, None).parts() == ["nndl", "layers.py"]


def test_members_are_read_with_their_names_and_times():
    (file,) = in_zip(zip_of([(info("größe.py"), "x = 1")]))
    assert (file.path, file.read(5)) == ("größe.py", b"x = 1")
    assert file.time == datetime(2026, 3, 1, 12).astimezone(UTC)


def test_a_name_in_utf8_is_read_where_the_zip_does_not_say_so():
    content = zip_of([("größe.py", "")])
    flagged = struct.pack("<H", 0x800)
    assert content.count(flagged) >= 2
    (file,) = in_zip(content.replace(flagged, b"\0\0"))
    assert file.path == "größe.py"


def test_a_time_that_is_none_does_no_harm():
    (file,) = in_zip(zip_of([(info(date_time=(1980, 0, 0, 0, 0, 0)), "")]))
    assert file.time.year == 1980


@pytest.mark.parametrize(
    ("members", "options", "why"),
    [
        ([(info(external_attr=0o120777 << 16), "/etc/passwd")], {}, "not a regular file"),
        ([(info(external_attr=0o010644 << 16), "")], {}, "not a regular file"),
        ([(info(), b"0" * 101)], {}, "101 bytes are more than 100"),
        ([(info(compress_type=zipfile.ZIP_BZIP2), bz2.compress(b"0"))], {}, "by method 12"),
        ([(info(compress_type=zipfile.ZIP_LZMA), b"0")], {}, "by method 14"),
    ],
)
def test_what_is_no_plain_file_of_the_size_allowed_is_refused(members, options, why):
    (file,) = in_zip(zip_of(members, **options))
    with pytest.raises(RefusedError, match=why):
        file.read(100)


def test_an_encrypted_member_is_refused():
    content = bytearray(zip_of([(info(), "x")]))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(header) + flags] |= 1
    (file,) = in_zip(bytes(content))
    with pytest.raises(RefusedError, match="encrypted"):
        file.read(100)


def test_a_bomb_that_declares_little_gives_no_more_than_it_declares():
    content = zip_of([(info(compress_type=zipfile.ZIP_DEFLATED), b"0" * 10**8)])
    (file,) = in_zip(content.replace(struct.pack("<L", 10**8), struct.pack("<L", 100)))
    tracemalloc.start()
    with pytest.raises(RefusedError, match="Bad CRC"):
        file.read(1000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10**6


def test_a_member_whose_bytes_were_changed_is_refused():
    (file,) = in_zip(zip_of([(info(), "x = 12345")]).replace(b"x = 1", b"y = 1"))
    with pytest.raises(RefusedError, match="Bad CRC"):
        file.read(100)


@pytest.mark.parametrize(
    "content",
    [b"", b"not a zip", zip_of([("a.py", "x")])[:-5], b"PK\x05\x06" + b"\xff" * 18],
    ids=["empty", "text", "cut", "nonsense"],
)
def test_what_is_no_zip_is_refused(content):
    with pytest.raises(RefusedError, match="cannot be read as a zip"):
        in_zip(content)


def test_a_zip_of_too_many_files_is_refused_before_they_are_listed(monkeypatch):
    monkeypatch.setattr(download, "MAX_MEMBERS", 3)
    content = zip_of([(f"{number}.py", "") for number in range(4)])
    monkeypatch.setattr(download, "ZipFile", None)
    with pytest.raises(RefusedError, match="more than 3 files"):
        in_zip(content)


def test_a_folder_is_read_without_following_or_waiting(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_text("secret")
    folder = tmp_path / "download"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "a.py").write_text("x = 1")
    os.utime(folder / "sub" / "a.py", (NOON.timestamp() + 0.5,) * 2)
    (folder / "file").symlink_to(outside / "secret")
    (folder / "folder").symlink_to(outside)
    os.mkfifo(folder / "pipe")
    with opened(folder) as files:
        found = {file.path: file for file in files}
    assert found.keys() == {"sub/a.py", "file", "folder", "pipe"}
    good = found.pop("sub/a.py")
    assert (good.read(100), good.time) == (b"x = 1", NOON)
    for file in found.values():
        with pytest.raises(RefusedError):
            file.read(100)


def test_a_folder_too_deep_is_not_descended(tmp_path, monkeypatch):
    monkeypatch.setattr(download, "MAX_DEPTH", 2)
    deep = tmp_path / "1" / "2" / "3"
    deep.mkdir(parents=True)
    (deep / "a.py").write_text("")
    (deep.parent / "b.py").write_text("")
    with opened(tmp_path) as files:
        assert [file.path for file in files] == ["1/2/b.py"]


@pytest.mark.parametrize("content", [None, b"not a zip"])
def test_a_download_that_is_neither_folder_nor_zip_is_named(tmp_path, content):
    path = tmp_path / "download.zip"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CourseError, match=r"download\.zip is neither"), opened(path):
        pass
