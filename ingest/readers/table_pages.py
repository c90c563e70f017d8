"""Tables that go on over the page: the heading that is repeated is kept once, a row that was split is one row again.

Knows rows as ``ruled_table`` gives them (cells with tabs between them) and where they stand; no file format.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from ingest.readers.page_text import blank_between
from ingest.readers.printed_lines import Line, Lines

_SAME_EDGE = 3.0  # points by which the edges of one table may differ from page to page
_HEADING_ROWS = 5  # at most
_TAB = "\t"


@dataclass(slots=True)
class _Open:
    """A table that reaches the end of a page: its rows so far; the first of them may be its heading."""

    left: float
    right: float
    rows: list[str] = field(default_factory=list)

    def takes(self, line: Line) -> bool:
        near = abs(line.left - self.left) <= _SAME_EDGE and abs(line.right - self.right) <= _SAME_EDGE
        return line.is_row and near

    @property
    def is_keyed(self) -> bool:
        """Every row below the heading begins with a filled cell: then one that does not is the rest of another."""
        return len(self.rows) > 1 and not any(row.startswith(_TAB) for row in self.rows[1:])


def joined_over_pages(pages: Sequence[Sequence[Line]]) -> tuple[Sequence[Sequence[Line]], int]:
    """Return the pages with their tables joined, and how many rows of repeated headings were left out."""
    if not any(any(Lines.of(page).rows) for page in pages):
        return pages, 0
    joined: list[list[Line]] = []
    dropped = 0
    table: _Open | None = None
    for page in pages:
        lines = list(page)
        taken = _taken(table, lines) if table is not None else 0
        if table is not None and taken:
            repeated = _repeated(table, lines[:taken])
            dropped += repeated
            rows = lines[repeated:taken]
            if rows and rows[0].text.startswith(_TAB) and table.is_keyed and joined[-1]:
                joined[-1][-1] = _one_row(joined[-1][-1], rows.pop(0))
            table.rows += [row.text for row in rows]
            lines = rows + lines[taken:]
            goes_on = len(lines) == len(rows)
        else:
            goes_on = False
        joined.append(lines)
        table = table if goes_on else _last_table(lines)
    return joined, dropped


def _taken(table: _Open, lines: Sequence[Line]) -> int:
    """Return with how many lines a page goes on with the table."""
    return next((place for place, line in enumerate(lines) if not table.takes(line)), len(lines))


def _repeated(table: _Open, rows: Sequence[Line]) -> int:
    """Return how many rows at the top of a page are the first rows of the table again."""
    count = 0
    for first, row in zip(table.rows[:_HEADING_ROWS], rows, strict=False):
        if first != row.text:
            break
        count += 1
    return count if count < len(table.rows) else 0


def _last_table(lines: Sequence[Line]) -> _Open | None:
    """Return the table with which a page ends, if it ends with one."""
    if not lines or not lines[-1].is_row:
        return None
    table = _Open(lines[-1].left, lines[-1].right)
    for line in reversed(lines):
        if not table.takes(line):
            break
        table.rows.insert(0, line.text)
    return table


def _one_row(upper: Line, lower: Line) -> Line:
    cells = zip_longest(upper.text.split(_TAB), lower.text.split(_TAB), fillvalue="")
    return upper._replace(text=_TAB.join(one + blank_between(one, other) + other for one, other in cells))
