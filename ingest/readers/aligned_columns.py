"""Where the columns of a table without rules are, and the numbers by which its rows are known.

The rows themselves are made in ``aligned_table``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.readers.printed_lines import Line, Lines

SAME_HEIGHT = 0.45  # of the size: lines of one row of print
_KEY = re.compile(r"[(（]?(\d{1,4})[)）]?[.、．]?")
_LONGEST_KEY = 7  # characters that the pattern above can take
_FEWEST_KEYS = 3  # numbers that are no accident; on the page on which a table goes on one is enough
_ASIDE = 1.2  # of the size: how far the middles of the numbers of one column may be apart
_GUTTER = 0.35  # of the size: the narrowest
_HEADING = 6.0  # of the size: the farthest that the heading stands above the first number


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a table begin and end, from the left, and which number comes next."""

    edges: tuple[tuple[float, float], ...]
    following: int
    glued: frozenset[Line] = frozenset()  # pieces that recognition made of two cells

    def of(self, piece: Line) -> int | None:
        """Return the column in which the whole piece stands; None where it reaches over a gutter or lies outside."""
        if piece in self.glued:
            return sum(right < piece.left for _, right in self.edges)
        for place, (left, right) in enumerate(self.edges):
            before = self.edges[place - 1][1] if place else left - piece.size
            after = self.edges[place + 1][0] if place + 1 < len(self.edges) else float("inf")
            if before < piece.left and piece.right < after and piece.left < right and piece.right > left:
                return place
        return None


def may_hold_keys(lines: Lines) -> list[Line]:
    """Return quickly the lines in which the number of a row may stand: with a wide gap, or very short."""
    if not any(lines.cuts) and all(map(_LONGEST_KEY.__lt__, map(len, map(str.strip, lines.texts)))):
        return []
    return [line for line in lines if line.cuts or len(line.text.strip()) <= _LONGEST_KEY]


def _value(piece: Line) -> int | None:
    found = _KEY.fullmatch(piece.text)
    return int(found[1]) if found else None


def keys_of(pieces: Sequence[Line], before: Columns | None) -> list[Line]:
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


def columns_of(
    pieces: Sequence[Line], keys: Sequence[Line], before: Columns | None, *, recognised: bool
) -> Columns | None:
    """Return the columns beside the numbers, those of the page before where its table goes on; None for no table.

    Recognition takes two cells for one piece now and then.
    """
    following = (_value(keys[-1]) or 0) + 1
    if before is not None and _value(keys[0]) == before.following and before.of(keys[0]) == 0:
        return Columns(before.edges, following)
    inside = [piece for piece in pieces if keys[-1].bottom - 0.2 * piece.size <= piece.middle <= keys[0].top]
    glued = _glued(inside, most=max(1, len(keys) // 8)) if recognised else frozenset()
    inside = [piece for piece in inside if piece not in glued]
    found = Columns(_covered(inside), following, glued)
    if len(found.edges) < 3 or found.of(keys[0]) != 0:
        return None
    heading = heading_of(pieces, keys, found)
    if heading is None:
        return found
    headings = [one for one in pieces if abs(one.middle - heading.middle) <= SAME_HEIGHT * one.size]
    headed = replace(found, edges=_covered([*inside, *headings]))  # a column that is empty here has its heading
    places = [headed.of(one) for one in headings]
    return headed if len(set(places)) == len(places) else None  # two headings over one column: a gutter was not seen


def _glued(inside: Sequence[Line], *, most: int) -> frozenset[Line]:
    """Return the few pieces that reach over what is a gutter for all others: two cells recognised as one piece."""
    glued: set[Line] = set()
    sides = sorted({side for piece in inside for side in (piece.left, piece.right)})
    begin: float | None = None
    for left, right in pairwise(sides):
        over = [piece for piece in inside if piece.left <= left and right <= piece.right]
        if len(over) > most:
            begin = None
            continue
        begin = left if begin is None else begin
        after = [piece for piece in inside if piece.left >= right]
        before = [piece for piece in inside if piece.right <= begin]
        size = inside[0].size
        if right - begin >= _GUTTER * size and min(len(before), len(after)) >= _FEWEST_KEYS:
            glued.update(piece for piece in over if piece.left < begin - size and piece.right > right + size)
    return frozenset(glued)


def _covered(pieces: Sequence[Line]) -> tuple[tuple[float, float], ...]:
    covered: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda piece: piece.left):
        if covered and piece.left - covered[-1][1] < _GUTTER * piece.size:
            covered[-1] = covered[-1][0], max(covered[-1][1], piece.right)
        else:
            covered.append((piece.left, piece.right))
    return tuple(covered)


def heading_of(pieces: Sequence[Line], keys: Sequence[Line], columns: Columns) -> Line | None:
    """Return the heading of the column of numbers, if the table has a heading on this page."""
    first = keys[0]
    above = [piece for piece in pieces if piece.bottom > first.middle and columns.of(piece) == 0]
    heading = min(above, key=lambda piece: piece.middle, default=None)
    if heading is None or heading.bottom - first.top > _HEADING * first.size or _value(heading) is not None:
        return None
    return heading
