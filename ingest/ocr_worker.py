"""Recognises single pages in processes of their own, and looks at once whether a page carries a mark of secrecy.

A page with such a mark never leaves its process: only the level does. What is asked for, and what becomes of the
pages, is decided by the steps.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from gongwen.model import FileState
from gongwen.secrecy import secrecy_mark
from ingest.limits import MIB, Limits
from ingest.ocr import recognise
from ingest.ocr_pictures import Picture, picture_of
from ingest.processes import Pool
from ingest.readers import Unreadable
from ingest.readers.page_text import compose
from ingest.readers.pages import Page
from ingest.unlock import unlocked

_SECONDS = 120.0  # for one page
_MEMORY = 3072 * MIB  # models and the picture of one page; address space, of which far less is used


@dataclass(frozen=True, slots=True)
class PageJob:
    """One page, from 1, of the file ``key`` whose bytes are at ``path``."""

    key: str
    path: Path
    reader: str
    page: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of a page: ``page`` is None where it could not be recognised; ``secret`` is the level of its mark."""

    page: Page | None
    secret: str = ""


class Recognisers(Pool[PageJob, Seen]):
    """A pool of recognising processes, with limits of their own."""

    def __init__(self, count: int, *, limits: Limits) -> None:
        own = replace(limits, seconds=_SECONDS, memory=_MEMORY)
        super().__init__(count, limits=own, work=see, failed=_unseen)


def see(job: PageJob, *, limits: Limits) -> Seen:
    """Recognise one page in this process: never raises for anything that the file holds."""
    try:
        found = recognise(_picture(job, limits))
    except Exception:  # whatever a picture library raises on broken bytes costs this page alone
        return Seen(None)
    text, _ = compose([found.lines])
    mark = secrecy_mark(text)
    if mark is not None and mark.certain:
        return Seen(None, secret=mark.level)
    return Seen(Page(found.lines, "ocr", found.confidence)) if len(text) <= limits.characters else Seen(None)


def _picture(job: PageJob, limits: Limits) -> Picture:
    data = job.path.read_bytes()
    try:
        return picture_of(data, reader=job.reader, page=job.page)
    except Unreadable:
        opened = unlocked(data, limits.passwords)
        if opened is None:
            raise
        return picture_of(opened, reader=job.reader, page=job.page)


def _unseen(state: FileState, message: str, *, seconds: float = 0.0) -> Seen:
    return Seen(None)
