"""The gradebook on a PostgreSQL server: the same marks, by the same commands."""

import os
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"))
# The server refuses to run as root.
OTHER_USER = {"user": "postgres", "group": "postgres"} if os.getuid() == 0 else {}


@pytest.fixture(scope="module")
def db_url():
    """The address of an empty database, on a server that is gone with the tests."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    # Not pytest's folder for temporary files, which no other user may enter.
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder:
        os.chmod(folder, 0o777)
        data = f"{folder}/data"
        options = {"cwd": folder, "check": True, "capture_output": True, **OTHER_USER}
        subprocess.run(
            [PROGRAMS / "initdb", "--pgdata", data, "--auth=trust", "--username=nndl"], **options
        )
        server = subprocess.Popen(
            [PROGRAMS / "postgres", "-D", data, "-h", "127.0.0.1", "-p", port, "-k", folder],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **OTHER_USER,
        )  # fmt: skip
        try:
            address = ["--host=127.0.0.1", f"--port={port}", "--username=nndl"]
            deadline = time.monotonic() + 30
            while subprocess.run(
                [PROGRAMS / "pg_isready", *address], capture_output=True
            ).returncode:
                assert server.poll() is None, "the server has ended"
                assert time.monotonic() < deadline, "the server does not answer"
                time.sleep(0.1)
            subprocess.run([PROGRAMS / "createdb", *address, "gradebook"], **options)
            yield f"postgresql+psycopg://nndl@127.0.0.1:{port}/gradebook"
        finally:
            server.terminate()
            server.wait()


def test_the_gradebook_may_be_on_a_server(make_classroom, db_url, reference, bank):
    wrong = bank["weights forgotten in dx"].apply(reference)
    rows = []
    for url in (db_url, None):
        classroom = make_classroom(url)
        classroom.nbgrader("generate_assignment", "toy")
        for student, files in (("ada", reference), ("bo", wrong), ("ivan", {})):
            classroom.hand_in(student, files)
        classroom.nbgrader("autograde", "toy", "--no-execute")
        classroom.nbgrader("autograde", "toy", "--no-execute", "--force", "--student=bo")
        classroom.nbgrader("generate_feedback", "toy")
        rows.append({student: classroom.scores(student) for student in ("ada", "bo", "ivan")})
        assert (classroom.root / "gradebook.db").exists() == (url is None)
    assert rows[0] == rows[1]
    assert sum(rows[0]["ada"].values()) == 10
    assert 6 < sum(rows[0]["bo"].values()) < 10
