"""Inside the sandbox: imports the student's modules and answers calls to them.

Runs as a script, with the number of a socket, the process's resource limits and the working
directory holding the student's package. It imports nothing of the autograder but wire.py and
syscalls.py, which lie beside it. Nothing here is trusted: student code shares this process and may
change any of it.

A request is a list: its number, an operation and its operands. The answer begins with the same
number, as no answer is taken for another's; then come "value", value and changed, where
changed maps the place of each argument that the call may have changed to what it is now, or
"error", type name, message, [[file, line, text], ...], innermost frame last. Before the first
request it says "ready": what comes after is the student's time, what came before is not.
"""

import importlib
import json
import linecache
import os
import resource
import socket
import sys
import traceback

import numpy as np
import syscalls
import wire

MAX_TEXT = 2_000  # characters of an exception's message, or of a line of code
MAX_FRAMES = 5
MAX_FLAT = 1_000  # numbers in a list that travels by value


class Objects:
    """What the student's code made and the other side refers to; kept until the process ends."""

    def __init__(self):
        self._by_id = []

    def reference(self, item, type_name=None):
        self._by_id.append(item)
        return wire.Reference(len(self._by_id) - 1, _text(type_name or type(item).__name__)[:100])

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
        if type(item) is int and -(2**63) <= item < 2**63:
            return item
        if type(item) is str and len(item) <= MAX_TEXT:
            return item
        if isinstance(item, np.ndarray | np.generic):
            return self._describe_array(item)
        if type(item) in (list, tuple) and len(item) <= MAX_FLAT and all(map(_is_number, item)):
            return type(item)(self.describe(number) for number in item)
        return self.reference(item)

    def _describe_array(self, item):
        array = np.asarray(item)
        if array.dtype == np.longdouble:
            array = array.astype(np.float64)  # longdouble has no layout all machines share
        if array.dtype.kind not in "biuf":
            return self.reference(item, f"array of {array.dtype}"[:100])
        if array.nbytes > wire.MAX_MESSAGE // 2:
            return self.reference(item, f"array of shape {array.shape}, too large to compare")
        return array

    def describe_result(self, item):
        """As describe, but what a function returned together is told apart, one level deep."""
        if type(item) in (tuple, list) and len(item) <= 32:
            return type(item)(self.describe(part) for part in item)
        return self.describe(item)


def _is_number(item):
    return type(item) in (bool, int, float) or isinstance(item, np.generic)


def _differs(before, after):
    # As bytes: nan is not equal to nan, and a student's subclass may redefine equality.
    return before.shape != after.shape or before.tobytes() != after.tobytes()


def call(objects, function, args, kwargs):
    """Call the student's function; what it returned, and the arguments it changed by place.

    Only arguments that came by value are told of: of an object that lives here the other side holds
    a Reference, which sees every change anyway.
    """
    by_value = {
        place: argument
        for place, argument in {**dict(enumerate(args)), **kwargs}.items()
        if type(argument) in (dict, np.ndarray)
    }
    args, kwargs = objects.resolve(args), objects.resolve(kwargs)
    given = {**dict(enumerate(args)), **kwargs}
    before = {
        place: argument.copy()
        for place, argument in by_value.items()
        if type(argument) is np.ndarray
    }
    result = objects.resolve(function)(*args, **kwargs)
    changed = {}
    for place, argument in by_value.items():
        if type(argument) is dict:
            items = given[place].items()
            changed[place] = {key: objects.describe(item) for key, item in items}
        elif _differs(before[place], argument):
            changed[place] = objects.describe(argument)
    return objects.describe_result(result), changed


def perform(objects, request):
    """Carry out a request; the value and the changed arguments."""
    operation, *operands = request
    if operation == "import":
        return objects.reference(importlib.import_module(operands[0])), {}
    if operation == "call":
        return call(objects, *operands)
    operands = objects.resolve(operands)
    if operation == "getattr":
        return objects.describe(getattr(*operands)), {}
    if operation == "getitem":
        return objects.describe(operands[0][operands[1]]), {}
    if operation == "setitem":
        operands[0][operands[1]] = operands[2]
        return None, {}
    if operation == "keys":
        return [objects.describe(key) for key in operands[0]], {}
    raise ValueError(f"no operation {operation!r}")


def explain(error):
    """An exception as the answer to the request that raised it, with the student's own frames."""
    frames = []
    for frame, line in traceback.walk_tb(error.__traceback__):
        path = frame.f_code.co_filename
        if path != __file__ and path.startswith(os.getcwd()):
            frames.append(
                [_text(os.path.relpath(path)), line, _text(linecache.getline(path, line))]
            )
    if isinstance(error, SyntaxError) and error.filename:
        frames.append([_text(error.filename), error.lineno or 0, _text(error.text or "")])
    try:
        message = str(error)
    except BaseException:
        message = "(its message cannot be read)"
    return ["error", _text(type(error).__name__), _text(message), frames[-MAX_FRAMES:]]


def _text(text):
    """Text as it can be sent: not too long, and without lone surrogates."""
    return str(text).strip()[:MAX_TEXT].encode(errors="replace").decode()


def serve(connection):
    objects = Objects()
    stream = connection.makefile("rb")
    connection.sendall(wire.frame(wire.encode("ready")))
    while header := stream.read(4):
        number, *request = wire.decode(stream.read(wire.frame_length(header)))
        try:
            value, changed = perform(objects, request)
            answer = wire.encode([number, "value", value, changed])
        except wire.ProtocolError as error:
            answer = wire.encode([number, "error", "TypeError", str(error), []])
        except BaseException as error:
            answer = wire.encode([number, *explain(error)])
        connection.sendall(wire.frame(answer))


def main():
    descriptor, limits = sys.argv[1:]
    for name, value in json.loads(limits).items():
        resource.setrlimit(getattr(resource, name), (value, value))
    syscalls.refuse()
    # This file's folder was put first so that wire could be imported; now it is the student's turn.
    sys.path[0] = os.getcwd()
    sys.argv = [""]
    serve(socket.socket(fileno=int(descriptor)))


if __name__ == "__main__":
    main()
