"""An archive gives no more than it is asked for; what is no plain file is refused."""

import bz2
import gzip
import io
import os
import struct
import tarfile
import tracemalloc
import zipfile
from datetime import UTC, datetime

import pytest

from autograder.collect import archive
from autograder.collect.archive import File, files_in_archive, opened
from autograder.course.config import CourseError
from autograder.files import RefusedError

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def zip_of(members, **options):
    """A zip: its members are (name or ZipInfo, content)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", **options) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def in_zip(content):
    return files_in_archive(File("batchnorm.zip", NOON, lambda limit: content))


def in_tar(content, name="batchnorm.tar.gz"):
    return files_in_archive(File(name, NOON, lambda limit: content))


def info(name="a.py", **attributes):
    member = zipfile.ZipInfo(name, (2026, 3, 1, 12, 0, 0))
    for attribute, value in attributes.items():
        setattr(member, attribute, value)
    return member


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
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    content = zip_of([(f"{number}.py", "") for number in range(4)])
    monkeypatch.setattr(archive, "ZipFile", None)
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
    monkeypatch.setattr(archive, "MAX_DEPTH", 2)
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


def tar_of(members, mode="w:gz"):
    """A tar: its members are (name, content or what to set of its TarInfo)."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as packed:
        for name, content in members:
            member = tarfile.TarInfo(name)
            if isinstance(content, bytes):
                member.size = len(content)
                packed.addfile(member, io.BytesIO(content))
            else:
                for attribute, value in content.items():
                    setattr(member, attribute, value)
                packed.addfile(member)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["b.tar.gz", "b.tgz", "B.TAR.GZ", "b.tar"])
@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_a_tar_is_read_packed_or_not(name, mode):
    members = [("nndl", {"type": tarfile.DIRTYPE}), ("nndl/größe.py", b"x = 1")]
    (file,) = in_tar(tar_of(members, mode), name)
    assert (file.path, file.read(5), file.time) == ("nndl/größe.py", b"x = 1", NOON)


@pytest.mark.parametrize(
    "kind", ["SYMTYPE", "LNKTYPE", "FIFOTYPE", "CHRTYPE", "BLKTYPE", "GNUTYPE_SPARSE"]
)
def test_of_a_tar_only_plain_files_are_read(kind):
    header = {"type": getattr(tarfile, kind), "linkname": "/etc/passwd"}
    try:
        (file,) = in_tar(tar_of([("nndl/layers.py", header)]))
        file.read(100)
    except RefusedError as error:
        assert "regular file" in str(error) or "cannot be read" in str(error)
    else:
        pytest.fail("it was read")


def test_a_member_of_a_tar_gives_no_more_than_is_allowed():
    (file,) = in_tar(tar_of([("a.py", b"0" * 101)]))
    with pytest.raises(RefusedError, match="101 bytes are more than 100"):
        file.read(100)


def test_a_tar_that_is_cut_or_none_is_refused():
    cut = tar_of([("a.py", b"x" * 5000)], "w")[:3000]
    for content in (cut, b"", b"not a tar", gzip.compress(b"not a tar"), tar_of([])[:-9]):
        with pytest.raises(RefusedError, match="cannot be read as a tar"):
            in_tar(content)


def test_a_tar_that_unpacks_to_too_much_is_refused_in_bounded_memory(monkeypatch):
    monkeypatch.setattr(archive, "MAX_ARCHIVE", 10**6)
    bomb = gzip.compress(b"\0" * 10**8)
    tracemalloc.start()
    with pytest.raises(RefusedError, match="unpacks to more than 1,000,000 bytes"):
        in_tar(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10**7


def test_a_tar_of_too_many_files_is_refused(monkeypatch):
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    with pytest.raises(RefusedError, match="more than 3 files"):
        in_tar(tar_of([(f"{number}.py", b"") for number in range(4)]))


@pytest.mark.parametrize("name", ["a.7z", "a.rar", "a.tar.xz", "a.py.gz", "a.tar.bz2", "A.RAR"])
def test_archives_of_other_kinds_are_refused_by_name(name):
    with pytest.raises(RefusedError, match="not read: unpack it, and give it as a zip"):
        in_tar(b"", name)
