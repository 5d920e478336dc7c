"""The lesson of dropout as a student has it: its checks, what they say of mistakes, its plots."""

import pytest

ASSIGNMENT = "dropout"
FORWARD = "mask = (rng.rand(*x.shape) < p).astype(x.dtype) / float(p)"
BACKWARD = "return dout if mask is None else dout * mask"
WIRED = "out, dropout_caches[layer] = dropout_forward(out, self.dropout_param)"
WIRED_BACK = "dout = dropout_backward(dout, dropout_caches[layer])"
INPUT = "out, caches, dropout_caches = X, {}, {}"
SCORES = "if y is None:\n            return scores\n"


def test_nothing_is_begun_in_the_release_and_the_reference_passes(asked, told):
    table = asked("print(self_check())")
    assert table.count("not started") == 3, table
    assert "dropout_forward is not implemented yet" in asked("check(exercise=1)")
    table = told("print(self_check())")
    assert table.count("passing") == 3, table


@pytest.mark.parametrize(
    ("mask", "message"),
    [
        ("mask = (rng.rand(*x.shape) < p).astype(x.dtype)", "what is kept was not divided by p"),
        ("mask = (rng.rand(*x.shape) > p) / p", "what should be kept was dropped"),
        ("mask = (rng.rand(*x.shape) > p) / (1 - p)", "taken for the probability of dropping"),
        ("mask = rng.rand(*x.shape) < p / p", "compares with 1"),
        ("mask = (rng.randn(*x.shape) < p) / p", "randn"),
        ("mask = (rng.rand(x.shape[1]) < p) / p", "one row of draws was used for all rows"),
        ("mask = np.random.default_rng(1).random(x.shape) < p", "other ones were dropped"),
        ("mask = (rng.rand(x.shape[0], x.shape[1]) < p) / p", "x may have any number of axes"),
        (f"{FORWARD}\n    x *= mask", "should leave x alone"),
    ],
)
def test_a_wrong_forward_pass_is_told_what_is_wrong(told, mask, message):
    assert message in told("check(exercise=1)", (FORWARD, mask))


@pytest.mark.parametrize(
    ("out", "message"),
    [("x * p", "yours multiplies by p"), ("x * (rng.rand(*x.shape) < p)", "yours drops some")],
)
def test_what_happens_when_testing_is_told(told, out, message):
    assert message in " ".join(
        told("check(exercise=1)", ("return x, None", f"return {out}, 1")).split()
    )


@pytest.mark.parametrize(
    ("back", "message"),
    [
        ("return dout * (1 if mask is None else mask > 0)", "the division by p is missing"),
        ("dout *= 2; return dout", "should leave dout alone"),
        ("return dout", "what was dropped should get no gradient"),
        ("return None if mask is None else dout * mask", "returned nothing"),
        ("return 0 * dout if mask is None else dout * mask", "in test mode out is x"),
    ],
)
def test_a_wrong_backward_pass_is_told_what_is_wrong(told, back, message):
    assert message in told("check(exercise=2)", (BACKWARD, back))


def test_a_cache_for_all_passes_is_noticed(told):
    shared = "dropout_forward.mask = mask\n    return x * mask, mask"
    message = told(
        "check(exercise=2)",
        ("return x * mask, mask\n", f"{shared}\n"),
        ("mask = cache", "mask = None if cache is None else dropout_forward.mask"),
    )
    assert "each pass has a cache of its own" in message


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (WIRED, WIRED.replace("out, d", "_, d"), "that of a net without dropout"),
        (
            SCORES,
            f"if self.use_dropout: scores, _ = dropout_forward(scores, self.dropout_param)\n"
            f"        {SCORES}",
            "dropout on the scores, too",
        ),
        (
            INPUT,
            f"{INPUT}\n        if self.use_dropout: "
            "out, _ = dropout_forward(X, self.dropout_param)",
            "dropout on the input, too",
        ),
        (WIRED_BACK, "pass", "Place 2: before dout goes through ReLU"),
        (
            FORWARD,
            FORWARD.replace(" / float(p)", ""),
            "the check of Exercise 1 fails: mend that first",
        ),
    ],
)
def test_a_net_with_dropout_elsewhere_is_told_where(told, old, new, message):
    assert message in told("check(exercise=3)", (old, new))


def test_dropout_on_the_first_hidden_layer_alone_is_told(told):
    alone = [(each, f"if layer == 1: {each}") for each in (WIRED, WIRED_BACK)]
    assert "only the first hidden layer" in told("check(exercise=3)", *alone)
