"""Many submissions: over the cores of this machine, or those of a Dask cluster.

Each core has a process of its own, so that one that dies takes nobody else's work with it. Only
the process that started grading writes gradebook and Reports.
"""

from __future__ import annotations

import contextlib
import functools
import multiprocessing
import os
import queue
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from tempfile import TemporaryDirectory

from traitlets import Integer, Unicode, default
from traitlets.config import LoggingConfigurable

from ..course.config import Course, CourseError
from ..outcome import attempt, explained, not_graded
from ..report import Report
from ..sandbox.bubblewrap import SandboxError
from .cluster import Cluster
from .store import Store
from .task import Task, evaluate, start_process

_PER_CORE = 2  # tasks on their way for each core of a cluster, so that none waits for the next
_starting = threading.Lock()  # held while a process is started
_DIED = "the grading process died twice; look at the machine's memory and log, then grade again"
_Work = Callable[[], Report | bytes]


class Batch(LoggingConfigurable):
    """Evaluates tasks side by side, and each of them only once.

    Attributes:
        counts: how many ended how: a Report's status, "reused".
        cpu_seconds: processor time of all evaluations.
    """

    workers = Integer(help="Submissions evaluated at the same time; by default as many as cores.")
    workers.tag(config=True)
    scheduler = Unicode(
        help="""The address of a Dask scheduler, as "tcp://host:8786", to evaluate on its cluster.
        Its workers need this course at the same version, and are started in the course's folder:
        dask worker tcp://host:8786 --nthreads 1."""
    ).tag(config=True)

    @default("workers")
    def _workers_default(self) -> int:
        return len(os.sched_getaffinity(0))

    def __init__(self, course: Course, assignment: str, *, keep: bool = True, **kwargs):
        """Start; nothing is evaluated before it is submitted.

        Args:
            course, assignment: what is graded.
            keep: whether to keep finished evaluations, and to use those kept before.

        Raises:
            CourseError: there is no such cluster.
        """
        super().__init__(config=course.config, **kwargs)
        self.counts: Counter[str] = Counter()
        self.cpu_seconds = 0.0
        self._root = course.root
        self._folder = TemporaryDirectory(prefix="autograder-", ignore_cleanup_errors=True)
        self._store = Store(course.reports(assignment) / "evaluations") if keep else None
        self._queue: queue.SimpleQueue[tuple[_Work, Future] | None] = queue.SimpleQueue()
        self._closed = False
        self._start, self._lock = time.monotonic(), threading.Lock()
        self._on_their_way: dict[str, Future] = {}  # by the key of what is evaluated
        self._cluster = Cluster(self.scheduler) if self.scheduler else None
        if self._cluster is not None:
            self._width = _PER_CORE * max(self._cluster.cores, 1)
        else:
            self._width = self.workers
        # No more than these, though a lost cluster leaves many threads to grade here.
        self._processes = [_Process(self._root, self._folder.name) for _ in range(self.workers)]
        self._free: queue.SimpleQueue[_Process] = queue.SimpleQueue()
        for process in self._processes:
            self._free.put(process)
        for _ in range(self._width):
            threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self) -> Batch:
        return self

    def __exit__(self, *exc_info) -> None:
        self.close()

    def submit(self, task: Task | Report, fresh: bool = False) -> Future:
        """Have a task done.

        Args:
            task: what to do; a Report, of a submission that became no task, is the outcome itself.
            fresh: whether to evaluate even what was evaluated before.

        Returns:
            The Report to come, "not graded" if the evaluation fails; or the notebook as it ran, in
            bytes, none if it could not be run.
        """
        future: Future = Future()
        if isinstance(task, Report):
            future.set_result(self._counted(task))
        elif task.notebook:
            self._queue.put((functools.partial(self._run_notebook, task), future))
        else:
            attempt(
                lambda: self._submit_once(task, fresh, future),
                lambda error: future.set_result(self._failed(task, error)),
            )
        return future

    def _submit_once(self, task, fresh, future):
        """Have a task done, or wait for the same evaluation if it is on its way for another."""
        with self._lock:
            first = self._on_their_way.setdefault(task.key, future)
        if first is not future:
            first.add_done_callback(functools.partial(self._share, task, future))
            return
        future.add_done_callback(lambda _: self._on_their_way.pop(task.key))
        self._queue.put((functools.partial(self._do, task, fresh), future))

    def _share(self, task, future, first):
        _settle(future, lambda: self._counted(task.named(first.result()), "reused"))

    def run(self, tasks: Iterable[Task | Report], fresh: bool = False) -> Iterator[Report]:
        """The Reports of tasks, in their order; few of them are in memory at a time."""
        waiting: deque[Future] = deque()
        for task in tasks:
            waiting.append(self.submit(task, fresh))
            if len(waiting) > 2 * self._width:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def summary(self) -> str:
        """What was done until now, in a line."""
        parts = [f"{count} {what}" for what, count in sorted(self.counts.items())]
        wall = time.monotonic() - self._start
        return f"{', '.join(parts) or 'nothing'}; {wall:.1f} s, {self.cpu_seconds:.1f} s of CPU"

    def close(self) -> None:
        """Stop: what has not been evaluated will not be."""
        self._closed = True
        for _ in range(self._width):
            self._queue.put(None)
        if self._cluster is not None:
            self._cluster.close()
        for process in self._processes:
            process.close()
        self._folder.cleanup()

    def _serve(self):
        """A thread's work: one task after another."""
        for work, future in iter(self._queue.get, None):
            if self._closed:
                break
            _settle(future, work)

    def _do(self, task: Task, fresh: bool) -> Report:
        return attempt(
            lambda: self._find_or_evaluate(task, fresh), lambda error: self._failed(task, error)
        )

    def _find_or_evaluate(self, task, fresh):
        report = self._store.get(task.key) if self._store and not fresh else None
        if report is not None:
            return self._counted(task.named(report), "reused")
        report = Report.from_json(self._evaluate(task))
        if self._closed:  # its files were taken away while it ran: what came out is not its own
            raise BrokenExecutor("grading has been stopped")
        if self._store:
            attempt(
                functools.partial(self._store.put, task.key, report),
                lambda error: self.log.warning("an evaluation could not be kept: %r", error),
            )
        return self._counted(task.named(report))

    def _failed(self, task, error):
        errors = [_DIED] if isinstance(error, BrokenExecutor) else explained(error)
        return self._counted(not_graded(task.staged.name, task, errors))

    def _counted(self, report, outcome=None):
        with self._lock:
            self.counts[outcome or report.status] += 1
            self.cpu_seconds += 0 if outcome else report.cpu_seconds
        return report

    def _run_notebook(self, task: Task) -> bytes:
        def failed(error):
            self.log.warning("the notebook of %s was not run: %r", task.staged.name, error)
            return b""

        return attempt(lambda: self._evaluate(task), failed)

    def _evaluate(self, task: Task) -> bytes:
        cluster = self._cluster  # another thread may find it lost
        if cluster is not None:
            try:
                return cluster.evaluate(task)
            except (CourseError, SandboxError, BrokenExecutor):
                raise
            except Exception as error:
                if cluster.is_lost:
                    self.log.warning("the cluster is lost (%r): grading goes on here", error)
                    self._cluster = None
                else:
                    self.log.warning("the cluster failed at a task (%r): it is done here", error)
        process = self._free.get()
        try:
            return process.evaluate(task)
        finally:
            self._free.put(process)


def _settle(future: Future, work: _Work) -> None:
    try:
        future.set_result(work())
    except BaseException as error:  # it is raised where the result is waited for
        future.set_exception(error)


class _Process:
    """A process that evaluates, started when it is needed and again when it has died."""

    def __init__(self, course: str, folder: str):
        self._arguments = (course, folder)
        self._pool: ProcessPoolExecutor | None = None
        self._closed = False

    def evaluate(self, task: Task) -> bytes:
        """Have a task done; once more, if the process dies of it.

        Raises:
            BrokenExecutor: it died twice.
        """
        data = task.encode()
        try:
            return self._try(data)
        except BrokenExecutor:
            self._drop()
            return self._try(data)

    def _try(self, data):
        with _without_main():
            if self._closed:  # or it would start while this process ends, and complain of that
                raise BrokenExecutor("grading has been stopped")
            if self._pool is None:
                context = multiprocessing.get_context("forkserver")
                context.set_forkserver_preload([start_process.__module__])
                self._pool = ProcessPoolExecutor(
                    1, mp_context=context, initializer=start_process, initargs=self._arguments
                )
            future = self._pool.submit(evaluate, data)  # which starts the process, if it is new
        return future.result()

    def close(self) -> None:
        """Start no process any more, and let the one there is go."""
        with _starting:
            self._closed = True
        self._drop()

    def _drop(self):
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """Let processes start without the program this one runs.

    multiprocessing has each import it anew, and nbgrader takes seconds.
    """
    main = sys.modules["__main__"]
    with _starting:
        path = vars(main).pop("__file__", None)
        try:
            yield
        finally:
            if path is not None:
                main.__file__ = path
