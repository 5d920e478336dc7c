"""Outside the sandbox: a submission's functions, used as if they were imported here.

    with Submission("nndl", files, modules, sandbox) as submission:
        out, cache = submission.package.layers.batchnorm_forward(x, gamma, beta, bn_param)

Arrays and numbers come back by value, and so does what the call changed in the dicts it was given;
which arrays it changed is told apart. Any other object, such as a cache or a net, is a Remote: it
stays in the worker and may be passed on, indexed, called, or asked for attributes. A worker that
dies or hangs is replaced by a fresh one at the next call.
"""

from __future__ import annotations

import contextlib
import subprocess
import time
from functools import partial
from pathlib import Path

from ..sandbox.bubblewrap import SandboxError
from ..sandbox.confine import Sandbox
from ..sandbox.inside import wire
from ..sandbox.inside.messages import Request, Value, unpack_answer
from ..text import clean
from .channel import Channel
from .remote import (
    Module,
    Package,
    Remote,
    StudentCrashError,
    StudentError,
    StudentTimeoutError,
)
from .values import PassedDicts, from_wire, put_back, to_wire
from .words import arguments, describe, exception

# A function that has hung once is not waited for so patiently again: what returns at all does so
# in milliseconds, and there are dozens of tests.
_HUNG_BEFORE = 0.5  # s
PATIENCE = 2  # times its wall_seconds a submission may be given for time it had no processor
_SMALLEST = 0.05  # s; any process waits for a moment now and then
_MOST_TRAFFIC = 64 * 2**20  # bytes of requests and answers that are kept of one submission
_PER_EXCHANGE = 1_000  # bytes that keeping one takes beside what travelled, and more
_NOT_PYTHON = {"SyntaxError", "IndentationError", "TabError", "UnicodeDecodeError"}


class Submission:
    """A staged submission and the sandboxed worker that runs its code.

    Attributes:
        package: the student's package.
        failures: what went wrong but for exceptions: "timeout", "memory", "crashed", and
            "unreadable" if a module is not Python.
        last_call: the latest call, as a person would write it.
        last_result: what the latest call returned, in words.
        overwritten: the arrays passed to the latest call that it changed, by place.
        printed: the first bytes of what the student's code wrote to stdout and stderr.
        cpu_seconds: processor time of the workers that have ended.
        made_up: seconds it was given beyond its time, as others had the processors meanwhile.
        exchanges: every request made of the worker and its answer, as the bytes that travelled;
            None where no answer came. None of them is kept any more once it is too much.
        too_much: whether it was.
        broken: what was raised here that neither the student's code nor a sandbox that fails
            explains; what a test made of it says nothing of the student's work.
        used: what was looked up in the student's package: "layers", "layers.relu_forward".
        modules: of the package as it was released, see there.
        deadline: when its time is used up, as time.monotonic() has it.
    """

    def __init__(
        self,
        package: str,
        files: dict[str, Path],
        modules: dict[str, str],
        sandbox: Sandbox,
        deadline: float | None = None,
    ):
        """Prepare; the worker starts at the first call.

        Args:
            package: the name of what the student wrote.
            files: what the student's working directory holds: name -> file or folder.
            modules: of the package as it was released: name, as "nndl.rnn.cell" -> why it is not
                among them, a sentence; nothing where it is.
            sandbox: where to run it.
            deadline: when its time is used up, as time.monotonic() has it; by default the
                sandbox's wall_seconds from now.
        """
        self.package = Package(self, package)
        self.modules = modules
        self._prefix = f"{package}."
        self.failures: set[str] = set()
        self.last_call = self.last_result = ""
        self.overwritten: list[int | str] = []
        self.printed = b""
        self.cpu_seconds = 0.0
        self.exchanges: list[tuple[bytes, bytes | None]] = []
        self.used: set[str] = set()
        self.too_much = False
        self.broken: Exception | None = None
        self._kept = 0  # bytes of all exchanges, those that a test has taken away included
        self._files = files
        self._sandbox = sandbox
        self._channel: Channel | None = None
        self._generation = 0
        self._seed: int | None = None
        self._dicts = PassedDicts()
        self._number = 0  # of the request: no answer is taken for another's
        self._hung: set[str] = set()
        self._modules: dict[str, Module] = {}  # those that the worker that lives has imported
        self.deadline = deadline or time.monotonic() + sandbox.wall_seconds
        self.made_up = 0.0

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self._stop()

    def seed(self, number: int) -> None:
        """Seed the generators that student code shares, here and in workers yet to start.

        Args:
            number: of 32 bits. The same draws follow from the same number.
        """
        self._seed = number
        self._dicts.forget()
        self._bury_if_dead()
        if self._channel is None:
            return
        try:
            self._send_seed(self._channel)
        except (TimeoutError, EOFError, wire.ProtocolError, OSError):
            self._bury(self._channel)  # of what an earlier call left running

    def _send_seed(self, channel):
        if self._seed is not None:
            self._number += 1
            request = Request(self._number, "seed", [self._seed], {}).pack()
            deadline = time.monotonic() + self._sandbox.call_seconds
            channel.exchange(wire.frame(request), deadline, self._missed)

    def _start(self) -> Channel:
        self._channel = channel = Channel(self._sandbox, self._files, self._keep_printed)
        try:
            self._send_seed(channel)
        except (TimeoutError, EOFError, wire.ProtocolError, OSError) as error:
            self._stop()
            raise SandboxError(f"the worker does not start: {error!r}") from error
        return channel

    def _stop(self):
        if self._channel is not None:
            self.cpu_seconds += self._channel.close()
            self._channel = None
            self._generation += 1  # nothing that refers to its objects holds any more
            self._modules = {}

    @property
    def process(self) -> subprocess.Popen | None:
        """The sandbox the worker runs in, if there is one."""
        return self._channel.process if self._channel else None

    def _keep_printed(self, data):
        self.printed += data[: self._sandbox.output_kb * 1024 - len(self.printed)]

    def _import(self, name):
        """A module of the student's; imported once while a worker lives."""
        if why := self.modules.get(name):
            raise StudentError(why)
        self._bury_if_dead()
        if name not in self._modules:
            module = self._ask("import", name, label=name)
            self._modules[name] = Module(self, module, name.removeprefix(self._prefix))
        return self._modules[name]

    def _ask(self, operation, *given, label):
        """Have the worker do something; its answer, or a StudentError."""
        try:
            return self._answer(operation, given, label)
        except (StudentError, SandboxError, wire.ProtocolError):
            raise
        except Exception as error:
            self.broken = error
            raise

    def _answer(self, operation, given, label):
        self._bury_if_dead()
        operands = to_wire(given, label)
        channel = self._channel or self._start()
        if operation == "call":
            what = clean(arguments(*given[1:]))
            self.last_call = f"{label.removeprefix(self._prefix)}({what})"
            self.last_result = "nothing"
        limit: float = self._sandbox.call_seconds
        slow, again = label, ""
        if operation == "import":  # modules import each other: where one hangs, others do
            limit, slow = self._sandbox.import_seconds, operation
        if slow in self._hung:
            limit = min(limit, _HUNG_BEFORE)
            again = ": it has not before, and is not waited for so long again"
        deadline = min(time.monotonic() + limit, self.deadline)
        self._number += 1
        dicts = self._dicts.numbers(*given[1:]) if operation == "call" else {}
        request = Request(self._number, operation, operands, dicts).pack()
        self._keep(request, None)
        try:
            data = channel.exchange(wire.frame(request), deadline, self._missed)
            self._keep(request, data)
            answer = unpack_answer(data)
        except TimeoutError:
            self._stop()
            self._hung.add(slow)
            self.failures.add("timeout")
            raise StudentTimeoutError(
                f"{label} did not return within {limit:g} s{again}"
                if time.monotonic() < self.deadline
                else f"the submission has used up its {self._sandbox.wall_seconds} s"
            ) from None
        except (EOFError, wire.ProtocolError, OSError) as error:
            raise self._crash(label, error) from None
        return self._interpret(answer, operation, label, given)

    def _keep(self, request, answer):
        """Keep a request, or its answer beside it, while there is room."""
        self._kept += len(request) + _PER_EXCHANGE if answer is None else len(answer)
        if self._kept > _MOST_TRAFFIC:
            self.too_much, self.exchanges = True, []
        elif answer is None:
            self.exchanges.append((request, None))
        else:
            self.exchanges[-1] = (request, answer)

    def _bury_if_dead(self):
        if self._channel is not None and self._channel.has_died():
            # Of what an earlier call left running, which is no fault of a later one.
            self._bury(self._channel)

    def _bury(self, channel: Channel) -> str:
        """Put a dead worker away; why it died."""
        ended, watch = self._sandbox.why_ended(channel.process), channel.watch
        self._stop()
        self.failures.add("memory" if "memory" in watch.verdict else "crashed")
        return watch.verdict or ended

    def _crash(self, label, error):
        """The StudentCrashError that says why the worker died."""
        assert self._channel is not None  # it was asked just now
        if not isinstance(error, wire.ProtocolError):
            # Dying, it closed the channel first; how it died is known only a moment later.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._channel.process.wait(timeout=1)
        reason = self._bury(self._channel)
        return StudentCrashError(f"{label} ended the Python process: {reason}")

    def _missed(self):
        """Seconds to make up for: the worker was ready to run, and others had the processors.

        A neighbour that keeps them busy costs nobody marks; and as what a submission can be given
        in all is bounded, keeping them busy itself gains it little.
        """
        assert self._channel is not None  # it is being asked
        left = PATIENCE * self._sandbox.wall_seconds - self.made_up
        missed = min(self._channel.waited(), left)
        if missed < _SMALLEST:
            return 0
        self.made_up += missed
        self.deadline += missed
        return missed

    def _interpret(self, answer, operation, label, operands):
        """The value in an answer, changed arguments put back; StudentError for an error."""
        if answer.number != self._number:
            raise self._crash(label, wire.ProtocolError())
        if isinstance(answer, Value):
            remote = partial(Remote, self, label=label, generation=self._generation)
            value = from_wire(answer.value, remote)
            if operation == "call":
                _, args, kwargs = operands
                try:
                    self.overwritten = put_back(answer.changed, args, kwargs, remote)
                except wire.ProtocolError as error:
                    raise self._crash(label, error) from None
                self.last_result = clean(describe(value))
            return value
        if answer.kind == "MemoryError":
            self.failures.add("memory")
        if operation == "import" and answer.kind in _NOT_PYTHON:
            self.failures.add("unreadable")
        raise StudentError(exception(answer.message, answer.frames), answer.kind)
