"""Scans, last: which pages wait for recognition, the first page of each before all others, and how long it will take.

Pages are kept on a shelf outside the lake until their file has been looked at; what is handed over here has been
screened. Rows and their commits are the business of ``intake``.
"""

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import polars as pl

from gongwen.messages import say
from gongwen.model import FileState
from ingest.archives import materialise
from ingest.extraction import Extraction
from ingest.isolate import Job, Workers, quarantined
from ingest.limits import Limits
from ingest.ocr import OCR_VERSION, is_available
from ingest.ocr_pictures import SCANNED
from ingest.ocr_shelf import Shelf
from ingest.ocr_worker import PageJob, Recognisers
from ingest.readers import READER_VERSIONS
from pipelines.runner import Inputs

_MOST_PAGES = 20_000  # of one file
_PORTION = 200  # scans made into rows at a time
_SAMPLE = 4  # pages after which the time is told
_DONE = f"+ocr{OCR_VERSION}"


class Wanted(NamedTuple):  # of a hundred thousand each stands in memory while they are read
    """A file that is to be read."""

    sha256: str
    path: str
    format: str
    accession_year: str


@dataclass(frozen=True, slots=True)
class Scan:
    """A file with pages, from 1, that have no usable text."""

    sha256: str
    path: str
    format: str
    reader: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A scan as far as it has been read; ``version`` is that of the reader, and of recognition where it is done."""

    sha256: str
    extraction: Extraction
    version: str


def stamp(reader: str, terms: str, *, recognised: bool = False) -> str:
    """Return the version under which an outcome is kept: the reader's, that of recognition, and what it hung on."""
    return READER_VERSIONS.get(reader, "") + (_DONE if recognised else "") + (f"@{terms}" if terms else "")


def is_current(reader: str, version: str, terms: str) -> bool:
    """Tell whether what this version of a reader has made of a file under these terms still stands."""
    return version in (stamp(reader, terms), stamp(reader, terms, recognised=True))


def read_scans(given: Inputs, wanted: Mapping[str, Wanted], *, limits: Limits) -> Iterator[list[Read]]:
    """Recognise what waits among the wanted files; yield them once their first pages are read, and once all are."""
    scans = _waiting(given, wanted) if given.settings.ocr and is_available() else []
    if not scans:
        return
    desk = _Desk(given, limits, Shelf(given.home.root / ".scans", version=OCR_VERSION))
    try:
        desk.recognise(scans, lambda scan: scan.pages[:1])
        yield from desk.made(scans)
        scans = [scan for scan in scans if len(scan.pages) > 1 and scan.sha256 not in desk.secret]
        desk.recognise(scans, lambda scan: scan.pages[1:])
        yield from desk.made(scans)
        desk.shelf.clear()
    finally:
        shutil.rmtree(given.home.scratch, ignore_errors=True)


def _waiting(given: Inputs, wanted: Mapping[str, Wanted]) -> list[Scan]:
    columns = ["sha256", "reader", "reader_version", "state", "pages", "page_texts"]
    may_wait = pl.col("state").is_in([str(FileState.NEEDS_OCR), str(FileState.READ)])
    may_wait &= pl.col("reader").is_in(sorted(SCANNED)) & ~pl.col("reader_version").str.contains(_DONE, literal=True)
    texts = given.lake.read("texts", years=given.years, columns=columns, where=may_wait)
    scans = []
    for row in texts.iter_rows(named=True):
        if row["sha256"] not in wanted:
            continue
        listed = json.loads(row["page_texts"] or "[]")
        lacking = [page for page, method, *_ in listed if method in ("none", "ocr")]
        pages = lacking if listed else range(1, (row["pages"] or 1) + 1)
        file = wanted[row["sha256"]]
        if pages and len(pages) <= _MOST_PAGES:
            scans.append(Scan(file.sha256, file.path, file.format, row["reader"], tuple(sorted(pages))))
    return sorted(scans, key=lambda scan: scan.sha256)


class _Desk:
    """Where scans are worked on: the shelf of their pages, what was found secret, and the time it takes."""

    def __init__(self, given: Inputs, limits: Limits, shelf: Shelf) -> None:
        self._given, self._limits, self.shelf = given, limits, shelf
        self._clock = _Clock(given)
        self.secret: dict[str, Read] = {}

    def recognise(self, scans: Sequence[Scan], pages_of: Callable[[Scan], Sequence[int]]) -> None:
        """Put the pages that are not on the shelf yet there, each as soon as it is read."""
        known = {scan.sha256: self.shelf.numbers(scan.sha256) for scan in scans}
        left = {scan.sha256: [page for page in pages_of(scan) if page not in known[scan.sha256]] for scan in scans}
        todo = [scan for scan in scans if left[scan.sha256]]
        waiting = {sha256: len(pages) for sha256, pages in left.items()}
        self._clock.start(sum(waiting.values()), len(todo))
        jobs = (
            PageJob(scan.sha256, file, scan.reader, page)
            for scan, file in self._at_hand(todo)
            for page in left[scan.sha256]
        )
        with Recognisers(self._given.settings.workers, limits=self._limits) as pool:
            for job, seen in pool.run(jobs):
                if seen.secret:
                    self._set_apart(Read(job.key, quarantined(seen.secret, reader=job.reader), ""))
                elif job.key not in self.secret:
                    self.shelf.put(job.key, job.page, seen.page)
                waiting[job.key] -= 1
                if not waiting[job.key]:
                    self._put_away(job.path)
                self._clock.advance()

    def made(self, scans: Sequence[Scan]) -> Iterator[list[Read]]:
        """Yield what the scans say with the pages on the shelf, in portions; what is whole leaves the shelf."""
        portion: list[Read] = []
        for read in self._composed([scan for scan in scans if scan.sha256 not in self.secret]):
            if read.extraction.state is FileState.QUARANTINED:
                self._set_apart(read)
                continue
            portion.append(read)
            if len(portion) >= _PORTION:
                yield from self._handed_over(portion)
                portion = []
        yield from self._handed_over([*portion, *self.secret.values()])

    def _handed_over(self, portion: list[Read]) -> Iterator[list[Read]]:
        if portion:
            yield sorted(portion, key=lambda read: read.sha256)
        for read in portion:  # by now it stands in the lake
            if _DONE in read.version:
                self.shelf.drop(read.sha256)

    def _set_apart(self, read: Read) -> None:
        self.secret[read.sha256] = read
        self.shelf.drop(read.sha256)

    def _composed(self, scans: Sequence[Scan]) -> Iterator[Read]:
        pages = {scan.sha256: set(scan.pages) for scan in scans}
        jobs = (
            Job(scan.sha256, file, scan.format, scan.path, self.shelf.pages(scan.sha256))
            for scan, file in self._at_hand(scans)
        )
        with Workers(self._given.settings.workers, limits=self._limits) as workers:
            for job, extraction in workers.run(jobs):
                self._put_away(job.path)
                whole = pages[job.key] <= set(job.recognised)
                terms = self._limits.terms_of(extraction.state)
                version = stamp(extraction.reader, terms, recognised=whole)
                yield Read(job.key, extraction, version)

    def _at_hand(self, scans: Iterable[Scan]) -> Iterator[tuple[Scan, Path]]:
        """Yield every scan with a file that holds its bytes; members of archives are unpacked anew."""
        scratch = self._given.home.scratch
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        by_path = {scan.path: scan for scan in scans}
        for path, file in materialise(self._given.home.inbox, sorted(by_path), scratch, limits=self._limits):
            yield by_path[path], file

    def _put_away(self, file: Path) -> None:
        if file.is_relative_to(self._given.home.scratch):
            file.unlink(missing_ok=True)


class _Clock:
    """Says how many pages there are and, once some have been read, how long the rest will take."""

    def __init__(self, given: Inputs) -> None:
        self._given = given
        self._done = self._total = self._told = 0
        self._begun = 0.0

    def start(self, pages: int, files: int) -> None:
        """Begin a stretch of so many pages."""
        self._done, self._total, self._told = 0, pages, 0
        self._begun = time.monotonic()
        if pages:
            print(say("scans.waiting", pages=f"{pages:,}", files=f"{files:,}"), file=sys.stderr)

    def advance(self) -> None:
        """One page more is done."""
        self._done += 1
        self._given.report.advanced(self._done, self._total)
        seconds = (time.monotonic() - self._begun) / self._done
        tenth = 10 * self._done // self._total
        if self._done == min(_SAMPLE, self._total) or (tenth > self._told and self._done > _SAMPLE):
            minutes = max(1, round(seconds * (self._total - self._done) / 60))
            left = say("scans.minutes", minutes=minutes) if self._done < self._total else say("scans.all_done")
            done, total = f"{self._done:,}", f"{self._total:,}"
            print(say("scans.time", done=done, total=total, seconds=f"{seconds:.1f}", left=left), file=sys.stderr)
        self._told = max(self._told, tenth)
