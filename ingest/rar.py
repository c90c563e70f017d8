"""Opens RAR archives: by libarchive, by unar where that gives up, and locked ones with the passwords of the settings.

Both programs go through an archive in the order of its headers, so that one can go on where the other stopped.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import IO

from ingest.by_libarchive import has_libarchive, libarchive_members
from ingest.container import Container, Damaged, Locked, Member, Unsupported
from ingest.limits import Limits
from ingest.rar4_unlock import unlocked_rar4
from ingest.rar_locks import RarLocks, rar_locks
from ingest.unar import has_unar, open_by_unar


@dataclass(slots=True)
class _Rar:
    """An archive held in a seekable file, and what opening it may cost."""

    source: IO[bytes]
    limits: Limits
    most_bytes: int
    second: list[Member] = field(default_factory=list)  # as unar lists them, once it was asked
    went_on: bool = False  # unar did, where libarchive stopped in the midst of a member

    def by_unar(self) -> Container:
        """Return the archive as unar opens it."""
        return open_by_unar(
            self.source, seconds=self.limits.seconds, passwords=self.limits.passwords, most_bytes=self.most_bytes
        )

    def members(self) -> Iterator[Member]:
        """Yield the members as libarchive opens them; from where it knows no further, as unar does."""
        done = 0
        if has_libarchive():
            self.source.seek(0)
            try:
                for member in libarchive_members(self.source, "rar"):
                    yield replace(member, pieces=partial(self._pieces, member, done))
                    done += 1
                return
            except (Unsupported, Damaged):
                if not has_unar() or not (self.went_on or len(self._listed_by_unar()) > done):
                    raise
        yield from self._listed_by_unar()[done:]

    def _pieces(self, member: Member, place: int) -> Iterator[bytes]:
        """Yield the bytes of a member; where libarchive stops in the midst of them, unar's from there on."""
        given = checksum = 0
        try:
            for piece in member.pieces():
                given, checksum = given + len(piece), zlib.crc32(piece, checksum)
                yield piece
        except (Unsupported, Damaged) as error:
            here = self.source.tell()
            listed = self._listed_by_unar() if has_unar() else []
            self.source.seek(here)
            if place >= len(listed):
                raise
            yield from _rest(listed[place].pieces(), given, checksum, error)
            self.went_on = True

    def _listed_by_unar(self) -> list[Member]:
        self.second = self.second or list(self.by_unar().members)
        return self.second


def open_rar(source: IO[bytes], *, most_bytes: int, limits: Limits) -> Container:
    """Open a RAR archive held in a seekable file; raises ``Damaged``, ``Locked`` or ``Unsupported``."""
    locks = rar_locks(source)
    if not has_libarchive() and not has_unar():
        raise Unsupported("rar")
    if locks and limits.passwords:
        if locks.is_old:
            opened = unlocked_rar4(
                source, limits.passwords, partial(_only_member, most_bytes=most_bytes, limits=limits)
            )
            if opened is not None:
                told = replace(locks, checksums=rar_locks(opened).checksums)
                container = _opened(_Rar(opened, limits, most_bytes), told, unlocked=True)
                return replace(container, members=_closing(container.members, opened))
        elif has_unar():
            return _Rar(source, limits, most_bytes).by_unar()
    if locks.names:
        raise Locked(_lacking(locks, limits))
    return _opened(_Rar(source, limits, most_bytes), locks, lacking=_lacking(locks, limits))


def _lacking(locks: RarLocks, limits: Limits) -> str:
    """Return the program without which the passwords could not be tried, "" where none is lacking."""
    return "unar" if limits.passwords and not locks.is_old and not has_unar() else ""


def _opened(rar: _Rar, locks: RarLocks, *, unlocked: bool = False, lacking: str = "") -> Container:
    container = Container(rar.members()) if has_libarchive() else rar.by_unar()
    return replace(container, members=_told(container.members, locks, unlocked=unlocked, lacking=lacking))


def _closing(members: Iterator[Member], source: IO[bytes]) -> Iterator[Member]:
    with source:
        yield from members


def _told(members: Iterator[Member], locks: RarLocks, *, unlocked: bool, lacking: str) -> Iterator[Member]:
    """Yield the members, those that are locked as such: without a password, and where it is another's."""
    for place, member in enumerate(members):
        if locks.of(place) and not unlocked:
            yield replace(member, kind="file", pieces=partial(_locked, lacking))
        else:
            yield replace(member, pieces=partial(_checked, member, locks.checksum(place), is_locked=locks.of(place)))


def _locked(lacking: str) -> Iterator[bytes]:
    raise Locked(lacking)


def _checked(member: Member, checksum: int | None, *, is_locked: bool) -> Iterator[bytes]:
    """Yield the bytes of a member; other bytes than were packed are a wrong password, or damage."""
    found = 0
    try:
        for piece in member.pieces():
            found = zlib.crc32(piece, found)
            yield piece
        if checksum not in (None, found):
            raise Damaged("checksum")
    except Damaged as error:
        raise (Locked() if is_locked else error) from error


def _only_member(source: IO[bytes], *, most_bytes: int, limits: Limits) -> Iterator[bytes]:
    for member in _Rar(source, limits, most_bytes).members():
        yield from member.pieces()


def _rest(pieces: Iterator[bytes], given: int, checksum: int, error: Exception) -> Iterator[bytes]:
    """Yield what comes behind the bytes that were given already; raises where those were others, or all there are."""
    left, met, goes_on = given, 0, False
    for piece in pieces:
        known, rest = piece[:left], piece[left:]
        left, met = left - len(known), zlib.crc32(known, met)
        if not left and met != checksum:
            raise error
        if rest:
            goes_on = True
            yield rest
    if not goes_on:
        raise error
