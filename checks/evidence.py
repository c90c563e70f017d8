"""What speaks for and against two documents being one: titles, numbers, places, dates, and at last their texts.

Facts only; which of them decides is for ``checks.compare``.
"""

from datetime import date
from functools import cached_property

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from checks.differences import Difference, differ
from checks.profile import Profile
from gongwen.issuer import NATIONWIDE
from gongwen.likeness import TitleRelation, bare_words, is_serial_number, issuer_region, relate_parts, relate_titles
from gongwen.text import fold_key

WHOLE = 60  # folded characters from which equal texts are one text and not a form
_OCR = 0.002  # stray characters for each character from which a text is held to be recognised from a picture
_STRAY = 6  # stray characters at least in such a text
_POOR = 0.02  # stray characters for each character from which some stand together
_GARBLED = 16  # characters of both texts that such a place may have
_ILLEGIBLE = 0.12  # stray characters for each character from which nothing can be said
_APART = 31  # days that dates of one event may differ in two headings
_OTHER_YEAR = 180  # days from which dates of adoption speak of two texts
_STUB = 20  # times that a text is longer than a stub of it
_MISREAD = 0.12  # share of the characters of two titles in which a misread one may differ
_ALIKE = 0.3  # shingles in common from which it is worth while to look for misread characters
_READABLE = 82  # likeness of two whole titles, of 100, from which one may be the other, misread
_TITLE = 6  # folded characters from which a title can be found in another place


class Evidence:
    """Two profiles side by side. The texts are aligned once, and only where a rule asks for it."""

    def __init__(self, left: Profile, right: Profile) -> None:
        self.left, self.right = left, right

    @cached_property
    def overlap(self) -> float:
        """Shingles in common, 0 to 1 (Jaccard)."""
        left, right = self.left.shingles, self.right.shingles
        shared = len(np.intersect1d(left, right, assume_unique=True))
        return shared / max(len(left) + len(right) - shared, 1)

    @cached_property
    def held(self) -> float:
        """Share of the shingles of the shorter text that the other holds too, 0 to 1."""
        left, right = self.left.shingles, self.right.shingles
        return len(np.intersect1d(left, right, assume_unique=True)) / max(min(len(left), len(right)), 1)

    @cached_property
    def difference(self) -> Difference:
        """How the provisions differ."""
        heads = (part for one in (self.left, self.right) for part in (one.key.stem, one.head[:200]))
        return differ(self.left.body, self.right.body, "|".join(heads))

    @cached_property
    def titles(self) -> TitleRelation:
        """What the titles are to each other; UNKNOWN also where one of them is lost or may be misread."""
        relation = relate_titles(self.left.key, self.right.key)
        one, two = self.left.key, self.right.key
        if relation is TitleRelation.ELSEWHERE and self.misread(one.place, two.place):
            return TitleRelation.NEAR
        if relation is TitleRelation.SERIES and self.lost_numeral:
            return TitleRelation.NEAR
        if relation is TitleRelation.APART and self.slips <= 2:
            parts = relate_parts(self.left.key, self.right.key)
            if parts in (TitleRelation.SAME, TitleRelation.NEAR, TitleRelation.SERIES):
                return parts if parts is TitleRelation.SERIES else TitleRelation.NEAR
        apart = relation in (TitleRelation.APART, TitleRelation.UNKNOWN)
        lost = apart and (self.garbled or any(_heads(*pair) for pair in self.both_ways))
        return TitleRelation.UNKNOWN if lost else relation

    @cached_property
    def slips(self) -> float:
        """Characters that one title has and the other has not; infinite for titles too short to be told by them."""
        one, two = self.left.key.stem, self.right.key.stem
        return Indel.distance(one, two) if min(len(one), len(two)) >= _TITLE else float("inf")

    @property
    def garbled(self) -> bool:
        """Whether the titles are so near that one may be the other, misread."""
        if self.slips <= _MISREAD * (len(self.left.key.stem) + len(self.right.key.stem)):
            return True
        one, two = fold_key(self.left.title), fold_key(self.right.title)
        return min(len(one), len(two)) >= _TITLE and fuzz.ratio(one, two) >= _READABLE

    @property
    def both_ways(self) -> tuple[tuple[Profile, Profile], tuple[Profile, Profile]]:
        """The two profiles in either order."""
        return (self.left, self.right), (self.right, self.left)

    @property
    def places(self) -> tuple[str, str] | None:
        """The places, where both are known and differ and no whole title stands at the head of the other text."""
        one, two = (profile.key.place or _own_region(profile) for profile in (self.left, self.right))
        if not one or not two or one in two or two in one:
            return None
        if self.misread(one, two):
            return None
        headed = any(len(a.key.place) > 1 and a.key.place in b.head and _heads(a, b) for a, b in self.both_ways)
        return None if headed else (one, two)

    @property
    def lost_numeral(self) -> bool:
        """Whether one title has lost the year or ordinal of the other, while the texts are the same."""
        one, two = self.left.key, self.right.key
        lost = one.supplement == two.supplement and (not one.numerals or not two.numerals)
        return lost and self.overlap >= _ALIKE and self.clean

    def misread(self, one: str, two: str) -> bool:
        """Tell whether two places may be one: a character apart, in a picture of what is else the same text."""
        near = len(one) == len(two) and Indel.distance(one, two) <= 2
        return near and self.overlap >= _ALIKE and self.recognised and self.clean

    @property
    def issuers(self) -> tuple[str, str] | None:
        """The issuers, where both are known and are organs of different places."""
        one, two = self.left.issuer, self.right.issuer
        return (one, two) if one and two and issuer_region(one) != issuer_region(two) else None

    @property
    def numbers(self) -> bool | None:
        """True for the same number, False for another of the same agency, None where that is open."""
        one, two = self.left, self.right
        own = is_serial_number(one.number) and is_serial_number(two.number)
        if not own or one.agency_code != two.agency_code or not one.agency_code:
            return None
        return (one.number_year, one.number_serial) == (two.number_year, two.number_serial)

    @property
    def dates(self) -> bool | None:
        """True for headings that name the same last event, False for different ones, None where that is open."""
        one, two = self.left.heading, self.right.heading
        if one.amended and two.amended:
            return abs((one.amended[-1] - two.amended[-1]).days) <= _APART
        first, second = _days(self.left), _days(self.right)
        if one.amended or two.amended or not first or not second:
            return None
        if abs((first[-1] - second[-1]).days) > _OTHER_YEAR:
            return False
        return True if set(first) & set(second) else None

    @property
    def same_body(self) -> bool:
        """Whether the provisions are the same to the character."""
        return self.left.body == self.right.body and len(self.left.body) >= WHOLE

    @property
    def half(self) -> bool:
        """Whether the shorter text is more than an excerpt of the longer."""
        shorter, longer = sorted((len(self.left.body), len(self.right.body)))
        return self.difference.overlap >= max(WHOLE, shorter * 0.8) and shorter * 4 >= longer

    @property
    def stub(self) -> bool:
        """Whether one is a title and little else beside the text of the other."""
        shorter, longer = sorted((len(self.left.body), len(self.right.body)))
        return shorter * _STUB < longer

    @property
    def clean(self) -> bool:
        """Whether the provisions differ in stray characters only, as retyping and recognition leave them."""
        difference, rate = self.difference, self.difference.noise
        if not self.half or rate > _ILLEGIBLE:
            return False
        if not self.recognised:
            return not (difference.words or difference.numerals or difference.passages)
        lenience = 0.5 if self.dates is False else 1.0
        return (
            difference.words <= 2 + lenience * 4 * difference.typos * rate
            and difference.numerals <= 2 + lenience * 0.1 * difference.typos
            and difference.passages <= (2 if rate > _POOR else 0)
            and difference.longest <= lenience * _GARBLED
        )

    @property
    def recognised(self) -> bool:
        """Whether one of the texts was recognised from a picture, by the stray characters all over it."""
        return self.difference.noise >= _OCR and self.difference.typos >= _STRAY

    @property
    def echoed(self) -> bool:
        """Whether each text keeps to the word of its own title where the titles differ: they speak of two things."""
        one, two = self.left.key.stem, self.right.key.stem
        steps = [step for step in Indel.opcodes(one, two) if step.tag != "equal"]
        mine = "".join(one[step.src_start : step.src_end] for step in steps)
        theirs = "".join(two[step.dest_start : step.dest_end] for step in steps)
        left, right = self.left.body, self.right.body
        return bool(mine and theirs) and _keeps_to(left, right, mine) and _keeps_to(right, left, theirs)


def _keeps_to(one: str, other: str, word: str) -> bool:
    """Tell whether a text uses a word at least twice as often as the other does."""
    return one.count(word) * len(other) > 2 * other.count(word) * len(one)


def _own_region(profile: Profile) -> str:
    """The place of a document that stands by itself: an enclosed text may be another's than its cover."""
    return "" if profile.parent_doc_id or profile.region == NATIONWIDE else profile.region


def _days(profile: Profile) -> tuple[date, ...]:
    return profile.heading.adopted or ((profile.written,) if profile.written else ())


def _heads(one: Profile, other: Profile) -> bool:
    """Tell whether the title of one stands at the head of the other, as in a copy whose own title was lost."""
    stem = one.key.stem
    head = bare_words(other.head[:400] or other.body[:200])
    return len(stem) >= _TITLE and fuzz.partial_ratio(stem, head, score_cutoff=90) > 0
