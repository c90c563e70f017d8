"""Tables without rules: numbered rows whose cells stand below one another, from placed lines to one line a row.

Government lists (废止的规范性文件目录) are numbered: the numbers 1, 2, 3 … below one another tell a table from columns
of running text, and tell where its rows are. The columns are what white gutters, at least two, leave between them.
Knows no file format; a page that has ruled tables, or recognised lines of which a number is missing, is left alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.aligned_columns import SAME_HEIGHT, Columns, columns_of, heading_of, keys_of, may_hold_keys
from ingest.readers.page_text import blank_between
from ingest.readers.printed_lines import Line, Lines

_PAIRS = 3  # pieces side by side in one cell for each line that reaches over both, at most
_NEXT_LINE = 2.4  # of the size: the farthest that lines of one cell stand apart
_MOST_PIECES = 2_000  # on one page; more is no page of print
_MARGIN = 0.25  # of the size: white that recognition leaves at either end of a piece


def with_aligned_tables(pages: Sequence[Sequence[Line]]) -> list[Lines]:
    """Return the pages, the lines of each table replaced by its rows (cells with tabs between them)."""
    told: list[Lines] = []
    open_table: Columns | None = None
    for page in pages:
        lines, open_table = _page(Lines.of(page), open_table)
        told.append(lines)
    return told


def _page(lines: Lines, before: Columns | None) -> tuple[Lines, Columns | None]:
    hopeful = [piece for line in may_hold_keys(lines) for piece in _pieces(line)]
    if not hopeful or any(lines.rows) or not _keys(hopeful, before):
        return lines, None
    table, columns = _table([piece for line in lines for piece in _pieces(line)], before)
    if not table:
        return lines, None
    above = [line for line in lines if not _is_in(line, table)]
    first = next(number for number, line in enumerate(lines) if _is_in(line, table))
    place = sum(not _is_in(line, table) for line in lines[:first])
    return Lines.of([*above[:place], *table, *above[place:]]), columns


def rows_among(pieces: Sequence[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    """Return what stands above a table, its rows, and what stands below; for pieces of lines as recognition finds them.

    Without a table everything stands above.
    """
    table, _ = _table([_without_margin(piece) for piece in pieces], None, recognised=True)
    outside = [piece for piece in pieces if not table or not _is_in(piece, table)]
    below = [piece for piece in outside if table and piece.middle < table[-1].bottom]
    return [piece for piece in outside if piece not in below], table, below


def _without_margin(piece: Line) -> Line:
    """Return a piece as wide as its print: recognition frames it with some white."""
    margin = min(_MARGIN * piece.size, 0.2 * (piece.right - piece.left))
    return piece._replace(left=piece.left + margin, right=piece.right - margin)


def _is_in(line: Line, table: Sequence[Line]) -> bool:
    return table[-1].bottom < line.middle < table[0].top


def _table(
    pieces: Sequence[Line], before: Columns | None, *, recognised: bool = False
) -> tuple[list[Line], Columns | None]:
    keys = _keys(pieces, before)
    columns = columns_of(pieces, keys, before, recognised=recognised) if keys else None
    if columns is None:
        return [], None
    goes_on = before is not None and columns.edges == before.edges
    return _Table(pieces, keys, columns, goes_on).rows(), columns


def _keys(pieces: Sequence[Line], before: Columns | None) -> list[Line]:
    return keys_of(pieces, before) if len(pieces) <= _MOST_PIECES else []


def _pieces(line: Line) -> Iterator[Line]:
    """Yield the parts of a line between its wide gaps."""
    if not line.cuts:
        yield line
        return
    start, left = 0, line.left
    for at, right, following in line.cuts:
        yield line._replace(text=line.text[start:at].strip(), left=left, right=right, cuts=())
        start, left = at, following
    yield line._replace(text=line.text[start:].strip(), left=left, cuts=())


@dataclass(frozen=True, slots=True)
class _Table:
    """A table on one page while its rows are being told apart."""

    pieces: Sequence[Line]
    keys: Sequence[Line]
    columns: Columns
    goes_on: bool  # from the page before

    def rows(self) -> list[Line]:
        """Return the rows from the top down; none where the lines do not fall into rows."""
        heading = heading_of(self.pieces, self.keys, self.columns)
        anchors = [*([heading] if heading else []), *self.keys]
        top = self._top(anchors[0], has_heading=heading is not None)
        inside = [piece for piece in self._joined(anchors[-1]) if piece.middle <= top]
        if any(self.columns.of(piece) is None for piece in inside):
            return []
        ways = (_below_each(anchors), _around_each(anchors, inside))
        found = [cuts for cuts in ways if len(cuts) == len(anchors) - 1 and _is_clean(cuts, inside)]
        if not found:
            return []
        cuts = min(found, key=lambda cuts: self._torn(cuts, inside))
        parts = _parted(inside, cuts)
        if self._is_mixed(parts):
            return []
        rows = [self._row(part) for part in parts]
        filled = sum(row.text.count("\t") >= (1 if self.goes_on else 2) for row in rows)
        return rows if len(rows) == len(cuts) + 1 and filled >= 0.6 * len(rows) else []

    def _top(self, first: Line, *, has_heading: bool) -> float:
        """Return the upper end: a heading's, or that of the lines above the first number that are cells as well."""
        level = first.top
        above = sorted((piece for piece in self.pieces if piece.middle > first.middle), key=lambda piece: piece.middle)
        for piece in above:
            if abs(piece.middle - first.middle) <= SAME_HEIGHT * first.size:
                level = max(level, piece.top)
                continue
            column = self.columns.of(piece)
            if not column or piece.bottom - level > (_NEXT_LINE - 1) * piece.size or has_heading:
                break
            level = piece.top
        return level + 0.01

    def _joined(self, last: Line) -> list[Line]:
        """Return the cells' lines down to the last that belongs to the row of the last number."""
        inside = [piece for piece in self.pieces if piece.middle >= last.bottom]
        level = last.bottom
        below = sorted((one for one in self.pieces if one.middle < last.bottom), key=lambda piece: -piece.middle)
        for piece in below:
            if not self.columns.of(piece) or level - piece.top > (_NEXT_LINE - 1) * piece.size:
                break
            inside.append(piece)
            level = min(level, piece.bottom)
        return inside

    def _torn(self, cuts: Sequence[float], inside: Sequence[Line]) -> int:
        """Return how many lines stand farther from the line above in their cell than from that of the next row."""
        torn = 0
        for column in range(1, len(self.columns.edges)):
            lines = sorted((one for one in inside if self.columns.of(one) == column), key=lambda piece: -piece.middle)
            steps = [
                (upper.middle - lower.middle, _part(upper, cuts) == _part(lower, cuts))
                for upper, lower in pairwise(lines)
            ]
            across = min((step for step, inside_a_cell in steps if not inside_a_cell), default=float("inf"))
            torn += sum(inside_a_cell and step > across + 1 for step, inside_a_cell in steps)
        return torn

    def _is_mixed(self, parts: Sequence[Sequence[Line]]) -> bool:
        """Tell whether pieces stand side by side in cells and hardly a line reaches over both.

        Then a gutter was not seen.
        """
        pairs = [pair for part in parts for pair in pairwise(_read_down(part)) if self._side_by_side(*pair)]
        lines = [line for part in parts for line in part]
        reaching = sum(any(_reaches_over(line, *pair) for pair in pairs) for line in lines)
        return len(pairs) > _PAIRS * reaching

    def _side_by_side(self, piece: Line, after: Line) -> bool:
        level = abs(piece.middle - after.middle) <= SAME_HEIGHT * piece.size
        return level and self.columns.of(piece) == self.columns.of(after)

    def _row(self, pieces: Sequence[Line]) -> Line:
        cells = ["" for _ in self.columns.edges]
        for piece in _read_down(pieces):
            column = self.columns.of(piece)
            assert column is not None, "what stands in no column is no part of a table"
            cells[column] += blank_between(cells[column], piece.text) + piece.text
        edges = self.columns.edges
        bottom, top = min(piece.bottom for piece in pieces), max(piece.top for piece in pieces)
        text = "\t".join(cells).rstrip("\t")
        return Line(text, edges[0][0], bottom, edges[-1][1], top, pieces[0].size, is_row=True)


def _reaches_over(line: Line, piece: Line, after: Line) -> bool:
    return line.left < piece.right - piece.size and after.left + piece.size < line.right


def _read_down(pieces: Sequence[Line]) -> list[Line]:
    """Return the pieces line by line, those of one height from the left."""
    lines: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if lines and lines[-1][0].middle - piece.middle <= SAME_HEIGHT * piece.size:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [piece for line in lines for piece in sorted(line, key=lambda piece: piece.left)]


def _below_each(anchors: Sequence[Line]) -> list[float]:
    """Return the heights between the rows where numbers stand in the first line of their row."""
    return [anchor.top + 0.1 * anchor.size for anchor in anchors[1:]]


def _around_each(anchors: Sequence[Line], inside: Sequence[Line]) -> list[float]:
    """Return the heights between the rows where numbers stand half-way down their row.

    Of the heights that go through no line the one is taken under which the number is nearest to the middle.
    """
    ends = sorted({piece.bottom - 0.05 * piece.size for piece in inside}, reverse=True)
    free = [cut for cut in ends if _is_clean([cut], inside)]
    cuts: list[float] = []
    for anchor, following in pairwise(anchors):
        upper = cuts[-1] if cuts else float("inf")
        top = max((piece.top for piece in inside if piece.middle < upper), default=upper)
        between = [cut for cut in free if following.middle < cut < min(upper, anchor.middle)]
        if not between:
            return []
        cuts.append(min(between, key=lambda cut: abs(top + cut - anchor.bottom - anchor.top)))
    return cuts


def _is_clean(cuts: Sequence[float], inside: Sequence[Line]) -> bool:
    """Tell whether the heights go down and none of them goes through a line."""
    falling = all(upper > lower for upper, lower in pairwise(cuts))
    return falling and not any(
        piece.bottom + 0.25 * piece.size < cut < piece.top - 0.25 * piece.size for cut in cuts for piece in inside
    )


def _part(piece: Line, cuts: Sequence[float]) -> int:
    return sum(piece.middle < cut for cut in cuts)


def _parted(inside: Sequence[Line], cuts: Sequence[float]) -> list[list[Line]]:
    parts: dict[int, list[Line]] = {}
    for piece in inside:
        parts.setdefault(_part(piece, cuts), []).append(piece)
    return [parts[number] for number in sorted(parts)]
