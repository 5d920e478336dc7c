"""What travelled between hidden tests and a submission, read again step by step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..sandbox.inside import wire
from ..sandbox.inside.messages import Error, Request, Value, unpack_answer


class Name(NamedTuple):
    """Stands for what a module of the student's defines."""

    path: str


class Step(NamedTuple):
    """One request and its answer.

    Attributes:
        subject: the student's function it concerns, as "layers.relu_forward"; what is done to an
            object concerns the function that made it.
        operation, operands: of the request; References and Names stand for objects.
        answer: None where there was none.
    """

    subject: str
    operation: str
    operands: list
    answer: Value | Error | None


Trace = list[Step]  # of one test


class Reader:
    """Reads what travelled; remembers what the numbers of objects on the other side stand for."""

    def __init__(self):
        self._modules = {}  # by name: "layers"
        self._names = {}  # of a module or what it defines: "layers", "layers.relu_forward"
        self._owners = {}  # of an object: the function that made it

    def steps(self, exchanges) -> Iterator[Step]:
        """What happened in a test, step by step, but for looking names up."""
        for request, answer in exchanges:
            _, operation, operands, _ = Request.unpack(request)
            try:
                answer = unpack_answer(answer) if answer is not None else None
            except wire.ProtocolError:
                answer = None
            made = answer.value if isinstance(answer, Value) else None
            made = made if type(made) in (list, tuple) else [made]
            about = operands[0].id if isinstance(operands[0], wire.Reference) else None
            if operation == "import" or about in self._modules:
                module = self._modules.get(about)
                name = f"{module}.{operands[1]}" if module else operands[0].partition(".")[2]
                for number in _ids(made):
                    self._names[number] = name
                    if module:
                        self._modules.pop(number, None)
                    else:
                        self._modules[number] = name
                continue
            subject = self._names.get(about) or self._owners.get(about, "")
            operands = self._with_names(operands)
            for number in _ids(made):
                self._names.pop(number, None)
                self._modules.pop(number, None)
                self._owners[number] = subject
            yield Step(subject, operation, operands, answer)

    def _with_names(self, value):
        """Operands with names for functions, which outlive a test."""
        if isinstance(value, wire.Reference):
            name = self._names.get(value.id)
            return Name(name) if name else value
        if type(value) in (list, tuple):
            return type(value)(self._with_names(item) for item in value)
        return value


def _ids(made) -> list[int]:
    """The numbers of the objects among what came back."""
    return [part.id for part in made if isinstance(part, wire.Reference)]
