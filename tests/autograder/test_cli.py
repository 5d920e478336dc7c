"""The autograder command: what it prints and writes, and how it ends."""

import json
import os
import re
import subprocess
import sysconfig
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

import autograder.authoring.validate
import autograder.cli.doctor
from autograder.cli.grade import Summary
from autograder.cli.main import app
from autograder.report import Report, TestResult
from autograder.sandbox.bubblewrap import SandboxError

COMMAND = Path(sysconfig.get_path("scripts")) / "autograder"
LAYERS = "nndl/layers.py"


def run(*arguments, folder):
    """Run the command in a folder, as in a narrow terminal."""
    command, env = [str(COMMAND), *map(str, arguments)], {**os.environ, "COLUMNS": "40"}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=900)


def assert_one_line(result, *words):
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.startswith("autograder: ")
    assert result.stderr.count("\n") == 1
    for word in words:
        assert word in result.stderr


@pytest.fixture
def two(submission, toy_reference, toy_bank):
    """Two submissions: one is right, in the other one thing is not."""
    wrong = toy_bank["weights forgotten in dx"].apply(toy_reference)
    return submission(toy_reference, "[red]ada"), submission(wrong, "bo")


def test_grade_prints_a_table_and_writes_every_report(toy, two, tmp_path):
    file = tmp_path / "reports.json"
    result = run("grade", "toy", *two, "--seed", 7, "--json", file, folder=toy.path)
    assert (result.returncode, result.stderr) == (0, "grading: 1 of 2\ngrading: 2 of 2\n")
    reports = json.loads(file.read_text())
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["student", "1", "2", "3", "total", "status"]
    for line, folder, report in zip(lines[1:3], two, reports, strict=True):
        assert line.startswith(f"{folder} ")
        assert line.split()[-4:] == [f"{report['score']:g}", "/", "10", "graded"]
    assert lines[3:6] == [
        "1: Forward pass, 3 points", "2: Backward pass, 5 points", "3: A net, 2 points"
    ]  # fmt: skip
    assert "dx is right" in lines[6]
    assert lines[7].startswith("seed 7, sandbox bubblewrap 0.")
    assert len(lines) == 8
    assert [report["submission"] for report in reports] == list(map(str, two))
    assert not list(tmp_path.glob("*.part"))


def test_a_name_with_markup_is_shown_as_it_is(capsys):
    tests = [TestResult("one", "forward", 2, False, "[bold]wrong")]
    summary = Summary([])
    summary.add(Report("[red]ada", "toy", "graded", tests, 7, "none", 1.5, ["[blue]note"]))
    summary.show()
    out = capsys.readouterr().out
    assert out.count("[red]ada") == 2
    assert "[blue]note; one: [bold]wrong" in out


def test_grade_writes_the_fields_promised_and_the_same_for_the_same_seed(toy, two, tmp_path):
    kinds = {
        "submission": str,
        "assignment": str,
        "status": str,
        "score": float,
        "max_score": float,
        "grades": dict,
        "tests": list,
        "seed": int,
        "sandbox": str,
        "seconds": float,
    }
    contents = []
    for name in ("first.json", "second.json"):
        file = tmp_path / name
        result = run("grade", "toy", two[1], "--seed", 7, "--json", file, folder=toy.path)
        assert result.returncode == 0
        contents.append(json.loads(file.read_text()))
    for (report,) in contents:
        assert {name: type(report[name]) for name in kinds} == kinds
        assert report["seconds"] > 0
        report["seconds"] = 0
        for test in report["tests"]:
            assert list(test) == [
                "name", "grade_id", "points", "passed", "message", "remark"
            ]  # fmt: skip
        for grade_id, grade in report["grades"].items():
            assert list(grade) == ["score", "tests", "max_score"]
            worth = [test for test in report["tests"] if test["grade_id"] == grade_id]
            assert grade["max_score"] == sum(test["points"] for test in worth)
            assert grade["tests"] == sum(test["points"] for test in worth if test["passed"])
        assert report["score"] == sum(grade["score"] for grade in report["grades"].values())
        assert (report["assignment"], report["seed"], report["status"]) == (
            "toy",
            7,
            "graded",
        )
    assert contents[0] == contents[1]


def test_grade_draws_a_seed_of_its_own_and_grades_what_is_missing_too(toy, submission):
    results = [
        run("grade", "toy", submission({"readme.txt": ""}), folder=toy.path) for _ in range(2)
    ]
    seeds = [re.search(r"^seed (\d+)", result.stdout, re.M)[1] for result in results]
    assert seeds[0] != seeds[1]
    for result in results:
        assert result.returncode == 0
        assert "0 / 10  missing" in result.stdout
        assert re.search(r"^next: autograder grade toy … --seed \d+ --json", result.stdout, re.M)
        assert "not handed in: nndl/layers.py, nndl/net.py" in " ".join(result.stdout.split())


def test_reports_that_cannot_be_written_are_told_before_any_grading(toy, tmp_path):
    (tmp_path / "reports.json").mkdir()
    arguments = ["toy", "nndl", "--json", tmp_path / "reports.json"]
    result = run("grade", *arguments, folder=toy.path)
    assert_one_line(result, str(tmp_path / "reports.json"), "cannot be written")
    assert [path.name for path in tmp_path.iterdir()] == ["reports.json"]


@pytest.mark.parametrize(
    "arguments",
    [[], ["toy"], ["toy", "nndl", "--seed", "-1"], ["toy", "nndl", "--seed", "x"]],
    ids=" ".join,
)
def test_wrong_usage_is_told_apart_from_failure(toy, arguments):
    result = run("grade", *arguments, folder=toy.path)
    assert result.returncode == 2
    assert "Usage: autograder grade" in result.stderr
    assert "Traceback" not in result.stderr


def test_doctor_finds_a_machine_that_grades_in_order(toy):
    result = run("doctor", folder=toy.path)
    assert (result.returncode, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert {line[:2] for line in lines} == {"✓ "}
    for what in ("system", "Python", "nbgrader", "numpy", "bubblewrap", "user namespaces"):
        assert any(line.startswith(f"✓ {what}: ") for line in lines), what
    assert "✓ sandbox: starts, and confines what was tried in it" in lines


def test_doctor_names_the_command_that_installs_a_missing_environment(copy_of_toy):
    with (copy_of_toy / "release/toy/requirements.txt").open("a") as file:
        file.write("# one more\n")
    result = run("doctor", folder=copy_of_toy)
    assert result.returncode == 1
    assert "✗ environment for toy: not installed\n  → autograder setup" in result.stdout


@pytest.fixture
def invoke(monkeypatch):
    """A function that runs the command in this process, in a folder."""

    def invoke(*arguments, folder):
        monkeypatch.chdir(folder)
        return CliRunner().invoke(app, arguments)

    return invoke


def test_doctor_names_the_command_that_installs_bubblewrap(toy, invoke, monkeypatch):
    def missing():
        raise SandboxError

    monkeypatch.setattr(autograder.cli.doctor, "bubblewrap", missing)
    result = invoke("doctor", folder=toy.path)
    assert result.exit_code == 1
    assert "✗ bubblewrap: missing\n  → apt-get install bubblewrap" in result.stdout


@pytest.fixture(scope="module")
def generated(toy, tmp_path_factory):
    """The release as it is generated from the course today."""
    folder = tmp_path_factory.mktemp("generated")
    return autograder.authoring.validate.generate(toy, "toy", folder)


@pytest.fixture
def validate(invoke, copy_of_toy, generated, monkeypatch):
    """A function that validates the copy; the release is generated once for all tests."""
    monkeypatch.setattr(autograder.authoring.validate, "generate", lambda *_: generated)
    return lambda: invoke("validate", "toy", folder=copy_of_toy)


def test_validate_ends_well_for_an_assignment_in_order(validate):
    result = validate()
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "✓ the release is current",
        "✓ points of cells and tests agree",
        "✓ points of cells and exercises agree",
        "✓ points of cells and rubric agree",
        "✓ the reference earns full marks",
        "✓ the released stub earns nothing",
    ]


def test_what_the_assignment_says_is_left_in_a_release_is_overlooked_there(validate, copy_of_toy):
    (copy_of_toy / "release/toy/fetched.npz").write_bytes(b"")
    assert "fetched.npz in release/toy would change" in validate().stdout
    path = copy_of_toy / "source/toy/assignment.toml"
    path.write_text(f'leaves = ["*.npz"]\n{path.read_text()}')
    assert "✓ the release is current" in validate().stdout


def break_the_reference(course):
    path = course / LAYERS
    path.write_text(path.read_text().replace("return out, (x, w)", "x += 1; return out, (x, w)"))


def change_the_points(course):
    (course / "tests/hidden/toy/test_one_more.py").write_text(
        "import numpy as np\nimport pytest\n\n\n@pytest.mark.grade('net', points=5)\n"
        "def test_one_more(nndl): nndl.net.loss(*[np.ones((1, 1))] * 3)\n"
    )


def give_points_away(course):
    (course / "tests/hidden/toy/test_given_away.py").write_text(
        "import pytest\n\n\n@pytest.mark.grade('a_gift', points=5)\ndef test_a_gift(nndl): pass\n"
    )


def miscount_the_exercises(course):
    path = course / "source/toy/assignment.toml"
    text = path.read_text().replace("points = 3", "points = 4")
    path.write_text(text.replace('["scale_backward"]', '["net", "typo"]'))


def let_the_release_age(course):
    (course / "release/toy/nndl/layers.py").write_text("x = 1\n")
    (course / "release/toy/nndl/net.py").unlink()
    (course / "release/toy/new.txt").write_text("")


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        (break_the_reference, ["✗ the reference earns full marks: it earns "]),
        (
            change_the_points,
            ["✗ points of cells and tests agree: net: cell 2.0, tests 7"],
        ),
        (
            give_points_away,
            [
                "✗ points of cells and tests agree: a_gift: cell missing, tests 5",
                "✗ the released stub earns nothing: it earns 5 of 15 (see: a gift)",
            ],
        ),
        (
            miscount_the_exercises,
            [
                "✗ points of cells and exercises agree: Forward pass: 4 in assignment.toml, its "
                "cells 3; Backward pass: 5 in assignment.toml, its cells 2; scale_backward: in no "
                "exercise of assignment.toml; typo: no grade cell; net: in more than one exercise"
            ],
        ),
        (
            let_the_release_age,
            [
                "✗ the release is current: new.txt, nndl/layers.py, nndl/net.py in "
                "release/toy would change: run nbgrader generate_assignment toy"
            ],
        ),
    ],
)
def test_validate_fails_and_says_why(validate, copy_of_toy, change, problems):
    change(copy_of_toy)
    result = validate()
    assert result.exit_code == 1
    output = " ".join(result.stdout.split())
    assert output.count("✗") == len(problems)
    for problem in problems:
        assert problem in output
    assert f"toy is not valid: {len(problems)} of the checks failed" in result.stderr


def test_validate_names_the_misconception_that_no_longer_applies(validate, copy_of_toy):
    path = copy_of_toy / LAYERS
    path.write_text(path.read_text().replace("dx = dout * w", "dx = w * dout"))
    result = validate()
    assert result.exit_code == 1
    assert result.stderr == (
        "autograder: misconception 'weights forgotten in dx': 'dx = dout * w' must stand exactly "
        "once in layers.scale_backward\n"
    )


def test_grade_names_a_bank_that_cannot_be_read_in_a_line(copy_of_toy):
    path = copy_of_toy / "tests/hidden/toy/misconceptions.py"
    path.write_text("BANK = [\n")
    result = run("grade", "toy", copy_of_toy, folder=copy_of_toy)
    assert_one_line(result, f"{path} cannot be imported: SyntaxError", "line 1")


def test_validate_without_a_name_proves_every_assignment(invoke, copy_of_toy, describe):
    describe(copy_of_toy, "first", 1, ["nndl/layers.py"])
    describe(copy_of_toy, "second", 2, ["nndl/layers.py"])
    (copy_of_toy / "source/toy/assignment.toml").unlink()
    result = invoke("validate", folder=copy_of_toy)
    assert (result.exit_code, result.stdout) == (1, "first:\nsecond:\n")
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["autograder"] * 2


@pytest.mark.parametrize("option", ["--write", "--changed"])
def test_validate_has_no_use_for_what_is_about_a_thorough_proof(copy_of_toy, option):
    assert_one_line(run("validate", option, folder=copy_of_toy), f"{option} goes", "say both")


def test_validate_stops_at_a_malformed_region_and_leaves_the_release(copy_of_toy):
    path = copy_of_toy / LAYERS
    lines = path.read_text().splitlines()
    number = lines.index("    ### END SOLUTION") + 1
    path.write_text("\n".join(lines[: number - 1] + lines[number:]))
    before = (copy_of_toy / "release/toy/nndl/layers.py").read_bytes()
    result = run("validate", "toy", folder=copy_of_toy)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "BEGIN SOLUTION inside the region that begins at" in result.stderr
    assert f"{LAYERS}:" in result.stderr
    assert (copy_of_toy / "release/toy/nndl/layers.py").read_bytes() == before


def test_commands_are_listed_in_the_order_of_work_and_none_is_forgotten(invoke, tmp_path):
    said = invoke("--help", folder=tmp_path)
    assert said.exit_code == 0
    names = re.findall(r"^│ (\w+) ", said.stdout.partition("Commands")[2], re.M)
    assert names[:2] == ["setup", "doctor"]
    assert names.index("collect") < names.index("grade") < names.index("read")
    assert names.index("read") < names.index("feedback") < names.index("regrade")
    assert {*names} == {*get_command(app).commands}


def test_the_version_is_the_package_s(invoke, tmp_path):
    said = invoke("--version", folder=tmp_path)
    assert (said.exit_code, said.stdout) == (0, f"autograder {autograder.__version__}\n")
