"""What excuses cannot buy, and what does nothing earns nothing.

The submissions in excuses/ were written by somebody who knew the exercise and the rule in words,
and neither the hidden tests nor the bank. `python -m benchmarks.excuses` grades many more.
"""

import pytest

from tests.hostile.excuses import buys, forward_passes, nonsense

# It trains before it tests, which a nonsense train mode spoils.
AFTER_TRAINING = "what training accumulated is what testing uses"
# In a cell nothing but mistakes of the bank, which have their price.
KNOWN_MISTAKES = {
    "affine everywhere, no net",
    "gradient of detached statistics, forward right",
    "running statistics of zero",
    "statistics of the last batch and a net that never switches",
    "test mode never told from train mode",
}


@pytest.fixture
def grade(grader, submission):
    """A function that grades functions that replace those of the released modules."""
    released = {
        name: content.decode()
        for name, content in grader.intake.library.items()
        if name.startswith("nndl/")
    }

    def run(files):
        added = {f"nndl/{name}": text for name, text in files.items()}
        texts = {name: f"{released[name]}\n\n{text}" for name, text in added.items()}
        return grader.grade(submission({**released, **texts}))

    return run


@pytest.mark.parametrize(
    ("files", "deserves"),
    [row[1:] for row in nonsense.TABLE],
    ids=[row[0] for row in nonsense.TABLE],
)
def test_nonsense_earns_nothing_and_spoils_nothing(grade, files, deserves):
    report = grade(files)
    assert report.prices == {}
    for test in report.tests:
        if test.points and test.name != AFTER_TRAINING:
            assert test.passed == bool(deserves[test.grade_id]), test.name


@pytest.mark.parametrize(
    ("name", "files", "most"),
    [pytest.param(name, files, most, id=name) for name, files, _, most in buys.ATTACKS],
)
def test_no_marks_are_bought(grade, name, files, most):
    report = grade(files)
    assert report.score <= most
    assert bool(report.prices) == (name in KNOWN_MISTAKES)


@pytest.mark.parametrize(
    ("name", "files"), [pytest.param(*each, id=each[0]) for each in forward_passes.generate(20, 1)]
)
def test_a_wrong_forward_pass_that_is_no_known_mistake_excuses_no_gradient(grade, name, files):
    report = grade(files)
    assert "batchnorm_backward" not in report.prices
    assert not any(test.remark for test in report.tests if test.grade_id == "batchnorm_backward")
