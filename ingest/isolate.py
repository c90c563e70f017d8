"""Reads files in spawned processes, so that a crash, a hang or a blow-up costs one file and nothing else.

What is read, and how, is told by ``ingest.readers``; which files, and what becomes of the results, by the steps.
"""

import io
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

from gongwen.messages import record
from gongwen.model import FileState, Remark
from gongwen.secrecy import secrecy_mark
from ingest.extraction import Extraction
from ingest.limits import MIB, Limits
from ingest.readers import Unreadable, reader_for
from ingest.readers.pages import Page
from ingest.sniff import HEAD, sniff
from ingest.unlock import unlocked

_GRACE = 2.0  # seconds that a process gets to end by itself
_CONTEXT = get_context("spawn")


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be read: ``key`` is the caller's, ``path`` where its bytes are, ``name`` what it was called."""

    key: str
    path: Path
    format: str
    name: str
    recognised: Mapping[int, Page] = field(default_factory=dict)  # by page from 1


class Child:
    """One spawned process and the pipe to it; ``serve`` runs in the process with its end of the pipe."""

    def __init__(self, serve: Callable[[Connection, Limits], None], *, limits: Limits) -> None:
        self.connection, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(serve, theirs, limits), daemon=True)
        self._process.start()
        theirs.close()

    def stop(self) -> None:
        """End the process: by closing its pipe, and by force where that is not enough."""
        self.connection.close()
        self._process.join(_GRACE)
        if self._process.is_alive():
            self.kill()
        else:
            self._process.close()

    def kill(self) -> None:
        """End the process at once."""
        self.connection.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _serve(serve: Callable[[Connection, Limits], None], theirs: Connection, limits: Limits) -> None:
    fence_memory(limits.memory)
    try:
        serve(theirs, limits)
    except (EOFError, OSError, KeyboardInterrupt):
        return  # the parent has gone or wants us to


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
        ended = False
        while True:
            while not ended and (worker := self._idle()) is not None:
                job = next(waiting, None)
                if job is None:
                    ended = True
                elif (failed := self._give(worker, job)) is not None:
                    yield job, failed
            if not any(worker.job for worker in self._pool):
                return
            yield from self._collect()

    def _idle(self) -> _Worker[_Task] | None:
        for worker in self._pool:
            if worker.job is None:
                return worker
        if len(self._pool) < self._count:
            self._pool.append(_Worker(Child(self._serve, limits=self._limits)))
            return self._pool[-1]
        return None

    def _give(self, worker: _Worker[_Task], job: _Task) -> _Outcome | None:
        for _ in range(2):  # an idle process may have been ended from outside: once more with a new one
            try:
                worker.child.connection.send(job)
            except OSError:
                self._renew(worker)
                continue
            worker.job = job
            worker.deadline = time.monotonic() + self._limits.seconds
            return None
        return self._failed(FileState.DAMAGED, "crash")

    def _collect(self) -> Iterator[tuple[_Task, _Outcome]]:
        busy = [worker for worker in self._pool if worker.job is not None]
        patience = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
        ready = set(connection.wait([worker.child.connection for worker in busy], patience))
        now = time.monotonic()
        finished: deque[tuple[_Task, _Outcome]] = deque()
        for worker in busy:
            if worker.child.connection in ready:
                finished.append(self._receive(worker))
            elif now >= worker.deadline and worker.job is not None:
                finished.append((worker.job, self._failed(FileState.REFUSED, "hang", seconds=self._limits.seconds)))
                self._renew(worker)
        yield from finished

    def _receive(self, worker: _Worker[_Task]) -> tuple[_Task, _Outcome]:
        job = worker.job
        assert job is not None
        try:
            result: _Outcome = worker.child.connection.recv()
        except (EOFError, OSError):
            self._renew(worker)
            return job, self._failed(FileState.DAMAGED, "crash")
        worker.job = None
        return job, result

    def _renew(self, worker: _Worker[_Task]) -> None:
        worker.child.kill()
        worker.child = Child(self._serve, limits=self._limits)
        worker.job = None


def _serve_tasks(work: Work[Any, Any], theirs: Connection, limits: Limits) -> None:
    while True:
        task = theirs.recv()
        theirs.send(work(task, limits=limits))


class Workers(Pool[Job, Extraction]):
    """A pool of reading processes."""

    def __init__(self, count: int, *, limits: Limits) -> None:
        super().__init__(count, limits=limits, work=read_one, failed=_failure)


def read_one(job: Job, *, limits: Limits) -> Extraction:
    """Read one file in this process and screen it: never raises for anything that the file holds."""
    try:
        data = job.path.read_bytes()
    except OSError:
        return _failure(FileState.DAMAGED, "vanished")
    except MemoryError:
        return _failure(FileState.REFUSED, "memory", mebibytes=limits.memory // MIB)
    if not data:
        return _failure(FileState.EMPTY, "empty")
    extraction = _read(data, job.format, job, limits)
    if extraction.state is FileState.NEEDS_PASSWORD:
        extraction = _read_unlocked(data, job, limits) or extraction
    return screen(extraction, limits=limits)


def _read_unlocked(data: bytes, job: Job, limits: Limits) -> Extraction | None:
    """Read a locked file with the passwords there are; None where none fits."""
    opened = unlocked(data, limits.passwords)
    if opened is None:
        return None
    format = sniff(opened[:HEAD], job.name, whole=io.BytesIO(opened))
    extraction = _read(opened, format, job, limits)
    told = Remark("opened_with_password", "notice", record("ingest.opened_with_password"))
    return replace(extraction, format=extraction.format or format, remarks=(*extraction.remarks, told))


def _read(data: bytes, format: str, job: Job, limits: Limits) -> Extraction:
    reader = reader_for(format)
    try:
        recognised = {"recognised": job.recognised} if job.recognised else {}
        return reader.read(data, name=job.name, **recognised)
    except MemoryError:
        return _failure(FileState.REFUSED, "memory", reader=reader.name, mebibytes=limits.memory // MIB)
    except RecursionError:
        return _failure(FileState.DAMAGED, "unreadable", reader=reader.name, format=format, reason="recursion")
    except Unreadable as error:
        return _failure(FileState.DAMAGED, "unreadable", reader=reader.name, format=format, reason=str(error))
    except Exception as error:  # a reader's library may raise anything on broken bytes: it costs this file alone
        reason = type(error).__name__
        return _failure(FileState.DAMAGED, "unreadable", reader=reader.name, format=format, reason=reason)


def screen(extraction: Extraction, *, limits: Limits) -> Extraction:
    """Set apart what carries a secrecy mark, refuse what is too long, and call blank what holds no text."""
    mark = secrecy_mark(extraction.text)
    for value in extraction.metadata:
        mark = mark if mark is not None and mark.certain else secrecy_mark(value.value) or mark
    if mark is not None and mark.certain:
        kept = quarantined(mark.level, reader=extraction.reader)
        return replace(kept, format=extraction.format, page_count=extraction.page_count)
    if len(extraction.text) > limits.characters:
        return _failure(FileState.REFUSED, "too_long", reader=extraction.reader, limit=limits.characters)
    if extraction.state is FileState.READ and not extraction.text.strip():
        blank = _failure(FileState.EMPTY, "blank", reader=extraction.reader)
        return replace(blank, format=extraction.format, page_count=extraction.page_count)
    if mark is not None:
        doubt = Remark("secrecy_doubtful", "warning", record("ingest.secrecy_doubtful", level=mark.level))
        return replace(extraction, remarks=(*extraction.remarks, doubt))
    return extraction


def quarantined(level: str, *, reader: str) -> Extraction:
    """Return all that is kept of a file with a mark of secrecy."""
    return _failure(FileState.QUARANTINED, "quarantined", reader=reader, level=level)


def _failure(state: FileState, message: str, *, reader: str = "", **values: Any) -> Extraction:
    problem, advice = record(f"ingest.{message}", **values), record(f"ingest.{message}_advice")
    return Extraction(state=state, reader=reader, problem=problem, advice=advice)
