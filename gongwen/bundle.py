"""Several papers one after another in one text (案卷 scanned through, 汇编): where each but the first begins.

Only what cannot be part of the paper before it is cut off: a head with its own number and title, behind the close of a
paper that has a number itself, neither names the new one nor forwards another's text, and labels no annex there.
"""

from collections.abc import Sequence
from itertools import pairwise

from gongwen.anatomy import read_head
from gongwen.closing import find_printed, find_signatures
from gongwen.furniture import Line
from gongwen.number import find_numbers
from gongwen.pieces import is_annex_label, only_numbers
from gongwen.text import fold_key
from gongwen.title import genre_of, parse_title

_MASTHEAD = 3  # lines above the number in which organ and marks stand
_CLOSE = 8  # lines above the head in which the paper before it ends
_HEAD = 12  # lines in which a paper's own number stands
_FORWARDING = frozenset({"forward", "approve_and_forward"})


def papers_behind(lines: Sequence[Line]) -> list[int]:
    """Return the places of lines at which the second and each later paper of a text begins, in order."""
    numbered = [place for place in range(len(lines)) if only_numbers(lines[place].words)]
    starts: list[int] = []
    may_enclose = _forwards(lines, 0)
    for place, following in pairwise([*numbered, len(lines)]):
        current = starts[-1] if starts else 0
        start = _head_begins(lines, place, floor=current + 1)
        if start <= current or not _is_paper(lines, start, following) or not _is_closed(lines, current, start):
            continue
        if may_enclose or _is_named(lines, current, start):
            may_enclose = False  # what a paper forwards stands behind it, and is its part
            continue
        starts.append(start)
        may_enclose = _forwards(lines, start)
    return starts


def _head_begins(lines: Sequence[Line], number: int, *, floor: int) -> int:
    """Return the place of the first line of a head whose number stands on a line."""
    begin = number
    for place in range(number - 1, max(floor, number - _MASTHEAD) - 1, -1):
        head = read_head(lines[place : number + 1])
        if head.body < number - place or head.dates or head.title or is_annex_label(lines[place].words):
            break
        begin = place if head.masthead else begin
    return begin


def _is_paper(lines: Sequence[Line], start: int, following: int) -> bool:
    """Tell whether a paper begins here: masthead or addressee, a whole title of a kind of paper, and sentences.

    The cells of a list (number, title, organ, date) have no sentences.
    """
    head = read_head(lines[start:])
    words = "".join(line.words for line in head.title)
    said = sum("。" in line.words for line in lines[start + head.body : following])
    return bool(head.title_complete and genre_of(words) and said and (head.addressee or (head.masthead and said > 1)))


def _is_closed(lines: Sequence[Line], begin: int, end: int) -> bool:
    """Tell whether the paper that begins on a line has its own number and has ended where another may begin."""
    own = read_head(lines[begin:end])
    last = lines[max(begin + 1, end - _CLOSE) : end]
    if not own.numbers or own.numbers[0].start > lines[min(begin + _HEAD, end) - 1].end:
        return False
    is_over = bool(find_signatures(last, 0)) or find_printed(last) is not None
    return is_over and not any(is_annex_label(line.words) for line in last)


def _forwards(lines: Sequence[Line], begin: int) -> bool:
    title = "".join(line.words for line in read_head(lines[begin:]).title)
    return parse_title(title).wrapper in _FORWARDING


def _is_named(lines: Sequence[Line], begin: int, end: int) -> bool:
    """Tell whether the paper from one line on names the one that begins at another, by its number or its title."""
    head = read_head(lines[end:])
    text = "\n".join(line.words for line in lines[begin:end])
    named = {number.canonical for number in find_numbers(text)}
    title = parse_title("".join(line.words for line in head.title))
    return any(number.canonical in named for number in head.numbers) or fold_key(title.core) in fold_key(text)
