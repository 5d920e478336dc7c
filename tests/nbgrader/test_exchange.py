"""A class over nbgrader's exchange: released, fetched, worked on, submitted, collected, graded."""

import os
import subprocess
import sysconfig
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.utils import parse_utc

from tests.helpers import words

EXERCISES = {"scale_forward": 3, "scale_backward": 5, "net": 2}
EXCHANGE = """
c = get_config()
c.Exchange.root = {root!r}
c.CourseDirectory.course_id = "nndl"
"""


class Student:
    """Somebody with a home of their own, who knows of the course where the exchange is."""

    def __init__(self, name, home, exchange):
        self.name, self.home = name, home
        (home / ".jupyter").mkdir(parents=True)
        (home / ".jupyter" / "nbgrader_config.py").write_text(EXCHANGE.format(root=str(exchange)))

    def nbgrader(self, *arguments):
        places = {"JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"}
        environment = {name: value for name, value in os.environ.items() if name not in places}
        environment["HOME"] = str(self.home)
        command = [Path(sysconfig.get_path("scripts")) / "nbgrader", *arguments]
        done = subprocess.run(
            command, cwd=self.home, env=environment, capture_output=True, text=True, timeout=900
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stderr

    def submit(self, files):
        for name, content in files.items():
            (self.home / "toy" / name).write_text(content)
        # By default it is the login name, and all of this class log in as whoever runs the tests.
        self.nbgrader("submit", "toy", f"--student={self.name}")


@pytest.fixture(scope="module")
def classroom(make_classroom, tmp_path_factory, reference):
    """A class in which ada solved the layers, ben all of it, and cy nothing; all of them late."""
    classroom = make_classroom()
    exchange = tmp_path_factory.mktemp("exchange")
    exchange.chmod(0o777)
    with (classroom.root / "nbgrader_config.py").open("a") as config:
        config.write(f"c.Exchange.root = {str(exchange)!r}\n")
    classroom.nbgrader("db", "assignment", "add", "toy", "--duedate=2020-01-01 12:00 UTC")
    classroom.nbgrader("release_assignment", "toy")
    solved = {
        "ada": {"nndl/layers.py": reference["nndl/layers.py"]},
        "ben": reference,
        "cy": {},
    }
    classroom.students = {}
    for name, files in solved.items():
        student = Student(name, tmp_path_factory.mktemp("home"), exchange)
        student.nbgrader("fetch_assignment", "toy")
        student.submit(files)
        classroom.students[name] = student
    classroom.nbgrader("collect", "toy")
    classroom.nbgrader("autograde", "toy", "--no-execute")
    return classroom


def exercises(classroom, student):
    scores = classroom.scores(student)
    return {name: scores[name] for name in EXERCISES}


def test_what_is_submitted_earns_what_it_deserves(classroom):
    ada = exercises(classroom, "ada")
    assert ada.pop("net") < 2
    assert ada == {name: points for name, points in EXERCISES.items() if name in ada}
    assert exercises(classroom, "ben") == EXERCISES
    assert exercises(classroom, "cy") == dict.fromkeys(EXERCISES, 0)


def test_the_gradebook_knows_when_it_was_submitted(classroom):
    with Gradebook(classroom.db_url) as gradebook:
        submission = gradebook.find_submission("toy", "ada")
        stamp = classroom.root / "submitted" / "ada" / "toy" / "timestamp.txt"
        assert submission.timestamp == parse_utc(stamp.read_text())
        assert submission.total_seconds_late > 0


def test_what_is_submitted_again_is_graded_again(classroom, reference):
    classroom.students["cy"].submit({"nndl/layers.py": reference["nndl/layers.py"]})
    classroom.nbgrader("collect", "toy", "--update")
    log = classroom.nbgrader("autograde", "toy", "--no-execute")
    assert exercises(classroom, "cy") == exercises(classroom, "ada")
    assert [line.split()[0] for line in log.splitlines() if " / 12 " in line] == ["cy"]


def test_feedback_goes_back_over_the_exchange_to_whom_it_is_for(classroom):
    classroom.nbgrader("generate_feedback", "toy")
    classroom.nbgrader("release_feedback", "toy")
    ben = classroom.students["ben"]
    ben.nbgrader("fetch_feedback", "toy")
    (page,) = (ben.home / "toy" / "feedback").rglob("*.html")
    assert "Backward pass 5 / 5" in words(page.read_text())
