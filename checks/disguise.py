"""A copy in which words are masked or replaced, proved beside another carrier that has real words in the same places.

Works on folded texts; whether two such documents are one text is decided in ``checks.compare``.
"""

from collections import Counter
from dataclasses import dataclass

from checks.alignment import Hunk, hunks
from gongwen.unfit import MARK, Unfit, is_brand

_FEWEST = 2  # places: one may be a sign of the printer's
_REPEATED = 3  # times that a name stands for the same words
_LONGEST = 40  # characters of the original for which one sign may stand
_BEFORE = 6  # characters shown before a place
_MOST = 0.3  # share of the original that may be masked


@dataclass(frozen=True, slots=True)
class Disguise:
    """What was done to a copy: the text as it would be without, and what stands for what and where."""

    kind: Unfit
    restored: str
    count: int
    places: tuple[tuple[str, str, str], ...]  # the words before, what stands there, the words of the original


def undisguised(copy: str, original: str) -> Disguise | None:
    """Return the copy with the words of the original in the places that are masked or replaced, None where none are.

    Every masked place must have real words beside it, and the original has no sign of its own there.
    """
    found = hunks(copy, original)
    changed = [(one, copy[one.left_start : one.left_end], original[one.right_start : one.right_end]) for one in found]
    masked = [row for row in changed if _is_masked(row[1], row[2])]
    times = Counter((one, two) for _, one, two in changed)
    brands = [
        row for row in changed if times[row[1:]] >= _REPEATED and is_brand(row[1], row[2]) and row[1] not in original
    ]
    for kind, rows, fewest in ((Unfit.MASKED, masked, _FEWEST), (Unfit.BRANDED, brands, _REPEATED)):
        hidden = sum(len(two) for _, _, two in rows)
        if len(rows) >= fewest and hidden <= _MOST * len(original):
            places = ((copy[max(0, at.left_start - _BEFORE) : at.left_start], one, two) for at, one, two in rows)
            return Disguise(kind, _filled(copy, rows), len(rows), tuple(places))
    return None


def _is_masked(one: str, two: str) -> bool:
    return bool(one) and not one.strip(MARK) and 0 < len(two) <= _LONGEST and MARK not in two


def _filled(copy: str, rows: list[tuple[Hunk, str, str]]) -> str:
    pieces, at = [], 0
    for hunk, _, words in rows:
        pieces += [copy[at : hunk.left_start], words]
        at = hunk.left_end
    return "".join([*pieces, copy[at:]])
