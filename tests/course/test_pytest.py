"""Plain `pytest`, as a student runs it in the released folder."""

import subprocess
import sys

FORWARD = '    mode = bn_param["mode"]\n'
EPS = "np.sqrt(var + eps)"


def run_pytest(folder, *options):
    """Run the checks as the command `pytest` does: -P keeps the folder off sys.path."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "pytest", *options], cwd=folder, capture_output=True, text=True
    )
    assert done.stderr == "" or "-x" in options, done.stderr
    return done


def test_an_untouched_release_is_a_line_for_each_exercise(released):
    run = run_pytest(released)
    assert run.returncode == 1
    dots, *lines, end = run.stdout.splitlines()
    stub = "not started: batchnorm_forward is not implemented yet"
    assert lines == [
        f"1 Forward pass while training, running statistics: {stub}",
        f"2 Forward pass when testing: {stub}",
        f"3 Backward pass: {stub}",
        "4 A net with batch normalization: not started: FullyConnectedNet.__init__ is not "
        "implemented yet",
    ]
    assert dots.startswith("nnn")
    assert "not started" in end


def test_the_solution_passes_in_two_lines(released, solve):
    solve()
    run = run_pytest(released)
    assert run.returncode == 0
    assert len(run.stdout.splitlines()) == 2


def test_a_failing_check_shows_its_message_alone(released, solve):
    solve(EPS, "np.sqrt(var) + eps")
    lines = run_pytest(released, "-k", "Exercise1").stdout.splitlines()
    name = "TestExercise1ForwardPassWhileTraining.test_eps_is_added_to_the_variance_inside_the_root"
    headline = next(i for i, line in enumerate(lines) if name in line)
    assert lines[headline + 1].startswith("for variances 1 and 100, divide by the roots of 4 and")
    assert lines[-1].startswith("1 failed, ")
    assert "tests/" not in "\n".join(lines)


def test_an_exception_shows_the_student_s_own_lines(released, solve):
    solve(FORWARD, FORWARD + "    oops\n")
    line = (released / "nndl/layers.py").read_text().splitlines().index("    oops") + 1
    out = run_pytest(released, "-k", "scores_of_an_image").stdout
    shown = (
        f"nndl/layers.py, line {line}, in batchnorm_forward\n    oops\nNameError: name 'oops' is"
    )
    assert shown in out
    assert "nndl/fc_net.py, line" in out[: out.index(shown)]
    assert "test_batchnorm.py" not in out


def test_what_a_check_cannot_use_is_shown_with_the_check_s_line(released, solve):
    solve(FORWARD, "    return None\n")
    out = run_pytest(released, "-k", "worked_by_hand").stdout
    assert (
        "TypeError: cannot unpack non-iterable NoneType object, where the check has `out, " in out
    )


def test_a_module_that_cannot_be_read_is_one_line(released, solve):
    solve(FORWARD, FORWARD.replace("]", ""))
    out = run_pytest(released).stdout
    assert "'[' was never closed\n" in out
    assert out.count("nndl/layers.py, line") == 1
    assert len(out.splitlines()) < 8


def test_pytest_s_own_way_is_there_for_the_asking(released, solve):
    solve(EPS, "np.sqrt(var) + eps")
    out = run_pytest(released, "--tb=short", "-k", "Exercise1").stdout
    assert "tests/test_batchnorm.py:" in out


def test_a_loop_that_never_ends_is_stopped_and_its_line_shown(released, solve):
    solve(FORWARD, "    while True: pass\n")
    run = run_pytest(released, "-o", "faulthandler_timeout=4", "-x")
    assert run.returncode == 1
    first = next(line for line in run.stderr.splitlines() if line.startswith("  File"))
    assert first.endswith("in batchnorm_forward")
    assert "Timeout (0:00:04)" in run.stderr
