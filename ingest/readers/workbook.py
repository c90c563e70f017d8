"""Opens workbooks so that a broken one raises: the library ends the process on some, or panics past ``except``."""

import io
from collections.abc import Callable, Sequence
from typing import TypeVar

import olefile
import python_calamine

from ingest.readers import Unreadable
from ingest.readers.office import OLE
from ingest.readers.xlsb import with_long_cells

_NAMES = ("Workbook", "Book")
_Read = TypeVar("_Read")


def open_workbook(data: bytes) -> python_calamine.CalamineWorkbook:
    """Return the workbook; raises ``CalamineError``, or ``Unreadable`` where its sectors run in a circle."""
    if data.startswith(OLE):
        _follow_sectors(data)
    else:
        data = with_long_cells(data)
    return guarded(lambda: python_calamine.load_workbook(io.BytesIO(data)))


def guarded(work: Callable[[], _Read]) -> _Read:
    """Return what the library makes of a workbook; where it panics, ``Unreadable`` is raised."""
    try:
        return work()
    except (KeyboardInterrupt, SystemExit, Exception):
        raise
    except BaseException as error:  # the library's panic is no Exception
        raise Unreadable("sheet") from error


def _follow_sectors(data: bytes) -> None:
    """Follow the chains of sectors that the library follows: one without an end would take all memory there is."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            starts = [container.first_dir_sector, container.first_mini_fat_sector, container.root.isectStart]
            runs_on = any(_runs_in_circle(container.fat, start) for start in starts)
            name = next((each for each in _NAMES if container.exists(each)), None)
            if name is not None and not runs_on:
                container.openstream(name).read()
    except (OSError, IndexError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise Unreadable("sheet") from error
    if runs_on:
        raise Unreadable("sheet")


def _runs_in_circle(following: Sequence[int], sector: int) -> bool:
    for _ in range(len(following) + 1):
        if sector >= len(following):  # the end of the chain, or out of the file
            return False
        sector = following[sector]
    return True
