"""A Dask cluster that evaluates: what it does with a task, and what becomes of one it loses."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor

from ..course.config import CourseError
from .task import Task, evaluate


class Cluster:
    """The workers of a Dask scheduler.

    Attributes:
        cores: how many there are now.
    """

    def __init__(self, address: str):
        """Connect.

        Raises:
            CourseError: Dask is not installed, or there is no scheduler at the address.
        """
        try:
            from distributed import Client, KilledWorker
        except ImportError as error:
            raise CourseError("c.Batch.scheduler needs Dask: pip install distributed") from error
        try:
            self._client = Client(address, timeout=10, set_as_default=False)
        except (OSError, ValueError) as error:
            raise CourseError(f"there is no Dask scheduler at {address}: {error}") from error
        self._killed = KilledWorker
        self.cores = sum(self._client.nthreads().values())

    @property
    def is_lost(self) -> bool:
        """Whether the scheduler is gone; workers that die are its to replace."""
        return self._client.status != "running"

    def evaluate(self, task: Task) -> bytes:
        """Have a task done.

        Raises:
            CourseError, SandboxError: as evaluation.evaluate.
            BrokenExecutor: workers died of it, one after another.
            Exception: whatever else has befallen it on its way or on the worker.
        """
        try:
            return self._client.submit(evaluate, task.encode(), pure=False).result()
        except self._killed as error:
            raise BrokenExecutor("workers died of it, one after another") from error

    def close(self) -> None:
        """Leave the cluster as it is."""
        self._client.close()
