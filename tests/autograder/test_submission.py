"""A student's functions used as if they were local: values, changes, objects and errors."""

import contextlib

import numpy as np
import pytest

from autograder.sandbox.inside.wire import ProtocolError
from autograder.student.remote import Remote, StudentError

LAYERS = """\
import array, collections, decimal, enum, fractions, itertools, random
import numpy as np


class Net:
    def __init__(self, width, *, seed=0):
        self.params = {"W1": np.full((2, width), seed), "b1": np.zeros(width)}
        self.calls = []

    def loss(self, X, y=None):
        self.calls.append(y)
        return float(X.sum() + self.params["W1"].sum()), {"W1": self.params["W1"] * 2}

    def __call__(self, x):
        return x + 1


class Tagged(np.ndarray):
    @classmethod
    def of(cls, values, tag):
        array = np.array(values).view(cls)
        array.tag = tag
        return array


class Convertible:
    def __array__(self, dtype=None, copy=None):
        return np.ones(2)


class Inconvertible:
    def __array__(self, dtype=None, copy=None):
        raise SystemError


class Key(enum.Enum):
    CACHE = 1


class Name(str, enum.Enum):
    MEAN = "running_mean"


Pair = collections.namedtuple("Pair", "out cache")
seen = []


def loop():
    values = [1]
    values.append(values)
    return values


def objects(*parts):
    array = np.empty(len(parts), object)
    array[:] = parts
    return array


def remember(bn_param):
    "Keep what no message carries, and what is known by the dict's identity."
    seen.append(id(bn_param))
    bn_param[Key.CACHE] = bn_param[1, 2] = len(seen)
    bn_param[Name.MEAN] = Tagged.of([1.0, 2.0], "mine")


def recall(bn_param):
    return (
        id(bn_param) == seen[-1],
        bn_param.get(Key.CACHE) == bn_param.get((1, 2)) == len(seen),
        getattr(bn_param.get("running_mean"), "tag", "gone"),
    )


def late(bn_param):
    for number in (1, 2):
        bn_param["count"] = number
        yield number


def draw():
    return random.random(), np.random.rand(), sorted({str(n) for n in range(99)}) and hash("text")


DRAWN = random.random(), np.random.rand()


def echo(*values):
    return values if len(values) != 1 else values[0]


def make(what):
    return eval(what)


def change(x, bn_param, extra=None):
    x += 1
    bn_param["running_mean"] = x.mean(axis=0)
    bn_param["cache"] = object()
    del bn_param["old"]
    if extra is not None:
        extra[0] = 7


def leave(x, bn_param):
    return x + 1


def keep(cache):
    return cache, [cache]


def reshape(x):
    x.shape = (6,)
"""


@pytest.fixture(scope="module")
def run(student):
    return student(LAYERS)


@pytest.fixture
def layers(run):
    return run.package.layers


VALUES = [
    None,
    True,
    -3,
    2.5,
    "text",
    np.float32(1.5),
    np.arange(6, dtype=np.int16).reshape(2, 3),
    np.zeros((0, 3), np.float32),
    np.array([np.nan, np.inf]),
    (1.5, np.ones(2)),
    [1, 2],
    [],
    (),
    np.float32,
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_values_go_and_come_back_as_they_are(layers, value):
    result = layers.echo(value)
    if value is np.float32:
        assert isinstance(result, Remote)  # a class stays where it is
        assert layers.make("np.zeros")(2, dtype=value).dtype == np.float32
        return
    assert type(result) is type(value)
    if type(value) is not tuple:
        value, result = (value,), (result,)
    for one, other in zip(result, value, strict=True):
        np.testing.assert_array_equal(one, other, strict=isinstance(other, np.ndarray))


def test_what_is_returned_together_comes_back_together(layers):
    first, second, third = layers.echo(1, np.ones(2), None)
    assert (first, second.tolist(), third) == (1, [1, 1], None)


@pytest.mark.parametrize(
    ("what", "shape", "dtype"),
    [
        ("np.broadcast_to(np.float64(1), (3, 4))", (3, 4), "f8"),
        ("np.arange(12)[::-3]", (4,), "i8"),
        ("np.asfortranarray(np.ones((3, 2)))", (3, 2), "f8"),
        ("np.ones(3, '>f4')", (3,), "f4"),
        ("np.ones(3, np.longdouble)", (3,), "f8"),
        ("np.matrix([[1, 2]])", (1, 2), "i8"),
        ("np.ma.masked_array([1.0, 2.0])", (2,), "f8"),
        ("np.array([[1, 2.5]], object)", (1, 2), "f8"),
        ("Tagged.of([1, 2], 'tag')", (2,), "i8"),
        ("[[1, 2], [3, 4]]", (2, 2), "i8"),
        ("[(1.0, 2), [3, np.float32(4)]]", (2, 2), "f8"),
        ("[np.ones(3), np.zeros(3)]", (2, 3), "f8"),
        ("list(range(5000))", (5000,), "i8"),
        ("range(3)", (3,), "i8"),
        ("array.array('d', [1])", (1,), "f8"),
        ("Convertible()", (2,), "f8"),
    ],
)
def test_any_array_of_numbers_comes_back_as_an_array(layers, what, shape, dtype):
    _, result = layers.make(f"(None, {what})")
    assert isinstance(result, np.ndarray)
    assert (result.shape, result.dtype) == (shape, np.dtype(dtype))
    assert np.isfinite(result * 2).all()


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("np.array(2.5)", 2.5),
        ("np.array(2.5, object)", 2.5),
        ("fractions.Fraction(5, 2)", 2.5),
        ("decimal.Decimal('2.5')", 2.5),
        ("enum.IntEnum('E', 'A').A", 1),
        ("enum.Enum('E', {'A': 'test'}, type=str).A", "test"),
        ("np.str_('test')", "test"),
    ],
)
def test_a_number_or_text_is_one_whatever_its_class(layers, what, value):
    for result in (layers.make(what), layers.make(f"(None, {what})")[1]):
        assert result == value
        assert type(result) in (float, int, str, np.float64)


@pytest.mark.parametrize(
    ("what", "described"),
    [
        ("object()", "a object"),
        ("{'a': 1}", "a dict"),
        ("{1, 2}", "a set"),
        ("1j", "a complex"),
        ("2**70", "a int"),
        ("b'bytes'", "a bytes"),
        ("'long' * 1000", "a str"),
        ("[1, 'text'] * 999", "a list"),
        ("itertools.count()", "a count"),
        ("(number for number in range(33))", "a generator"),
        ("Inconvertible()", "a Inconvertible"),
        ("np.array([[object()]])", "a array of object"),
        (
            "np.broadcast_to(np.array(1, object), (2**20, 2**20))",
            "a array of shape (1048576, 1048576), too large to compare",
        ),
        ("np.array(['text'])", "a array of <U4"),
        ("np.zeros(2, 'M8[D]')", "a array of datetime64[D]"),
        (
            "np.broadcast_to(np.float64(1), (2**20, 2**20))",
            "a array of shape (1048576, 1048576), too large to compare",
        ),
        ("type('\\x1b[31mRed' + 'd' * 999, (), {})()", "a Red" + "d" * 92),
    ],
)
def test_anything_else_stays_where_it_is(layers, what, described):
    result = layers.make(what)
    assert isinstance(result, Remote)
    assert repr(result) == described


TOGETHER = {
    "a tuple": "1.5, np.ones(2)",
    "a list": "[1.5, np.ones(2)]",
    "a namedtuple": "Pair(1.5, np.ones(2))",
    "a generator": "(part for part in (1.5, np.ones(2)))",
    "a map": "map(lambda part: part, (1.5, np.ones(2)))",
    "a zip": "next(zip([1.5], [np.ones(2)]))",
    "an iterator": "iter([1.5, np.ones(2)])",
    "a dict's values": "{1: 1.5, 2: np.ones(2)}.values()",
    "a deque": "collections.deque([1.5, np.ones(2)])",
    "an array of objects": "objects(1.5, np.ones(2))",
}


@pytest.mark.parametrize("what", TOGETHER.values(), ids=TOGETHER.keys())
def test_what_is_returned_together_is_told_apart_whatever_holds_it(layers, what):
    first, second = layers.make(what)
    assert first == 1.5
    assert second.tolist() == [1, 1]


def test_what_an_iterator_does_to_the_arguments_is_done_when_it_comes_back(layers):
    bn_param = {}
    assert layers.late(bn_param) == (1, 2)
    assert bn_param == {"count": 2}


@pytest.mark.parametrize(
    "what", ["Tagged.of([1.0], 'tag')", "[[1.0], [2.0]]", "[np.ones(2)] * 2", "np.matrix([[1]])"]
)
def test_what_is_more_than_an_array_is_passed_on_as_it_is(layers, what):
    _, cache = layers.make(f"seen.append({what}) or (1, seen[-1])")
    assert layers.make("lambda cache: cache is seen[-1]")(cache)
    assert layers.make("lambda kept: kept['cache'] is seen[-1]")({"cache": cache})
    assert not layers.make("lambda cache: cache is seen[-1]")(cache + 0)


def test_an_array_with_attributes_shows_them(layers):
    assert layers.make("0, Tagged.of([1], 'mine')")[1].tag == "mine"
    with pytest.raises(AttributeError):
        _ = (layers.make("0, Tagged.of([1], 'mine')")[1] + 1).tag


def test_a_dict_that_is_passed_again_is_the_same_dict_with_all_that_was_put_into_it(layers):
    bn_param, other = {"mode": "train"}, {"mode": "train"}
    layers.remember(bn_param)
    assert bn_param.keys() == {"mode", "running_mean"}
    assert bn_param["running_mean"].tolist() == [1, 2]
    assert layers.recall(bn_param=bn_param) == (True, True, "mine")
    assert layers.recall(other) == (False, False, "gone")
    bn_param["running_mean"] = np.zeros(2)
    bn_param["mode"] = "test"
    assert layers.recall(bn_param) == (True, True, "gone")
    assert bn_param["running_mean"].tolist() == [0, 0]
    assert layers.make("lambda bn_param: bn_param['mode']")(bn_param) == "test"
    del bn_param["mode"]
    assert not layers.make("lambda bn_param: 'mode' in bn_param")(bn_param)


def test_no_dict_is_taken_for_one_that_is_gone(layers):
    for _ in range(20):
        layers.remember({"mode": "train"})
        assert layers.recall({"mode": "train"}) == (False, False, "gone")


def test_of_a_dict_with_too_many_keys_some_stay_where_they_are(layers):
    bn_param = {}
    layers.make("lambda d: d.update({n: n for n in range(10**5)})")(bn_param)
    assert 100 < len(bn_param) < 1000
    assert layers.make("lambda d: len(d)")(bn_param) == 10**5


def test_the_same_seed_gives_the_same_draws_also_in_another_worker(student):
    drawn = []
    for _ in range(2):
        run = student(LAYERS)
        for number in (7, 8, 7):
            run.seed(number)
            drawn.append(run.package.layers.draw())
        drawn.append(run.package.layers.DRAWN)
        with contextlib.suppress(StudentError):
            run.package.layers.make("__import__('os')._exit(1)")
        drawn.append(run.package.layers.draw())
    assert drawn[:5] == drawn[5:]
    assert drawn[0] == drawn[2] == drawn[4] != drawn[1]


@pytest.mark.parametrize(
    "what",
    ["[[1, 2], [3]]", "[[1] * 1000] * 1000", "[np.ones(2**18)]", "[[], [...]]", "loop()",
     "[np.ones(2), 'text']", "[[1j]]", "[np.ones((2, 3)), np.ones(2)]"],
)  # fmt: skip
def test_lists_that_are_no_array_of_moderate_size_stay_where_they_are(layers, what):
    assert repr(layers.make(f"(None, {what})")[1]) == "a list"


def test_an_object_may_be_passed_on_and_is_the_same_there(layers):
    cache = layers.make("(np.ones(2), object())")[1]
    same, inside = layers.keep(cache)
    assert isinstance(same, Remote)
    assert isinstance(inside, Remote)  # no flat list of numbers
    layers.make("np.ndarray.__setitem__")  # other objects in between
    assert layers.make("lambda a, b: a is b")(cache, same)
    assert layers.make("lambda a, b: a['cache'][0] is b")({"cache": [cache]}, same)


def test_an_objects_attributes_items_and_methods_are_within_reach(layers):
    net = layers.Net(3, seed=2)
    assert net.params["W1"].tolist() == [[2, 2, 2], [2, 2, 2]]
    loss, grads = net.loss(np.ones((1, 2)), y=np.array([1]))
    assert loss == 14
    assert grads["W1"].sum() == 24
    assert len(net.calls.keys()) == 1
    assert net(1) == 2


def test_items_are_set_and_keys_are_listed(layers):
    net = layers.Net(3)
    net.params["W1"] = np.ones((2, 3))
    net.params["gamma1"] = np.ones(3)
    assert net.params.keys() == ["W1", "b1", "gamma1"]
    assert "gamma1" in net.params
    assert "gamma2" not in net.params
    assert net.loss(np.zeros(1))[0] == 6


def test_a_missing_attribute_or_item_is_a_students_error(layers):
    net = layers.Net(3)
    with pytest.raises(StudentError, match="AttributeError: 'Net'"):
        _ = net.gone
    with pytest.raises(StudentError, match="AttributeError"):
        _ = layers.gone
    with pytest.raises(StudentError, match="KeyError: 'W9'"):
        _ = net.params["W9"]


def test_an_object_is_no_array_and_no_sequence(layers):
    cache = layers.make("{'a': 1}")
    with pytest.raises(TypeError):
        list(cache)
    with pytest.raises((TypeError, ValueError)):
        np.asarray(cache, dtype=np.float64)


def test_what_a_call_changed_in_dicts_comes_back_and_of_arrays_that_it_did(run, layers):
    x, extra = np.zeros((2, 3)), np.zeros(2, np.float32)
    bn_param = {"mode": "train", "old": 1}
    assert layers.change(x, bn_param, extra=extra) is None
    assert run.overwritten == run.package.overwritten == [0, "extra"]
    assert not x.any()
    assert not extra.any()
    assert list(bn_param) == ["mode", "running_mean", "cache"]
    assert bn_param["running_mean"].tolist() == [1, 1, 1]
    assert isinstance(bn_param["cache"], Remote)


def test_what_a_call_left_alone_is_left_alone(layers):
    x, bn_param = np.zeros(2), {"mode": "test", "mean": np.ones(2)}
    layers.leave(x, bn_param)
    assert x.tolist() == [0, 0]
    assert bn_param["mode"] == "test"
    assert bn_param["mean"].tolist() == [1, 1]


def test_an_argument_of_another_shape_than_before_was_overwritten(run, layers):
    layers.reshape(np.zeros((2, 3)))
    assert run.overwritten == [0]
    layers.echo(np.zeros(2))
    assert run.overwritten == []


def test_the_last_call_and_its_result_are_told_without_the_numbers(run, layers):
    layers.change(np.zeros((2, 3)), {"mode": "train", "old": 4.5}, extra=np.zeros(1, np.float32))
    assert run.last_call == (
        "layers.change(float64 array (2, 3), {'mode': 'train', 'old': 4.5}, "
        "extra=float32 array (1,))"
    )
    assert run.last_result == "None"
    layers.echo(np.ones(2), layers.make("object()"), [1, 2], np.float32(3))
    assert run.last_result == "(float64 array (2,), a object, [1, 2], float32 number)"


def test_no_call_is_told_with_a_number_that_inputs_may_be_drawn_from(run, layers):
    layers.echo({"seed": 123_456_789, "width": 3072}, -987_654_321)
    assert run.last_call == "layers.echo({'seed': an int, 'width': 3072}, an int)"


@pytest.mark.parametrize("what", ["list(range(1000))", "[[1] * 1000] * 32", "('a' * 1999,) * 32"])
def test_the_last_result_is_told_in_a_few_words_however_much_it_is(run, layers, what):
    layers.make(what)
    assert len(run.last_result) <= 500
    layers.echo([1] * 1000)
    assert len(run.last_call) <= 600


ARGUMENTS = {"an object": object(), "bytes": [b"bytes"], "text": {"key": np.array(["text"])}}


@pytest.mark.parametrize("argument", ARGUMENTS.values(), ids=ARGUMENTS.keys())
def test_an_argument_that_cannot_be_sent_is_no_fault_of_the_students(run, layers, argument):
    with pytest.raises(ProtocolError, match="cannot be sent"):
        layers.echo(argument)
    assert run.failures == set()
    assert layers.echo(1) == 1
