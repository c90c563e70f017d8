"""Tables without rules: numbered rows whose cells stand below one another, from placed lines to one line a row.

Government lists (废止的规范性文件目录) are numbered: the numbers 1, 2, 3 … below one another tell a table from columns
of running text, and tell where its rows are. The columns are what white gutters, at least two, leave between them.
Knows no file format; a page that has ruled tables, or recognised lines of which a number is missing, is left alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.page_layout import Line, blank_between

_KEY = re.compile(r"[(（]?(\d{1,4})[)）]?[.、．]?")
_FEWEST_KEYS = 3  # numbers that are no accident; on the page on which a table goes on one is enough
_SAME_HEIGHT = 0.45  # of the size: lines of one row of print
_ASIDE = 1.2  # of the size: how far the middles of the numbers of one column may be apart
_GUTTER = 0.35  # of the size: the narrowest
_NEXT_LINE = 2.4  # of the size: the farthest that lines of one cell stand apart
_HEADING = 6.0  # of the size: the farthest that the heading stands above the first number


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns of a table begin and end, from the left, and which number comes next."""

    edges: tuple[tuple[float, float], ...]
    following: int

    def of(self, piece: Line) -> int | None:
        """Return the column in which the whole piece stands; None where it reaches over a gutter or lies outside."""
        for place, (left, right) in enumerate(self.edges):
            before = self.edges[place - 1][1] if place else left - piece.size
            after = self.edges[place + 1][0] if place + 1 < len(self.edges) else right + piece.size
            if before < piece.left and piece.right < after and piece.left < right and piece.right > left:
                return place
        return None


def with_aligned_tables(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the pages, the lines of each table replaced by its rows (cells with tabs between them)."""
    told: list[list[Line]] = []
    open_table: _Columns | None = None
    for page in pages:
        lines, open_table = _page(page, open_table)
        told.append(lines)
    return told


def _page(lines: Sequence[Line], before: _Columns | None) -> tuple[list[Line], _Columns | None]:
    if any(line.is_row for line in lines):
        return list(lines), None
    pieces = [piece for line in lines for piece in _pieces(line)]
    keys = _keys(pieces, before)
    if not keys:
        return list(lines), None
    columns = _columns(pieces, keys, before)
    goes_on = before is not None and columns is not None and columns.edges == before.edges
    table = _Table(pieces, keys, columns, goes_on).rows() if columns else []
    if columns is None or not table:
        return list(lines), None
    top, bottom = table[0].top, table[-1].bottom
    outside = [line for line in lines if not bottom < line.middle < top]
    place = next(number for number, line in enumerate(lines) if bottom < line.middle < top)
    place = sum(1 for line in lines[:place] if not bottom < line.middle < top)
    return [*outside[:place], *table, *outside[place:]], columns


def _pieces(line: Line) -> Iterator[Line]:
    """Yield the parts of a line between its wide gaps."""
    start, left = 0, line.left
    for at, right, following in line.cuts:
        yield line._replace(text=line.text[start:at].strip(), left=left, right=right, cuts=())
        start, left = at, following
    yield line._replace(text=line.text[start:].strip(), left=left, cuts=())


def _value(piece: Line) -> int | None:
    found = _KEY.fullmatch(piece.text)
    return int(found[1]) if found else None


def _keys(pieces: Sequence[Line], before: _Columns | None) -> list[Line]:
    """Return the numbers of the rows: the longest row of numbers below one another that rise by one."""
    numbers = sorted((piece for piece in pieces if _value(piece) is not None), key=lambda piece: -piece.middle)
    best: list[Line] = []
    for place, first in enumerate(numbers):
        run = [first]
        for piece in numbers[place + 1 :]:
            if _value(piece) == (_value(run[-1]) or 0) + 1 and _is_below(run[-1], piece):
                run.append(piece)
        best = max(best, run, key=len)
        if len(best) > len(numbers) - place:
            break
    goes_on = bool(best) and before is not None and _value(best[0]) == before.following
    return best if len(best) >= (1 if goes_on else _FEWEST_KEYS) else []


def _is_below(upper: Line, lower: Line) -> bool:
    aside = abs(upper.left + upper.right - lower.left - lower.right) / 2
    return aside <= _ASIDE * upper.size and lower.top <= upper.bottom + 0.2 * upper.size


def _columns(pieces: Sequence[Line], keys: Sequence[Line], before: _Columns | None) -> _Columns | None:
    following = (_value(keys[-1]) or 0) + 1
    if before is not None and _value(keys[0]) == before.following and before.of(keys[0]) == 0:
        return _Columns(before.edges, following)
    inside = [piece for piece in pieces if keys[-1].bottom - 0.2 * piece.size <= piece.middle <= keys[0].top]
    found = _Columns(_covered(inside), following)
    if len(found.edges) < 3 or found.of(keys[0]) != 0:
        return None
    heading = _heading(pieces, keys, found)
    if heading is None:
        return found
    headings = [one for one in pieces if abs(one.middle - heading.middle) <= _SAME_HEIGHT * one.size]
    headed = _Columns(_covered([*inside, *headings]), following)  # a column that is empty on this page has its heading
    return headed if len(headed.edges) >= len(found.edges) else found


def _covered(pieces: Sequence[Line]) -> tuple[tuple[float, float], ...]:
    covered: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda piece: piece.left):
        if covered and piece.left - covered[-1][1] < _GUTTER * piece.size:
            covered[-1] = covered[-1][0], max(covered[-1][1], piece.right)
        else:
            covered.append((piece.left, piece.right))
    return tuple(covered)


def _heading(pieces: Sequence[Line], keys: Sequence[Line], columns: _Columns) -> Line | None:
    """Return the heading of the column of numbers, if the table has a heading on this page."""
    first = keys[0]
    above = [piece for piece in pieces if piece.bottom > first.middle and columns.of(piece) == 0]
    heading = min(above, key=lambda piece: piece.middle, default=None)
    if heading is None or heading.bottom - first.top > _HEADING * first.size or _value(heading) is not None:
        return None
    return heading


@dataclass(frozen=True, slots=True)
class _Table:
    """A table on one page while its rows are being told apart."""

    pieces: Sequence[Line]
    keys: Sequence[Line]
    columns: _Columns
    goes_on: bool  # from the page before

    def rows(self) -> list[Line]:
        """Return the rows from the top down; none where the lines do not fall into rows."""
        heading = _heading(self.pieces, self.keys, self.columns)
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
        rows = [self._row(part) for part in _parted(inside, cuts)]
        filled = sum(row.text.count("\t") >= (1 if self.goes_on else 2) for row in rows)
        return rows if len(rows) == len(cuts) + 1 and filled >= 0.6 * len(rows) else []

    def _top(self, first: Line, *, has_heading: bool) -> float:
        """Return the upper end: a heading's, or that of the lines above the first number that are cells as well."""
        level = first.top
        above = sorted((piece for piece in self.pieces if piece.middle > first.middle), key=lambda piece: piece.middle)
        for piece in above:
            if abs(piece.middle - first.middle) <= _SAME_HEIGHT * first.size:
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


def _read_down(pieces: Sequence[Line]) -> list[Line]:
    """Return the pieces line by line, those of one height from the left."""
    lines: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if lines and lines[-1][0].middle - piece.middle <= _SAME_HEIGHT * piece.size:
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
