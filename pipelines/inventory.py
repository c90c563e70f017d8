"""``dishu inventory``: every file handed in, counted by folder year and by format, and which of them to act on how.

Reads the newest publication and nothing else; the workbook is written by ``inventory_sheets``.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gongwen.messages import say
from gongwen.model import FileState
from pipelines.exit_codes import OK, WRONG_USAGE
from pipelines.opening import NothingPublished, newest, open_locked

SHOWN = 20  # files to act on that are named at the terminal; the workbook has all
ACTIONS = {  # what a state asks of people; the order is that of the lists
    FileState.QUARANTINED: "stop",
    FileState.DAMAGED: "fetch",
    FileState.EMPTY: "fetch",
    FileState.NEEDS_PASSWORD: "unlock",
    FileState.UNSUPPORTED: "convert",
    FileState.REFUSED: "check",
    FileState.NEEDS_OCR: "scan",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One path of the inbox as the archivist needs it."""

    path: str
    accession_year: str
    bytes: int | None
    format: str
    state: str
    same_as: str | None
    problem: str
    advice: str
    pages: int | None
    pages_read: int | None
    submitted_by: str
    is_doubtful: bool  # recognition was not sure of what it read

    @property
    def is_partly_read(self) -> bool:
        """Tell whether pages of it are missing in what was read."""
        return self.state == FileState.READ and self.pages_read is not None and self.pages_read < (self.pages or 0)

    @property
    def action(self) -> str:
        """What is to be done with it: a key of the messages, or "" for nothing."""
        if self.is_partly_read or self.is_doubtful:
            return "scan"
        return {str(state): action for state, action in ACTIONS.items()}.get(self.state, "")


_TEXTS = ("accession_year", "format", "state", "problem", "advice", "submitted_by")
_COLUMNS = tuple(one.name for one in fields(Entry) if one.name != "is_doubtful")
_FILES = f"""SELECT {", ".join(f"coalesce({name}, '')" if name in _TEXTS else name for name in _COLUMNS)},
    path IN (FROM doubtful) OR (sha256 IS NOT NULL AND sha256 IN (FROM doubtful)) FROM files ORDER BY path"""
_DOUBTFUL = "WITH doubtful AS (SELECT row_id FROM findings WHERE code = 'ocr_doubtful' AND row_id IS NOT NULL) "


@dataclass(frozen=True, slots=True)
class Counts:
    """How many files of each state there are in each row: a folder year or a format; ``ignored`` counted apart."""

    heading: str  # what the rows are, as a message
    states: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]  # in order, the total last

    @property
    def columns(self) -> list[str]:
        """The headings of the columns."""
        states = [say(f"words.state_{state}") for state in self.states]
        return [say(f"inventory.{self.heading}"), *states, say("inventory.total")]


def inventory(home: Path, *, xlsx: Path | None) -> int:
    """Print the table of files, and write it as a workbook where one is asked for."""
    try:
        with open_locked(newest(home)) as connection:
            entries = _entries(connection)
            as_of = _day(connection)
    except NothingPublished as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE
    _show(home, entries, as_of)
    if xlsx is not None:
        from pipelines.inventory_sheets import write

        try:
            write(xlsx, entries, as_of=as_of)
        except OSError as error:
            print(say("inventory.not_written", path=xlsx, reason=error.strerror or error), file=sys.stderr)
            return WRONG_USAGE
        print(say("inventory.written", path=xlsx))
    return OK


def _entries(connection: duckdb.DuckDBPyConnection) -> list[Entry]:
    rows = connection.execute(_DOUBTFUL + _FILES).fetchall()
    return [Entry(**dict(zip((*_COLUMNS, "is_doubtful"), row, strict=True))) for row in rows]


def _day(connection: duckdb.DuckDBPyConnection) -> date:
    found = connection.execute("SELECT max(as_of) FROM publications").fetchone()
    assert found is not None and isinstance(found[0], date)  # a publication says what day it is for
    return found[0]


def by_year(entries: Sequence[Entry]) -> Counts:
    """Count by folder year and state."""
    years = [(_year_order(entry.accession_year), year_word(entry.accession_year)) for entry in entries]
    return _counts("year", [(*year, entry.state) for year, entry in zip(years, entries, strict=True)])


def _year_order(year: str) -> tuple[int, str]:
    return (2 if year == "unknown" else 0 if year.startswith("before") else 1), year


def year_word(year: str) -> str:
    """Return the folder year as people say it."""
    if year == "unknown":
        return say("inventory.year_unknown")
    return say("inventory.year_before", year=year.partition("-")[2]) if year.startswith("before") else year


def by_format(entries: Sequence[Entry]) -> Counts:
    """Count by format and state."""
    nameless = say("inventory.no_format")
    return _counts("format", [((1, one.format), one.format or nameless, one.state) for one in entries])


def _counts(heading: str, met: Sequence[tuple[tuple[int, str], str, str]]) -> Counts:
    order = [str(state) for state in FileState]
    present = {state for _, _, state in met} - {FileState.IGNORED}
    states = tuple(sorted(present, key=lambda state: (order.index(state) if state in order else len(order), state)))
    counted = Counter((row, word, state) for row, word, state in met)
    rows = [
        (word, tuple(counted[row, word, state] for state in states))
        for row, word in sorted({(row, word) for row, word, state in met if state != FileState.IGNORED})
    ]
    whole = tuple(sum(numbers[place] for _, numbers in rows) for place in range(len(states)))
    return Counts(heading, states, (*rows, (say("inventory.total"), whole)))


def to_do(entries: Sequence[Entry]) -> Iterator[tuple[str, Entry]]:
    """Yield what is to be done with which file: the most urgent first, then by folder year and path."""
    order = list(dict.fromkeys(ACTIONS.values()))
    concerned = [
        (order.index(entry.action), _year_order(entry.accession_year), entry) for entry in entries if entry.action
    ]
    for place, _, entry in sorted(concerned, key=lambda each: (*each[:2], each[2].path)):
        yield order[place], entry


def problem_of(entry: Entry) -> tuple[str, str]:
    """Return what is wrong with a file and what to do about it."""
    if entry.is_partly_read:
        missing = say("inventory.pages_missing", pages=entry.pages, pages_read=entry.pages_read)
        return missing, entry.advice or say("inventory.scan_advice")
    if entry.is_doubtful:
        return entry.problem or say("inventory.doubtful"), entry.advice or say("inventory.scan_advice")
    return entry.problem, entry.advice


def _show(home: Path, entries: Sequence[Entry], as_of: date) -> None:
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
    counted = [entry for entry in entries if entry.state != FileState.IGNORED]
    size = sum(entry.bytes or 0 for entry in counted)
    print(say("inventory.heading", home=home, as_of=as_of.isoformat()))
    ignored = len(entries) - len(counted)
    print(say("inventory.total_line", total=f"{len(counted):,}", bytes=f"{size:,}", ignored=f"{ignored:,}"))
    for title, counts in (("by_year", by_year(entries)), ("by_format", by_format(entries))):
        table = Table(title=say(f"inventory.{title}"), title_justify="left")
        for place, column in enumerate(counts.columns):
            table.add_column(column, justify="right" if place else "left", no_wrap=True)
        for word, numbers in counts.rows:
            table.add_row(Text(word), *(f"{number:,}" if number else "" for number in numbers), f"{sum(numbers):,}")
        console.print(table)
    _show_to_do(console, list(to_do(entries)))


def _show_to_do(console: Console, concerned: Sequence[tuple[str, Entry]]) -> None:
    if not concerned:
        print(say("inventory.nothing_to_do"))
        return
    counts = Counter(action for action, _ in concerned)
    parts = (f"{say(f'inventory.action_{action}')} {count:,}" for action, count in counts.items())
    print(say("inventory.to_do_line", total=f"{len(concerned):,}", parts=say("words.comma").join(parts)))
    for action, entry in concerned[:SHOWN]:
        problem, advice = problem_of(entry)
        told = f"  {say(f'inventory.action_{action}')}  {entry.path}\n      {problem}。{advice}"
        console.print(Text(told), soft_wrap=True)
    if len(concerned) > SHOWN:
        print(say("inventory.more", shown=SHOWN, total=len(concerned)))
