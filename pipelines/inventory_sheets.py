"""The workbook of ``dishu inventory``: counts by folder year and by format, the files to act on, and all files.

What a stranger wrote (names, mostly) is text and stays text: no cell is ever a formula.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from gongwen.messages import say
from pipelines.inventory import Counts, Entry, by_format, by_year, problem_of, to_do, year_word

_MOST_ROWS = 1_000_000  # of one sheet; Excel has 1,048,576
_LONGEST = 32_767  # characters of one cell
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_LINE_HEIGHT, _MOST_LINES = 15, 20

Row = Sequence[str | int | None]


def write(path: Path, entries: Sequence[Entry], *, as_of: date) -> None:
    """Write the workbook; raises ``OSError`` where that cannot be done. The same entries give the same bytes."""
    with path.open("wb") as file, xlsxwriter.Workbook(file, {"in_memory": False}) as book:
        book.set_properties({"created": datetime(as_of.year, as_of.month, as_of.day)})
        sheets = _Sheets(book)
        _write_counts(sheets, say("inventory.by_year"), by_year(entries))
        _write_counts(sheets, say("inventory.by_format"), by_format(entries))
        columns = {"action": 22, "year": 12, "path": 60, "submitted_by": 18, "format": 9, "problem": 44, "advice": 60}
        sheets.add(say("inventory.to_do"), columns, (_row_to_do(action, entry) for action, entry in to_do(entries)))
        columns = {"path": 60, "year": 12, "submitted_by": 18, "format": 9, "bytes": 14, "state": 12, "pages": 8}
        columns |= {"pages_read": 10, "same_as": 40, "problem": 44, "advice": 60}
        sheets.add(say("inventory.all_files"), columns, map(_row, entries))


def _write_counts(sheets: "_Sheets", title: str, counts: Counts) -> None:
    widths = {column: 16 if not place else 11 for place, column in enumerate(counts.columns)}
    rows: list[Row] = [(word, *numbers, sum(numbers)) for word, numbers in counts.rows]
    sheets.add(title, widths, rows, named=True, last_is_total=len(counts.rows))


def _row_to_do(action: str, entry: Entry) -> Row:
    told = say(f"inventory.action_{action}")
    return [told, year_word(entry.accession_year), entry.path, entry.submitted_by, entry.format, *problem_of(entry)]


def _row(entry: Entry) -> Row:
    state = say(f"words.state_{entry.state}")
    where = [entry.path, year_word(entry.accession_year), entry.submitted_by, entry.format, entry.bytes, state]
    return [*where, entry.pages, entry.pages_read, entry.same_as, *problem_of(entry)]


def _lines(row: Row, widths: Sequence[int]) -> int:
    """Return on how many lines the longest cell of a row stands; hanzi are two wide."""
    needed = (
        -(-sum(2 if sign > "\u2e7f" else 1 for sign in str(cell)) // width)
        for cell, width in zip(row, widths, strict=True)
    )
    return min(_MOST_LINES, max(needed, default=1))


class _Sheets:
    """The sheets of a workbook, each with a frozen heading, a filter and columns wide enough to read."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "bg_color": "#D9E1F2", "border": 1, "text_wrap": True})
        self._text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self._guarded = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "quote_prefix": True})
        self._number = book.add_format({"num_format": "#,##0", "valign": "top"})
        self._total = book.add_format({"num_format": "#,##0", "bold": True, "top": 1})

    def add(
        self, title: str, widths: dict[str, int], rows: Iterable[Row], *, named: bool = False, last_is_total: int = 0
    ) -> None:
        """Add one sheet, or several where the rows are too many for one.

        ``widths`` are in characters, by heading where ``named`` and by message otherwise.
        """
        headings = [name if named else say(f"inventory.{name}") for name in widths]
        sheet, line, number = self._begun(title, headings, list(widths.values())), 0, 1
        for line_in_all, row in enumerate(rows, start=1):
            if line >= _MOST_ROWS:
                sheet.autofilter(0, 0, line, len(headings) - 1)
                number += 1
                sheet, line = self._begun(f"{title} {number}", headings, list(widths.values())), 0
            line += 1
            if (lines := _lines(row, list(widths.values()))) > 1:
                sheet.set_row(line, _LINE_HEIGHT * lines)  # not every program makes room for wrapped text by itself
            for column, value in enumerate(row):
                self._put(sheet, line, column, value, is_total=line_in_all == last_is_total)
        if line and not last_is_total:
            sheet.autofilter(0, 0, line, len(headings) - 1)

    def _begun(self, title: str, headings: Sequence[str], widths: Sequence[int]) -> Any:
        sheet = self._book.add_worksheet(title)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, self._head)
        return sheet

    def _put(self, sheet: Any, line: int, column: int, value: str | int | None, *, is_total: bool) -> None:
        if isinstance(value, int):
            sheet.write_number(line, column, value, self._total if is_total else self._number)
        elif value:
            guarded = value.startswith(_FORMULA)
            shape = self._total if is_total else self._guarded if guarded else self._text
            sheet.write_string(line, column, value[:_LONGEST], shape)
