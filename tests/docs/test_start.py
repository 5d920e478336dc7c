"""The engine alone, as a wheel in an environment of its own, goes from an empty folder to marks."""

import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from autograder.sandbox.environment import Environment

ROOT = Path(__file__).parents[2]
PARTS = ("pyproject.toml", "README.md", "LICENSE", "autograder")
TEMPLATE = ROOT / "autograder" / "authoring" / "templates" / "assignment" / "requirements.txt.j2"
COMMANDS = {"nbgrader": "nbgrader.apps.nbgraderapp", "alembic": "alembic.config"}
BATCHNORM = ROOT / "source" / "batchnorm" / "requirements.txt"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The folder of the commands of an environment that has the wheel, and nothing of the course.

    What the wheel depends on is this environment's, so that nothing is fetched.
    """
    folder = tmp_path_factory.mktemp("engine")
    for name in PARTS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    pip = [sys.executable, "-m", "pip"]
    options = ["--quiet", "--no-deps", "--no-index"]
    run(*pip, "wheel", *options, "--no-build-isolation", "-w", folder, folder)
    venv.create(folder / "env", symlinks=True)
    python = folder / "env" / "bin" / "python"
    run(*pip, "--python", python, "install", *options, *folder.glob("*.whl"))
    packages = Path(sysconfig.get_path("purelib", vars={"base": folder / "env"}))
    found = {path.name for path in packages.iterdir()}
    # Not site.addsitedir, which would follow this environment's editable install.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    assert {"autograder", "nndl", "utils", "tools", "tests"} & found == {"autograder"}
    for command, module in COMMANDS.items():  # stock, started by that environment's Python
        script = python.with_name(command)
        script.write_text(f"#!{python}\nfrom {module} import main\nmain()\n")
        script.chmod(0o755)
    wanted, there = Environment(TEMPLATE), Environment(BATCHNORM)
    assert set(TEMPLATE.read_text().split()) <= set(BATCHNORM.read_text().split())
    (folder / "env" / "sandbox").mkdir()
    (folder / "env" / "sandbox" / wanted.path.name).symlink_to(there.python.parents[1])
    return python.parent


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_is_the_engine_and_no_course(installed, tmp_path):
    script = "import autograder; print(autograder.__file__); import nndl"
    done = subprocess.run(
        [installed / "python", "-c", script], cwd=tmp_path, capture_output=True, text=True
    )
    assert Path(done.stdout.strip()).is_relative_to(installed.parent)
    assert "No module named 'nndl'" in done.stderr


def test_a_course_of_one_s_own_is_graded_from_an_empty_folder(installed, follow, tmp_path):
    follow("docs/start.md", tmp_path, scripts=installed)
