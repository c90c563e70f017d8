"""From printed lines in reading order to the text: columns by themselves, hard line breaks inside paragraphs joined."""

from collections.abc import Sequence
from itertools import chain, pairwise
from operator import sub
from typing import NamedTuple

from gongwen.page_lines import ends_sentence, openings
from ingest.readers.page_layout import CJK
from ingest.readers.printed_lines import Line, Lines

_NARROW = 18  # characters; a narrower block is as likely a list as a text
_NARROW_COLUMN = 10  # the same for a column whose lines are mostly full
_COLUMN = 8  # lines; a shorter part of a page is no column
_FAR_IN = 4.5  # of the size: the farthest that the first line of a paragraph is set in


class _Measure(NamedTuple):
    """The edges of running text in a part of a page."""

    left: float
    right: float
    indented: bool  # paragraphs begin with an indent
    is_text: bool = True  # lines are joined; not those of a list


def compose(pages: Sequence[Sequence[Line]]) -> tuple[str, list[tuple[int, int]]]:
    """Return the text and each page's place in it; line breaks inside paragraphs are joined where that is safe."""
    whole: _Measure | None = None  # of all pages: only parts too short for a measure of their own need it
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    length = 0
    last: Lines | None = None
    measure = _Measure(0.0, 0.0, False, False)
    for page in pages:
        begun: int | None = None
        parts = _parts(Lines.of(page)) if page else []
        for part in parts:
            if len(part) >= 5:
                own = _measure(part, is_column=len(parts) > 1)
            else:
                own = whole = whole or _measure(Lines.of([line for page in pages for line in page]))
            if last is not None:
                around = last[-1:].followed_by(part[:1])
                pieces += (glue := _glues(around, measure, own, turned=True))
                length += len(glue[0])
            begun = length if begun is None else begun
            glues = [*_glues(part, own, own), ""]
            pieces += chain.from_iterable(zip(part.texts, glues, strict=True))
            length += sum(map(len, part.texts)) + sum(map(len, glues))
            last, measure = part, own
        spans.append((length if begun is None else begun, length))
    return "".join(pieces), spans


def _parts(page: Lines) -> list[Lines]:
    """Return the lines of a page in parts: each column of running text by itself, everything else together."""
    higher = [place for place, (low, top) in enumerate(zip(page.bottoms[1:], page.tops, strict=False)) if low > top]
    starts = [  # up again, to the right of the line before
        place + 1 for place in higher if page.lefts[place + 1] >= page.rights[place] - page.sizes[place]
    ]
    if not starts:
        return [page]
    bounds = list(pairwise([0, *starts, len(page)]))
    is_parted = all(end - start >= _COLUMN for start, end in bounds)
    return [page[start:end] for start, end in bounds] if is_parted else [page]


def _measure(part: Lines, *, is_column: bool = False) -> _Measure:
    """Return the edges between which the running text stands."""
    lefts, rights, sizes = part.lefts, part.rights, part.sizes
    if any(part.rows) and not all(part.rows):
        loose = [
            (left, right, size)
            for left, right, size, is_row in zip(lefts, rights, sizes, part.rows, strict=True)
            if not is_row
        ]
        lefts, rights, sizes = zip(*loose, strict=True)
    widths = list(map(sub, rights, lefts))
    long = 0.7 * max(widths)
    left = min([start for start, width in zip(lefts, widths, strict=True) if width >= long])
    right = max([end for end, width in zip(rights, widths, strict=True) if width >= long])
    count, size = len(sizes), sizes[len(sizes) // 2]
    narrowest = _NARROW
    if is_column:
        full = sum([end >= right - 1.6 * high for end, high in zip(rights, sizes, strict=True)])
        narrowest = _NARROW_COLUMN if full >= 0.6 * count else _NARROW
    inner = sum([1.2 * high <= start - left <= 4 * high for start, high in zip(lefts, sizes, strict=True)])
    return _Measure(left, right, count >= 5 and inner >= 0.15 * count, right - left >= narrowest * size)


def _glues(part: Lines, above: _Measure, below: _Measure, *, turned: bool = False) -> list[str]:
    """Return what stands between each line and the next: a line end, a blank, or nothing.

    ``above`` is the measure of the part of the page in which the upper line stands, ``below`` that of the lower.
    """
    if not above.is_text:
        return ["\n"] * (len(part) - 1)
    left, right, start_at = above.left, above.right, below.left
    texts, lefts, rights, sizes, rows, levels = part.texts, part.lefts, part.rights, part.sizes, part.rows, part.levels
    following = (lefts[1:], levels[1:], sizes[1:])
    goes_on = [
        end >= right - 1.6 * size
        and start <= start_at + 0.6 * height
        and abs(height - size) <= 0.15 * size
        and (turned or 0 < level - low <= 5.2 * size)
        and begin - left <= _FAR_IN * size  # a title or a signature is no line of a text that goes on at the edge
        for begin, end, level, size, start, low, height in zip(lefts, rights, levels, sizes, *following, strict=False)
    ]
    if any(rows):
        goes_on = [on and not row and not next_row for on, row, next_row in zip(goes_on, rows, rows[1:], strict=False)]
    ends = not below.indented
    return [
        "\n"
        if not on or opens or (ends and ends_sentence(ended))
        else ("" if "\u2e80" <= text[:1] <= "\u9fff" else blank_between(ended, text))  # nearly always nothing
        for on, opens, ended, text in zip(goes_on, openings(texts[1:]), texts, texts[1:], strict=False)
    ]


def blank_between(before: str, after: str) -> str:
    """Return what joins two parts of one text: nothing where either is Chinese there, a blank between words."""
    last, first = before[-1:], after[:1]
    if "\u2e80" <= last <= "\u9fff" or "\u2e80" <= first <= "\u9fff":  # nearly always: no pattern needed
        return ""
    return "" if not last or not first or CJK.match(last) or CJK.match(first) or last == "-" else " "
