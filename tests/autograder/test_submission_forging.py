"""Student code that speaks the worker's own protocol: what it forges is an error, and no more."""

import contextlib

import pytest

from autograder.student.remote import StudentError, StudentTimeoutError

FORGING = """
import os, time
import wire


def write_everywhere(data):
    "Write to the grader's channel, and to whatever else is open."
    for descriptor in range(3, 100):
        try:
            os.write(descriptor, data)
        except OSError:
            pass


def write(data):
    write_everywhere(bytes.fromhex(data))
    time.sleep(1000)


def answer_with(how):
    "Have the worker change its next answer, a list, before it is sent."
    encode = wire.encode

    def forge(answer):
        wire.encode = encode
        return eval(how, {"answer": answer, "encode": encode, "twice": twice})

    wire.encode = forge
    return "the truth"


def twice(data, pause):
    write_everywhere(wire.frame(data))
    time.sleep(pause)
    return data


def fail_with(how):
    answer_with(how)
    raise ValueError("odd")


def echo(value):
    return value
"""


@pytest.fixture(scope="module")
def forger(student):
    return student(FORGING, call_seconds=5)


NO_FRAME = {
    "no message": "0000 0001 c1",
    "nothing": "0000 0001 c0",
    "nothing, twice": "0000 0001 c0 0000 0001 c0",
    "a giant's header": "ffff ffff",
    "many zeros": "00" * 2**20,
}


@pytest.mark.parametrize("data", NO_FRAME.values(), ids=NO_FRAME.keys())
def test_bytes_that_are_no_answer_end_the_process_and_the_next_call_works(forger, data):
    with pytest.raises(StudentError, match="grader's own channel"):
        forger.package.layers.write(data)
    assert forger.package.layers.echo(1) == 1


NO_ANSWER = {
    "nothing": "encode(None)",
    "no bytes": "b''",
    "a number": "encode(1)",
    "an empty list": "encode([])",
    "too little": "encode(answer[:-1])",
    "too much": "encode([*answer, 1])",
    "a dict": "encode(dict(enumerate(answer)))",
    "an operation": "encode(['call', *answer[1:]])",
    "changes that are no dict": "encode([*answer[:-1], []])",
    "a change of what was not given": "encode([*answer[:-1], {5: {}}])",
    "a change by a negative place": "encode([*answer[:-1], {-1: {}}])",
    "a change by a name not given": "encode([*answer[:-1], {'x': {}}])",
    "a change of text into a dict": "encode([*answer[:-1], {0: {}}])",
    "a change by a list's place": "encode([*answer[:-1], {(0,): {}}])",
    "a value nine hundred lists deep": (
        "encode([*answer[:-2], 77, {}]).replace(bytes([77]), b'\\x91' * 900 + b'\\xc0')"
    ),
}


@pytest.mark.parametrize("how", NO_ANSWER.values(), ids=NO_ANSWER.keys())
def test_a_forged_answer_ends_the_process_and_the_next_call_works(forger, how):
    with pytest.raises(StudentError, match="grader's own channel"):
        forger.package.layers.answer_with(how)
    assert forger.package.layers.echo(1) == 1


@pytest.mark.parametrize("frames", ["[1]", "[[1, 'line', None]]", "['text']", "[[]]", "[None]"])
def test_frames_that_are_none_are_left_out_of_what_is_told(forger, frames):
    with pytest.raises(StudentError, match=r"^ValueError: odd$"):
        forger.package.layers.fail_with(f"encode([*answer[:-1], {frames}])")


def test_half_an_answer_is_waited_for_no_longer_than_a_call(student):
    run = student(FORGING, call_seconds=1)
    with pytest.raises(StudentTimeoutError, match="within 1 s"):
        run.package.layers.write("0000 0009 0102")


@pytest.mark.parametrize("pause", [0, 0.2])
def test_one_answer_too_many_is_not_taken_for_that_of_another_call(student, pause):
    layers = student(FORGING).package.layers
    echo = layers.echo
    with contextlib.suppress(StudentError):
        layers.answer_with(f"twice(encode(answer), {pause})")
    for number in range(3):
        with contextlib.suppress(StudentError):
            assert echo(number) == number
