"""A course is found from any folder below it, and nothing that was handed in is taken for one."""

import pytest

from autograder.course import Course, CourseError


@pytest.fixture
def root(tmp_path):
    root = tmp_path / "course"
    (root / "source/lesson/tests").mkdir(parents=True)
    (root / "nbgrader_config.py").write_text("c = get_config()\nc.Course.package = 'mine'\n")
    return root


def test_a_course_is_found_from_any_folder_below(root, monkeypatch):
    for folder in (root, root / "source", root / "source/lesson/tests"):
        assert Course.load(folder).path == root
        monkeypatch.chdir(folder)
        assert (Course.load().path, Course.load().package) == (root, "mine")


def test_a_course_in_another_is_the_one_that_is_meant(root):
    inner = root / "build/demo"
    inner.mkdir(parents=True)
    (inner / "nbgrader_config.py").write_text("c = get_config()\n")
    assert Course.load(inner).path == inner


@pytest.mark.parametrize("step", ["submitted", "autograded"])
def test_what_a_student_hands_in_is_no_course_and_is_not_run(root, step):
    folder = root / step / "eve/lesson"
    folder.mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text("raise SystemExit('it ran')\n")
    assert Course.load(folder).path == root


def test_outside_a_course_there_is_none(tmp_path):
    with pytest.raises(CourseError, match=f"{tmp_path} is in no course"):
        Course.load(tmp_path)
