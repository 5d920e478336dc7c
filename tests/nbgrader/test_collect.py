"""What a class uploaded to Canvas is collected, then graded by stock nbgrader."""

import io
import subprocess
import sysconfig
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

ROSTER = "id,first_name,last_name,email,lms_user_id\nada,Ada,Lovelace,,101\ngrace,Grace,Hopper,,\n"


def zip_of(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, (2026, 3, 1, 12, 0, 0)), content)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def graded(make_classroom, reference, bank):
    """A class whose download was collected and graded; Grace uploaded her files one by one."""
    classroom = make_classroom()
    (classroom.root / "roster.csv").write_text(ROSTER)
    classroom.nbgrader("db", "student", "import", "roster.csv")
    notebook = f"{classroom.notebook}.ipynb"
    answers = (classroom.root / "release" / "toy" / notebook).read_text()
    wrong = bank["weights forgotten in dx"].apply(reference)
    single = [(notebook, answers)] + [(Path(path).name, wrong[path]) for path in sorted(wrong)]
    uploads = {f"hoppergrace_102_{n}_{name}": text for n, (name, text) in enumerate(single)}
    uploads["lovelaceada_LATE_101_90_toy-1.zip"] = zip_of(
        {f"toy/{path}": text for path, text in {**reference, notebook: answers}.items()}
    )
    (classroom.root / "submissions.zip").write_bytes(zip_of(uploads))
    command = Path(sysconfig.get_path("scripts")) / "autograder"
    subprocess.run(
        [command, "collect", "toy", "submissions.zip", "--roster", "roster.csv"],
        cwd=classroom.root,
        check=True,
        timeout=900,
    )
    classroom.nbgrader("autograde", "toy", "--no-execute")
    return classroom


def test_everybody_earns_what_their_modules_deserve(graded):
    full = {name: grade["max_score"] for name, grade in graded.grades("ada").items()}
    full["findings"] = 0  # nobody answered
    assert graded.scores("ada") == full
    grace = graded.scores("grace")
    lost = {name for name, score in grace.items() if score < full[name]}
    assert lost == {"scale_backward"}
    assert grace["scale_backward"] > 0


def test_the_gradebook_has_the_students_of_the_roster_and_the_time_of_the_upload(graded):
    noon = datetime(2026, 3, 1, 12).astimezone().astimezone(tz=None)
    with Gradebook(graded.db_url) as gradebook:
        assert {student.id for student in gradebook.students} == {"ada", "grace"}
        for student in ("ada", "grace"):
            submission = gradebook.find_submission("toy", student)
            assert submission.timestamp == (noon - noon.utcoffset()).replace(tzinfo=None)
