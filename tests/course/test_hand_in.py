"""`python hand_in.py`, as a student runs it in the release folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "release" / "batchnorm" / "hand_in.py"
GRADED = ["Batch-Normalization.ipynb", "nndl/fc_net.py", "nndl/layers.py"]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "hand_in.py").write_bytes(SCRIPT.read_bytes())
    for name in [*GRADED, "nndl/mine.py", "nndl/notes.txt", "utils/solver.py", "other.ipynb"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"content of {name}")
    return tmp_path


def hand_in(folder):
    return subprocess.run(
        [sys.executable, folder / "hand_in.py"], capture_output=True, text=True, cwd=folder.parent
    )


def test_the_archive_holds_the_graded_files_and_no_others(folder):
    for _ in range(2):  # an archive that is there already is replaced
        run = hand_in(folder)
        assert run.returncode == 0, run.stderr
    with zipfile.ZipFile(folder / "batchnorm.zip") as archive:
        assert sorted(archive.namelist()) == sorted([*GRADED, "nndl/mine.py"])
        for name in archive.namelist():
            assert archive.read(name).decode() == f"content of {name}"
            assert name in run.stdout
    assert not list(folder.glob("*.part"))


def test_code_changed_after_the_notebook_was_saved_is_pointed_out(folder):
    for seconds, path in enumerate([*folder.glob("nndl/*.py"), folder / GRADED[0]]):
        os.utime(path, (seconds, seconds))
    assert "changed after" not in hand_in(folder).stdout
    os.utime(folder / "nndl/layers.py", (100, 100))
    assert "nndl/layers.py: changed after the notebook was saved" in hand_in(folder).stdout


@pytest.mark.parametrize("missing", GRADED)
def test_a_missing_file_is_named_and_no_archive_written(folder, missing):
    (folder / missing).unlink()
    run = hand_in(folder)
    assert run.returncode != 0
    assert missing in run.stderr
    assert not (folder / "batchnorm.zip").exists()
