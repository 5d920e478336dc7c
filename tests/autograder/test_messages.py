"""What is said through the sandbox's wall comes out as it went in, and all else is refused."""

import pytest

from autograder.sandbox.inside import wire
from autograder.sandbox.inside.messages import Error, Request, Value, unpack_answer


@pytest.mark.parametrize(
    "request_",
    [
        Request(1, "import", ["nndl.layers"], {}),
        Request(2, "call", [wire.Reference(3, "function"), [1.5, (2,)], {"h": {}}], {"h": 7}),
        Request(3, "keys", [wire.Reference(0, "dict")], {}),
    ],
)
def test_a_request_comes_out_as_it_went_in(request_):
    assert Request.unpack(request_.pack()) == request_


@pytest.mark.parametrize(
    "answer",
    [
        Value(1, None, {}),
        Value(2, [(1, 2.5), wire.Reference(4, "Cache")], {0: {"mean": 1.0}}),
        Error(3, "ValueError", "ValueError: no", [["nndl/layers.py", 3, "x = y"]]),
    ],
)
def test_an_answer_comes_out_as_it_went_in(answer):
    again = unpack_answer(answer.pack())
    assert (type(again), again) == (type(answer), answer)


@pytest.mark.parametrize(
    "value",
    [
        "ready",
        None,
        [],
        [1],
        [1, "value", 2],
        ["1", "value", 2, {}],
        [1, "value", 2, []],
        [1, "passed", 2, {}],
        [1, "error", "ValueError", "no"],
        [1, "error", None, "no", []],
        [1, "error", "ValueError", "no", {}],
        wire.Reference(1, "value"),
    ],
)
def test_what_is_no_answer_is_refused(value):
    with pytest.raises(wire.ProtocolError, match="not an answer"):
        unpack_answer(wire.encode(value))
