"""The printed lines of a page of PDF in few calls: the text whole, and of each line the places of its ends.

Enough for nearly every page. Where it is not (turned pages, lines that are torn), the answer is None and the page is
looked at character by character (``pdf_page``).
"""

import re
from collections.abc import Sequence
from itertools import accumulate
from operator import le

from ingest.readers.page_layout import WIDE_GAP, Glyph, drawn_once, is_parted
from ingest.readers.pdf_calls import Box, boxes_of, is_generated, is_hyphen, rotation_of, sides_of, text_in
from ingest.readers.printed_lines import Cut, Line, Lines

_BLANKS = re.compile(r"\s+")
_PRINTED = re.compile(r"\S(?:[^\r\n]*\S)?")
_BREAK = "\r\n"  # put in by pdfium wherever the drawing moves to another line
_HYPHENS = "\x02\ufffe"


def text_of(textpage: int) -> str | None:
    """Return the text of a page, one character for each that pdfium counts; None where the two do not agree."""
    text, count = text_in(textpage)
    if len(text) != count:
        return None
    for sign in _HYPHENS:
        for place in [place for place, each in enumerate(text) if each == sign] if sign in text else ():
            if is_hyphen(textpage, place) == 1:
                text = f"{text[:place]}-{text[place + 1 :]}"
    return text


def lines_at_once(page: int, textpage: int, text: str) -> Sequence[Line] | None:
    """Return the lines of ``text`` in drawing order; None where two or three characters do not tell a line's place."""
    if rotation_of(page):
        return None
    spans = _spans(text)
    if spans is None:
        return None
    sides, found = sides_of(textpage, [place for begin, end in spans for place in (begin, end - 1)])
    if not all(found):
        return None
    lefts, bottoms, rights, tops = sides
    pieces = [text[begin:end] for begin, end in spans]
    sizes = [top - bottom or 1.0 for top, bottom in zip(tops[0::2], bottoms[0::2], strict=True)]
    rows, cuts = (False,) * len(spans), ((),) * len(spans)
    plain = Lines(pieces, lefts[0::2], bottoms[0::2], rights[1::2], tops[0::2], sizes, rows, cuts)
    others = _not_plain(text, pieces, sides)
    if not others:
        return drawn_once(plain)
    lines = list(plain)
    for number in others:
        first, last = (tuple(side[place] for side in sides) for place in (2 * number, 2 * number + 1))
        line = _line(text, *spans[number], first, last, textpage)  # type: ignore[arg-type]
        if line is None:
            return None
        lines[number] = line
    return drawn_once(lines)


def _not_plain(text: str, pieces: Sequence[str], sides: Sequence[Sequence[float]]) -> list[int]:
    """Return which lines hold blanks or have ends at different heights: all others are what their ends say."""
    lefts, bottoms, _, tops = ((side[0::2], side[1::2]) for side in sides)
    has_blanks = len(text.split()) != len(pieces)
    if not has_blanks and bottoms[0] == bottoms[1] and tops[0] == tops[1] and all(map(le, *lefts)):
        return []  # nearly every page of running text
    return [
        number
        for number, (piece, left, last_left, bottom, last_bottom, top, last_top) in enumerate(
            zip(pieces, *lefts, *bottoms, *tops, strict=True)
        )
        if bottom != last_bottom or top != last_top or left > last_left or len(piece.split()) != 1
    ]


def _spans(text: str) -> list[tuple[int, int]] | None:
    """Return where the lines that are not blank begin and end, blanks at their ends left out.

    None where a line holds a break that is not pdfium's own.
    """
    pieces = text.split(_BREAK)
    if pieces == text.split():  # no blanks at all
        ends = list(accumulate(map(len, pieces), lambda end, length: end + len(_BREAK) + length))
        return [(end - len(piece), end) for piece, end in zip(pieces, ends, strict=True)]
    breaks = len(pieces) - 1
    if text.count("\r") != breaks or text.count("\n") != breaks:
        return None
    return [found.span() for found in _PRINTED.finditer(text)]


def _line(text: str, begin: int, end: int, first: Box, last: Box, textpage: int) -> Line | None:
    left, bottom, _, top = first
    _, last_bottom, right, last_top = last
    size = top - bottom
    if bottom != last_bottom or top != last_top:
        (middle,) = boxes_of(textpage, [_inner(text, begin, end)])
        if middle is None:
            return None
        size = sorted((size, last_top - last_bottom, middle[3] - middle[1]))[1]
        levels = (bottom + top, last_bottom + last_top, middle[1] + middle[3])
        if max(levels) - min(levels) > size:
            return None  # characters of several lines
        bottom, top = min(bottom, last_bottom, middle[1]), max(top, last_top, middle[3])
    if left > last[0]:
        return None
    piece = text[begin:end]
    if len(piece.split()) == 1:
        return Line(piece, left, bottom, right, top, size or 1.0)
    parted = _with_blanks(piece, begin, size, textpage)
    return None if parted is None else Line(parted[0], left, bottom, right, top, size or 1.0, cuts=parted[1])


def _inner(text: str, begin: int, end: int) -> int:
    """Return a character near the middle that is no blank."""
    inner = (begin + end) // 2
    while text[inner].isspace() and inner > begin:
        inner -= 1
    return inner


def _with_blanks(piece: str, begin: int, size: float, textpage: int) -> tuple[str, tuple[Cut, ...]] | None:
    """Return the line with the blanks that are in the file, and with those that a reader sees; and its wide gaps."""
    made: list[str] = []
    cuts: list[Cut] = []
    at = 0
    for found in _BLANKS.finditer(piece):
        made.append(piece[at : found.start()])
        at = found.end()
        own = [place for place in range(*found.span()) if is_generated(textpage, begin + place) != 1]
        made += ["\u3000" if piece[place] == "\u3000" else " " for place in own]
        if len(own) == 1 and not _is_hanzi(piece[found.start() - 1], piece[at]):
            continue  # a blank between words
        before, after = boxes_of(textpage, [begin + found.start() - 1, begin + at])
        if before is None or after is None:
            return None
        if not own and is_parted(Glyph(piece[found.start() - 1], *before), Glyph(piece[at], *after), size=size):
            made.append(" ")
        if after[0] - before[2] > WIDE_GAP * size:
            cuts.append((len("".join(made)), before[2], after[0]))
    return "".join([*made, piece[at:]]), tuple(cuts)


def _is_hanzi(*signs: str) -> bool:
    return any("\u2e80" <= sign <= "\uffef" for sign in signs)
