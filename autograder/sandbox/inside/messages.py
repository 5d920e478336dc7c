"""What the two sides of the sandbox's wall say to each other, for both of them.

A request says what the worker is to do; its answer has the same number, as no answer is taken for
another's. Before the first request the worker says "ready": what comes after is the student's time,
what came before is not. This file, too, is copied into the sandbox, beside wire.py.
"""

from typing import NamedTuple

try:
    from . import wire
except ImportError:  # inside, where there is no package around it
    import wire  # type: ignore[no-redef]


class Request(NamedTuple):
    """What the worker is to do.

    Attributes:
        number: of the request.
        operation: its name, see worker.py.
        operands: what it is done with.
        dicts: of a call, the numbers of the dicts among its arguments that live on, by place.
    """

    number: int
    operation: str
    operands: list
    dicts: dict

    def pack(self) -> bytes:
        """Its bytes."""
        return wire.encode([[self.number, self.dicts], self.operation, *self.operands])

    @classmethod
    def unpack(cls, data: bytes) -> "Request":
        """The request that was packed."""
        (number, dicts), operation, *operands = wire.decode(data)
        return cls(number, operation, operands, dicts)


class Value(NamedTuple):
    """The answer to a request that was carried out.

    Attributes:
        number: the request's.
        value: what came of it.
        changed: what each argument is now that a call may have changed, by place.
    """

    number: int
    value: object
    changed: dict

    def pack(self) -> bytes:
        """Its bytes."""
        return wire.encode([self.number, "value", self.value, self.changed])


class Error(NamedTuple):
    """The answer to a request that raised.

    Attributes:
        number: the request's.
        kind: the builtin class of what was raised.
        message: what it says.
        frames: [file, line, text] of the student's own code, innermost last.
    """

    number: int
    kind: str
    message: str
    frames: list

    def pack(self) -> bytes:
        """Its bytes."""
        return wire.encode([self.number, "error", self.kind, self.message, self.frames])


def unpack_answer(data: bytes) -> Value | Error:
    """The answer that was packed.

    Raises:
        wire.ProtocolError: it is none.
    """
    match wire.decode(data):
        case [int(number), "value", value, dict(changed)]:
            return Value(number, value, changed)
        case [int(number), "error", str(kind), str(message), list(frames)]:
            return Error(number, kind, message, frames)
    raise wire.ProtocolError("not an answer")
