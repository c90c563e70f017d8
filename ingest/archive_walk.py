"""Walks a tree of archives: every member a row, nested ones too, under one budget counted on real bytes.

Runs inside the process that ``ingest.archives`` spawns: nothing is executed, no link followed, nothing written but
temporary files without a name.
"""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import IO, Any

from gongwen.messages import record
from gongwen.model import FileState
from ingest.carried import carried
from ingest.container import Damaged, Locked, Member, TooLarge, Unsupported
from ingest.containers import open_container
from ingest.limits import MIB, Limits
from ingest.names import SEPARATOR, DecodedName, Unique, decode_name, has_controls, is_escape, member_path
from ingest.sniff import ARCHIVES, CARRIERS, HEAD, UNKNOWN, sniff
from ingest.volumes import is_volume

_SPOOL = 16 * MIB  # bytes of a member kept in memory before a temporary file is used
_TICK = 64 * MIB  # bytes after which a sign of life is given


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one path: a file of the inbox that had to be opened, or a member."""

    path: str
    parent: str  # the archive it stands in directly, "" for a file of the inbox
    state: FileState | None = None  # None: a file to be read
    sha256: str | None = None
    bytes: int | None = None
    format: str = ""
    problem: str = ""
    advice: str = ""
    names: tuple[str, ...] = ()  # archives: how its members' names were decoded, for people
    doubtful: str = ""  # the encoding, where it is doubtful
    listed: int = 0  # members met that should have rows
    entries: int = 0  # archives: members met, folders included
    declared: int | None = None  # archives: members that their own directory promises


@dataclass(frozen=True, slots=True)
class _Over(Exception):
    kind: str  # ratio, members, total_bytes
    reach: str  # member, archive, tree


def _silent() -> None:
    return


@dataclass(slots=True)
class Budget:
    """What one outermost archive and everything below it may cost; ``tick`` is called as a sign of life."""

    limits: Limits
    packed: int  # bytes of the outermost archive
    tick: Callable[[], None] = _silent
    gone: str = ""  # the limit that was reached
    _members: int = 0
    _unpacked: int = 0
    _ticked: int = 0

    def count_member(self) -> None:
        """Count one member; raises where that is one too many."""
        self._members += 1
        if self._members > self.limits.members:
            raise self._over("members")

    def spend(self, size: int) -> None:
        """Count unpacked bytes; raises where they are too many."""
        self._unpacked += size
        if self._unpacked - self._ticked >= _TICK:
            self._ticked = self._unpacked
            self.tick()
        if self._unpacked > self.limits.total_bytes:
            raise self._over("total_bytes")
        if self.is_bomb(self._unpacked, self.packed):
            raise self._over("ratio")

    def _over(self, kind: str) -> _Over:
        self.gone = kind
        return _Over(kind, "tree")

    def is_bomb(self, unpacked: int, packed: int) -> bool:
        """Tell whether so few bytes may become so many."""
        return unpacked > max(self.limits.ratio_floor, self.limits.ratio * packed)


@dataclass(slots=True)
class _Archive:
    """One archive being walked."""

    path: str
    packed: int
    depth: int
    unpacked: int = 0
    entries: int = 0
    folders: int = 0
    stopped: str = ""
    encodings: dict[str, tuple[int, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Walk:
    """Walks one tree of archives; ``keep`` gets the spooled bytes of each file that ``wants`` asks for."""

    budget: Budget
    wants: Callable[[str], bool]
    keep: Callable[[str, IO[bytes]], None] | None = None

    def look(self, source: IO[bytes], path: str, *, size: int, format: str, parent: str, depth: int) -> Iterator[Row]:
        """Yield the rows of everything in an archive, and its own row last."""
        archive = _Archive(path, size, depth)
        if format in CARRIERS:
            yield from self._members(carried(source, format).members, archive, direct=True)
            if archive.stopped == "members":
                yield self._stopped(archive, archive.stopped, parent, format)
                return
            yield Row(path, parent, format=format, names=_names(archive), listed=archive.entries - archive.folders)
            return
        try:
            container = open_container(
                source, format, name=path, most_bytes=self._most(size), limits=self.budget.limits
            )
            declared = container.declared
            yield from self._members(container.members, archive, direct=container.direct)
        except Locked as error:
            yield _refusal(archive, parent, format, FileState.NEEDS_PASSWORD, _locked(error))
        except Unsupported as error:
            kind = "archive_unsupported" if str(error) == format else "method_unsupported"
            values = {"format": format, "reason": str(error)}
            yield _refusal(archive, parent, format, FileState.UNSUPPORTED, kind, **values)
        except Damaged as error:
            reason = str(error)
            yield _refusal(archive, parent, format, FileState.DAMAGED, "archive_damaged", reason=reason)
        except TooLarge:
            yield self._stopped(archive, "ratio", parent, format)
        else:
            if archive.stopped:
                yield self._stopped(archive, archive.stopped, parent, format)
                return
            empty = archive.entries == archive.folders
            yield Row(
                path,
                parent,
                FileState.EMPTY if empty else FileState.EXPANDED,
                format=format,
                problem=record("ingest.archive_empty") if empty else "",
                advice=record("ingest.empty_advice") if empty else "",
                names=_names(archive),
                listed=archive.entries - archive.folders,
                entries=archive.entries,
                declared=declared,
            )

    def _stopped(self, archive: _Archive, kind: str, parent: str, format: str) -> Row:
        problem, advice = _over(kind, self.budget.limits)
        return Row(archive.path, parent, FileState.REFUSED, format=format, problem=problem, advice=advice)

    def _most(self, size: int) -> int:
        limits = self.budget.limits
        return min(limits.total_bytes, max(limits.ratio_floor, limits.ratio * size))

    def _members(self, members: Iterator[Member], archive: _Archive, *, direct: bool) -> Iterator[Row]:
        unique = Unique()
        for member in members:
            decoded = decode_name(member.raw_name, declared_utf8=member.declared_utf8)
            path = archive.path + SEPARATOR + unique.give(member_path(decoded.text))
            archive.entries += 1
            try:
                self.budget.count_member()
            except _Over as over:
                archive.stopped = over.kind
                return
            archive.stopped = archive.stopped or self.budget.gone
            if member.kind == "folder" and not is_escape(decoded.text):
                archive.folders += 1
                continue
            _note_encoding(archive, decoded, path)
            if archive.stopped:
                yield _refused(path, archive.path, archive.stopped, self.budget.limits)
            elif self.wants(path):
                yield from self._member(member, decoded, path, archive)
            if archive.stopped and not direct:
                return

    def _member(self, member: Member, decoded: DecodedName, path: str, archive: _Archive) -> Iterator[Row]:
        doubtful = decoded.encoding if decoded.confidence < 1.0 else ""
        kind = _refused_for(member, decoded.text)
        if kind:
            yield _state_row(path, archive.path, FileState.REFUSED, kind)
            return
        with tempfile.SpooledTemporaryFile(max_size=_SPOOL) as spool:
            try:
                digest, size = self._spool(member, spool, archive)
            except _Over as over:
                archive.stopped = "" if over.reach == "member" else over.kind
                yield _refused(path, archive.path, over.kind, self.budget.limits)
            except TooLarge:
                yield _refused(path, archive.path, "ratio", self.budget.limits)
            except Locked as error:
                yield _state_row(path, archive.path, FileState.NEEDS_PASSWORD, _locked(error))
            except Unsupported as error:
                yield _state_row(path, archive.path, FileState.UNSUPPORTED, "method_unsupported", reason=str(error))
            except Damaged as error:
                yield _state_row(path, archive.path, FileState.DAMAGED, "member_damaged", reason=str(error))
            else:
                yield from self._seen(spool, path, archive, digest=digest, size=size, doubtful=doubtful)

    def _spool(self, member: Member, spool: IO[bytes], archive: _Archive) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        for piece in member.pieces():
            size += len(piece)
            archive.unpacked += len(piece)
            self.budget.spend(len(piece))
            if member.packed is not None and self.budget.is_bomb(size, member.packed):
                raise _Over("ratio", "member")
            if self.budget.is_bomb(archive.unpacked, archive.packed):
                raise _Over("ratio", "archive")
            digest.update(piece)
            spool.write(piece)
        return digest.hexdigest(), size

    def _seen(
        self, spool: IO[bytes], path: str, archive: _Archive, *, digest: str, size: int, doubtful: str
    ) -> Iterator[Row]:
        spool.seek(0)
        format = sniff(spool.read(HEAD), path, whole=spool) if size else ""
        if is_volume(path) and format in ARCHIVES | {UNKNOWN}:
            row = _state_row(path, archive.path, FileState.UNSUPPORTED, "volume_inside")
            yield replace(row, sha256=digest, bytes=size, format=format)
            return
        if self.keep is not None and format not in ARCHIVES:
            spool.seek(0)
            self.keep(path, spool)
        if format not in ARCHIVES | CARRIERS or (format in CARRIERS and archive.depth >= self.budget.limits.depth):
            yield Row(path, archive.path, None, digest, size, format, doubtful=doubtful)
        elif archive.depth + 1 > self.budget.limits.depth:
            problem, advice = _over("depth", self.budget.limits)
            yield Row(path, archive.path, FileState.REFUSED, digest, size, format, problem, advice)
        else:
            inner = self.look(spool, path, size=size, format=format, parent=archive.path, depth=archive.depth + 1)
            for row in inner:
                own = row.path == path
                yield replace(row, sha256=digest, bytes=size, doubtful=doubtful) if own else row


def _refused_for(member: Member, name: str) -> str:
    if is_escape(name):
        return "escape"
    return member.kind if member.kind != "file" else "control" if has_controls(name) else ""


def _refusal(archive: _Archive, parent: str, format: str, state: FileState, message: str, /, **values: Any) -> Row:
    problem, advice = record(f"ingest.{message}", **values), record(f"ingest.{message}_advice")
    return Row(archive.path, parent, state, format=format, problem=problem, advice=advice)


def _state_row(path: str, parent: str, state: FileState, message: str, /, **values: Any) -> Row:
    advice = "archive_damaged_advice" if message == "member_damaged" else f"{message}_advice"
    return Row(path, parent, state, problem=record(f"ingest.{message}", **values), advice=record(f"ingest.{advice}"))


def _refused(path: str, parent: str, kind: str, limits: Limits) -> Row:
    problem, advice = _over(kind, limits)
    return Row(path, parent, FileState.REFUSED, problem=problem, advice=advice)


def _locked(error: Locked) -> str:
    """Return which message fits: the passwords were tried, or the program that tries them is lacking."""
    return "password_untried" if str(error) else "password"


def _over(kind: str, limits: Limits) -> tuple[str, str]:
    values = {
        "ratio": limits.ratio,
        "members": limits.members,
        "depth": limits.depth,
        "total_bytes": limits.total_bytes // MIB,
    }
    return record(f"ingest.{kind}", limit=values[kind]), record("ingest.budget_advice")


def _note_encoding(archive: _Archive, decoded: DecodedName, path: str) -> None:
    if decoded.encoding not in ("ascii", "utf-8"):
        count, example = archive.encodings.get(decoded.encoding, (0, path.rpartition(SEPARATOR)[2]))
        archive.encodings[decoded.encoding] = (count + 1, example)


def _names(archive: _Archive) -> tuple[str, ...]:
    return tuple(
        record("ingest.names_decoded", count=count, encoding=encoding, example=example)
        for encoding, (count, example) in sorted(archive.encodings.items())
    )
