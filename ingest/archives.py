"""Opens archives in a spawned process: what is inside them, and the bytes of named members again.

How a tree of archives is walked is told in ``archive_walk``; what the rows mean for the books, in ``collect``.
"""

import io
import locale
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from gongwen.messages import record
from gongwen.model import FileState
from ingest.archive_walk import Budget, Row, Walk
from ingest.limits import MIB, Limits
from ingest.names import SEPARATOR, folder_names
from ingest.processes import Child, started
from ingest.sniff import ARCHIVES, CARRIERS, HEAD, sniff
from ingest.volumes import open_whole

_LOCALES = ("C.UTF-8", "en_US.UTF-8", "")  # libarchive gives no names of 7z and RAR 5 members in the C locale


@dataclass(frozen=True, slots=True)
class _Look:
    file: Path
    path: str


@dataclass(frozen=True, slots=True)
class _Fetch:
    file: Path
    path: str
    wanted: frozenset[str]
    into: Path
    first: int  # the counter that names the first file written


class Opener:
    """A process that opens archives; it is started when first needed, and again after a crash or a hang."""

    def __init__(self, *, limits: Limits) -> None:
        self._limits = limits
        self._child: Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._child is not None:
            self._child.stop() if kind is None else self._child.kill()
            self._child = None

    def look(self, file: Path, path: str) -> Iterator[Row]:
        """Yield the rows of all members of a file, and last its own row, whose format and state are told there."""
        for answer in self._ask(_Look(file, path)):
            if isinstance(answer, Row):
                yield answer
            elif isinstance(answer, str):
                yield self._lost(path, answer)

    def fetch(
        self, file: Path, path: str, *, wanted: frozenset[str], into: Path, first: int
    ) -> Iterator[tuple[str, Path]]:
        """Yield the wanted members of one file as they are written; what fails is left out."""
        for answer in self._ask(_Fetch(file, path, wanted, into, first)):
            if isinstance(answer, tuple):
                yield answer

    def _ask(self, request: _Look | _Fetch) -> Iterator[Row | tuple[str, Path] | str]:
        if self._child is None:
            self._child = started(_serve, limits=self._limits)
        pipe = self._child.connection
        try:
            pipe.send(request)
            while True:
                if not pipe.poll(self._limits.seconds):
                    self._drop()
                    yield "hang"
                    return
                answer = self._child.receive()
                if answer is None:
                    return
                if answer != "tick":
                    yield answer
                if isinstance(answer, tuple):
                    pipe.send("next")
        except (EOFError, OSError):
            self._drop()
            yield "crash"
        except GeneratorExit:
            self._drop()  # in the middle of an answer
            raise

    def _drop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None

    def _lost(self, path: str, answer: str) -> Row:
        state = FileState.DAMAGED if answer == "crash" else FileState.REFUSED
        values = {"seconds": self._limits.seconds, "mebibytes": self._limits.memory // MIB}
        message = "memory" if answer == "memory" else f"archive_{answer}"
        advice = record("ingest.archive_damaged_advice" if answer == "crash" else "ingest.budget_advice")
        return Row(path, "", state, problem=record(f"ingest.{message}", **values), advice=advice)


def _serve(pipe: Connection, limits: Limits) -> None:
    for name in _LOCALES:
        with suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, name)
            break
    while True:
        request = pipe.recv()
        try:
            with open_whole(request.file) as source:
                if isinstance(request, _Look):
                    _answer_look(pipe, source, request, limits)
                else:
                    _answer_fetch(pipe, source, request, limits)
        except MemoryError:
            pipe.send("memory")
        except (EOFError, OSError, KeyboardInterrupt):
            raise  # the pipe is gone, or the file: the asker sees the process end
        except Exception:  # a library may raise anything on a hostile archive: it costs this archive alone
            pipe.send("crash")
        pipe.send(None)


def _answer_look(pipe: Connection, source: IO[bytes], request: _Look, limits: Limits) -> None:
    format = sniff(source.read(HEAD), request.path, whole=source)
    if format not in ARCHIVES | CARRIERS:
        pipe.send(Row(request.path, "", None, format=format))
        return
    size = source.seek(0, io.SEEK_END)
    walk = Walk(Budget(limits, size, lambda: pipe.send("tick")), lambda path: True)
    for row in walk.look(source, request.path, size=size, format=format, parent="", depth=1):
        pipe.send(row)


def _answer_fetch(pipe: Connection, source: IO[bytes], request: _Fetch, limits: Limits) -> None:
    format = sniff(source.read(HEAD), request.path, whole=source)
    size = source.seek(0, io.SEEK_END)
    counter = request.first
    above = {path[:place] for path in request.wanted for place, sign in enumerate(path) if sign == SEPARATOR}

    def keep(path: str, spool: IO[bytes]) -> None:
        nonlocal counter
        if path not in request.wanted:
            return  # opened only for what it carries
        target = request.into / f"{counter:08d}"
        counter += 1
        with target.open("wb") as copy:
            shutil.copyfileobj(spool, copy)
        pipe.send((path, target))
        pipe.recv()  # the asker sets the pace, so that no more than it takes lies on the disk

    wanted = request.wanted | above
    walk = Walk(Budget(limits, size, lambda: pipe.send("tick")), wanted.__contains__, keep)
    for _ in walk.look(source, request.path, size=size, format=format, parent="", depth=1):
        pass


def materialise(
    inbox: Path, paths: Iterable[str], into: Path, *, limits: Limits | None = None
) -> Iterator[tuple[str, Path]]:
    """Yield each path with a file that holds its bytes: files of the inbox as they are, members written under ``into``.

    Each outermost archive is opened once; its members come in its own order. Written files are named by a counter and
    may be deleted by the caller as soon as they are read. A path that cannot be produced again comes with a file that
    is not there, so that whoever reads it says so.
    """
    missing = into / "missing"
    located = ((path, *_locate(inbox, path)) for path in sorted(set(paths)))
    counter = 0
    with Opener(limits=limits or Limits()) as opener:
        for (outer, file), group in groupby(located, key=lambda one: (one[2], one[1])):
            wanted = {path for path, _, _ in group}
            if file is None:
                yield from ((path, missing) for path in sorted(wanted))
                continue
            if outer in wanted:
                yield outer, file
            members = frozenset(wanted - {outer})
            for answer in opener.fetch(file, outer, wanted=members, into=into, first=counter) if members else ():
                counter += 1
                wanted.discard(answer[0])
                yield answer
            for path in sorted(wanted - {outer}):
                yield path, missing


def _locate(inbox: Path, path: str) -> tuple[Path | None, str]:
    """Return the file of the inbox that a path is, or stands in, and the path of that file."""
    if path.isprintable() and SEPARATOR not in path and "\\" not in path:  # nearly every path: as it is on disk
        place = inbox / path
        if place.is_file() and not place.is_symlink():
            return place, path
    folder, shown, rest = inbox, "", path
    while rest:
        taken = _entry(folder, rest)
        if taken is None:
            return None, path
        real, part = taken
        shown += part
        entry = folder / real
        rest = rest[len(part) :]
        if not rest or rest[0] == SEPARATOR:
            return (entry if entry.is_file() and not entry.is_symlink() else None), shown
        folder, shown, rest = entry, shown + "/", rest[1:]
    return None, path


def _entry(folder: Path, rest: str) -> tuple[str, str] | None:
    """Return the entry of a folder with which the path goes on: its name on disk and the name it is shown under."""
    first = rest.partition("/")[0]
    if first.isprintable() and "\\" not in first:
        for place, sign in enumerate(first):
            if sign == SEPARATOR and (folder / first[:place]).is_file():
                return first[:place], first[:place]
        if SEPARATOR not in first and (folder / first).exists():
            return first, first
    if not folder.is_dir():
        return None
    fitting = [
        (real, shown)
        for real, shown in folder_names(entry.name for entry in folder.iterdir())
        if rest == shown or rest.startswith((shown + "/", shown + SEPARATOR))
    ]
    return max(fitting, key=lambda each: len(each[1]), default=None)
