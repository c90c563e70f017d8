"""The catalogues: an xlsx with a merged heading above its header row, a csv in GB18030, a table in a Word document."""

import csv
import io
import tomllib
from pathlib import Path
from typing import Any

import xlsxwriter
from carriers import CLOCK, Line, as_docx


def build(plan: Path) -> dict[str, bytes]:
    """Return file name → bytes for each catalogue of the plan."""
    tables = tomllib.loads(plan.read_text(encoding="utf-8"))["catalogue"]
    makers = {"xlsx": _xlsx, "csv": _csv, "docx": _docx}
    return {table["name"]: makers[table["name"].rpartition(".")[2]](table) for table in tables}


def _docx(table: dict[str, Any]) -> bytes:
    rows = [Line("row", "|".join(("", *row, ""))) for row in (table["columns"], *table["rows"])]
    return as_docx([Line("title", table["heading"]), *rows, Line("left", table["note"])])


def _xlsx(table: dict[str, Any]) -> bytes:
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True})
    book.set_properties({"author": "霁州市人民政府办公室", "created": CLOCK})
    sheet, bold = book.add_worksheet("目录"), book.add_format({"bold": True, "align": "center"})
    sheet.merge_range(0, 0, 0, len(table["columns"]) - 1, table["heading"], bold)
    for place, row in enumerate([table["columns"], *table["rows"]], start=1):
        for column, cell in enumerate(row):
            sheet.write_string(place, column, cell)
    last = len(table["rows"]) + 2
    sheet.merge_range(last, 0, last, len(table["columns"]) - 1, table["note"])
    sheet.set_column(3, 3, 60)
    book.close()
    return packed.getvalue()


def _csv(table: dict[str, Any]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([table["columns"], *table["rows"]])
    return text.getvalue().encode("gb18030")
