"""Inside the sandbox: imports the student's modules and answers calls to them.

Runs as a script, with the number of a socket, the process's resource limits and the working
directory holding the student's package. It imports nothing of the autograder but what lies beside
it. Nothing here is trusted: student code shares this process and may change any of it.
What is said is in messages.py.
"""

import builtins
import importlib
import json
import linecache
import os
import random
import resource
import socket
import sys
import traceback
import types

import home
import numpy as np
import numpy.random  # which numpy loads when it is first used: that is not the student's time
import syscalls
import wire
from messages import Error, Request, Value
from objects import Objects, text

MAX_FRAMES = 5


def _differs(before, after):
    # As bytes: nan is not equal to nan, and a student's subclass may redefine equality.
    return before.shape != after.shape or before.tobytes() != after.tobytes()


def call(objects, dicts, function, args, kwargs):
    """Call the student's function; what it returned, and the arguments it changed by place.

    Only arguments that came by value are told of: of an object that lives here the other side holds
    a Reference, which sees every change anyway.
    """
    given = {**dict(enumerate(args)), **kwargs}
    arrays = {place: item for place, item in given.items() if type(item) is np.ndarray}
    before = {place: array.copy() for place, array in arrays.items()}
    given = {
        place: objects.keep(dicts[place], item) if place in dicts else objects.resolve(item)
        for place, item in given.items()
    }
    result = objects.resolve(function)(
        *(given[place] for place in range(len(args))), **{name: given[name] for name in kwargs}
    )
    # An iterator computes, and changes its arguments, only now.
    result = objects.describe_result(result)
    changed = {place: objects.tell(number) for place, number in dicts.items()}
    for place, array in arrays.items():
        if _differs(before[place], array):
            changed[place] = objects.describe(array)
    return result, changed


def seed(number):
    """Seed the generators that student code shares."""
    random.seed(number)
    np.random.seed(number)


def import_module(name):
    """Import a module of the student's; what it draws meanwhile depends on no test."""
    state, numpy_state = random.getstate(), np.random.get_state()
    seed(0)
    try:
        return importlib.import_module(name)
    finally:
        random.setstate(state)
        np.random.set_state(numpy_state)


def perform(objects, request):
    """Carry out a request; the value and the changed arguments."""
    operation, operands = request.operation, request.operands
    if operation == "import":
        return objects.reference(import_module(operands[0])), {}
    if operation == "seed":
        seed(operands[0])
        return None, {}
    if operation == "call":
        return call(objects, request.dicts, *operands)
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


def explain(number, error):
    """An exception as the answer to the request that raised it, with the student's own frames."""
    frames = []
    for frame, line in traceback.walk_tb(error.__traceback__):
        path = frame.f_code.co_filename
        if path != __file__ and path.startswith(os.getcwd()):
            frames.append(
                [text(os.path.relpath(path)), line, text(linecache.getline(path, line).strip())]
            )
    if isinstance(error, SyntaxError) and error.filename:
        frames.append([text(error.filename), error.lineno or 0, text(error.text or "").strip()])
    name = said = type(error).__name__
    try:
        if message := str(error).strip():
            said = f"{name}: {message}"
    except BaseException:
        said = f"{name}: (its message cannot be read)"
    # A class of the student's own counts as the builtin one it is derived from.
    kinds = (each.__name__ for each in type(error).__mro__ if _is_builtin(each))
    return Error(number, next(kinds), text(said), frames[-MAX_FRAMES:])


def _is_builtin(kind):
    return vars(builtins).get(kind.__name__) is kind


def serve(connection):
    objects = Objects()
    stream = connection.makefile("rb")
    connection.sendall(wire.frame(wire.encode("ready")))
    while header := stream.read(4):
        request = Request.unpack(stream.read(wire.frame_length(header)))
        try:
            answer = Value(request.number, *perform(objects, request)).pack()
        except wire.ProtocolError as error:
            answer = Error(request.number, "TypeError", f"TypeError: {error}", []).pack()
        except BaseException as error:
            answer = explain(request.number, error).pack()
        connection.sendall(wire.frame(answer))


def main():
    descriptor, limits = sys.argv[1:]
    for name, value in json.loads(limits).items():
        resource.setrlimit(getattr(resource, name), (value, value))
    syscalls.refuse()
    home.lay_out()
    # This file's folder was put first so that wire could be imported; now it is the student's turn.
    sys.path[0] = os.getcwd()
    sys.argv = [""]
    # As in a notebook: a process that the student's code spawns has no script to run again.
    sys.modules["__main__"] = types.ModuleType("__main__")
    serve(socket.socket(fileno=int(descriptor)))


if __name__ == "__main__":
    main()
