"""A diagnosis names the one mistake that computes what the student's code computed, or none."""

from types import SimpleNamespace

import numpy as np
import pytest

from autograder.judging.misconceptions import Misconception
from autograder.judging.replays import repeats
from autograder.judging.traces import Reader
from autograder.sandbox.inside import wire
from autograder.sandbox.inside.messages import Request, Value

LAYERS = "nndl/layers.py"
LAST_BATCH = "running statistics keep only the last batch"
GAMMA = "gamma forgotten in dx"
SHARED = "one shared bn_param for all layers"


@pytest.fixture
def grade(grader, submission):
    """A function that grades files, path -> text."""
    return lambda files: grader.grade(submission(files))


def named(report):
    return {
        grade_id: [each["name"] for each in found] for grade_id, found in report.diagnosis.items()
    }


def test_nothing_is_said_of_what_is_right(grade, reference):
    assert grade(reference).diagnosis == {}


def test_each_of_several_mistakes_is_named_in_the_cell_it_costs(grade, bank, reference):
    files = reference
    for name in (LAST_BATCH, GAMMA, SHARED):
        files = bank[name].apply(files)
    assert named(grade(files)) == {
        "batchnorm_forward_train": [LAST_BATCH],
        "batchnorm_backward": [GAMMA],
        "fcnet_batchnorm": [SHARED],
    }


def test_two_mistakes_in_one_function_are_both_named(grade, bank, reference):
    both = ["momentum the other way round", "eps forgotten when testing"]
    files = bank[both[0]].apply(bank[both[1]].apply(reference))
    assert named(grade(files)) == {
        "batchnorm_forward_train": [both[0]],
        "batchnorm_forward_test": [both[1]],
    }


def test_a_slip_that_no_misconception_has_is_found_as_an_edit(grade, reference):
    slip = reference[LAYERS].replace("np.sqrt(running_var + eps)", "np.sqrt(running_var - eps)")
    report = grade({**reference, LAYERS: slip})
    (found,) = report.diagnosis["batchnorm_forward_test"]
    assert "running_var - eps" in found["edit"]
    assert "another operation in x-hat" in found["hint"]
    assert "running_var" not in found["hint"]


def test_constants_are_not_taken_for_a_result_that_the_reference_leaves_out(grade, reference):
    """In test mode the reference has no cache, and anything would do for it."""
    constant = "return np.full(x.shape, 7.0), None"
    files = reference[LAYERS].replace("return gamma * x_hat + beta, cache", constant)
    assert "batchnorm_forward_test" not in grade({**reference, LAYERS: files}).diagnosis


def test_what_is_named_is_no_more_than_what_fits_alone(grade, reference):
    """Of edits that say something different, none is told the student."""
    files = reference[LAYERS].replace("dx = gamma / std", "dx = np.abs(gamma) * gamma / std")
    report = grade({**reference, LAYERS: files})
    assert report.diagnosis == {}
    assert "dx" in report.unexplained["layers.batchnorm_backward"]


def test_a_shape_alone_is_not_put_down_to_a_mistake_before_it(grade, bank, reference):
    files = bank["gamma forgotten"].apply(reference)
    files[LAYERS] = files[LAYERS].replace(
        "return dx, dgamma, dbeta", "return dx, dgamma.reshape(-1, 1), dbeta[None]"
    )
    report = grade(files)
    assert report.grades["batchnorm_backward"]["score"] < 30
    assert "batchnorm_backward" not in report.diagnosis


def test_a_mistake_nobody_has_thought_of_is_not_named(grade, reference):
    strange = reference[LAYERS].replace("return gamma * x_hat", "return gamma * 1.01 * x_hat")
    report = grade({**reference, LAYERS: strange})
    assert (report.score < 80, report.diagnosis) == (True, {})


def test_a_mistake_above_one_that_is_not_known_is_named(grade, bank, reference):
    files = bank["last layer not regularized"].apply(reference)
    strange = files[LAYERS].replace("dx = gamma / std", "dx = 1.01 * gamma / std")
    report = grade({**files, LAYERS: strange})
    assert report.grades["batchnorm_backward"]["score"] < 30
    assert named(report) == {"fcnet_batchnorm": ["last layer not regularized"]}


def test_what_nothing_explains_is_pointed_out_to_the_instructor(grade, reference):
    strange = reference[LAYERS].replace("dx = gamma / std", "dx = 1.01 * gamma / std")
    report = grade({**reference, LAYERS: strange})
    assert list(report.unexplained) == ["layers.batchnorm_backward"]
    assert report.unexplained["layers.batchnorm_backward"].endswith(
        "dx is 1.01 times what is right"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("mode = bn", "x = x.astype(np.float32)\n    mode = bn"),
        ('"running_mean"] = mean', '"running_mean"] = mean.tolist()'),
        ("cache = (x_hat, gamma, std)", "cache = {0: x_hat, 1: gamma, 2: std}.values()"),
        ("cache = (x_hat, gamma, std)", "cache = np.stack([*x_hat, gamma + 0 * std, std])"),
        ("return dx, dgamma, dbeta", "return dx, dgamma[None], dbeta[None]"),
        ("return gamma * x_hat + beta, cache", "return np.matrix(gamma * x_hat + beta), cache"),
    ],
    ids=["float32", "a list", "another cache", "an array as cache", "other shapes", "matrices"],
)
def test_a_mistake_is_named_whatever_its_values_come_in(grade, bank, reference, old, new):
    files = bank[LAST_BATCH].apply(reference)
    assert files[LAYERS].count(old) == 1
    unpacks = (
        "x_hat, gamma, std = cache",
        "*x_hat, gamma, std = cache\n    x_hat = np.array(x_hat)",
    )
    text = files[LAYERS].replace(old, new)
    report = grade({**files, LAYERS: text.replace(*unpacks) if "stack" in new else text})
    assert named(report)["batchnorm_forward_train"] == [LAST_BATCH]
    assert {name for found in named(report).values() for name in found} == {LAST_BATCH}


def test_values_out_of_all_proportion_are_not_computed_with(grade, bank, reference):
    files = bank[LAST_BATCH].apply(reference)
    huge = files[LAYERS].replace(
        '"running_mean"] = mean', '"running_mean"] = np.ones((1000, 1, 1))'
    )
    report = grade({**files, LAYERS: huge})
    assert (report.status, report.errors, report.diagnosis) == ("graded", [], {})


def test_two_misconceptions_that_compute_the_same_are_no_diagnosis(
    grader, submission, bank, reference, monkeypatch
):
    twin = Misconception("twin", bank[GAMMA].changes, bank[GAMMA].costs, "")
    monkeypatch.setattr(grader.known, "bank", [*bank.values(), twin])
    assert grader.grade(submission(bank[GAMMA].apply(reference))).diagnosis == {}


@pytest.mark.parametrize("draws", [True, False])
@pytest.mark.parametrize("give", [float, lambda drawn: [drawn]], ids=["a number", "a list"])
def test_what_is_drawn_by_the_use_of_an_object_is_seen_when_a_test_is_replayed(draws, give):
    def reference(number):
        return wire.Reference(number, "object", None)

    asked = [
        ("import", ["nndl.layers"], reference(0)),
        ("getattr", [reference(0), "make"], reference(1)),
        ("call", [reference(1), [], {}], reference(2)),
        ("getattr", [reference(0), "use"], reference(3)),
        ("call", [reference(3), [reference(2)], {}], 0.5),
    ]
    exchanges = [
        (Request(number, operation, operands, {}).pack(), Value(number, value, {}).pack())
        for number, (operation, operands, value) in enumerate(asked)
    ]
    use = (lambda made: give(np.random.rand())) if draws else (lambda made: give(0.5))
    package = SimpleNamespace(layers=SimpleNamespace(make=object, use=use))
    assert repeats(package, [*Reader().steps(exchanges)]) != draws
