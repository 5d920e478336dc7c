"""What a machine does to grading: each fault is told in one sentence, and nothing is lost by it."""

import os
import resource
import shutil
import sqlite3
import subprocess
import sysconfig
from contextlib import closing
from pathlib import Path

import pytest

SCRIPTS = Path(sysconfig.get_path("scripts"))
HELD = "gradebook.db is held by another program"


@pytest.fixture(scope="module")
def classroom(make_classroom):
    classroom = make_classroom()
    classroom.hand_in("ada", {})
    classroom.nbgrader("autograde", "toy", "--no-execute")
    return classroom


def run(folder, *command, **options):
    program = SCRIPTS / command[0]
    return subprocess.run(
        [program, *command[1:]], cwd=folder, capture_output=True, text=True, timeout=900, **options
    )


def everything(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


COMMANDS = [
    "nbgrader autograde toy --no-execute --force",
    "nbgrader generate_assignment toy",
    "autograder regrade toy --apply",
    "autograder report toy",
    "autograder feedback toy",
    "autograder export csv toy",
    "autograder extend toy ada --days 1",
    "autograder read toy",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_gradebook_that_another_program_holds_is_told_and_nothing_is_written(classroom, command):
    folders = ("release", "autograded", "reports")
    before = [everything(classroom.root / folder) for folder in folders]
    copies = set(classroom.root.glob("gradebook.db.*"))
    with closing(sqlite3.connect(classroom.root / "gradebook.db")) as another:
        another.execute("BEGIN EXCLUSIVE")
        done = run(classroom.root, *command.split())
    assert done.returncode == 1
    assert done.stderr.count(HELD) == 1
    assert "Traceback" not in done.stderr
    assert "db upgrade" not in done.stderr
    if command.startswith("autograder"):
        assert done.stderr.count("\n") == 1
    assert [everything(classroom.root / folder) for folder in folders] == before
    assert set(classroom.root.glob("gradebook.db.*")) == copies


def no_more_room():
    """Let no file grow beyond a page, as on a disk that is nearly full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


def test_a_disk_that_is_full_is_told_and_no_half_of_a_file_stays(classroom):
    before = everything(classroom.root)
    done = run(classroom.root, "autograder", "report", "toy", preexec_fn=no_more_room)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "File too large" in done.stderr
    after = everything(classroom.root)
    assert before.items() <= after.items()
    pages = [after[path] for path in after.keys() - before.keys()]
    assert all(page.rstrip().endswith(b"</html>") for page in pages)


@pytest.mark.parametrize("name", ["a[b", "c*d", "e?f", "g%h"])
@pytest.mark.parametrize("command", [COMMANDS[0], COMMANDS[3]])
def test_a_folder_in_which_nbgrader_finds_nothing_is_refused_by_name(
    classroom, tmp_path, name, command
):
    folder = tmp_path / name
    folder.mkdir()
    shutil.copy(classroom.root / "nbgrader_config.py", folder)
    done = run(folder, *command.split())
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"the course cannot be in {folder}: nbgrader does not find its files" in done.stderr
    assert f"where a path holds {name[1]}. Rename the folder" in done.stderr


def test_a_course_is_graded_where_names_are_odd_or_too_long_for_sockets(make_classroom, tmp_path):
    classroom = make_classroom()
    root = tmp_path / "Größe {0} of 'a' #1 \"b\""
    classroom.root.rename(root)
    config = root / "nbgrader_config.py"
    lines = config.read_text().splitlines()
    config.write_text("\n".join(line for line in lines if "db_url" not in line))
    deep = tmp_path / ("long" * 30)
    deep.mkdir()
    shutil.copytree(root / "release" / "toy", root / "submitted" / "ada" / "toy")
    for command in (COMMANDS[1], "nbgrader autograde toy", COMMANDS[3]):
        done = run(root, *command.split(), env={**os.environ, "TMPDIR": str(deep)})
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
    assert (root / "reports" / "toy" / "ada.json").is_file()
    assert list(deep.iterdir()) == []


ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize("command", [COMMANDS[0], *COMMANDS[2:4]])
def test_an_ascii_locale_changes_nothing(classroom, command):
    done = run(classroom.root, *command.split(), env={**os.environ, **ASCII})
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [COMMANDS[0], COMMANDS[3]])
def test_a_folder_that_the_locale_cannot_name_is_told(classroom, tmp_path, command):
    folder = tmp_path / "Größe"
    folder.mkdir()
    shutil.copy(classroom.root / "nbgrader_config.py", folder)
    done = run(folder, *command.split(), env={**os.environ, **ASCII})
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "LC_ALL=C.UTF-8" in done.stderr
