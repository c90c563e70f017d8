"""Reads files in spawned processes, so that a crash, a hang or a blow-up costs one file and nothing else.

What is read, and how, is told by ``ingest.readers``; which files, and what becomes of the results, by the steps.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gongwen.messages import record
from gongwen.model import FileState, Remark, Witness
from gongwen.secrecy import secrecy_mark
from ingest.extraction import Extraction
from ingest.limits import MIB, Limits
from ingest.processes import Pool
from ingest.readers import Oversized, Unreadable, reader_for
from ingest.readers.pages import Page
from ingest.sniff import HEAD, sniff
from ingest.unlock import unlocked
from ingest.zeros import is_all_zeros, without_zero_blocks


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be read: ``key`` is the caller's, ``path`` where its bytes are, ``name`` what it was called."""

    key: str
    path: Path
    format: str
    name: str
    recognised: Mapping[int, Page] = field(default_factory=dict)  # by page from 1


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
    if is_all_zeros(data):
        return _failure(FileState.DAMAGED, "all_zeros") if data else _failure(FileState.EMPTY, "empty")
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
    data, zeros = without_zero_blocks(data, format)
    try:
        recognised = {"recognised": job.recognised} if job.recognised else {}
        extraction = reader.read(data, name=job.name, **recognised)
        told = Remark("zero_bytes", "warning", record("ingest.zero_bytes", count=zeros))
        return replace(extraction, remarks=(*extraction.remarks, told)) if zeros else extraction
    except MemoryError:
        return _failure(FileState.REFUSED, "memory", reader=reader.name, mebibytes=limits.memory // MIB)
    except RecursionError:
        return _failure(FileState.DAMAGED, "unreadable", reader=reader.name, format=format, reason="recursion")
    except Oversized as error:
        return _failure(FileState.REFUSED, "oversized", reader=reader.name, reason=str(error))
    except Unreadable as error:
        return _failure(FileState.DAMAGED, "unreadable", reader=reader.name, format=format, reason=str(error))
    except Exception as error:  # a reader's library may raise anything on broken bytes: it costs this file alone
        reason = type(error).__name__
        return _failure(FileState.DAMAGED, "unreadable", reader=reader.name, format=format, reason=reason)


def screen(extraction: Extraction, *, limits: Limits) -> Extraction:
    """Set apart what carries a secrecy mark, refuse what is too long, and call blank what holds no text.

    A page without text is not blank where its heading or its table tells of the paper.
    """
    mark = secrecy_mark(extraction.text)
    for value in extraction.metadata:
        mark = mark if mark is not None and mark.certain else secrecy_mark(value.value) or mark
    if mark is not None and mark.certain:
        kept = quarantined(mark.level, reader=extraction.reader)
        return replace(kept, format=extraction.format, page_count=extraction.page_count)
    if len(extraction.text) > limits.characters:
        return _failure(FileState.REFUSED, "too_long", reader=extraction.reader, limit=limits.characters)
    shown = any(value.witness is Witness.PAGE_TABLE for value in extraction.metadata)
    if extraction.state is FileState.READ and not extraction.text.strip() and not shown:
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
