"""Reads spreadsheets (.xlsx, .xls, .et, .ods): a sheet is a page, a row a line, tabs between its cells."""

import io
import struct
import zipfile
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import olefile
import python_calamine

from gongwen.messages import record
from gongwen.model import FileState, Remark, Witness
from ingest.extraction import Extraction, MetadataValue, PageText
from ingest.readers import Unreadable
from ingest.readers.odt import document_text
from ingest.readers.office import OLE, Package, password_needed
from ingest.readers.workbook import guarded, open_workbook

READER = "sheet"
_FILE_PASS, _END = 0x2F, 0x0A
_BEFORE_BOOKS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")  # Excel 2, 3, 4: one sheet, no OLE
_SHOWN = 3  # hidden sheets named
_GLOBALS = 64 * 1024  # bytes at the start of a workbook that hold its first records


def read(data: bytes, *, name: str) -> Extraction:
    """Return the cells of all sheets as text; a sheet's name is kept beside it."""
    try:
        book = open_workbook(data)
    except python_calamine.CalamineError as error:
        if isinstance(error, python_calamine.PasswordError) or _is_locked(data):
            return password_needed(READER)
        if data.startswith(_BEFORE_BOOKS):
            told, advice = record("ingest.old_excel"), record("ingest.old_excel_advice")
            return Extraction(state=FileState.UNSUPPORTED, reader=READER, problem=told, advice=advice)
        if zipfile.is_zipfile(io.BytesIO(data)) and (content := Package(data).xml("content.xml")) is not None:
            return replace(document_text(content), reader=READER)  # OpenDocument that the library does not know for it
        raise Unreadable("sheet") from error
    pieces: list[str] = []
    pages: list[PageText] = []
    names: list[MetadataValue] = []
    length = 0
    for number, sheet in enumerate(_sheet_names(book), start=1):
        text = _sheet_text(book, sheet)
        start = length + (1 if pieces else 0)
        pieces.append(text)
        length = start + len(text)
        pages.append(PageText(number, "text_layer", start, length))
        names.append(MetadataValue(Witness.NOTE, "sheet", sheet))
    return Extraction(
        state=FileState.READ,
        reader=READER,
        text="\n".join(pieces),
        pages=tuple(pages),
        page_count=len(pages),
        metadata=tuple(names),
        remarks=_hidden(book),
    )


def _hidden(book: python_calamine.CalamineWorkbook) -> tuple[Remark, ...]:
    """Return the remark that sheets were read that Excel does not show."""
    shown = python_calamine.SheetVisibleEnum.Visible
    names = [
        sheet.name for sheet in book.sheets_metadata if sheet.visible != shown and sheet.name in _sheet_names(book)
    ]
    if not names:
        return ()
    told = record("ingest.hidden_sheets", count=len(names), names="、".join(names[:_SHOWN]))
    return (Remark("hidden_text", "notice", told),)


def _is_locked(data: bytes) -> bool:
    """Tell whether an OLE file holds an encrypted workbook ([MS-XLS] 2.4.117 FilePass, [MS-OFFCRYPTO])."""
    if not data.startswith(OLE):
        return False
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            if container.exists("EncryptedPackage"):
                return True
            name = next((each for each in ("Workbook", "Book") if container.exists(each)), None)
            return name is not None and _has_file_pass(container.openstream(name).read(_GLOBALS))
    except (OSError, IndexError, TypeError, AttributeError, ValueError):
        return False


def _has_file_pass(stream: bytes) -> bool:
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind in (_FILE_PASS, _END):
            return bool(kind == _FILE_PASS)
        place += 4 + length
    return False


def _sheet_names(book: python_calamine.CalamineWorkbook) -> list[str]:
    kinds = (python_calamine.SheetTypeEnum.WorkSheet, python_calamine.SheetTypeEnum.MacroSheet)
    return [sheet.name for sheet in book.sheets_metadata if sheet.typ in kinds]


def _sheet_text(book: python_calamine.CalamineWorkbook, sheet: str) -> str:
    try:
        rows = guarded(lambda: book.get_sheet_by_name(sheet).to_python(skip_empty_area=True))
    except python_calamine.CalamineError as error:
        raise Unreadable("sheet") from error
    lines = ["\t".join(map(_cell_text, row)).rstrip("\t") for row in rows]
    return "\n".join(line for line in lines if line.strip())


def _cell_text(value: object) -> str:
    """Return a cell as a person would see it: whole numbers without a point, days without a time."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        plain = value.hour == value.minute == value.second == 0
        return value.date().isoformat() if plain else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return " ".join(str(value).replace("\t", " ").split("\n")).strip() if value is not None else ""
