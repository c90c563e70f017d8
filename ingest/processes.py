"""Spawned processes that work tasks off, with limits of time and memory: a crash or a hang costs one task.

A process that ends before it begins is no fault of any task: it is started again, and where that does not help the
machine is told to be the trouble. What the tasks are is told in ``ingest.isolate``, ``archives`` and ``ocr_worker``.
"""

import gc
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

from gongwen.model import FileState
from ingest.limits import Limits

_GRACE = 2.0  # seconds that a process gets to end by itself
_STARTING = 60.0  # seconds, at least, in which a process comes up: a busy machine is no broken one
_STARTS = 3  # processes in a row that end before they begin: then it is the machine and no file
_READY = "ready"
_GARBAGE = 20_000  # objects: looking for rings among them every 700, as is usual, takes a thirtieth of the time
_CONTEXT = get_context("spawn")


class ProcessesCannotStart(RuntimeError):
    """The processes that read do not come up: no file is to blame, and none may be booked as damaged for it."""


class Child:
    """One spawned process and the pipe to it; ``serve`` runs in the process with its end of the pipe.

    The first thing the process sends is that it is ready. Raises ``ProcessesCannotStart`` where the system has none.
    """

    def __init__(self, serve: Callable[[Connection, Limits], None], *, limits: Limits) -> None:
        self.is_ready = False
        try:
            self.connection, theirs = _CONTEXT.Pipe()
            self._process = _CONTEXT.Process(target=_serve, args=(serve, theirs, limits), daemon=True)
            self._process.start()
        except OSError as error:
            raise ProcessesCannotStart(str(error)) from error
        theirs.close()

    def receive(self) -> Any:
        """Return the next thing the process has sent, None where that was only that it is ready."""
        answer = self.connection.recv()
        if self.is_ready:
            return answer
        self.is_ready = answer == _READY
        return None

    def stop(self) -> None:
        """End the process: by closing its pipe, and by force where that is not enough."""
        self.connection.close()
        self._process.join(_GRACE)
        if self._process.is_alive():
            self.kill()
        else:
            self._process.close()

    def kill(self) -> int | None:
        """End the process at once; return the code it has ended with."""
        self.connection.close()
        self._process.join(0 if self.is_ready else _GRACE)
        self._process.kill()
        self._process.join()
        code = self._process.exitcode
        self._process.close()
        return code


def started(serve: Callable[[Connection, Limits], None], *, limits: Limits) -> Child:
    """Return a process that has come up; raises ``ProcessesCannotStart`` where none does."""
    code = None
    for _ in range(_STARTS):
        child = Child(serve, limits=limits)
        with suppress(EOFError, OSError):
            if child.connection.poll(max(_STARTING, limits.seconds)):
                child.receive()
        if child.is_ready:
            return child
        code = child.kill()
    raise ProcessesCannotStart(f"exit code {code}")


def _serve(serve: Callable[[Connection, Limits], None], theirs: Connection, limits: Limits) -> None:
    fence_memory(limits.memory)
    with suppress(EOFError, OSError, KeyboardInterrupt):  # the parent has gone or wants us to
        theirs.send(_READY)
        serve(theirs, limits)
    os._exit(0)  # nothing is left to write: taking all modules down again would last longer than many a file


def fence_memory(allowance: int) -> None:
    """Let this process take ``allowance`` bytes more than it has now. The one POSIX-only spot; elsewhere nothing."""
    if sys.platform == "win32":
        return
    import resource

    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        ceiling = pages * resource.getpagesize() + allowance
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard == resource.RLIM_INFINITY or ceiling < hard:
            resource.setrlimit(resource.RLIMIT_AS, (ceiling, hard))
    except (OSError, ValueError):
        return  # not every system counts address space: time and output limits still hold


_Task = TypeVar("_Task")
_Outcome = TypeVar("_Outcome")
_TaskOf = TypeVar("_TaskOf", contravariant=True)
_OutcomeOf = TypeVar("_OutcomeOf", covariant=True)


class Work(Protocol[_TaskOf, _OutcomeOf]):
    """What is done with one task in a process: a function that can be named from outside, and that never raises."""

    def __call__(self, task: _TaskOf, /, *, limits: Limits) -> _OutcomeOf:
        """Return what became of the task."""


@dataclass(slots=True)
class _Worker(Generic[_Task]):
    child: Child
    job: _Task | None = None
    deadline: float = 0.0


class Pool(Generic[_Task, _Outcome]):
    """A pool of working processes; results come in the order in which they are ready.

    ``failed`` says what becomes of a task whose process did not answer: state, ``hang`` or ``crash``, seconds.
    """

    def __init__(
        self, count: int, *, limits: Limits, work: Work[_Task, _Outcome], failed: Callable[..., _Outcome]
    ) -> None:
        self._count = max(1, count)
        self._limits = limits
        self._serve = partial(_serve_tasks, work)
        self._failed = failed
        self._pool: list[_Worker[_Task]] = []
        self._failed_starts = 0  # in a row

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._pool:
            if worker.job is None:
                worker.child.stop()
            else:
                worker.child.kill()
        self._pool.clear()

    def run(self, jobs: Iterable[_Task]) -> Iterator[tuple[_Task, _Outcome]]:
        """Yield each job with what became of it; ``jobs`` is drawn from only as fast as it is worked off."""
        waiting = iter(jobs)
        finished: list[tuple[_Task, _Outcome]] = []
        while True:
            while (worker := self._idle()) is not None and (job := next(waiting, None)) is not None:
                self._give(worker, job)
            yield from finished  # no process waits while the caller is busy with these
            if not any(worker.job for worker in self._pool):
                return
            finished = list(self._collect())

    def _idle(self) -> _Worker[_Task] | None:
        for worker in self._pool:
            if worker.job is None:
                return worker
        if len(self._pool) < self._count:
            self._pool.append(_Worker(Child(self._serve, limits=self._limits)))
            return self._pool[-1]
        return None

    def _give(self, worker: _Worker[_Task], job: _Task) -> None:
        while True:  # an idle process may have been ended from outside; new ones are not made without end
            try:
                worker.child.connection.send(job)
            except OSError:
                self._renew(worker)
                continue
            worker.job = job
            seconds = self._limits.seconds
            worker.deadline = time.monotonic() + (seconds if worker.child.is_ready else max(_STARTING, seconds))
            return

    def _collect(self) -> Iterator[tuple[_Task, _Outcome]]:
        busy = [worker for worker in self._pool if worker.job is not None]
        patience = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
        ready = set(connection.wait([worker.child.connection for worker in busy], patience))
        now = time.monotonic()
        finished: deque[tuple[_Task, _Outcome]] = deque()
        for worker in busy:
            job, is_over = worker.job, now >= worker.deadline
            assert job is not None
            if worker.child.connection in ready:
                finished.extend((job, outcome) for outcome in self._receive(worker, job))
            elif is_over and worker.child.is_ready:
                finished.append((job, self._failed(FileState.REFUSED, "hang", seconds=self._limits.seconds)))
                self._renew(worker)
            elif is_over:
                self._again(worker, job)
        yield from finished

    def _receive(self, worker: _Worker[_Task], job: _Task) -> Iterator[_Outcome]:
        """Yield what became of the job, nothing where the process has only come up or has to be started again."""
        was_ready = worker.child.is_ready
        try:
            result = worker.child.receive()
        except (EOFError, OSError):
            if not was_ready:
                self._again(worker, job)
                return
            self._renew(worker)
            yield self._failed(FileState.DAMAGED, "crash")
            return
        if was_ready:
            worker.job = None
            yield result
        else:
            self._failed_starts = 0
            worker.deadline = time.monotonic() + self._limits.seconds

    def _again(self, worker: _Worker[_Task], job: _Task) -> None:
        """Give the job to a new process, as this one has not come up; raises where none does."""
        self._renew(worker)
        self._give(worker, job)

    def _renew(self, worker: _Worker[_Task]) -> None:
        self._pool.remove(worker)
        code = worker.child.kill()
        if not worker.child.is_ready:
            self._failed_starts += 1
            if self._failed_starts >= _STARTS:
                raise ProcessesCannotStart(f"exit code {code}")
        worker.child, worker.job = Child(self._serve, limits=self._limits), None
        self._pool.append(worker)


def _serve_tasks(work: Work[Any, Any], theirs: Connection, limits: Limits) -> None:
    gc.set_threshold(_GARBAGE)
    while True:
        task = theirs.recv()
        theirs.send(work(task, limits=limits))
