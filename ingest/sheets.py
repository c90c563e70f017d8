"""Opens catalogue files as sheets of text cells: .xlsx .xls .et, .csv, and the tables of .docx and .html.

Cells come out as text, merged cells carried down, nothing left out or understood: what a row means is read in
``ingest.catalogue``.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib import import_module
from pathlib import PurePosixPath

import docx
from python_calamine import CalamineSheet, PasswordError
from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongwen.messages import record
from ingest.readers.workbook import guarded, open_workbook
from ingest.unlock import unlocked

_OLE = b"\xd0\xcf\x11\xe0"
_MOST_CELLS = 20_000_000
_MOST_UNPACKED = 1 << 30
_DELIMITERS = ",\t;|，"
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
_TABLE_TAG = re.compile(rb"<(?:table|html|!doctype)", re.IGNORECASE)


class UnreadableCatalogue(ValueError):
    """A catalogue file cannot be opened; the message says why."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name ("" where the file is one table) and its rows from the first on, every cell as text."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    damaged: int = 0  # characters that could not be decoded


def open_sheets(data: bytes, name: str, *, passwords: Sequence[str] = ()) -> tuple[Sheet, ...] | None:
    """Return the sheets of a file that hold anything, or None where the file is no kind of table.

    Raises ``UnreadableCatalogue`` for a table that is locked, damaged or beyond all measure.
    """
    if data.startswith(_OLE):
        data = _without_lock(data, passwords)
    reader = _reader_for(data, PurePosixPath(name).suffix.lower())
    if reader is None:
        return None
    try:
        sheets = reader(data)
    except PasswordError as error:
        raise UnreadableCatalogue(record("catalogue.reason_password")) from error
    except UnreadableCatalogue:
        raise
    except MemoryError as error:
        raise UnreadableCatalogue(record("catalogue.reason_memory")) from error
    except Exception as error:  # the libraries raise anything on broken bytes: it costs this file alone
        raise UnreadableCatalogue(record("catalogue.reason_damaged", detail=type(error).__name__)) from error
    return tuple(sheet for sheet in sheets if any(cell for row in sheet.rows for cell in row))


def _without_lock(data: bytes, passwords: Sequence[str]) -> bytes:
    """Return an old or locked Office file open: as it is where it bears no lock."""
    try:
        is_locked = bool(import_module("msoffcrypto").OfficeFile(io.BytesIO(data)).is_encrypted())
    except Exception:  # broken, or no Office file at all: its reader says so
        return data
    if not is_locked:
        return data
    opened = unlocked(data, passwords)
    if opened is None:
        raise UnreadableCatalogue(record("catalogue.reason_password"))
    return opened


def _reader_for(data: bytes, suffix: str) -> Callable[[bytes], list[Sheet]] | None:
    """Choose by the bytes first: exports named .xls are often HTML or plain text."""
    head = data[:4096]
    if head.startswith(b"PK"):
        return {".docx": _word, ".zip": None}.get(suffix, _workbook)
    if head.startswith(_OLE):
        return None if suffix in {".doc", ".wps"} else _workbook
    if _TABLE_TAG.search(head) and suffix != ".csv":
        return _page
    if suffix in {".xlsx", ".docx", ".et", ".xlsm", ".xlsb", ".ods"}:
        return _workbook if data else _delimited  # broken: the library says so
    return _delimited if suffix in {".csv", ".tsv", ".txt", ".xls"} else None


def _workbook(data: bytes) -> list[Sheet]:
    _measure_package(data)
    workbook = open_workbook(data)
    return [_worksheet(workbook.get_sheet_by_name(name)) for name in workbook.sheet_names]


def _measure_package(data: bytes) -> None:
    """Refuse a package that says it unpacks to more than any catalogue takes."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        unpacked = sum(member.file_size for member in package.infolist())
    if unpacked > _MOST_UNPACKED:
        raise UnreadableCatalogue(record("catalogue.reason_too_large", cells=unpacked))


def _worksheet(sheet: CalamineSheet) -> Sheet:
    size = sheet.total_height * sheet.total_width
    if size > _MOST_CELLS:
        raise UnreadableCatalogue(record("catalogue.reason_too_large", cells=size))
    rows = [[_text(cell) for cell in row] for row in guarded(lambda: sheet.to_python(skip_empty_area=False))]
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or []:
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and not row[left] and left < len(rows[top]):
                row[left] = rows[top][left]
    return Sheet(sheet.name, tuple(tuple(row) for row in rows))


def _text(cell: object) -> str:
    """Spell a typed cell as a person would have written it: whole numbers without .0, days without a clock time."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return _tidy(str(cell))


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _delimited(data: bytes) -> list[Sheet]:
    text, damaged = _decode(data)
    lines = [line for line in text.splitlines() if line.strip()][:30]
    delimiter = max(
        _DELIMITERS, key=lambda mark: (sum(line.count(mark) > 0 for line in lines), -_DELIMITERS.index(mark))
    )
    csv.field_size_limit(1 << 24)
    parsed = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [Sheet("", tuple(tuple(_tidy(cell) for cell in row) for row in parsed), damaged)]


def _decode(data: bytes, declared: str = "") -> tuple[str, int]:
    """Return the text and how many of its characters are damaged: byte order mark, UTF-8, the declared set, GB18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
        return text, text.count("\ufffd")
    for encoding in ("utf-8-sig", declared, "gb18030"):
        try:
            if encoding:
                return data.decode(encoding), 0
        except (UnicodeDecodeError, LookupError):
            continue
    readings = [data.decode(encoding, errors="replace") for encoding in ("utf-8-sig", "gb18030")]
    best = min(readings, key=lambda reading: reading.count("\ufffd"))
    return best, best.count("\ufffd")


def _word(data: bytes) -> list[Sheet]:
    _measure_package(data)
    tables = docx.Document(io.BytesIO(data)).tables
    return [Sheet(str(number), tuple(_word_rows(table))) for number, table in enumerate(tables, start=1)]


def _word_rows(table: "docx.table.Table") -> Iterable[tuple[str, ...]]:
    for row in table.rows:
        cells = row.cells
        # A cell that spans columns is given once for each of them; below, a cell that spans rows is carried down.
        yield tuple(
            "" if place and cell._tc is cells[place - 1]._tc else _tidy(cell.text) for place, cell in enumerate(cells)
        )


def _page(data: bytes) -> list[Sheet]:
    named = _CHARSET.search(data[:4096])
    text, damaged = _decode(data, named.group(1).decode("ascii") if named else "")
    tables = [table for table in LexborHTMLParser(text).css("table") if table.css_first("table table") is None]
    innermost = [table for table in tables if len(table.css("table")) <= 1]
    return [Sheet(str(number), _grid(table), damaged) for number, table in enumerate(innermost, start=1)]


def _grid(table: LexborNode) -> tuple[tuple[str, ...], ...]:
    """Lay the cells out by their spans: across, only the first place is filled; downward, every one."""
    rows: list[tuple[str, ...]] = []
    open_below: dict[int, tuple[int, str]] = {}
    for tr in table.css("tr"):
        line: list[str] = []
        for cell in tr.css("td, th"):
            _continue_spans(line, open_below)
            text, down = _tidy(cell.text()), _span(cell, "rowspan")
            for place in range(_span(cell, "colspan")):
                if down > 1:
                    open_below[len(line)] = (down - 1, "" if place else text)
                line.append("" if place else text)
        _continue_spans(line, open_below)
        rows.append(tuple(line))
    return tuple(rows)


def _continue_spans(line: list[str], open_below: dict[int, tuple[int, str]]) -> None:
    while len(line) in open_below:
        left, text = open_below.pop(len(line))
        if left > 1:
            open_below[len(line)] = (left - 1, text)
        line.append(text)


def _span(cell: LexborNode, name: str) -> int:
    stated = cell.attributes.get(name) or "1"
    return min(max(int(stated), 1), 1000) if stated.isdecimal() else 1
