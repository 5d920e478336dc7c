"""Values to bytes and back, for both sides of the sandbox's wall.

A message is a msgpack document behind its length in four bytes. Arrays travel as dtype, shape and
raw bytes; objects that are no plain values stay where they are and travel as a Reference. What
comes from a submission is hostile: whatever the bytes, decoding either returns plain values or
raises ProtocolError, and never allocates much more than the bytes it was given.

This file is also copied into the sandbox: it imports nothing of the autograder.
"""

import math
from typing import NamedTuple

import msgpack
import numpy as np

MAX_MESSAGE = 64 * 2**20  # bytes; the largest array of a hidden test is a thousandth of it
_MAX_ITEMS = 1_000  # of one list or dict: msgpack reserves space by the count it is told
_MAX_TOTAL = 50_000  # of all together
_MAX_DEPTH = 8
_DTYPES = {"|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8"}
_ARRAY, _TUPLE, _REFERENCE, _DTYPE = range(1, 5)


class ProtocolError(Exception):
    """The other side sent something that is not a message of this protocol."""


class Reference(NamedTuple):
    """An object that stays on the submission's side.

    Attributes:
        id: what the submission's side knows it by.
        type_name: its class, or what it is, for a person to read.
        value: an array, if it is one in all but name; None if it is not.
    """

    id: int
    type_name: str
    value: np.ndarray | np.generic | None = None


def encode(value) -> bytes:
    """The bytes of a value.

    Args:
        value: None, bool, int of 64 bits, float, str, a numpy array or scalar of bools, ints or
            floats, a numpy scalar type (a dtype becomes one), a Reference, or lists, tuples and
            dicts of these.

    Raises:
        ProtocolError: it is something else, or too large, or nested too deeply.
    """
    try:
        _check(value)
        data = _pack(value, 0)
    except (ProtocolError, TypeError, ValueError, OverflowError) as error:
        raise ProtocolError(f"cannot be sent: {error}") from error
    if len(data) > MAX_MESSAGE:
        raise ProtocolError(f"cannot be sent: {len(data):,} bytes are more than {MAX_MESSAGE:,}")
    return data


def _pack(value, depth):
    if depth > _MAX_DEPTH:
        raise ValueError(f"nested more than {_MAX_DEPTH} deep")

    def default(item):
        if isinstance(item, Reference):
            value = None if item.value is None else _pack_array(np.asarray(item.value))
            return msgpack.ExtType(_REFERENCE, msgpack.packb((item.id, item.type_name, value)))
        if isinstance(item, tuple):
            return msgpack.ExtType(_TUPLE, _pack(list(item), depth + 1))
        if isinstance(item, np.ndarray | np.generic):
            return msgpack.ExtType(_ARRAY, _pack_array(np.asarray(item)))
        if isinstance(item, type | np.dtype) and np.dtype(item).str in _DTYPES:
            return msgpack.ExtType(_DTYPE, np.dtype(item).str.encode())
        raise TypeError(f"a {type(item).__name__} is not a plain value")

    # strict_types: tuples are not sent as lists, nor numpy's float64 as the float it also is.
    return msgpack.packb(value, default=default, strict_types=True)


def _pack_array(array):
    if array.dtype.newbyteorder("<").str not in _DTYPES:
        raise TypeError(f"an array of {array.dtype} is not an array of numbers")
    if array.nbytes > MAX_MESSAGE:  # before tobytes: a broadcast array may be tiny in memory
        raise ValueError(f"an array of {array.nbytes:,} bytes is more than {MAX_MESSAGE:,}")
    array = array.astype(array.dtype.newbyteorder("<"), copy=False)
    return msgpack.packb((array.dtype.str, array.shape, array.tobytes()))


def decode(data: bytes):
    """The value of bytes made by encode; numpy scalars for arrays of no dimension.

    Raises:
        ProtocolError: they were not made by encode.
    """
    try:
        value = _unpack(data, 0, [_MAX_TOTAL])
        _check(value)
        return value
    except ProtocolError:
        raise
    except (ValueError, TypeError, OverflowError, RecursionError, msgpack.UnpackException) as error:
        raise ProtocolError(f"not a message: {type(error).__name__}") from error


def _unpack(data, depth, left):
    """Unpack a message; left holds how many more items it may have, at any depth."""
    if depth > _MAX_DEPTH:
        raise ProtocolError(f"a message nested more than {_MAX_DEPTH} deep")

    def count(items):
        left[0] -= 1 + len(items)
        if left[0] < 0:
            raise ProtocolError(f"a message of more than {_MAX_TOTAL} items")
        return items

    def ext_hook(code, payload):
        count(())
        if code == _ARRAY:
            return _unpack_array(payload)
        if code == _TUPLE:
            return tuple(_expect(_unpack(payload, depth + 1, left), list))
        if code == _REFERENCE:
            reference_id, type_name, value = _expect(_plain(payload), list)
            return Reference(
                _expect(reference_id, int),
                _expect(type_name, str),
                None if value is None else _unpack_array(_expect(value, bytes)),
            )
        if code == _DTYPE and payload.decode() in _DTYPES:
            # As a student writes it: dtype=np.float32
            return np.dtype(payload.decode()).type
        raise ProtocolError(f"a message with an unknown extension {code}")

    return _plain(data, ext_hook, count)


def _plain(data, ext_hook=None, count=None):
    return msgpack.unpackb(
        data,
        ext_hook=ext_hook or _no_extension,
        list_hook=count,
        object_hook=count,
        max_array_len=_MAX_ITEMS,
        max_map_len=_MAX_ITEMS,
        strict_map_key=False,  # a dict may have numbers as keys
    )


def _check(value, depth=0):
    """Refuse what msgpack knows beyond this protocol, and what is nested too deeply."""
    if depth > _MAX_DEPTH:
        raise ProtocolError(f"nested more than {_MAX_DEPTH} deep")
    if isinstance(value, bytes | bytearray | memoryview | msgpack.Timestamp):
        raise ProtocolError(f"a {type(value).__name__} is not a plain value")
    if type(value) is dict:
        value = [*value.keys(), *value.values()]
    if type(value) in (list, tuple):
        for item in value:
            _check(item, depth + 1)


def _no_extension(code, payload):
    raise ProtocolError("a message with an extension out of place")


def _expect(value, kind):
    if type(value) is not kind:
        raise ProtocolError(
            f"a message with a {type(value).__name__} in place of a {kind.__name__}"
        )
    return value


def _unpack_array(payload):
    dtype, shape, data = _expect(_plain(payload), list)
    if dtype not in _DTYPES or type(data) is not bytes:
        raise ProtocolError("an array without dtype and bytes")
    if not all(type(length) is int and length >= 0 for length in _expect(shape, list)):
        raise ProtocolError("an array without a shape")
    if math.prod(shape) * np.dtype(dtype).itemsize != len(data):
        raise ProtocolError("an array whose bytes do not fill its shape")
    if dtype == "|b1":  # a bool made of any other byte than 0 and 1 breaks numpy's arithmetic
        array = np.frombuffer(data, np.uint8) != 0
    else:
        array = np.frombuffer(data, dtype).copy()  # frombuffer's own is read-only
    return array.reshape(shape)[()]


def frame(data: bytes) -> bytes:
    """A message with its length before it, as it goes over the socket."""
    return len(data).to_bytes(4, "big") + data


def frame_length(header: bytes | bytearray) -> int:
    """How many bytes follow the four of a header.

    Raises:
        ProtocolError: more than any message has.
    """
    length = int.from_bytes(header, "big")
    if length > MAX_MESSAGE:
        raise ProtocolError(f"a message of {length:,} bytes, more than {MAX_MESSAGE:,}")
    return length
