"""`python hand_in.py`, as a student runs it in the release folder."""

import os
import subprocess
import sys
import zipfile

import pytest

from tests.helpers import CRASH, write_answer

NOTEBOOK, NET, LAYERS = GRADED = [
    "Batch-Normalization.ipynb",
    "nndl/fc_net.py",
    "nndl/layers.py",
]
BLOCK = "NOT COMPLETE. This is missing:"


@pytest.fixture
def folder(released, reference):
    """The released folder with everything done, and what is no part of it."""
    for path, text in reference.items():
        (released / path).write_text(text)
    write_answer(released, "It depends less on the weight scale.")
    for name in ("nndl/mine.py", "nndl/notes.txt", "other.ipynb"):
        (released / name).write_text('{"cells": []}')
    return released


def hand_in(folder, *options):
    return subprocess.run(
        [sys.executable, *options, folder / "hand_in.py"],
        capture_output=True,
        text=True,
        cwd=folder.parent,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},  # a terminal with few letters
    )


def missing(run):
    """The lines of the block that says what is missing."""
    assert run.stderr == ""
    assert (run.returncode == 2) == (BLOCK in run.stdout)
    return [line[4:] for line in run.stdout.splitlines() if line.startswith("  - ")]


def test_the_archive_holds_the_graded_files_and_no_others(folder):
    for _ in range(2):  # an archive that is there already is replaced
        run = hand_in(folder)
        assert (run.returncode, missing(run)) == (0, [])
    with zipfile.ZipFile(folder / "batchnorm.zip") as archive:
        modules = {path.relative_to(folder).as_posix() for path in folder.glob("nndl/*.py")}
        assert set(archive.namelist()) == {NOTEBOOK, *modules}
        for name in archive.namelist():
            assert archive.read(name) == (folder / name).read_bytes()
            assert f"  added    {name} (" in run.stdout
    assert not list(folder.glob("*.part"))


def test_an_untouched_release_lacks_every_function_and_the_answer(released):
    run = hand_in(released)
    answer, net, layers = missing(run)
    assert answer.startswith(
        f"{NOTEBOOK}: exercise 5 (What the experiments show, and why): no answer yet"
    )
    assert net.startswith(f"{NET}: FullyConnectedNet.__init__, FullyConnectedNet.loss: still to be")
    assert layers.startswith(f"{LAYERS}: batchnorm_forward, batchnorm_backward: still to be")
    assert run.stdout.index(BLOCK) < run.stdout.index("  added")
    assert run.stdout.endswith("batchnorm.zip (NOT COMPLETE, see above)\n")
    with zipfile.ZipFile(released / "batchnorm.zip") as archive:
        assert set(GRADED) < set(archive.namelist())


def test_a_helper_that_was_not_written_is_a_note_and_nothing_missing(folder):
    helper = "nndl/layer_utils.py"
    (folder / helper).write_text(
        'def f():\n    raise NotImplementedError("f is not implemented yet")\n'
    )
    run = hand_in(folder)
    assert missing(run) == []
    assert f"  note     {helper}: f: not written; that is fine if" in run.stdout


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"def f(x):\n    return x[0\n", ", line 2: '[' was never closed (says Python 3."),
        (b"def f(x):\nreturn x\n", ", line 2: expected an indented block after function"),
        (b"x = 1\nreturn x\n", ", line 2: 'return' outside function"),
        ("x = 1 \u2212 2\n".encode(), ", line 1: invalid character '\\u2212' (U+2212)"),
        ("x = 'é'\n".encode("latin-1"), ", line 1: (unicode error) 'utf-8' codec"),
        ("x = 1\n".encode("utf-16"), "source code"),
        (b"x = " + b"(" * 9999, ": too many nested parentheses"),
        (b"x = " + b"-" * 99999 + b"1", ": "),
        (b"x = a" + b".a" * 9999, ": maximum recursion depth exceeded"),
    ],
)
def test_a_module_python_cannot_read_is_named_with_line_and_reason(folder, content, says):
    (folder / LAYERS).write_bytes(content)
    (line,) = missing(hand_in(folder))
    assert line.startswith(LAYERS)
    assert says in line
    assert line.endswith("mend that place")


def test_code_of_the_student_s_is_not_run(folder):
    (folder / LAYERS).write_text(f"{CRASH}\nprint('run')\n")
    run = hand_in(folder)
    assert missing(run) == []
    assert "run\n" not in run.stdout


def test_it_needs_nothing_installed(folder):
    assert hand_in(folder, "-S", "-I").returncode == 0


@pytest.mark.parametrize(
    ("answer", "says"),
    [("", "no answer yet"), (" *Your answer here.*\n\n", "no answer yet"), ("Because.", None)],
)
def test_a_written_answer_is_compared_with_what_the_cell_held(folder, answer, says):
    write_answer(folder, answer)
    lines = missing(hand_in(folder))
    assert len(lines) == bool(says)
    assert all(says in line for line in lines)


def test_a_deleted_answer_cell_is_missed(folder):
    text = (folder / NOTEBOOK).read_text()
    (folder / NOTEBOOK).write_text(text.replace('"grade_id": "batchnorm_findings"', '"x": ""'))
    (line,) = missing(hand_in(folder))
    assert "exercise 5 (What the experiments show, and why): the cell of your answer was" in line


@pytest.mark.parametrize(
    "content", [b"", b"<<<<<<< HEAD", b"[]", b'{"cells": [3]}', b"\xff\xfe", b"[" * 99999]
)
def test_a_notebook_that_cannot_be_read_is_named(folder, content):
    (folder / NOTEBOOK).write_bytes(content)
    (line,) = missing(hand_in(folder))
    assert line.startswith(f"{NOTEBOOK}: no notebook that can be read (")


def test_a_module_python_could_not_import_is_left_out_with_a_note(folder):
    for name in ("nndl/my helper.py", "nndl/.ipynb_checkpoints/layers-checkpoint.py"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("")
    run = hand_in(folder)
    assert missing(run) == []
    assert "  note     nndl/my helper.py: left out, as Python cannot import" in run.stdout
    assert "checkpoint" not in run.stdout


def test_code_changed_after_the_notebook_was_saved_is_pointed_out(folder):
    for seconds, path in enumerate([*folder.glob("nndl/*.py"), folder / NOTEBOOK]):
        os.utime(path, (seconds, seconds))
    assert "changed after" not in hand_in(folder).stdout
    os.utime(folder / LAYERS, (100, 100))
    assert "nndl/layers.py: changed after the notebook was saved" in hand_in(folder).stdout


@pytest.mark.parametrize("name", GRADED)
def test_a_missing_file_is_named_and_no_archive_written(folder, name):
    (folder / name).unlink()
    run = hand_in(folder)
    assert run.returncode == 1
    assert name in run.stderr
    assert not (folder / "batchnorm.zip").exists()


def test_where_nothing_can_be_written_a_sentence_says_so(folder):
    (folder / "batchnorm.zip.part").mkdir()
    run = hand_in(folder)
    assert run.returncode == 1
    assert run.stderr.startswith("hand_in: not written: ")
    assert run.stderr.count("\n") == 1
