"""Files of the course are written whole or not at all, by however many at the same time."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.files import write_atomically, written_whole


def test_many_write_one_file_at_the_same_time_and_one_of_them_is_there(tmp_path):
    path = tmp_path / "report.json"
    contents = [bytes([number]) * 10_000 for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda content: write_atomically(path, content), contents))
    assert path.read_bytes() in contents
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "report.json"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt), written_whole(path) as file:
        file.write(b"half")
        raise KeyboardInterrupt
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_who_may_read_a_file_is_what_the_umask_says(tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        write_atomically(tmp_path / "report.json", b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "report.json").stat().st_mode) == mode


def test_a_name_may_be_as_long_as_names_are(tmp_path):
    path = tmp_path / ("x" * 250 + ".json")
    write_atomically(path, b"whole")
    assert path.read_bytes() == b"whole"
