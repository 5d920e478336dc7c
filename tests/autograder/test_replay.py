"""What travelled in one hidden test, as an instructor reads it: calls, arrays by their shapes."""

import numpy as np

from autograder.appeals.replay import _calls
from autograder.sandbox.inside.messages import Error, Request, Value
from autograder.sandbox.inside.wire import Reference

MODULE, FUNCTION = Reference(1, "module"), Reference(2, "function")
HOSTILE = "{0.x} {y} \x1b[2J"
LOOKED_UP = [
    (Request(1, "import", ["nndl.layers"], {}).pack(), Value(1, MODULE, {}).pack()),
    (Request(2, "getattr", [MODULE, "forward"], {}).pack(), Value(2, FUNCTION, {}).pack()),
]


def called(number, answer, *args, **kwargs):
    return Request(number, "call", [FUNCTION, [*args], kwargs], {}).pack(), answer


def test_a_call_is_named_by_what_was_looked_up_and_objects_by_the_call_they_came_of():
    names = {}
    assert _calls(LOOKED_UP, names) == []
    cache = Reference(3, HOSTILE)
    answer = Value(3, (np.ones((2, 3)), cache), {1: {"mean": np.ones(3)}}).pack()
    first = called(3, answer, np.ones((2, 3)), {"mode": "train"}, eps=0.5)
    key = (Request(4, "getitem", [cache, 0], {}).pack(), Value(4, Reference(4, "list"), {}).pack())
    second = called(5, Error(5, "ValueError", "no such thing", []).pack(), Reference(4, "list"))
    one, two = _calls([first, key, second], names)
    assert one == (
        "1. nndl.layers.forward(float64 array (2, 3), {'mode': 'train'}, eps=0.5)\n"
        "   → (float64 array (2, 3), the {0.x} {y}  of call 1); "
        "argument 2 is now {'mean': float64 array (3,)}"
    )
    assert two == ("2. nndl.layers.forward(the {0.x} {y}  of call 1[0])\n   raised no such thing")


def test_of_many_calls_the_last_are_shown_and_an_answer_that_is_none_is_said():
    calls = [called(number, b"\xc1", 1.0) for number in range(20)]
    shown = _calls(LOOKED_UP + calls, {})
    assert shown[0] == "… 12 calls before"
    assert len(shown) == 9
    assert shown[-1] == "20. nndl.layers.forward(1.0)\n   → no answer, or one that is none"


def test_a_module_that_cannot_be_imported_is_shown_as_what_failed():
    error = Error(1, "ModuleNotFoundError", "No module named 'torch'", []).pack()
    exchange = (Request(1, "import", ["nndl.layers"], {}).pack(), error)
    assert _calls([exchange], {}) == ["nndl.layers\n   raised No module named 'torch'"]
