"""Walks the inbox and gives every path and every archive member one row; reads no text and changes nothing.

The books are kept here: independent counts must agree, or ``BooksDoNotBalance`` is raised.
"""

import hashlib
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from gongwen.litter import litter_rule
from gongwen.messages import record
from gongwen.model import FileState, Remark
from gongwen.secrecy import SecrecyMark, secrecy_mark
from ingest.archive_walk import Row
from ingest.archives import Opener
from ingest.limits import Limits
from ingest.names import SEPARATOR, folder_names, has_controls
from ingest.provenance import NO_YEAR, accession_year, submitter
from ingest.sniff import ARCHIVES, CARRIERS, HEAD, needs_whole, sniff
from ingest.volumes import VolumeSet, volumes_in

_PIECE = 1024 * 1024
_BETWEEN = re.compile(r"[\s_\-—+、，,.()（）【】\[\]《》]+")  # what parts a mark from the rest of a name
_IN_NAMES = frozenset({"starred", "dated", "bracketed"})
_SHOWN = 5  # missing volumes named


class BooksDoNotBalance(Exception):
    """Two independent counts of the same thing disagree."""


@dataclass(frozen=True, slots=True)
class Found:
    """One path and what is known of it before any text is read; ``state`` None means that it is to be read."""

    path: str
    sha256: str | None
    accession_year: str
    bytes: int | None
    format: str
    state: FileState | None
    same_as: str | None
    problem: str
    advice: str
    submitted_by: str


@dataclass(frozen=True, slots=True)
class Collected:
    """All paths in order, and what a person should look at: the path it is about, and the remark."""

    found: tuple[Found, ...]
    remarks: tuple[tuple[str, Remark], ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One thing met on the walk: where it is on disk, the path it is shown under, and what it is."""

    folder: Path
    name: str  # "" for the folder itself
    path: str
    kind: str  # file, link, special, unreadable
    size: int = 0
    changed: int = 0  # nanoseconds

    @property
    def place(self) -> Path:
        """Return the path on disk; made when asked for: of a hundred thousand only the folder's and the name stay."""
        return self.folder / self.name


def collect(inbox: Path, *, limits: Limits) -> Collected:
    """Return everything in the inbox, archives expanded; raises ``BooksDoNotBalance``."""
    entries = sorted(_walk(inbox, ""), key=lambda entry: entry.path)
    rows: list[Row] = []
    opened: dict[str, list[Row]] = {}
    volumes = _volumes(entries)
    with Opener(limits=limits) as opener:
        for entry in entries:
            if entry.path not in volumes:
                rows += _rows_of(entry, opener, opened)
        for main, whole in dict(volumes.values()).items():
            parts = [entry for entry in entries if volumes.get(entry.path) == (main, whole)]
            rows += _rows_of_volumes(whole, main, parts, opener)
    _check_walk(entries, _walk(inbox, ""))
    _check_rows(entries, rows)
    remarks = tuple(sorted(_remarks(rows), key=lambda each: (each[0], each[1].code, each[1].message)))
    return Collected(tuple(_without_repeats(_settled(row) for row in rows)), remarks)


def _walk(folder: Path, prefix: str) -> Iterator[_Entry]:
    try:
        names = [entry.name for entry in os.scandir(folder)]
    except OSError:
        yield _Entry(folder, "", prefix, "unreadable")
        return
    for name, shown in folder_names(names):
        place = folder / name
        try:
            status = place.lstat()
        except OSError:
            yield _Entry(folder, name, prefix + shown, "unreadable")
            continue
        if stat.S_ISDIR(status.st_mode):
            yield from _walk(place, prefix + shown + "/")
        elif has_controls(name):
            yield _Entry(folder, name, prefix + shown, "control")
        elif stat.S_ISREG(status.st_mode):
            yield _Entry(folder, name, prefix + shown, "file", status.st_size, status.st_mtime_ns)
        else:
            kind = "link" if stat.S_ISLNK(status.st_mode) else "special"
            yield _Entry(folder, name, prefix + shown, kind)


def _rows_of(entry: _Entry, opener: Opener, opened: dict[str, list[Row]]) -> list[Row]:
    if entry.kind == "unreadable":
        return [_row(entry, FileState.DAMAGED, "no_access", reason="lstat")]
    if entry.kind != "file":
        return [_row(entry, FileState.REFUSED, entry.kind)]
    try:
        digest, size, head = _hashed(entry.place)
    except OSError as error:
        return [_row(entry, FileState.DAMAGED, "no_access", reason=error.strerror or type(error).__name__)]
    if size != entry.size:
        raise BooksDoNotBalance(record("ingest.walk_bytes", path=entry.path, expected=entry.size, got=size))
    if not size or not needs_whole(head):
        format = sniff(head, entry.path) if size else ""
        if format not in ARCHIVES | CARRIERS:
            return [Row(entry.path, "", None, digest, size, format)]
    if digest not in opened:
        rows = list(opener.look(entry.place, entry.path))
        opened[digest] = rows if rows[-1].format in ARCHIVES or len(rows) > 1 else []
        return _with_own(rows, digest, size)
    if not opened[digest]:
        return _with_own(list(opener.look(entry.place, entry.path)), digest, size)
    return _with_own(_moved(opened[digest], entry.path), digest, size)


def _volumes(entries: Iterable[_Entry]) -> dict[str, tuple[str, VolumeSet]]:
    """Return, for each path that is a volume of an archive, the path the archive goes by and what belongs to it."""
    folders: dict[Path, dict[str, str]] = {}
    for entry in entries:
        if entry.kind == "file":
            folders.setdefault(entry.folder, {})[entry.name] = entry.path
    found: dict[str, tuple[str, VolumeSet]] = {}
    for folder, paths in folders.items():
        try:
            sets = volumes_in(folder, paths)
        except OSError:
            continue  # what cannot be read gets its row one by one
        for one in sets:
            found |= {paths[name]: (paths[one.main], one) for name in one.names}
    return found


def _rows_of_volumes(whole: VolumeSet, main: str, parts: list[_Entry], opener: Opener) -> list[Row]:
    """Return the rows of an archive in volumes: its members below the one it goes by, and every volume a row."""
    first = next(entry for entry in parts if entry.path == main)
    if whole.missing:
        missing = "、".join(whole.missing[:_SHOWN]) + ("…" if len(whole.missing) > _SHOWN else "")
        rows = [_row(first, FileState.DAMAGED, "volume_missing", missing=missing)]
    else:
        rows = list(opener.look(first.place, first.path))
    own = rows.pop()
    if own.state is FileState.DAMAGED and not whole.missing:
        own = replace(own, advice=record("ingest.volume_end_advice", last=whole.names[-1]))
    told = record("ingest.volume_of", main=whole.main) if own.state is FileState.EXPANDED else own.problem
    for entry in parts:
        digest, size, _ = _hashed(entry.place)
        if entry is first:
            rows.append(replace(own, sha256=digest, bytes=size))
        else:
            rows.append(Row(entry.path, "", own.state, digest, size, own.format, told, own.advice))
    return rows


def _row(entry: _Entry, state: FileState, message: str, **values: str) -> Row:
    problem, advice = record(f"ingest.{message}", **values), record(f"ingest.{message}_advice")
    return Row(entry.path, "", state, problem=problem, advice=advice)


def _hashed(place: Path) -> tuple[str, int, bytes]:
    digest, size, head = hashlib.sha256(), 0, b""
    with place.open("rb") as source:
        while piece := source.read(_PIECE):
            head = head or piece[:HEAD]
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size, head


def _with_own(rows: list[Row], digest: str, size: int) -> list[Row]:
    return [*rows[:-1], replace(rows[-1], sha256=digest, bytes=size)]


def _moved(rows: list[Row], path: str) -> list[Row]:
    """Return the rows of an archive for another file with the same bytes."""
    old = rows[-1].path

    def move(name: str) -> str:
        return path + name[len(old) :] if name else name

    return [replace(row, path=move(row.path), parent=move(row.parent)) for row in rows]


def _settled(row: Row) -> Found:
    """Return the row as a found file: litter and empty files told apart from what is to be read."""
    state, problem, advice = row.state, row.problem, row.advice
    rule = litter_rule(row.path.replace(SEPARATOR, "/"), size=row.bytes)
    mark = _mark_in_name(row.path)
    if rule is not None:
        state, advice = FileState.IGNORED, ""
        problem = record("ingest.ignored", rule=rule.name, why=rule.why)
    elif mark is not None and state is not FileState.EXPANDED:
        problem = record("ingest.quarantined", level=mark.level)
        state, advice = FileState.QUARANTINED, record("ingest.quarantined_advice")
    elif state is None and not row.bytes:
        state, problem, advice = FileState.EMPTY, record("ingest.empty"), record("ingest.empty_advice")
    return Found(
        path=row.path,
        sha256=row.sha256,
        accession_year=sys.intern(accession_year(row.path)),  # one of thirty: not a string for each row
        bytes=row.bytes,
        format=row.format,
        state=state,
        same_as=None,
        problem=problem,
        advice=advice,
        submitted_by=sys.intern(submitter(row.path)),
    )


def _mark_in_name(path: str) -> SecrecyMark | None:
    """Return the mark of secrecy that a file's name carries in full, with star or term."""
    name = path.replace(SEPARATOR, "/").rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    mark = secrecy_mark(stem)
    if mark is not None and mark.certain and mark.rule in _IN_NAMES:
        return mark
    pieces = map(secrecy_mark, _BETWEEN.split(stem))
    return next((one for one in pieces if one is not None and one.certain and one.rule == "starred"), None)


def _without_repeats(found: Iterable[Found]) -> Iterator[Found]:
    """Yield the files by path; of equal bytes the first whose folder tells a year is kept, the others point at it."""
    holders: dict[str, str] = {}
    given = sorted(found, key=lambda one: one.path)
    for each in sorted(given, key=lambda one: one.accession_year == NO_YEAR):
        if each.sha256 and each.bytes and each.state is not FileState.IGNORED:
            holders.setdefault(each.sha256, each.path)
    marked = {each.sha256: each for each in given if each.state is FileState.QUARANTINED and each.sha256}
    for each in given:
        if each.sha256 in marked:
            mark = marked[each.sha256]
            yield replace(each, state=mark.state, problem=mark.problem, advice=mark.advice)
            continue
        if each.sha256 is None or not each.bytes or each.state is FileState.IGNORED:
            yield each
            continue
        holder = holders[each.sha256]
        if holder == each.path:
            yield each
        else:
            problem = record("ingest.duplicate")
            yield replace(each, state=FileState.DUPLICATE, same_as=holder, problem=problem, advice="")


def _check_walk(before: list[_Entry], after: Iterable[_Entry]) -> None:
    known = {entry.path: entry for entry in before}
    changed = sorted({entry.path for entry in after if known.pop(entry.path, None) != entry} | set(known))
    if changed:
        raise BooksDoNotBalance(record("ingest.walk_changed", example=changed[0], count=len(changed)))


def _check_rows(entries: list[_Entry], rows: list[Row]) -> None:
    """Compare what was walked with what has a row, and each archive's own listing with the rows of its members."""
    loose = [row.path for row in rows if not row.parent]
    if sorted(loose) != [entry.path for entry in entries] or len({row.path for row in rows}) != len(rows):
        raise BooksDoNotBalance(record("ingest.rows_missing", expected=len(entries), got=len(set(loose))))
    members = Counter(row.parent for row in rows if row.parent)
    for row in rows:
        if (row.state is FileState.EXPANDED or row.listed) and row.listed != members[row.path]:
            message = record("ingest.members_missing", path=row.path, expected=row.listed, got=members[row.path])
            raise BooksDoNotBalance(message)


def _remarks(rows: Iterable[Row]) -> Iterator[tuple[str, Remark]]:
    for row in rows:
        for told in row.names:
            yield row.path, Remark("member_names", "notice", told)
        if row.doubtful:
            yield (
                row.path,
                Remark("member_name_doubtful", "notice", record("ingest.name_doubtful", encoding=row.doubtful)),
            )
        if row.state is FileState.EXPANDED and row.declared is not None and row.declared != row.entries:
            message = record("ingest.archive_count", declared=row.declared, listed=row.entries)
            yield row.path, Remark("archive_count", "warning", message)
