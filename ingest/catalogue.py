"""Reads catalogues (目录) into entries: which row is the header, what each column holds, which rows are entries.

A cell that cannot be understood leaves its field empty and a remark; the whole row stays in ``raw``. How files are
opened stands in ``ingest.sheets``, what columns are called in ``gongwen.catalogue``; matching entries with documents
is no business of this module.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from gongwen.catalogue import (
    Column,
    column_of,
    is_ditto,
    is_heading,
    is_note,
    kind_of,
    says_nothing,
)
from gongwen.messages import record
from gongwen.model import Remark
from gongwen.personal import mask
from gongwen.secrecy import level_in_column
from ingest.catalogue_cells import day_in, number_in, registration_in
from ingest.sheets import Sheet, UnreadableCatalogue, open_sheets

_HEADER_WITHIN = 30  # rows from the top in which a header is looked for
_LONGEST_HEADER = 30  # characters of a column name
_SKIPPED = ("~$", ".", "Thumbs.db", "desktop.ini")
_SHORTEST_PERSONAL = 11  # a mobile telephone
_LINE_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One entry of a catalogue (contract: ``catalogue``). ``raw`` is the row as JSON, column name to text."""

    entry_id: str
    source: str  # file#sheet
    kind: str
    row_number: int  # of the sheet, from 1
    title: str
    document_number: str  # canonical, or "" where the cell holds none
    registration_number: str
    index_number: str
    issuer: str
    date_written: date | None
    stated_status: str
    raw: str


@dataclass(frozen=True, slots=True)
class CatalogueRead:
    """All entries of a folder of catalogues, and what a person should look at."""

    entries: tuple[CatalogueEntry, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class _Layout:
    first: int  # index of the first row below the header
    names: tuple[str, ...]  # of every column, made distinct
    places: dict[str, int]  # field to column
    kind: str


def catalogue_files(folder: Path) -> list[Path]:
    """Return the files of a folder of catalogues and below, in the order of their names; no folder, no files."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(_SKIPPED))


def read_catalogues(folder: Path, *, passwords: Sequence[str] = ()) -> CatalogueRead:
    """Read every catalogue file in a folder and below; what cannot be read is a remark, and the rest goes on."""
    read = [read_catalogue(path, path.relative_to(folder).as_posix(), passwords) for path in catalogue_files(folder)]
    return together(read)


def together(read: Iterable[CatalogueRead]) -> CatalogueRead:
    """Return what several files say as one."""
    files = list(read)
    entries = tuple(entry for one in files for entry in one.entries)
    return CatalogueRead(entries, tuple(remark for one in files for remark in one.remarks))


def read_catalogue(path: Path, name: str, passwords: Sequence[str] = ()) -> CatalogueRead:
    """Read one catalogue file; one that is locked, broken or without a header has a remark and no entries."""
    try:
        return _read_file(path.read_bytes(), name, passwords)
    except UnreadableCatalogue as error:
        return unread(name, str(error))
    except OSError as error:
        return unread(name, record("catalogue.reason_no_access", detail=error.strerror or type(error).__name__))


def unread(name: str, reason: str) -> CatalogueRead:
    """Return what is said of a catalogue that could not be read: all that hangs on it is in doubt."""
    return CatalogueRead(
        remarks=(_remark("catalogue_unread", "unreadable", severity="error", source=name, reason=reason),)
    )


def _read_file(data: bytes, name: str, passwords: Sequence[str]) -> CatalogueRead:
    sheets = open_sheets(data, name, passwords=passwords)
    if sheets is None:
        return CatalogueRead(remarks=(_remark("catalogue_not_a_table", "not_a_table", source=name),))
    laid_out = [(sheet, f"{name}#{sheet.name}" if sheet.name else name, _layout(sheet)) for sheet in sheets]
    if not any(layout for _, _, layout in laid_out):
        seen = _seen(sheets[0]) if sheets else ""
        told = _remark(
            "catalogue_unread", "no_header", severity="error", source=name, rows=_HEADER_WITHIN, seen=_masked(seen)
        )
        return CatalogueRead(remarks=(told,))
    return together(_read_sheet(sheet, source, layout) for sheet, source, layout in laid_out)


def _read_sheet(sheet: Sheet, source: str, layout: _Layout | None) -> CatalogueRead:
    if layout is None:
        seen = _seen(sheet)
        return CatalogueRead(
            remarks=(_remark("catalogue_sheet_skipped", "sheet_without_header", source=source, seen=seen),)
        )
    remarks: list[Remark] = []
    if sheet.damaged:
        remarks.append(
            _remark("catalogue_damaged_characters", "damaged_characters", source=source, count=sheet.damaged)
        )
    if layout.kind == "standard" and "title" not in layout.places:
        remarks.append(_remark("catalogue_of_matters", "matters_only", severity="notice", source=source))
        return CatalogueRead(remarks=tuple(remarks))
    entries = []
    met: dict[str, list[int]] = {}
    for row_number, cells in _entry_rows(sheet, layout):
        if any(level_in_column(name, cell) for name, cell in zip(layout.names, cells, strict=True)):
            remarks.append(_remark("catalogue_secret_row", "secret_row", source=source, row=row_number))
            continue
        entry, doubts = _entry(source, row_number, cells, layout)
        remarks += doubts
        if entry is None:
            continue
        earlier = met.setdefault(entry.entry_id, [])
        earlier.append(row_number)
        if len(earlier) > 1:
            entry = _numbered(entry, len(earlier))
            remarks.append(
                _remark("catalogue_repeated_entry", "repeated_entry", source=source, row=row_number, first=earlier[0])
            )
        entries.append(entry)
    return CatalogueRead(tuple(entries), tuple(remarks))


def _layout(sheet: Sheet) -> _Layout | None:
    """Find the header: the first row whose cells are mostly column names, the title or the number among them."""
    for index, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        if not _is_header(row):
            continue
        above = sheet.rows[index - 1] if index else ()
        below = sheet.rows[index + 1] if index + 1 < len(sheet.rows) else ()
        names = [
            cell or (above[place] if place < len(above) and column_of(above[place]) else "")
            for place, cell in enumerate(row)
        ]
        second = _continues_header(row, below)
        if second:
            names = [below[place] if place < len(below) and below[place] else name for place, name in enumerate(names)]
        return _laid_out(index + 1 + second, names)
    return None


def _is_header(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell and len(cell) <= _LONGEST_HEADER]
    columns = [column for cell in filled if (column := column_of(cell)) is not None]
    fields = {column.field for column in columns}
    if not fields & {"title", "document_number", "matter"} or 2 * len(columns) < len([cell for cell in row if cell]):
        return False
    return len(columns) >= 2 or (len(filled) == 1 and columns[0].exact and columns[0].field == "title")


def _continues_header(row: Sequence[str], below: Sequence[str]) -> bool:
    """Tell whether the header has a second row: all its cells are column names, at least one of them new."""
    filled = [(place, cell) for place, cell in enumerate(below) if cell]
    if not filled or not all(len(cell) <= _LONGEST_HEADER and column_of(cell) for _, cell in filled):
        return False
    return any(place >= len(row) or row[place] != cell for place, cell in filled)


def _laid_out(first: int, headers: Sequence[str]) -> _Layout:
    names: list[str] = []
    claims: dict[str, tuple[int, int]] = {}
    for place, header in enumerate(headers):
        name = _LINE_BREAK.sub("", header) or str(place + 1)
        names.append(name if name not in names else f"{name} {place + 1}")
        column: Column | None = column_of(header) if header else None
        if column is not None and column.field not in {"other", "matter", "date_other"}:
            claims[column.field] = min(claims.get(column.field, (column.rank, place)), (column.rank, place))
    return _Layout(first, tuple(names), {field: place for field, (_, place) in claims.items()}, kind_of(headers))


def _entry_rows(sheet: Sheet, layout: _Layout) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows below the header that may be entries, 同上 replaced by what stands above."""
    width = len(layout.names)
    previous = [""] * width
    for number, row in enumerate(sheet.rows[layout.first :], start=layout.first + 1):
        cells = [*row[:width], *[""] * (width - len(row))]
        filled = [cell for cell in cells if cell]
        if not filled or is_heading(cells) or is_note(cells) or _repeats(cells, layout):
            continue
        cells = [above if is_ditto(cell) else cell for cell, above in zip(cells, previous, strict=True)]
        previous = cells
        yield number, cells


def _repeats(cells: Sequence[str], layout: _Layout) -> bool:
    """Tell whether a row is the header again; of most rows the title alone is too long for a column name."""
    place = layout.places.get("title", layout.places.get("document_number", 0))
    return len(cells[place]) <= _LONGEST_HEADER // 2 and _is_header(cells)


def _entry(
    source: str, row_number: int, cells: Sequence[str], layout: _Layout
) -> tuple[CatalogueEntry | None, list[Remark]]:
    def cell(field: str) -> str:
        text = cells[layout.places[field]] if field in layout.places else ""
        return "" if says_nothing(text) else _LINE_BREAK.sub("", text)

    remarks: list[Remark] = []
    title = cell("title")
    number = number_in(cell("document_number"), title)
    written = day_in(cell("date_written"))
    if not title and not cell("document_number"):
        if sum(1 for text in cells if text) > 1:
            remarks.append(_remark("catalogue_row_without_title", "no_title", source=source, row=row_number))
        return None, remarks
    registered = "" if number else registration_in(cell("document_number"))
    if not number and not registered and cell("document_number"):
        remarks.append(_doubt("not_a_number", source, row_number, cell("document_number")))
    if written is None and cell("date_written"):
        remarks.append(_doubt("not_a_date", source, row_number, cell("date_written")))
    raw = dict(zip(layout.names, cells, strict=True))
    sequence = layout.names[layout.places["sequence"]] if "sequence" in layout.places else ""
    entry = CatalogueEntry(
        entry_id=_identity(source, {name: text for name, text in raw.items() if name != sequence}),
        source=source,
        kind=layout.kind,
        row_number=row_number,
        title=_masked(title),
        document_number=number,
        registration_number=cell("registration_number") or registered,
        index_number=cell("index_number"),
        issuer=cell("issuer"),
        date_written=written,
        stated_status=cell("stated_status"),
        raw=json.dumps({name: _masked(text) for name, text in raw.items()}, ensure_ascii=False),
    )
    return entry, remarks


def _identity(source: str, cells: dict[str, str]) -> str:
    """Name an entry by where it stands written and what it says; its place and running number may change."""
    content = json.dumps([source, sorted(cells.items())], ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8", errors="surrogatepass")).hexdigest()[:16]


def _masked(text: str) -> str:
    """Mask personal numbers; a cell shorter than the shortest of them holds none."""
    return mask(text)[0] if len(text) >= _SHORTEST_PERSONAL else text


def _numbered(entry: CatalogueEntry, occurrence: int) -> CatalogueEntry:
    return replace(entry, entry_id=f"{entry.entry_id}-{occurrence}")


def _seen(sheet: Sheet) -> str:
    rows = (" | ".join(cell for cell in row if cell) for row in sheet.rows[:_HEADER_WITHIN])
    return " / ".join([row for row in rows if row][:3])[:200]


def _doubt(message: str, source: str, row: int, evidence: str) -> Remark:
    text = record(f"catalogue.{message}", source=source, row=row)
    return Remark(f"catalogue_{message}", "notice", text, _masked(evidence))


def _remark(code: str, message: str, *, severity: str = "warning", **values: object) -> Remark:
    return Remark(code, severity, record(f"catalogue.{message}", **values))
