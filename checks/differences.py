"""What the differing stretches of two texts amount to: stray characters, words, figures, whole passages, a missing end.

Only texts are weighed here; what the two documents are to each other is for checks.compare.
"""

import re
from collections import Counter
from dataclasses import dataclass

from checks.alignment import Hunk, hunks
from gongwen.likeness import NUMERAL_CHARACTERS
from gongwen.numerals import read_numeral

_MARKUP = re.compile(r"[!-~]*", re.ASCII)  # markup, addresses and page numbers of a carrier
_DIGITS = re.compile(r"\d+")
_WORD = 3  # characters: up to here a differing stretch is a word, beyond a passage
_PIECE, _RUNNING = 8, 80  # characters of a running head, at least and at most
_KNOWN = 0.8  # share of a running head that repeats titles and headings
_ENDS = 12  # characters that a broken end may differ in
_REPEATED = 5  # times that one and the same stray character is no accident
_AGAIN = 3  # times that one and the same word or passage is no accident


@dataclass(frozen=True, slots=True)
class Difference:
    """How two texts differ; counts are of stretches, lengths are in folded characters."""

    similarity: float  # share of characters that both have, the missing lead and end left out
    overlap: int  # characters that both have
    typos: int
    words: int
    numerals: int
    passages: int
    longest: int  # characters of the longest passage
    systematic: int  # words or passages changed in one and the same way again and again
    left_tail: int
    right_tail: int
    replaced: tuple[tuple[str, str], ...]  # what stands for what, each once

    @property
    def noise(self) -> float:
        """Stray characters for each shared character."""
        return self.typos / max(self.overlap, 1)

    @property
    def tail(self) -> int:
        """Characters at the end that only one text has."""
        return max(self.left_tail, self.right_tail)


def differ(left: str, right: str, title: str) -> Difference:
    """Weigh the differences of two folded texts; ``title`` (folded) tells running heads."""
    found = hunks(left, right)
    inner, left_tail, right_tail = _without_ends(found, len(left), len(right))
    changed = [(left[h.left_start : h.left_end], right[h.right_start : h.right_end], h) for h in inner]
    repeats = Counter(_letters(one + two) for one, two, _ in changed if not one or not two)
    counts: Counter[str] = Counter()
    pairs: list[tuple[str, str]] = []
    for one, two, hunk in changed:
        kind = _kind(one, two, _around(left, right, hunk))
        if kind == "passage" and (not one or not two) and _is_running_head(one or two, title, repeats):
            kind = "furniture"
        counts[kind] += 1
        if kind not in ("furniture", "style"):
            pairs.append((one, two))
    times = Counter(pairs)
    stray = sum(n for pair, n in times.items() if n >= _REPEATED and n * 4 > len(pairs) and max(map(len, pair)) == 1)
    systematic = sum(n for pair, n in times.items() if n >= _AGAIN and max(map(len, pair)) > 1)
    longest = max((len(one) + len(two) for one, two in pairs), default=0)
    lost = sum(h.left_end - h.left_start + h.right_end - h.right_start for h in inner)
    overlap = (len(left) - left_tail + len(right) - right_tail - lost) // 2
    return Difference(
        similarity=2 * overlap / max(2 * overlap + lost, 1),
        overlap=overlap,
        typos=counts["typo"],
        words=counts["word"] + stray,
        numerals=counts["numeral"],
        passages=counts["passage"],
        longest=longest,
        systematic=systematic,
        left_tail=left_tail,
        right_tail=right_tail,
        replaced=tuple(sorted(set(pairs))),
    )


def _without_ends(found: list[Hunk], left_length: int, right_length: int) -> tuple[list[Hunk], int, int]:
    """Leave out a lead or an end that only one of the texts has."""
    inner, left_tail, right_tail = list(found), 0, 0
    if inner and (last := inner[-1]).left_end == left_length and last.right_end == right_length:
        left_gone, right_gone = last.left_end - last.left_start, last.right_end - last.right_start
        if min(left_gone, right_gone) <= _ENDS:
            inner.pop()
            left_tail, right_tail = left_gone, right_gone
    if inner and inner[0].left_start == inner[0].right_start == 0:
        first = inner[0]
        if min(first.left_end, first.right_end) == 0:
            inner.pop(0)
    return inner, left_tail, right_tail


def _around(left: str, right: str, hunk: Hunk) -> tuple[str, str]:
    """Return both stretches widened to whole numerals."""
    one_start, two_start = hunk.left_start, hunk.right_start
    while (
        one_start
        and two_start
        and left[one_start - 1] in NUMERAL_CHARACTERS
        and left[one_start - 1] == right[two_start - 1]
    ):
        one_start, two_start = one_start - 1, two_start - 1
    one_end, two_end = hunk.left_end, hunk.right_end
    while (
        one_end < len(left)
        and two_end < len(right)
        and left[one_end] in NUMERAL_CHARACTERS
        and left[one_end] == right[two_end]
    ):
        one_end, two_end = one_end + 1, two_end + 1
    return left[one_start:one_end], right[two_start:two_end]


def _kind(one: str, two: str, wide: tuple[str, str]) -> str:
    if any(wide) and all(character in NUMERAL_CHARACTERS for character in wide[0] + wide[1]):
        if wide[0] and wide[1]:
            return "style" if read_numeral(wide[0]) == read_numeral(wide[1]) else "numeral"
        return "furniture" if _DIGITS.fullmatch(one + two) else "numeral"
    if (not one or not two) and _MARKUP.fullmatch(one + two):
        return "furniture"
    if len(one) <= 1 and len(two) <= 1:
        return "typo"
    return "word" if len(one) <= _WORD and len(two) <= _WORD else "passage"


def _letters(words: str) -> str:
    """Return the characters of an insertion in no order: an alignment may begin a running head anywhere in it."""
    return "".join(sorted(_DIGITS.sub("", words)))


def _is_running_head(inserted: str, title: str, repeats: Counter[str]) -> bool:
    """Tell whether an insertion is the head or foot of a page: it repeats, or it repeats the title."""
    plain = _DIGITS.sub("", inserted)
    if not _PIECE <= len(plain) <= _RUNNING:
        return False
    pieces = [plain[at : at + 4] for at in range(len(plain) - 3)]
    known = sum(piece in title for piece in pieces) / len(pieces)
    return known >= _KNOWN or (known > 0 and repeats[_letters(inserted)] > 1)
