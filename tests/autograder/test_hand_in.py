"""What nbgrader's exchange put beside a submission is taken in if it is what belongs there."""

import pytest

from autograder.intake.modules import Intake
from autograder.intake.submitted import released_notebooks, take_in


@pytest.fixture
def taken(course, submission, reference):
    """A function: the files beside a submission -> those taken in, notes, digest."""

    def take(**beside):
        files = {name.replace("_txt", ".txt"): content for name, content in beside.items()}
        source = submission({**reference, **files})
        intake = Intake(course, "batchnorm")
        taken = take_in(intake, released_notebooks(intake.release), source, "ada")
        return taken.files, taken.staged.notes, taken.digest

    return take


def test_time_and_secret_are_kept(taken):
    files, notes, _ = taken(
        timestamp_txt="2026-03-01 12:00:00 UTC", submission_secret_txt="0a" * 64
    )
    assert files["timestamp.txt"] == b"2026-03-01 12:00:00 UTC\n"
    assert files["submission_secret.txt"] == b"0a" * 64
    assert notes == ["the notebook was not handed in"]


@pytest.mark.parametrize("secret", ["../../gradebook", "<script>", "0a" * 101])
def test_what_is_no_secret_of_nbgraders_is_left_out_and_noted(taken, secret):
    files, notes, _ = taken(submission_secret_txt=secret)
    assert "submission_secret.txt" not in files
    assert any(note.startswith("submission_secret.txt: ") for note in notes)


def test_what_is_no_time_is_left_out_and_noted(taken):
    files, notes, _ = taken(timestamp_txt="yesterday")
    assert "timestamp.txt" not in files
    assert any(note.startswith("timestamp.txt: ") for note in notes)


def test_a_time_is_staged_as_nbgrader_reads_it(taken):
    files, _, _ = taken(timestamp_txt="2026-03-01 23:00:00 +01:00")
    assert files["timestamp.txt"] == b"2026-03-01 22:00:00 UTC\n"


def test_a_corrected_time_is_a_change_and_one_written_otherwise_is_none(taken):
    digests = []
    for time in ("2026-03-01 23:00:00 UTC", "2026-03-01 22:00:00 UTC", "2026-03-02 00:00 +01:00"):
        digests.append(taken(timestamp_txt=time)[2])
    assert digests[0] != digests[1]
    assert digests[0] == digests[2]
