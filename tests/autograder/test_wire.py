"""Values to bytes and back, and hostile bytes refused: at no great cost, by one exception only."""

import contextlib
import re
import string
import struct
import tracemalloc

import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sandbox.inside import wire
from autograder.sandbox.inside.wire import ProtocolError, Reference, decode, encode

MB = 2**20
ARRAY, TUPLE, REFERENCE, DTYPE = range(1, 5)
DTYPES = ["b1", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8"]
TIMESTAMP = b"\xd6\xff\0\0\0\0"

quickly = settings(max_examples=150, deadline=None, derandomize=True, database=None)


def same(value, other):
    """Equal in type and value, arrays to the last bit."""
    if isinstance(value, np.ndarray | np.generic):
        return type(value) is type(other) and (
            (value.dtype, value.shape, value.tobytes())
            == (other.dtype, other.shape, other.tobytes())
        )
    if type(value) is not type(other):
        return False
    if isinstance(value, list | tuple):  # a Reference, too
        return len(value) == len(other) and all(map(same, value, other))
    if type(value) is dict:
        return list(value) == list(other) and all(same(value[key], other[key]) for key in value)
    return value == other or (value != value and other != other)


@contextlib.contextmanager
def allocating_at_most(limit):
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < limit, f"{peak:,} bytes were allocated"


def nested(kind, depth):
    value = 1
    for _ in range(depth):
        value = {"key": value} if kind is dict else kind([value])
    return value


def ext(code, payload):
    return struct.pack(">BIb", 0xC9, len(payload), code) + payload


def array(dtype, shape, data):
    return ext(ARRAY, msgpack.packb((dtype, shape, data)))


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
    | st.builds(
        Reference,
        st.integers(0, 2**63),
        st.text(string.printable, max_size=9),
        st.none() | st.builds(np.ones, st.tuples(st.integers(0, 3), st.integers(1, 3))),
    )
    | st.sampled_from([np.float32, np.float64, np.int64, np.bool_])
    | st.builds(np.ones, st.tuples(st.integers(0, 3), st.integers(0, 3))),
    lambda values: (
        st.lists(values, max_size=4)
        | st.lists(values, max_size=4).map(tuple)
        | st.dictionaries(st.text(string.printable, max_size=9) | st.integers(0, 9), values)
    ),
    max_leaves=8,
)


@quickly
@given(plain)
def test_every_plain_value_comes_back_as_it_was(value):
    assert same(decode(encode(value)), value)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("order", ["<", ">"])
def test_arrays_of_both_byte_orders_come_back_in_the_machines_own(dtype, order):
    original = np.arange(6).reshape(2, 3).astype(order + dtype)
    assert same(decode(encode(original)), original.astype(dtype))


@pytest.mark.parametrize(
    "original",
    [
        np.zeros(0),
        np.zeros((3, 0, 2), np.float32),
        np.array([True, False]),
        np.asfortranarray(np.arange(12.0).reshape(3, 4)),
        np.arange(12)[::-3],
        np.broadcast_to(np.float32(2), (3, 2)),
        np.array([np.nan, np.inf, -np.inf, -0.0]),
    ],
    ids=["empty", "empty 3-d", "bool", "fortran", "strided", "broadcast", "special"],
)
def test_arrays_of_every_layout_come_back(original):
    assert same(decode(encode(original)), original)


def test_an_array_that_came_back_may_be_written():
    result = decode(encode(np.zeros(3)))
    result += 1
    assert result.tolist() == [1, 1, 1]


@pytest.mark.parametrize("value", [np.float32(1.5), np.array(1.5, np.float32)])
def test_arrays_of_no_dimension_come_back_as_numpy_scalars(value):
    assert same(decode(encode(value)), np.float32(1.5))


@pytest.mark.parametrize("dtype", [np.dtype("f4"), np.float32])
def test_a_dtype_comes_back_as_numpys_scalar_type(dtype):
    assert decode(encode(dtype)) is np.float32


@pytest.mark.parametrize(
    "value",
    [
        object(),
        2**70,
        -(2**63) - 1,
        1j,
        {1, 2},
        b"bytes",
        "\ud800",
        len,
        object,
        [1, (2, {"key": object()})],
        np.array([object()]),
        np.array(["text"]),
        np.array([1j]),
        np.zeros(2, [("field", "f8")]),
    ],
    ids=lambda value: re.sub(" at 0x[0-9a-f]*", "", ascii(value))[:30],  # the same in every run
)
def test_what_is_no_plain_value_is_refused(value):
    with pytest.raises(ProtocolError, match="cannot be sent"):
        encode(value)


@pytest.mark.parametrize("kind", [list, tuple, dict])
@pytest.mark.parametrize("depth", [100, 1000, 20_000])
def test_deep_nesting_is_refused(kind, depth):
    with pytest.raises(ProtocolError):
        encode(nested(kind, depth))


@pytest.mark.parametrize("shape", [(MB, MB), (wire.MAX_MESSAGE // 8 + 1,)], ids=str)
def test_a_giant_that_is_small_in_memory_is_refused_before_it_is_made_whole(shape):
    giant = np.broadcast_to(np.float64(1), shape)
    with allocating_at_most(MB), pytest.raises(ProtocolError, match="more than"):
        encode(giant)


def test_a_message_longer_than_the_limit_is_refused():
    half = np.zeros(wire.MAX_MESSAGE // 2, np.uint8)
    assert same(decode(encode(half)), half)
    with pytest.raises(ProtocolError, match="bytes are more than"):
        encode([half, half])


crafted = {
    "an array of 2**32 items": b"\xdd\xff\xff\xff\xff",
    "a map of 2**32 items": b"\xdf\xff\xff\xff\xff",
    "a string of 2**32 bytes": b"\xdb\xff\xff\xff\xff",
    "a bin of 2**32 bytes": b"\xc6\xff\xff\xff\xff",
    "an extension of 2**32 bytes": b"\xc9\xff\xff\xff\xff\x01",
    "a hundred lists in each other": b"\x91" * 100 + b"\xc0",
    "ten thousand lists in each other": b"\x91" * 10_000 + b"\xc0",
    "a hundred maps in each other": b"\x81\x01" * 100 + b"\xc0",
    "claims in claims": b"\xdc\x03\xe8" * 330,
    "maps in claims": b"\xde\x03\xe8\x01" * 250,
    "more items than a list may have": b"\xdc\x03\xe9" + b"\xc0" * 1001,
    "more items than a dict may have": msgpack.packb(dict.fromkeys(range(1001))),
    "nothing": b"",
    "two values": b"\xc0\xc0",
    "half a value": encode(np.zeros(3))[:-1],
    "a type that does not exist": b"\xc1",
    "invalid utf-8": b"\xa2\xff\xfe",
    "bytes": b"\xc4\x01a",
    "a list as key": b"\x81\x90\xc0",
    "a map as key": b"\x81\x80\xc0",
    "an array as key": b"\x81" + encode(np.zeros(2)) + b"\xc0",
    "a timestamp": TIMESTAMP,
    "a timestamp in a list": b"\x91" + TIMESTAMP,
    "a timestamp of three bytes": b"\xc7\x03\xff\0\0\0",
    "a timestamp in a reference": ext(REFERENCE, b"\x92" + TIMESTAMP + b"\xa1a"),
    "an unknown extension": ext(9, b""),
    "an array in an array": ext(ARRAY, encode(np.zeros(2))),
    "an array whose shape is a tuple": ext(ARRAY, b"\x93\xa3<f8" + encode((1,)) + b"\xc4\x00"),
    "an array that is a map": ext(ARRAY, msgpack.packb({"<f8": 1})),
    "an array without data": ext(ARRAY, msgpack.packb(("<f8", [0]))),
    "an array of objects": array("|O", [1], b"12345678"),
    "an array of records": array([["field", "<f8"]], [1], b"12345678"),
    "an array of text": array("<f8", [1], "12345678"),
    "an array of negative shape": array("<f8", [-1], b"12345678"),
    "an array of two negative lengths": array("<f8", [-1, -1], b"12345678"),
    "an array of too few bytes": array("<f8", [2], b"12345678"),
    "an array of too many bytes": array("<f8", [0], b"12345678"),
    "an array of giant shape": array("<f8", [2**63, 2**63], b""),
    "an empty array of giant shape": array("<f8", [0, 2**63], b""),
    "an array with a bool for a length": array("<f8", [True], b"12345678"),
    "an array with a float for a length": array("<f8", [1.0], b"12345678"),
    "an array of a hundred dimensions": array("<f8", [1] * 100, b"12345678"),
    "a tuple that is no list": ext(TUPLE, b"\x01"),
    "a reference of three": ext(REFERENCE, msgpack.packb((1, "a", 2))),
    "a reference whose id is a bool": ext(REFERENCE, msgpack.packb((True, "a"))),
    "a reference whose name is bytes": ext(REFERENCE, msgpack.packb((1, b"a"))),
    "a dtype of objects": ext(DTYPE, b"|O"),
    "a dtype that is not utf-8": ext(DTYPE, b"\xff"),
}


@pytest.mark.parametrize("message", crafted.values(), ids=crafted.keys())
def test_a_crafted_message_is_refused_at_little_cost(message):
    with allocating_at_most(8 * MB), pytest.raises(ProtocolError):
        decode(message)


def test_extensions_nested_in_each_other_are_refused_before_each_is_copied():
    message = msgpack.packb("a" * MB)
    for _ in range(100):
        message = ext(TUPLE, b"\x91" + message)
    with allocating_at_most(16 * MB), pytest.raises(ProtocolError, match="nested"):
        decode(message)


def test_a_bool_made_of_another_byte_is_true_and_nothing_else():
    result = decode(array("|b1", [3], b"\x00\x02\xff"))
    assert result.view(np.uint8).tolist() == [0, 1, 1]


@pytest.mark.parametrize("item", [b"\x80", b"\x90", ext(TUPLE, b"\x90"), encode(Reference(3, ""))])
def test_what_a_message_of_many_small_values_costs_is_bounded(item):
    message = b"\xdc\x01\xf4" + (b"\xdc\x03\xe8" + item * 1000) * 500  # half a million
    with allocating_at_most(16 * MB), contextlib.suppress(ProtocolError):
        decode(message)


@quickly
@given(st.binary(max_size=300))
def test_arbitrary_bytes_decode_or_are_refused(message):
    with contextlib.suppress(ProtocolError):
        decode(message)


@quickly
@given(st.sampled_from([1, 2, 3, 4, 5, -1]), st.binary(max_size=40) | plain.map(encode))
def test_arbitrary_extensions_decode_or_are_refused(code, payload):
    with contextlib.suppress(ProtocolError):
        decode(ext(code, payload))


@quickly
@given(plain.map(encode), st.data())
def test_mutated_messages_decode_or_are_refused(message, data):
    message = bytearray(message)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(message)))
        end = start + data.draw(st.integers(0, 2))
        message[start:end] = data.draw(st.binary(max_size=2))
    with allocating_at_most(8 * MB), contextlib.suppress(ProtocolError):
        decode(bytes(message))


@pytest.mark.parametrize("length", [0, 1, wire.MAX_MESSAGE])
def test_a_header_says_how_long_its_message_is(length):
    assert wire.frame_length(length.to_bytes(4, "big")) == length
    assert wire.frame_length(wire.frame(b"message")[:4]) == len(b"message")


@pytest.mark.parametrize("length", [wire.MAX_MESSAGE + 1, 2**32 - 1])
def test_a_header_of_more_than_any_message_has_is_refused(length):
    with pytest.raises(ProtocolError, match="more than"):
        wire.frame_length(length.to_bytes(4, "big"))
