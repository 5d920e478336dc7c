"""The usual mistakes at the `autograder` command: each is one sentence that names the way out."""

import shutil
import sqlite3
from contextlib import closing

import pytest

import autograder.cli.main
from tests.helpers import write_answer

KNOWN = "there is no assignment 'tyo'; in source/<assignment>/assignment.toml are described: toy"
NO_COURSE = "is in no course"


@pytest.fixture(scope="module")
def classroom(make_classroom, reference):
    """A class in which ada is graded, and bo has handed in since."""
    classroom = make_classroom()
    write_answer(classroom.hand_in("ada", reference), "Because.")
    classroom.nbgrader("autograde", "toy", "--no-execute")
    classroom.hand_in("bo", {})
    (classroom.root / "notes.txt").write_text("no zip")
    return classroom


@pytest.fixture
def copy(classroom, tmp_path):
    """A throw-away copy of the class, with a gradebook of its own."""
    root = tmp_path / "course"
    shutil.copytree(classroom.root, root, ignore=shutil.ignore_patterns("*.Z"))
    config = root / "nbgrader_config.py"
    lines = config.read_text().splitlines()
    config.write_text("\n".join(line for line in lines if "db_url" not in line))
    return root


@pytest.fixture
def mistake(monkeypatch, capsys):
    """A function that runs a command in a folder and gives the one line it fails with."""

    def run(command, folder):
        monkeypatch.chdir(folder)
        monkeypatch.setattr("sys.argv", command.split())
        monkeypatch.setattr(autograder.cli.main, "use_run_folder", lambda: None)
        with pytest.raises(SystemExit) as end:
            autograder.cli.main.main()
        said = capsys.readouterr()
        assert end.value.code == 1
        assert said.err.startswith("autograder: "), said
        assert said.err.count("\n") == 1, said.err
        return said.err

    return run


@pytest.mark.parametrize(
    ("command", "way_out"),
    [
        # a name that is wrong
        ("grade tyo submitted/ada/toy", KNOWN),
        ("collect tyo notes.txt", KNOWN),
        ("report tyo", KNOWN),
        ("read tyo", KNOWN),
        ("extend tyo ada --days 1", KNOWN),
        ("feedback tyo", KNOWN),
        ("export csv tyo", KNOWN),
        ("export gradescope tyo", KNOWN),
        ("replay tyo ada test", KNOWN),
        ("regrade tyo", KNOWN),
        ("publish tyo", KNOWN),
        ("validate tyo", KNOWN),
        ("read toy eve", "no written answer of 'eve' to toy: look whether the name is right"),
        (
            "extend toy ada --days 1",
            "toy has no due date: nbgrader db assignment add toy --duedate=",
        ),
        (
            "replay toy eve test",
            "'eve' has not been graded for toy: look whether the name is right",
        ),
        (
            "replay toy ada test",
            "there is no test 'test'; the nearest are 'the loss is right', 'out is right'",
        ),
        ("new toy", "source/toy is there already: name the assignment otherwise"),
        ("new 2nd-toy", "letters, digits and _"),
        # a file that is not there, or not what it should be
        ("grade toy submitted/eve/toy", "submitted/eve/toy is not a folder"),
        ("grade toy notes.txt", "notes.txt is not a folder"),
        ("grade toy submitted/ada", "autograder grade toy submitted/ada/toy"),
        ("grade toy submitted", "autograder grade toy submitted/*/toy"),
        ("grade toy release/toy --json no/where.json", "its folder does not exist"),
        ("grade toy release/toy --json release", "release cannot be written: it is a folder"),
        (
            "collect toy my.zip",
            "my.zip is neither a folder nor a zip that can be read (No such file",
        ),
        ("collect toy notes.txt", "notes.txt is neither a folder nor a zip that can be read"),
        ("collect toy submitted --roster my.csv", "my.csv cannot be read: No such file or dir"),
        ("export csv toy --to no/marks.csv", "no/marks.csv cannot be written"),
        ("export canvas toy --gradebook canvas.csv", "canvas.csv is not a gradebook"),
        ("init . --package mylib", ". is there already, and not empty: name another folder"),
        # the way it was written before
        ("grade submitted/ada/toy --assignment toy", ": autograder grade toy submitted/ada/toy"),
        ("grade --assignment=toy a b --seed 1", ": autograder grade toy a b --seed 1"),
        ("collect notes.txt --assignment toy", ": autograder collect toy notes.txt"),
        ("extend ada --assignment toy --days 1", ": autograder extend toy ada --days 1"),
        ("replay ada test --assignment toy", ": autograder replay toy ada test"),
    ],
)
def test_a_mistake_is_one_sentence_with_the_way_out(classroom, mistake, command, way_out):
    assert way_out in mistake(f"autograder {command}", classroom.root)


NEEDS_A_COURSE = [
    "setup", "doctor", "new toy", "validate", "publish toy", "collect toy x.zip", "grade toy .",
    "report toy", "read toy", "extend toy ada --days 1", "feedback toy", "export csv toy",
    "replay toy ada test", "regrade toy",
]  # fmt: skip


@pytest.mark.parametrize("command", NEEDS_A_COURSE)
def test_outside_a_course_every_command_says_where_to_go(tmp_path, mistake, command):
    said = mistake(f"autograder {command}", tmp_path)
    assert f"{tmp_path} is in no course: " in said
    assert "Run this in the folder that holds it and source/, or below." in said


def nothing_handed_in(root):
    shutil.rmtree(root / "submitted")
    shutil.rmtree(root / "reports")
    with closing(sqlite3.connect(root / "gradebook.db")) as database:
        for table in "grade", "comment", "submitted_notebook", "submitted_assignment":
            database.execute(f"DELETE FROM {table}")
        database.commit()


def no_gradebook(root):
    (root / "gradebook.db").unlink()


def no_database(root):
    (root / "gradebook.db").write_text("no database " * 1000)


def torn_database(root):
    content = (root / "gradebook.db").read_bytes()
    (root / "gradebook.db").write_bytes(content[: len(content) // 2])


def no_release(root):
    shutil.rmtree(root / "release")


READING = ["report toy", "read toy", "feedback toy", "export csv toy"]


@pytest.mark.parametrize(
    ("spoil", "command", "way_out"),
    [
        *[
            (nothing_handed_in, command, "run nbgrader autograde toy")
            for command in ("report toy", "read toy", "regrade toy")
        ],
        *[(no_gradebook, each, "run nbgrader generate_assignment toy") for each in READING],
        *[(no_database, each, "gradebook.db cannot be used") for each in READING],
        *[(torn_database, each, "gradebook.db cannot be used") for each in READING],
        (no_release, "grade toy nndl", "nbgrader generate_assignment toy"),
        (no_release, "read toy", "nbgrader generate_assignment toy"),
        (no_release, "publish toy", "nbgrader generate_assignment toy"),
    ],
)
def test_what_is_missing_or_damaged_is_one_sentence(copy, mistake, spoil, command, way_out):
    spoil(copy)
    assert way_out in mistake(f"autograder {command}", copy)


@pytest.mark.parametrize("spoil", [no_database, torn_database])
def test_nbgrader_autograde_says_of_a_damaged_gradebook_one_sentence(classroom, copy, spoil):
    spoil(copy)
    before = (copy / "gradebook.db").read_bytes()
    kept, classroom.root = classroom.root, copy
    try:
        said = classroom.nbgrader("autograde", "toy", "--no-execute", ok=False)
    finally:
        classroom.root = kept
    assert said.count("\n") == 1
    assert "gradebook.db cannot be used" in said
    assert (copy / "gradebook.db").read_bytes() == before
