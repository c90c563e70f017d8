"""``dishu query``: one SQL statement over the newest publication, shown as a table, as CSV or as JSON."""

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from gongwen.messages import say
from pipelines.exit_codes import OK, WRONG_USAGE
from pipelines.opening import NothingPublished, newest, open_locked

SHOWN_ROWS = 200  # of a table at the terminal; --csv and --json give all
SHOWN_WIDTH = 60


def query(home: Path, sql: str, *, form: str) -> int:
    """Run the statement and print what it returns; SQL errors are shown as DuckDB says them."""
    try:
        with open_locked(newest(home)) as connection:
            result = connection.execute(sql)
            columns = [one[0] for one in result.description or []]
            rows = result.fetchall()
    except NothingPublished as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE
    except duckdb.Error as error:
        print(say("query.sql_error", reason=error), file=sys.stderr)
        return WRONG_USAGE
    {"csv": _csv, "json": _json, "table": _table}[form](columns, rows)
    return OK


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell_for_sheet(value) for value in row] for row in rows)


def _cell_for_sheet(value: object) -> object:
    """Keep a spreadsheet from taking a text for a formula: what a stranger wrote must not run."""
    text = json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, (list, dict)) else value
    return f"'{text}" if isinstance(text, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _json(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    print(json.dumps([dict(zip(columns, row, strict=True)) for row in rows], ensure_ascii=False, indent=1, default=str))


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns)
    for row in rows[:SHOWN_ROWS]:
        table.add_row(*(Text(_short(value)) for value in row))
    console = Console(width=None if sys.stdout.isatty() else 200)
    console.print(table)
    if len(rows) > SHOWN_ROWS:
        console.print(say("query.more_rows", shown=SHOWN_ROWS, total=len(rows)), highlight=False)


def _short(value: object) -> str:
    if value is None:
        return ""
    text = "、".join(str(one) for one in value) if isinstance(value, list) else str(value)
    text = "".join(one if one.isprintable() else " " for one in text)
    return text if len(text) <= SHOWN_WIDTH else text[: SHOWN_WIDTH - 1] + "…"
