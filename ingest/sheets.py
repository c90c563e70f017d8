"""Opens catalogue files as sheets of text cells: .xlsx .xls .et, .csv, and the tables of .docx and .html.

Cells come out as text, merged cells carried down, nothing left out or understood: what a row means is read in
``ingest.catalogue``.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import docx
from docx.opc.exceptions import PackageNotFoundError
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError
from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongwen.messages import record

_MOST_CELLS = 20_000_000
_MOST_UNPACKED = 1 << 30
_DELIMITERS = ",\t;|，"
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
_TABLE_TAG = re.compile(rb"<(?:table|html|!doctype)", re.IGNORECASE)


class UnreadableCatalogue(ValueError):
    """A catalogue file cannot be opened; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name ("" where the file is one table) and its rows from the first on, every cell as text."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    damaged: int = 0  # characters that could not be decoded


def open_sheets(path: Path) -> tuple[Sheet, ...] | None:
    """Return the sheets of a file that hold anything, or None where the file is no kind of table.

    Raises ``UnreadableCatalogue`` for a table that is locked, damaged or beyond all measure.
    """
    reader = _reader_for(path)
    if reader is None:
        return None
    try:
        sheets = reader(path)
    except PasswordError as error:
        raise _unreadable(path, record("catalogue.reason_password")) from error
    except (CalamineError, zipfile.BadZipFile, PackageNotFoundError, csv.Error, KeyError, ValueError) as error:
        if isinstance(error, UnreadableCatalogue):
            raise
        raise _unreadable(path, record("catalogue.reason_damaged", detail=type(error).__name__)) from error
    return tuple(sheet for sheet in sheets if any(cell for row in sheet.rows for cell in row))


def _unreadable(path: Path, reason: str) -> UnreadableCatalogue:
    return UnreadableCatalogue(record("catalogue.unreadable", source=path.name, reason=reason))


def _reader_for(path: Path) -> Callable[[Path], list[Sheet]] | None:
    """Choose by the bytes first: exports named .xls are often HTML or plain text."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    suffix = path.suffix.lower()
    if head.startswith(b"PK"):
        return {".docx": _word, ".zip": None}.get(suffix, _workbook)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return None if suffix in {".doc", ".wps"} else _workbook
    if _TABLE_TAG.search(head) and suffix != ".csv":
        return _page
    return _delimited if suffix in {".csv", ".tsv", ".txt", ".xls"} else None


def _workbook(path: Path) -> list[Sheet]:
    _measure_package(path)
    workbook = CalamineWorkbook.from_path(path)
    return [_worksheet(path, workbook.get_sheet_by_name(name)) for name in workbook.sheet_names]


def _measure_package(path: Path) -> None:
    """Refuse a package that says it unpacks to more than any catalogue takes."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as package:
        unpacked = sum(member.file_size for member in package.infolist())
    if unpacked > _MOST_UNPACKED:
        raise _unreadable(path, record("catalogue.reason_too_large", cells=unpacked))


def _worksheet(path: Path, sheet: CalamineSheet) -> Sheet:
    size = sheet.total_height * sheet.total_width
    if size > _MOST_CELLS:
        raise _unreadable(path, record("catalogue.reason_too_large", cells=size))
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
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


def _delimited(path: Path) -> list[Sheet]:
    text, damaged = _decode(path.read_bytes())
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


def _word(path: Path) -> list[Sheet]:
    _measure_package(path)
    tables = docx.Document(str(path)).tables
    return [Sheet(str(number), tuple(_word_rows(table))) for number, table in enumerate(tables, start=1)]


def _word_rows(table: "docx.table.Table") -> Iterable[tuple[str, ...]]:
    for row in table.rows:
        cells = row.cells
        # A cell that spans columns is given once for each of them; below, a cell that spans rows is carried down.
        yield tuple(
            "" if place and cell._tc is cells[place - 1]._tc else _tidy(cell.text) for place, cell in enumerate(cells)
        )


def _page(path: Path) -> list[Sheet]:
    data = path.read_bytes()
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
