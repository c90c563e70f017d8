"""Tables with ruled lines on a page: from drawn segments and placed characters to one line a row, tabs between cells.

Works on any source of segments and characters; knows no file format. Tables without vertical rules are left alone.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.readers.office import row_text
from ingest.readers.page_layout import Glyph, rebuilt
from ingest.readers.page_text import compose
from ingest.readers.printed_lines import Line

_NEAR = 2.5  # points within which two rules are one, and a rule reaches another
_SHORTEST = 6.0  # points; anything shorter is a stroke of something else
_MOST_RULES = 600  # on one page; more is a drawing

Segment = tuple[float, float, float, float]  # x0, y0, x1, y1 in points from the lower left


@dataclass(frozen=True, slots=True)
class _Rule:
    """A drawn line: its place across (x of a vertical, y of a horizontal one) and its reach along."""

    at: float
    start: float
    end: float

    def covers(self, place: float) -> bool:
        return self.start - _NEAR <= place <= self.end + _NEAR


@dataclass(frozen=True, slots=True)
class _Grid:
    """One table: the places of its rules, columns from the left, rows from the bottom."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    verticals: tuple[_Rule, ...]
    horizontals: tuple[_Rule, ...]

    def cell_of(self, glyph: Glyph) -> tuple[int, int] | None:
        """Return the column and row in whose field the character's centre is, or None outside the table."""
        column = bisect_right(self.xs, (glyph.left + glyph.right) / 2) - 1
        row = bisect_right(self.ys, (glyph.bottom + glyph.top) / 2) - 1
        inside = 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1
        return (column, row) if inside else None


def with_tables(glyphs: Sequence[Glyph], segments: Iterable[Segment]) -> list[tuple[Sequence[Glyph], list[Line]]]:
    """Return the page in parts, in drawing order: characters outside tables, followed by the rows of a table.

    Without a table there is one part: all characters and no rows.
    """
    grids = _grids(list(segments))
    inside: list[list[Glyph]] = [[] for _ in grids]
    parts: list[tuple[list[Glyph], int | None]] = [([], None)]
    for glyph in glyphs:
        place = None if glyph.made else next((n for n, grid in enumerate(grids) if grid.cell_of(glyph)), None)
        if place is None:
            parts[-1][0].append(glyph)
            continue
        if not inside[place]:
            parts[-1] = (parts[-1][0], place)
            parts.append(([], None))
        inside[place].append(glyph)
    return [(loose, [] if place is None else _rows(grids[place], inside[place])) for loose, place in parts]


def has_tables(segments: Sequence[Segment]) -> bool:
    """Tell whether the drawn lines make a table; a page without many of them is told at once."""
    return len(segments) >= 5 and bool(_grids(segments))


def _rows(grid: _Grid, glyphs: Sequence[Glyph]) -> list[Line]:
    columns, rows = len(grid.xs) - 1, len(grid.ys) - 1
    heads = _merged(grid, columns, rows)
    held: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        cell = grid.cell_of(glyph)
        if cell is not None:
            held.setdefault(heads[cell], []).append(glyph)
    lines: list[Line] = []
    for row in reversed(range(rows)):
        cells = [_cell_lines(held.get((column, row), [])) for column in range(columns)]
        while cells and not cells[-1]:
            cells.pop()
        for text in row_text(cells):
            height = grid.ys[row + 1] - grid.ys[row]
            lines.append(Line(text, grid.xs[0], grid.ys[row], grid.xs[-1], grid.ys[row + 1], height, is_row=True))
    return lines


def _cell_lines(glyphs: Sequence[Glyph]) -> list[str]:
    """Return the printed lines of a cell; a line that begins with a Chinese character after a digit goes on."""
    lines: list[str] = []
    for line in compose([rebuilt(glyphs)])[0].split("\n") if glyphs else []:
        if lines and _DIGIT_AND_HANZI.fullmatch(lines[-1][-1:] + line[:1]):
            lines[-1] += line
        else:
            lines.append(line)
    return lines


_DIGIT_AND_HANZI = re.compile(
    r"\d[\u3400-\u9fff]|[\u3400-\u9fff]\d"
)  # 第1|类, 第|10类: one word cut by the cell's edge


def _merged(grid: _Grid, columns: int, rows: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for each field of the grid the upper left field of the cell it belongs to."""
    heads = {(column, row): (column, row) for column in range(columns) for row in range(rows)}

    def head(field: tuple[int, int]) -> tuple[int, int]:
        while heads[field] != field:
            heads[field] = heads[heads[field]]
            field = heads[field]
        return field

    for row in reversed(range(rows)):
        middle_y = (grid.ys[row] + grid.ys[row + 1]) / 2
        for column in range(columns):
            middle_x = (grid.xs[column] + grid.xs[column + 1]) / 2
            open_left = column > 0 and not _ruled(grid.verticals, grid.xs[column], middle_y)
            open_above = row + 1 < rows and not _ruled(grid.horizontals, grid.ys[row + 1], middle_x)
            for other in ([(column - 1, row)] if open_left else []) + ([(column, row + 1)] if open_above else []):
                one, two = head((column, row)), head(other)
                first = min(one, two, key=lambda field: (-field[1], field[0]))
                heads[one] = heads[two] = first
    return {field: head(field) for field in heads}


def _ruled(rules: Sequence[_Rule], at: float, along: float) -> bool:
    return any(abs(rule.at - at) <= _NEAR and rule.covers(along) for rule in rules)


def _grids(segments: Sequence[Segment]) -> list[_Grid]:
    horizontals = _joined(
        [_Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)) for x0, y0, x1, y1 in segments if _flat(y0, y1, x0, x1)]
    )
    verticals = _joined(
        [_Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)) for x0, y0, x1, y1 in segments if _flat(x0, x1, y0, y1)]
    )
    if len(verticals) < 3 or len(horizontals) < 2 or len(horizontals) + len(verticals) > _MOST_RULES:
        return []
    grids = []
    for across, along in _touching(horizontals, verticals):
        xs, ys = _places(along), _places(across)
        if len(xs) >= 3 and len(ys) >= 2:
            grids.append(_Grid(xs, ys, tuple(along), tuple(across)))
    return sorted(grids, key=lambda grid: (-grid.ys[-1], grid.xs[0]))


def _flat(a0: float, a1: float, b0: float, b1: float) -> bool:
    return abs(a0 - a1) <= 1.5 and abs(b0 - b1) >= _SHORTEST


def _joined(rules: list[_Rule]) -> list[_Rule]:
    """Return the rules with those of one place and touching reach made into one."""
    joined: list[_Rule] = []
    group: list[_Rule] = []
    for rule in sorted(rules, key=lambda each: (each.at, each.start, each.end)):
        if group and rule.at - group[0].at > _NEAR:
            joined += _one_line(group)
            group = []
        group.append(rule)
    return joined + _one_line(group)


def _one_line(rules: list[_Rule]) -> list[_Rule]:
    lines: list[_Rule] = []
    for rule in sorted(rules, key=lambda each: (each.start, each.end)):
        at = rules[0].at
        if lines and rule.start <= lines[-1].end + _NEAR:
            lines[-1] = _Rule(at, lines[-1].start, max(lines[-1].end, rule.end))
        else:
            lines.append(_Rule(at, rule.start, rule.end))
    return lines


def _touching(horizontals: list[_Rule], verticals: list[_Rule]) -> list[tuple[list[_Rule], list[_Rule]]]:
    """Return the groups of rules that cross or meet one another."""
    group_of = {("v", index): index for index in range(len(verticals))}
    for number, across in enumerate(horizontals):
        met = {
            group_of["v", i] for i, along in enumerate(verticals) if across.covers(along.at) and along.covers(across.at)
        }
        if not met:
            continue
        group_of["h", number] = min(met)
        group_of = {key: min(met) if group in met else group for key, group in group_of.items()}
    groups: dict[int, tuple[list[_Rule], list[_Rule]]] = {}
    for (kind, index), group in group_of.items():
        members = groups.setdefault(group, ([], []))
        (members[0] if kind == "h" else members[1]).append(horizontals[index] if kind == "h" else verticals[index])
    return [groups[group] for group in sorted(groups)]


def _places(rules: Iterable[_Rule]) -> tuple[float, ...]:
    places: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not places or at - places[-1] > _NEAR:
            places.append(at)
    return tuple(places)
