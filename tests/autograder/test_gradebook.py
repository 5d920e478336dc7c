"""The gradebook's backups are whole or not there; what stands in its way is said in a sentence."""

import sqlite3
from contextlib import closing

import pytest

from autograder.course.config import CourseError
from autograder.gradebook.database import back_up, check_writable


@pytest.fixture
def gradebook(tmp_path):
    path = tmp_path / "gradebook.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE marks (points)")
        database.execute("INSERT INTO marks VALUES (25)")
        database.commit()
    return path


@pytest.fixture
def held(gradebook, monkeypatch):
    """The gradebook while another program writes to it, and nobody waits long."""
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, timeout=0.1: connect(path, timeout))
    with closing(connect(gradebook)) as database:
        database.execute("BEGIN EXCLUSIVE")
        yield gradebook


def url(path):
    return f"sqlite:///{path}"


def copies(path):
    return sorted(each.name.removeprefix(f"{path.name}.") for each in path.parent.glob("*.db.*"))


def test_the_last_few_copies_are_kept_and_each_is_whole(gradebook):
    for day in range(1, 8):
        copy = back_up(url(gradebook), f"2026010{day}T000000.0Z")
        with closing(sqlite3.connect(copy)) as database:
            assert database.execute("SELECT points FROM marks").fetchall() == [(25,)]
    assert copies(gradebook) == [f"2026010{day}T000000.0Z" for day in range(3, 8)]


def test_after_the_clock_was_set_back_the_new_copies_are_kept(gradebook):
    for day in range(1, 6):
        back_up(url(gradebook), f"2026010{day}T000000.0Z")
    back_up(url(gradebook), "20250101T000000.0Z")
    back_up(url(gradebook), "20250102T000000.0Z")
    kept = [f"2026010{day}T000000.0Z" for day in range(3, 6)]
    assert copies(gradebook) == ["20250101T000000.0Z", "20250102T000000.0Z", *kept]


def test_a_copy_that_fails_is_none_and_pushes_none_out(held):
    good = [f"{held.name}.2026010{day}T000000.0Z" for day in range(1, 6)]
    for name in good:
        held.with_name(name).write_bytes(held.read_bytes())
    with pytest.raises(CourseError, match="held by another program, so that it was not copied"):
        back_up(url(held), "20260109T000000.0Z")
    assert [f"{held.name}.{run}" for run in copies(held)] == good


def test_what_a_killed_run_left_of_a_copy_goes_with_the_next(gradebook):
    gradebook.with_name("gradebook.db.20250101T000000.0Z.part").write_bytes(b"half")
    back_up(url(gradebook), "20260101T000000.0Z")
    assert copies(gradebook) == ["20260101T000000.0Z"]


def test_a_gradebook_that_another_program_holds_is_told_with_the_way_out(held):
    with pytest.raises(CourseError, match=r"gradebook.db is held by another program: wait until"):
        check_writable(url(held))


def test_a_gradebook_that_is_none_is_told(tmp_path):
    path = tmp_path / "gradebook.db"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(CourseError, match=r"gradebook.db cannot be used: file is not a database"):
        check_writable(url(path))
