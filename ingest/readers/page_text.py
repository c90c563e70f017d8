"""From printed lines in reading order to the text: columns by themselves, hard line breaks inside paragraphs joined."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from gongwen.page_lines import ends_sentence, openings
from ingest.readers.page_layout import CJK
from ingest.readers.printed_lines import Line, Lines

_NARROW = 18  # characters; a narrower block is as likely a list as a text
_NARROW_COLUMN = 10  # the same for a column whose lines are mostly full
_COLUMN = 8  # lines; a shorter part of a page is no column
_OWN = 5  # lines; a shorter part is measured with all others
_FAR_IN = 4.5  # of the size: the farthest that the first line of a paragraph is set in
_Floats = npt.NDArray[np.float64]
_Flags = npt.NDArray[np.bool_]
_Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Measures:
    """The edges between which the running text of each part of a page stands."""

    left: _Floats
    right: _Floats
    indented: _Flags  # paragraphs begin with an indent
    is_text: _Flags  # lines are joined; not those of a list

    def of(self, parts: _Places) -> "_Measures":
        """Return the measures, in the order in which the parts are named."""
        return _Measures(self.left[parts], self.right[parts], self.indented[parts], self.is_text[parts])


class _Columns:
    """All lines of all pages; one entry a line in every array."""

    def __init__(self, pages: Sequence[Lines]) -> None:
        def all_of(column: Callable[[Lines], Sequence[float]]) -> _Floats:
            return np.array(list(chain.from_iterable(map(column, pages))), dtype=np.float64)

        self.lefts, self.rights = all_of(attrgetter("lefts")), all_of(attrgetter("rights"))
        self.bottoms, self.tops = all_of(attrgetter("bottoms")), all_of(attrgetter("tops"))
        self.sizes, self.is_row = all_of(attrgetter("sizes")), all_of(attrgetter("rows")) > 0


def compose(pages: Sequence[Sequence[Line]]) -> tuple[str, list[tuple[int, int]]]:
    """Return the text and each page's place in it; line breaks inside paragraphs are joined where that is safe."""
    columns = [Lines.of(page) for page in pages]
    texts = list(chain.from_iterable(page.texts for page in columns))
    if not texts:
        return "", [(0, 0) for _ in pages]
    lines = _Columns(columns)
    firsts = list(accumulate(map(len, columns), initial=0))  # where each page begins, and the end of the last
    starts, parted = _parts(lines, firsts)
    measures = _measures(lines, starts, parted)
    glues = _glues(texts, lines, np.repeat(np.arange(len(starts)), np.diff([*starts, len(texts)])), measures)
    begins = list(accumulate((len(text) + len(glue) for text, glue in zip(texts, glues, strict=True)), initial=0))
    spans = [
        (begins[first], begins[last - 1] + len(texts[last - 1])) if first < last else (_end(texts, begins, first),) * 2
        for first, last in pairwise(firsts)
    ]
    return "".join(chain.from_iterable(zip(texts, glues, strict=True))), spans


def _end(texts: Sequence[str], begins: Sequence[int], place: int) -> int:
    """Return where the text of the lines before this one ends."""
    return begins[place - 1] + len(texts[place - 1]) if place else 0


def _parts(lines: _Columns, firsts: Sequence[int]) -> tuple[list[int], list[bool]]:
    """Return where the parts begin, and which of them are columns of a page.

    Each column of running text is a part by itself, everything else of a page another.
    """
    is_higher = (lines.bottoms[1:] > lines.tops[:-1]) & (lines.lefts[1:] >= lines.rights[:-1] - lines.sizes[:-1])
    higher = [place + 1 for place in np.flatnonzero(is_higher).tolist()]  # up again, to the right of the line before
    starts: list[int] = []
    parted: list[bool] = []
    for first, last in pairwise(firsts):
        inner = higher[bisect_right(higher, first) : bisect_left(higher, last)]
        bounds = [first, *inner, last]
        is_parted = bool(inner) and all(end - start >= _COLUMN for start, end in pairwise(bounds))
        found = bounds[:-1] if is_parted else [first] if first < last else []
        starts += found
        parted += [is_parted] * len(found)
    return starts, parted


def _measures(lines: _Columns, starts: Sequence[int], parted: Sequence[bool]) -> _Measures:
    """Return the measure of each part; a part too short to have one takes that of all lines together."""
    own = _measured(lines, np.array(starts), np.array(parted))
    short = np.diff([*starts, len(lines.lefts)]) < _OWN
    if not short.any():
        return own
    whole = _measured(lines, np.array([0]), np.array([False]))
    pairs = (
        (own.left, whole.left),
        (own.right, whole.right),
        (own.indented, whole.indented),
        (own.is_text, whole.is_text),
    )
    return _Measures(*(np.where(short, one_of_all[0], each) for each, one_of_all in pairs))


def _measured(lines: _Columns, starts: _Places, parted: _Flags) -> _Measures:
    part = np.repeat(np.arange(len(starts)), np.diff([*starts, len(lines.lefts)]))
    loose = ~lines.is_row
    loose |= (np.add.reduceat(loose, starts) == 0)[part]  # a part that is a table has no other lines
    lefts, rights, sizes = lines.lefts, lines.rights, lines.sizes
    widths = np.where(loose, rights - lefts, -np.inf)
    is_long = widths >= (0.7 * np.maximum.reduceat(widths, starts))[part]
    left = np.minimum.reduceat(np.where(is_long, lefts, np.inf), starts)
    right = np.maximum.reduceat(np.where(is_long, rights, -np.inf), starts)
    counts = np.add.reduceat(loose, starts, dtype=np.int64)
    size = sizes[np.flatnonzero(loose)[np.cumsum(counts) - counts + counts // 2]]  # of a line in the midst
    setting_in = lefts - left[part]
    inner = np.add.reduceat(loose & (1.2 * sizes <= setting_in) & (setting_in <= 4 * sizes), starts, dtype=np.int64)
    full = np.add.reduceat(loose & (rights >= right[part] - 1.6 * sizes), starts, dtype=np.int64)
    narrowest = np.where(parted & (full >= 0.6 * counts), _NARROW_COLUMN, _NARROW)
    return _Measures(left, right, (counts >= _OWN) & (inner >= 0.15 * counts), right - left >= narrowest * size)


def _glues(texts: Sequence[str], lines: _Columns, part: _Places, measures: _Measures) -> list[str]:
    """Return what stands behind each line: a line end, a blank, or nothing; nothing behind the last."""
    above, below = measures.of(part[:-1]), measures.of(part[1:])
    size, height = lines.sizes[:-1], lines.sizes[1:]
    levels = lines.bottoms + lines.tops
    step = levels[:-1] - levels[1:]
    goes_on = above.is_text & (lines.rights[:-1] >= above.right - 1.6 * size)
    goes_on &= lines.lefts[1:] <= below.left + 0.6 * height
    goes_on &= np.abs(height - size) <= 0.15 * size
    goes_on &= (part[:-1] != part[1:]) | ((step > 0) & (step <= 5.2 * size))
    goes_on &= lines.lefts[:-1] - above.left <= _FAR_IN * size  # a title or a signature does not go on at the edge
    goes_on &= ~(lines.is_row[:-1] | lines.is_row[1:])
    glues = ["\n"] * (len(texts) - 1)
    places = np.flatnonzero(goes_on).tolist()
    opens = openings([texts[place + 1] for place in places])
    for place, opening, may_end in zip(places, opens, (~below.indented[places]).tolist(), strict=True):
        if not opening and not (may_end and ends_sentence(texts[place])):
            text = texts[place + 1]
            glues[place] = "" if "\u2e80" <= text[:1] <= "\u9fff" else blank_between(texts[place], text)
    return [*glues, ""]


def blank_between(before: str, after: str) -> str:
    """Return what joins two parts of one text: nothing where either is Chinese there, a blank between words."""
    last, first = before[-1:], after[:1]
    if "\u2e80" <= last <= "\u9fff" or "\u2e80" <= first <= "\u9fff":  # nearly always: no pattern needed
        return ""
    return "" if not last or not first or CJK.match(last) or CJK.match(first) or last == "-" else " "
