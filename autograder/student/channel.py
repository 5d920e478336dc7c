"""Outside the sandbox: one worker process, and the socket over which it answers requests.

Whatever the worker does, a request ends: with the bytes of an answer, or an exception that says
what came instead.
"""

from __future__ import annotations

import contextlib
import io
import json
import selectors
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from ..sandbox.bubblewrap import SandboxError
from ..sandbox.confine import Sandbox
from ..sandbox.inside import wire

_START_SECONDS = 60  # for an interpreter and numpy, on a machine with much else to do


class Channel:
    """A worker in the sandbox.

    Attributes:
        process: bubblewrap's, with the worker below it.
        watch: what bounds it.
    """

    def __init__(self, sandbox: Sandbox, files: dict[str, Path], keep: Callable[[bytes], None]):
        """Start a worker, and wait until it is ready.

        Args:
            sandbox: where to run it.
            files: what its working directory holds: name -> file or folder.
            keep: is given what the worker prints.

        Raises:
            SandboxError: it does not start.
        """
        self._keep, self._printed = keep, b""
        self._socket, theirs = socket.socketpair()
        with theirs:
            self.watch = sandbox.start(
                "worker.py",
                [str(theirs.fileno()), json.dumps(sandbox.rlimits())],
                files,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        self.process = self.watch.process
        self._socket.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._socket, selectors.EVENT_READ, self._socket.recv)
        assert isinstance(self.process.stdout, io.BufferedReader)  # as it is a pipe
        self._output = self.process.stdout
        self._selector.register(self._output, selectors.EVENT_READ, self._output.read1)
        try:
            self.exchange(b"", time.monotonic() + _START_SECONDS)
        except (TimeoutError, EOFError) as error:
            self.close()
            printed = self._printed.decode(errors="replace").strip()[-300:]
            raise SandboxError(f"the worker does not start: {printed or 'no answer'}") from error
        self._waited = self.watch.waited()

    def has_died(self) -> bool:
        return bool(self.watch.verdict) or self.process.poll() is not None

    def waited(self) -> float:
        """Seconds, since this was asked last, in which it was ready to run and had no processor."""
        before, self._waited = self._waited, self.watch.waited()
        return self._waited - before

    def exchange(
        self, request: bytes, deadline: float, more: Callable[[], float] = lambda: 0.0
    ) -> bytes:
        """Send a request, wait for the answer, and read what is printed meanwhile.

        Args:
            request: its bytes, in a frame; nothing, to wait for a message that was not asked for.
            deadline: until when, as time.monotonic() has it.
            more: asked at the deadline, by how many seconds to put it off.

        Raises:
            TimeoutError: no whole answer by the deadline.
            EOFError: the worker closed the socket.
            wire.ProtocolError: what came is no answer.
        """
        pending, received = memoryview(request), bytearray()
        while True:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                if not (missed := more()):
                    raise TimeoutError
                deadline += missed
                continue
            if pending:
                with contextlib.suppress(BlockingIOError):
                    pending = pending[self._socket.send(pending) :]
            # Writable is of interest only while something is to be sent.
            events = selectors.EVENT_READ | (selectors.EVENT_WRITE if pending else 0)
            self._selector.modify(self._socket, events, self._socket.recv)
            for key, ready in self._selector.select(remaining):
                if ready & selectors.EVENT_READ and self._read(key, received) is None:
                    raise EOFError
            if len(received) >= 4:
                length = wire.frame_length(received[:4])
                if len(received) > 4 + length:
                    raise wire.ProtocolError("more than one answer")
                if len(received) == 4 + length:
                    return bytes(received[4:])

    def _read(self, key, received) -> bool | None:
        """Take what there is to read; None if the worker has closed the socket."""
        try:
            data = key.data(65536)
        except BlockingIOError:
            return False
        if key.fileobj is self._socket:
            received += data
            return True if data else None
        if data:
            self._take_printed(data)
        else:
            self._selector.unregister(key.fileobj)
        return True

    def _take_printed(self, data):
        self._printed = (self._printed + data)[-1000:]
        self._keep(data)

    def close(self) -> float:
        """End the worker and all it started; the processor time they took."""
        self.watch.stop()
        with selectors.DefaultSelector() as selector:
            selector.register(self._output, selectors.EVENT_READ)
            while selector.select(timeout=0) and (data := self._output.read1(65536)):
                self._take_printed(data)
        self._selector.close()
        self._socket.close()
        self._output.close()
        return self.watch.cpu_seconds
