"""From characters with places on a page to printed lines in reading order; what becomes of them is in ``page_text``.

Works on any source of placed characters (PDF, OFD, recognition); knows no file format.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import compress, pairwise
from operator import gt
from statistics import median
from typing import NamedTuple

from ingest.readers.printed_lines import Cut, Line, Lines
from ingest.readers.text import paired

CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2014\u2018-\u201d\u2026]")
WIDE_GAP = 0.6  # of the size: white that may part two cells


class Glyph(NamedTuple):  # thousands a page are made: a tuple is made in a third of the time
    """One character and its place in points from the lower left; ``made`` if the library put it in (blanks, breaks)."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    made: bool = False


def broken_into_lines(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Return the characters with a break wherever the drawing moves to another line, for sources that give none."""
    broken: list[Glyph] = []
    for glyph in glyphs:
        if broken:
            before = broken[-1]
            height = before.top - before.bottom
            apart = abs(glyph.bottom + glyph.top - before.bottom - before.top) / 2 > 0.5 * height
            if apart or glyph.left < before.left - 0.5 * height:
                broken.append(Glyph("\n", 0.0, 0.0, 0.0, 0.0, True))
        broken.append(glyph)
    return broken


def placed(glyphs: Sequence[Glyph]) -> tuple[Sequence[Line], str]:
    """Return the lines of a page in reading order, and whether that is the drawing order (text_layer) or rebuilt."""
    lines = lines_of(glyphs)
    return (lines, "text_layer") if in_order(lines) else (rebuilt(glyphs), "rebuilt")


def lines_of(glyphs: Sequence[Glyph]) -> Sequence[Line]:
    """Return the lines in the order in which they were drawn, what is drawn twice for bold type taken once."""
    lines: list[Line] = []
    current: list[Glyph] = []
    before: Glyph | None = None
    for glyph in glyphs:
        if glyph.text in "\r\n" or (before is not None and not glyph.made and _is_elsewhere(before, glyph)):
            _close(current, lines)
            current, before = [], None
        if glyph.text not in "\r\n":
            current.append(glyph)
            before = before if glyph.made else glyph
    _close(current, lines)
    return drawn_once(lines)


def _is_elsewhere(before: Glyph, after: Glyph) -> bool:
    """Tell whether the drawing moved to another line although no break was put in, as in cells of tables."""
    lower = min(before.top - before.bottom, after.top - after.bottom)
    is_beside = -WIDE_GAP * lower <= after.left - before.right <= WIDE_GAP * lower  # small type, raised or lowered
    shared = min(before.top, after.top) - max(before.bottom, after.bottom)
    return shared < (0.1 if is_beside else 0.6) * lower - 0.1


def _close(glyphs: list[Glyph], lines: list[Line]) -> None:
    line = _line(glyphs)
    if line is not None:
        lines.append(line)


def drawn_once(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines in their order without those that one of the three before them is, drawn again for bold type."""
    texts = lines.texts if isinstance(lines, Lines) else [line.text for line in lines]
    if len(set(texts)) == len(texts):
        return lines
    kept: list[Line] = []
    seen: set[str] = set()
    for line in lines:
        again = line.text in seen and any(line.text == one.text and _is_near(line, one) for one in kept[-3:])
        if not again:
            kept.append(line)
            seen.add(line.text)
    return kept if len(kept) < len(lines) else lines


def _is_near(line: Line, other: Line) -> bool:
    return abs(line.left - other.left) < 0.3 * line.size and abs(line.middle - other.middle) < 0.3 * line.size


def _line(glyphs: Sequence[Glyph]) -> Line | None:
    placed = [glyph for glyph in glyphs if not glyph.made and not glyph.text.isspace()]
    if not placed:
        return None
    size = median(glyph.top - glyph.bottom for glyph in placed) or 1.0
    pieces: list[str] = []
    cuts: list[Cut] = []
    before: Glyph | None = None
    gap = False
    for glyph in glyphs:
        if glyph.made or glyph.text.isspace():
            gap = gap or not glyph.made
            if not glyph.made and before is not None:
                pieces.append("\u3000" if glyph.text == "\u3000" else " ")
            continue
        if before is not None and not gap and is_parted(before, glyph, size=size):
            pieces.append(" ")
        if before is not None and glyph.left - before.right > WIDE_GAP * size:
            cuts.append((len("".join(pieces)), before.right, glyph.left))
        pieces.append(glyph.text)
        before, gap = glyph, False
    text = paired("".join(pieces)).strip()
    return Line(
        text,
        min(glyph.left for glyph in placed),
        min(glyph.bottom for glyph in placed),
        max(glyph.right for glyph in placed),
        max(glyph.top for glyph in placed),
        size,
        cuts=tuple(cuts) if len(text) == len("".join(pieces).rstrip()) else (),
    )


def is_parted(before: Glyph | Line, after: Glyph | Line, *, size: float) -> bool:
    """Tell whether there is a blank between two neighbours: a wide one, or a narrow one between Latin letters."""
    space = after.left - before.right
    if space <= 0.15 * size:
        return False
    chinese = CJK.match(before.text[-1]) or CJK.match(after.text[0])
    return space > 0.8 * size if chinese else True


def in_order(lines: Sequence[Line]) -> bool:
    """Tell whether the drawing order is one in which a person would read.

    Jumps back up are usual at a new column or cell; jumps back up within the same column are not.
    """
    if len(lines) < 5:
        return True
    lines = Lines.of(lines)
    levels = lines.levels
    higher = compress(range(len(lines)), map(gt, levels[1:], levels))
    if sum([_jumps_up(lines, place, levels) for place in higher]) >= max(4, 0.2 * len(lines)):
        return False
    return len(lines) < 30 or _scraps(lines) <= 0.6 * len(lines)


def _scraps(lines: Lines) -> int:
    return sum([length <= 2 for length in map(len, lines.texts)])


def _jumps_up(lines: Lines, place: int, levels: Sequence[float]) -> bool:
    """Tell whether the line after this one stands higher in the same column."""
    if levels[place + 1] <= levels[place] + 1.2 * lines.sizes[place]:
        return False
    left, after_left, right, after_right = *lines.lefts[place : place + 2], *lines.rights[place : place + 2]
    return min(right, after_right) - max(left, after_left) > 0.5 * min(right - left, after_right - after_left)


def rearranged(lines: Sequence[Line]) -> list[Line] | None:
    """Return whole lines from the top down, pieces of one line joined; None where they are torn into scraps.

    As wrong on pages with columns as ``rebuilt``, but without a look at every character.
    """
    lines = Lines.of(lines)
    if _scraps(lines) > 0.2 * len(lines):
        return None
    height = median(lines.sizes)
    rows: list[list[Line]] = []
    level = float("inf")  # twice the height of the row's middle
    for line in sorted(lines, key=lambda line: (-line.bottom - line.top, line.left)):
        if level - line.bottom - line.top > 1.2 * height:
            rows.append([])
            level = line.bottom + line.top
        rows[-1].append(line)
    joined: list[Line] = []
    for row in rows:
        if len(row) == 1:
            joined.append(row[0])
            continue
        row.sort(key=lambda line: line.left)
        if any(after.left < before.right - 0.5 * height for before, after in pairwise(row)):
            return None
        joined.append(_side_by_side(row))
    return joined


def _side_by_side(pieces: Sequence[Line]) -> Line:
    size = median(piece.size for piece in pieces)
    text, cuts = pieces[0].text, list(pieces[0].cuts)
    for before, after in pairwise(pieces):
        text += " " if is_parted(before, after, size=size) else ""
        if after.left - before.right > WIDE_GAP * size:
            cuts.append((len(text), before.right, after.left))
        cuts += [(len(text) + place, right, left) for place, right, left in after.cuts]
        text += after.text
    bottom, top = min(piece.bottom for piece in pieces), max(piece.top for piece in pieces)
    return Line(text, pieces[0].left, bottom, pieces[-1].right, top, size, cuts=tuple(cuts))


def rebuilt(glyphs: Sequence[Glyph]) -> list[Line]:
    """Return the lines by place alone: from the top down, each from left to right. Wrong on pages with columns."""
    placed = sorted(
        (g for g in glyphs if not g.made and not g.text.isspace()), key=lambda g: (-(g.bottom + g.top), g.left)
    )
    if not placed:
        return []
    height = median(glyph.top - glyph.bottom for glyph in placed) or 1.0
    rows: list[list[Glyph]] = [[placed[0]]]
    level = placed[0].bottom + placed[0].top
    for glyph in placed[1:]:
        if (level - glyph.bottom - glyph.top) / 2 > 0.6 * height:
            rows.append([])
            level = glyph.bottom + glyph.top
        rows[-1].append(glyph)
    lines = (_line(sorted(row, key=lambda glyph: glyph.left)) for row in rows)
    return [line for line in lines if line is not None]
