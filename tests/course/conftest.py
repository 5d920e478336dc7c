"""What tests of the student's side share: the folder a student gets."""

import shutil
from pathlib import Path

import pytest

RELEASE = Path(__file__).parents[2] / "release" / "batchnorm"


@pytest.fixture
def released(tmp_path):
    """A copy of the released folder, to work in."""
    ignore = shutil.ignore_patterns("__pycache__", ".*", "cifar10.npz")
    return shutil.copytree(RELEASE, tmp_path / "batchnorm", ignore=ignore)
