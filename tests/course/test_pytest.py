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
    assert done.stderr == ""
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
    _, _, headline, message, end = run_pytest(released, "-k", "Exercise1").stdout.splitlines()
    assert "test_eps_is_added_to_the_variance_inside_the_root" in headline
    assert message.startswith("for variances 1 and 100")
    assert end.startswith("1 failed, ")


def test_one_cause_is_shown_once(released, solve):
    solve(FORWARD, FORWARD + '    print("a " + "value")\n    oops\n')
    out = run_pytest(released, "-k", "Exercise1").stdout
    assert out.count("NameError") == 1
    assert out.count("a value\n") == 1
    assert out.count("\nas in test_a_batch_worked_by_hand\n") > 5


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
    solve("return loss, grads", "return None")
    out = run_pytest(released, "-k", "without_batch_normalization").stdout
    assert (
        "TypeError: cannot unpack non-iterable NoneType object, where the check has `loss," in out
    )


def test_a_module_that_cannot_be_read_is_one_line(released, solve):
    solve(FORWARD, FORWARD.replace("]", ""))
    out = run_pytest(released).stdout
    assert "'[' was never closed\n" in out
    assert out.count("nndl/layers.py, line") == 1
    assert len(out.splitlines()) < 10


def test_pytest_s_own_way_is_there_for_the_asking(released, solve):
    solve(EPS, "np.sqrt(var) + eps")
    out = run_pytest(released, "--tb=short", "-k", "Exercise1").stdout
    assert "tests/test_batchnorm.py:" in out


def test_a_loop_that_never_ends_is_stopped_and_its_line_shown(released, solve):
    solve(FORWARD, "    while True: pass\n")
    script = released / "self_check.py"
    script.write_text(script.read_text().replace("SECONDS = 30", "SECONDS = 15"))
    line = (released / "nndl/layers.py").read_text().splitlines().index("    while True: pass") + 1
    run = run_pytest(released)
    assert run.returncode == 1
    name = "TestExercise1ForwardPassWhileTraining.test_a_batch_worked_by_hand"
    assert run.stdout == (
        f"\n{name}: no end after 15 s in nndl/layers.py, line {line}: is there a loop that goes on "
        "for ever?\n"
    )
