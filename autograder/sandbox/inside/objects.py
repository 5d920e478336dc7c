"""Inside the sandbox: what travels of the values that the student's code returns and keeps.

Numbers and arrays travel by value, whatever holds them. All else stays here, and so does whatever a
copy could not stand for: an array that is more than an array, a dict that the other side passes
again. The worker imports it; it imports nothing of the autograder but wire.py.
"""

import array
import collections
import decimal
import itertools
import numbers

import numpy as np
import wire

MAX_TEXT = 2_000  # characters of an exception's message, or of a line of code
MAX_FLAT = 1_000  # numbers in a list that travels by value
MAX_LISTED = 2**20  # bytes of an array that is written as lists
MAX_PARTS = 32  # of what a function returns together
MAX_KEYS = 500  # of a dict that was passed; what has more keys holds no parameters of a layer

_SEQUENCES = (list, tuple, range, collections.deque, array.array)
_TOGETHER = (
    *(list, tuple, collections.deque),
    *(collections.abc.Iterator, collections.abc.ValuesView),
)


class Objects:
    """What the student's code made and the other side refers to; kept until the process ends."""

    def __init__(self):
        self._by_id = []
        self._dicts = {}  # by the other side's number: the dict, and what was told of it

    def reference(self, item, type_name=None, value=None):
        self._by_id.append(item)
        name = text(type_name or type(item).__name__)[:100]
        return wire.Reference(len(self._by_id) - 1, name, value)

    def resolve(self, value):
        """The value with the objects its References stand for, at any depth of lists and dicts."""
        if type(value) is wire.Reference:
            return self._by_id[value.id]
        if type(value) in (list, tuple):
            return type(value)(self.resolve(item) for item in value)
        if type(value) is dict:
            return {key: self.resolve(item) for key, item in value.items()}
        return value

    def describe(self, item):
        """What travels for an object: numbers, arrays and flat lists of numbers by value."""
        if item is None or type(item) in (bool, float):
            return item
        if isinstance(item, str):
            plain = str.__str__(item)  # of an Enum that is text, its value
            return plain if plain == text(plain) else self.reference(item)
        if isinstance(item, int):
            return int(item) if -(2**63) <= item < 2**63 else self.reference(item)
        if isinstance(item, np.ndarray | np.generic):
            return self._describe_array(item)
        if isinstance(item, numbers.Real | decimal.Decimal):
            return float(item)
        if type(item) in (list, tuple) and len(item) <= MAX_FLAT and all(map(_is_number, item)):
            return type(item)(self.describe(number) for number in item)
        if isinstance(item, _SEQUENCES):
            alike = _holds_numbers(item)
        else:
            # Of its class: a cache may answer for any attribute, or raise whatever it likes.
            kind = type(item)
            alike = hasattr(kind, "__array__") and not issubclass(kind, collections.abc.Mapping)
        if alike:
            return self.reference(item, value=_as_numbers(item))
        return self.reference(item)

    def _describe_array(self, item):
        if item.nbytes > wire.MAX_MESSAGE // 2:
            return self.reference(item, f"array of shape {item.shape}, too large to compare")
        value = _as_numbers(item)
        if value is None:
            return self.reference(item, f"array of {item.dtype}"[:100])
        if isinstance(item, np.generic) or (type(item) is np.ndarray and item.dtype != object):
            return value
        return self.reference(item, value=value)

    def describe_result(self, item):
        """As describe, but what a function returned together is told apart, one level deep."""
        if isinstance(item, _TOGETHER) or (
            isinstance(item, np.ndarray) and item.dtype == object and item.ndim == 1
        ):
            parts = list(itertools.islice(iter(item), MAX_PARTS + 1))
            if len(parts) <= MAX_PARTS:
                together = list if isinstance(item, list) else tuple
                return together(self.describe(part) for part in parts)
        return self.describe(item)

    def keep(self, number, items):
        """The dict that the other side knows by a number, holding what it holds there now.

        What comes back as it was told is left as it is, and so is what could not be told.
        """
        kept, told = self._dicts.setdefault(number, ({}, {}))
        for name in told.keys() - items.keys():
            kept.pop(name, None)
        for name, item in items.items():
            if told.get(name) != wire.encode(item):
                kept[name] = self.resolve(item)
        return kept

    def tell(self, number):
        """What travels of a dict that was passed: the items whose keys can."""
        kept, _ = self._dicts[number]
        names = [key for key in kept if key is None or isinstance(key, str | int | float)]
        items = {self.describe(key): self.describe(kept[key]) for key in names[:MAX_KEYS]}
        items = {name: item for name, item in items.items() if type(name) is not wire.Reference}
        self._dicts[number] = kept, {name: wire.encode(item) for name, item in items.items()}
        return items


def text(value):
    """Text as it can be sent: not too long, and without lone surrogates."""
    return str(value)[:MAX_TEXT].encode(errors="replace").decode()


def _is_number(item):
    return type(item) in (bool, int, float) or isinstance(item, np.generic)


def _holds_numbers(item):
    """Whether lists of lists hold nothing but numbers and arrays, and not too many of them."""
    left, size = [item], 0
    while left:
        part = left.pop()
        if isinstance(part, _SEQUENCES):
            size += 8 * len(part)
        elif isinstance(part, np.ndarray):
            size += part.nbytes
        elif not isinstance(part, numbers.Number | np.generic):
            return False
        if size > MAX_LISTED:
            return False
        if isinstance(part, _SEQUENCES):
            left.extend(part)
    return True


def _as_numbers(item):
    """The array of numbers that an object is, or None."""
    try:
        value = np.asarray(item)
        # longdouble has no layout all machines share; objects may be numbers of any kind.
        if value.dtype in (np.longdouble, object):
            value = value.astype(np.float64)
    except Exception:  # student code may answer for how it is converted
        return None
    return value if value.dtype.kind in "biuf" and value.nbytes <= wire.MAX_MESSAGE // 2 else None
