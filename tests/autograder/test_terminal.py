"""What the commands print: tables in which no name is broken, and how far a run has come."""

import io

import pytest
from rich.console import Console
from rich.text import Text

from autograder.course.assignment import Exercise
from autograder.terminal import print_marks, print_table, progress_of

EXERCISES = [
    Exercise("Forward pass while training, running statistics", 20, ["train"], ""),
    Exercise("Forward pass when testing", 10, ["test"], ""),
    Exercise("Backward pass", 30, ["dx", "dgamma"], ""),
    Exercise("A net with batch normalization", 20, ["net"], ""),
    Exercise("What the experiment shows, and why", 20, ["findings"], ""),
]
NAMES = ["bo", "a-student-with-an-extraordinarily-long-identifier-2026", "x" * 130, "Größe 王小明"]
MARKS = {"train": 20, "test": 2.5, "dx": 12.5, "dgamma": 10, "net": 0, "findings": None}


@pytest.fixture(params=[80, 120, None])
def screen(request, monkeypatch):
    """A function: what was printed, in a terminal of a width, or where there is none."""
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, width=request.param)
    if request.param is None:
        console = Console(file=file, width=10_000)
    monkeypatch.setattr("autograder.terminal.console", console)
    screen = lambda: [Text.from_ansi(line).plain for line in file.getvalue().splitlines()]  # noqa: E731
    screen.width, screen.raw = request.param, file
    return screen


def test_no_name_is_broken_and_no_line_is_too_long_but_for_a_name(screen):
    rows = [(name, MARKS, "55 / 100", "timeout, 12.5 off for being late") for name in NAMES]
    print_marks(EXERCISES, rows)
    lines = screen()
    for name in NAMES:
        assert sum(line.split("  ")[0].strip() == name for line in lines) == 1
    assert sum("20  2.5  22.5  0  unread  55 / 100" in line for line in lines) == len(NAMES)
    words = " ".join(lines).split()
    for word in ["timeout,", "12.5", "off", "being", "late"]:
        assert words.count(word) == len(NAMES)
    if screen.width:
        assert all(Text(line).cell_len <= screen.width or line in NAMES for line in lines)
    else:
        assert len(lines) == 1 + len(NAMES) + len(EXERCISES)


def test_exercises_are_numbered_as_in_the_notebook_and_those_nobody_knows_are_left_out(screen):
    print_marks(EXERCISES, [("bo", {"findings": 15, "net": 1 / 3}, "15 / 20", "graded")])
    lines = screen()
    assert lines[0].split() == ["student", "4", "5", "total", "status"]
    assert lines[1].split()[:3] == ["bo", "0.333333", "15"]
    assert lines[2:] == [
        "4: A net with batch normalization, 20 points",
        "5: What the experiment shows, and why, 20 points",
    ]


def test_a_long_last_column_goes_on_below_between_words(screen):
    test = "running statistics survive a pass when testing and are used in the next one"
    print_table(["student", "before", "after", "test"], [(NAMES[1], "0", "2.5", test)])
    lines = screen()
    words = " ".join(lines).split()
    assert words.count(NAMES[1]) == 1
    assert words[-len(test.split()) :] == test.split()
    if screen.width:
        assert max(map(len, lines)) <= screen.width


def test_a_name_does_nothing_to_a_terminal_and_is_no_markup(screen):
    print_table(["student", "total"], [("[red]ada\x1b[2J\nbo", "90 / 90")])
    assert screen()[1].split("  ")[0] == "[red]ada bo"
    assert "\x1b[2J" not in screen.raw.getvalue()


def test_progress_is_told_in_ten_lines_at_most_where_nobody_watches(monkeypatch, capsys):
    monkeypatch.setattr("autograder.terminal.console", Console(file=io.StringIO(), width=80))
    monkeypatch.setattr("autograder.terminal.errors", Console(stderr=True, soft_wrap=True))
    for total, lines in (3, 3), (10, 10), (300, 10):
        with progress_of("grading", total) as advance:
            for done in range(total):
                advance(failed=done // 100)
        said = capsys.readouterr().err.splitlines()
        assert len(said) == lines
        assert said[0] == f"grading: {max(total // 10, 1)} of {total}"
    assert said[-1] == "grading: 300 of 300, 2 failed"


def test_progress_is_a_bar_in_a_terminal_that_goes_when_it_is_done(monkeypatch, capsys):
    file = io.StringIO()
    terminal = Console(file=file, force_terminal=True, width=80)
    monkeypatch.setattr("autograder.terminal.console", terminal)
    with progress_of("grading", 2) as advance:
        advance(failed=1)
        advance(failed=1)
    assert "grading" in file.getvalue()
    assert "2/2" in file.getvalue()
    assert "1 failed" in file.getvalue()
    assert file.getvalue().endswith("\x1b[2K"), "the bar still stands there"
    assert capsys.readouterr().err == ""
