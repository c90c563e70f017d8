"""What two documents are to each other, by rules in order: numbers and titles first, dates next, the text last.

One pair at a time; which pairs are looked at is for checks.candidates, what follows from the verdicts for checks.instruments.
"""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from checks.differences import Difference, differ
from checks.profile import Profile
from gongwen.issuer import region_of
from gongwen.likeness import TitleRelation, relate_parts, relate_titles
from gongwen.messages import record
from gongwen.model import Verdict

_WHOLE = 60  # folded characters from which equal texts are one text and not a form
_LONG = 1500  # folded characters from which a text is itself whatever its title
_CLOSE = 0.3  # shingles in common from which a pair is worth a row
_TEMPLATE = 0.42  # shingles in common from which two places are held to use one template
_VERSION = 0.5  # similarity from which notices of one title are texts of one work
_RETYPED = 0.93  # similarity of copies whose headings name the same dates
_SAME_WORK = 0.7  # shingles in common from which even two issuers hold one work
_END = 0.05  # share of the text that may be missing at the end where the headings name different dates
_OCR = 0.004  # stray characters for each character from which a text is held to be recognised from a picture
_APART = 31  # days that dates of one event may differ in two headings
_OTHER_YEAR = 180  # days from which dates of adoption speak of two texts


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its score (0–1, how alike) and its reasons."""

    verdict: Verdict
    score: float
    reasons: tuple[str, ...] = field(default_factory=tuple)


def judge(left: Profile, right: Profile, *, close: bool) -> Judgement | None:
    """Return what two documents are to each other, or None where they have too little in common for a row."""
    if left.parent_doc_id == right.doc_id or right.parent_doc_id == left.doc_id:
        return Judgement(Verdict.COVER_AND_ANNEX, 1.0, (_say("same_file"),))
    if left.head + left.body == right.head + right.body and len(left.head + left.body) >= _WHOLE:
        return Judgement(Verdict.SAME_TEXT, 1.0, (_say("same_words"),))
    overlap = _jaccard(left, right)
    relation = _relation(left, right)
    if overlap < _CLOSE and not close:
        return None
    pair = _Pair(left, right, relation, overlap)
    for rule in (_enclosed, _other_kind, _series, _elsewhere, _other_issuer, _same_title, _near_title, _same_body):
        if found := rule(pair):
            return found
    if pair.places and overlap >= _TEMPLATE:
        return pair.judge(Verdict.ELSEWHERE, _say("other_place", left=pair.places[0], right=pair.places[1]))
    return pair.judge(Verdict.DIFFERENT, _say("other_title")) if overlap >= _CLOSE or relation is TitleRelation.NEAR else None


class _Pair:
    """Two profiles and what has been worked out of them; the costly comparison of texts is made once and only if asked for."""

    def __init__(self, left: Profile, right: Profile, relation: TitleRelation, overlap: float) -> None:
        self.left, self.right, self.relation, self.overlap = left, right, relation, overlap
        self._difference: Difference | None = None

    @property
    def difference(self) -> Difference:
        if self._difference is None:
            title = self.left.key.stem + "|" + self.right.key.stem + "|" + self.left.head[:200] + "|" + self.right.head[:200]
            self._difference = differ(self.left.body, self.right.body, title)
        return self._difference

    @property
    def places(self) -> tuple[str, str] | None:
        """The places, where both are known and differ."""
        one, two = self.left.key.place or self.left.region, self.right.key.place or self.right.region
        return (one, two) if one and two and one not in two and two not in one else None

    @property
    def numbers(self) -> bool | None:
        """True for the same number, False for another of the same agency, None where that is open."""
        one, two = self.left, self.right
        if not one.number or not two.number or one.agency_code != two.agency_code or not one.agency_code:
            return None
        return (one.number_year, one.number_serial) == (two.number_year, two.number_serial)

    @property
    def dates(self) -> bool | None:
        """True for headings that name the same last event, False for different ones, None where that is open."""
        one, two = self.left.heading, self.right.heading
        if one.amended and two.amended:
            return abs((one.amended[-1] - two.amended[-1]).days) <= _APART
        if one.amended or two.amended:
            return None
        first, second = _days(self.left), _days(self.right)
        if not first or not second:
            return None
        if abs((first[-1] - second[-1]).days) > _OTHER_YEAR:
            return False
        return True if set(first) & set(second) else None

    def judge(self, verdict: Verdict, *reasons: str) -> Judgement:
        similarity = round(self._difference.similarity if self._difference else self.overlap, 3)
        return Judgement(verdict, similarity, tuple(reason for reason in reasons if reason))


def _say(key: str, **values: object) -> str:
    return record(f"checks_pairs.{key}", **values)


def _days(profile: Profile) -> tuple[date, ...]:
    return profile.heading.adopted or ((profile.written,) if profile.written else ())


def _jaccard(left: Profile, right: Profile) -> float:
    shared = len(np.intersect1d(left.shingles, right.shingles, assume_unique=True))
    return shared / max(len(left.shingles) + len(right.shingles) - shared, 1)


def _relation(left: Profile, right: Profile) -> TitleRelation:
    relation = relate_titles(left.key, right.key)
    one, two = left.key.stem, right.key.stem
    if relation is TitleRelation.APART and min(len(one), len(two)) >= 6 and Indel.distance(one, two) <= 2:
        parts = relate_parts(left.key, right.key)
        if parts is TitleRelation.SERIES:
            return parts
        if parts in (TitleRelation.SAME, TitleRelation.NEAR):
            return TitleRelation.NEAR
    if relation in (TitleRelation.APART, TitleRelation.UNKNOWN) and (_heads(left, right) or _heads(right, left)):
        return TitleRelation.UNKNOWN
    return relation


def _heads(one: Profile, other: Profile) -> bool:
    """Tell whether the title of one stands at the head of the other, as in a copy whose own title was lost."""
    stem = one.key.stem
    if len(stem) < 6:
        return False
    return fuzz.partial_ratio(stem, other.head[:400] or other.body[:200], score_cutoff=90) > 0


def _other_bodies(left: Profile, right: Profile) -> tuple[str, str] | None:
    """The issuers, where both are known and one is of a place and the other of none, or of another."""
    one, two = (region_of(profile.issuer) for profile in (left, right))
    return (left.issuer, right.issuer) if left.issuer and right.issuer and one != two else None


def _enclosed(pair: _Pair) -> Judgement | None:
    """A cover notice and the text it promulgates or forwards."""
    for cover, text in ((pair.left, pair.right), (pair.right, pair.left)):
        if not cover.key.encloses or text.key.wrapper:
            continue
        named = pair.relation is TitleRelation.SAME or cover.key.stem == text.key.stem and pair.relation is TitleRelation.NEAR
        if not named and not (pair.overlap >= _CLOSE and pair.places is None and _same_text(pair)):
            continue
        forward = cover.key.wrapper != "promulgate"
        verdict = Verdict.FORWARDED if forward else Verdict.COVER_AND_ANNEX
        return pair.judge(verdict, _say("forwards" if forward else "encloses", title=cover.key.enclosed))
    return None


def _other_kind(pair: _Pair) -> Judgement | None:
    """An interpretation is never the text; a change and what it changes are two documents."""
    left, right = pair.left, pair.right
    if (left.reading or left.key.reading) != (right.reading or right.key.reading):
        return pair.judge(Verdict.DIFFERENT, _say("reading"))
    if left.key.wrapper != right.key.wrapper and pair.relation is TitleRelation.SAME:
        return pair.judge(Verdict.DIFFERENT, _say("other_title"))
    return None


def _series(pair: _Pair) -> Judgement | None:
    if pair.relation is not TitleRelation.SERIES:
        return None
    one, two = pair.left.key, pair.right.key
    if (not one.numerals or not two.numerals) and one.supplement == two.supplement and pair.overlap >= _CLOSE and _clean(pair):
        return None
    if one.supplement != two.supplement:
        return pair.judge(Verdict.SERIES, _say("supplement"))
    left, right = ("、".join(map(str, key.numerals)) or "—" for key in (one, two))
    return pair.judge(Verdict.SERIES, _say("other_numeral", left=left, right=right))


def _elsewhere(pair: _Pair) -> Judgement | None:
    if pair.relation is not TitleRelation.ELSEWHERE:
        return None
    left, right = pair.left.key.place, pair.right.key.place
    misread = Indel.distance(left, right) <= 2 and len(left) == len(right) and pair.overlap >= _CLOSE
    if misread and pair.difference.noise >= _OCR and _clean(pair):
        return None
    return pair.judge(Verdict.ELSEWHERE, _say("other_place", left=left, right=right))


def _other_issuer(pair: _Pair) -> Judgement | None:
    if pair.relation is not TitleRelation.OTHER_BODY:
        return None
    return pair.judge(Verdict.ELSEWHERE, _say("other_body", left=pair.left.key.issuer, right=pair.right.key.issuer))


def _same_title(pair: _Pair) -> Judgement | None:
    if pair.relation is not TitleRelation.SAME:
        return None
    left, right = pair.left, pair.right
    title = _say("same_title")
    if left.key.draft != right.key.draft:
        return pair.judge(Verdict.VERSION, title, _say("draft", draft=left.key.draft or right.key.draft))
    if left.key.trial != right.key.trial:
        return pair.judge(Verdict.VERSION, title, _say("trial", edition=left.key.edition or right.key.edition))
    if pair.numbers is False:
        reason = _say("other_number", left=left.number, right=right.number)
        if left.body == right.body and len(left.body) >= _WHOLE and left.key.regulation:
            return pair.judge(Verdict.SAME_TEXT, title, reason, _say("same_provisions"))
        return pair.judge(Verdict.VERSION if left.key.regulation else Verdict.SERIES, title, reason)
    if same := _same_text(pair, title):
        return same
    if (bodies := _other_bodies(left, right)) and pair.overlap < _SAME_WORK:
        return pair.judge(Verdict.ELSEWHERE, title, _say("other_body", left=bodies[0], right=bodies[1]))
    if left.key.regulation or pair.numbers or pair.difference.similarity >= _VERSION:
        return pair.judge(Verdict.VERSION, title, *_text_reasons(pair))
    return pair.judge(Verdict.DIFFERENT, title, *_text_reasons(pair))


def _near_title(pair: _Pair) -> Judgement | None:
    if pair.relation is not TitleRelation.NEAR or pair.overlap < 0.2 or pair.numbers is False:
        return None
    title = _say("near_title")
    if _echoed(pair):
        return pair.judge(Verdict.DIFFERENT, title, _say("echo"))
    if same := _same_text(pair, title):
        return same
    if pair.left.key.stem != pair.right.key.stem and pair.overlap >= _VERSION and not _other_bodies(pair.left, pair.right):
        return pair.judge(Verdict.VERSION, title, *_text_reasons(pair))
    return None


def _headed(pair: _Pair) -> bool:
    """Tell whether the whole title of one, its place included, stands at the head of the other."""
    return any(
        len(one.key.place) > 1 and one.key.place in two.head and _heads(one, two)
        for one, two in ((pair.left, pair.right), (pair.right, pair.left))
    )


def _same_body(pair: _Pair) -> Judgement | None:
    """Titles that differ or are missing: only the very text can make them one."""
    if pair.numbers is False or (pair.places and not _headed(pair)) or pair.overlap < _CLOSE and pair.numbers is None:
        return None
    if pair.relation is TitleRelation.UNKNOWN or pair.numbers:
        reason = _say("same_number", number=pair.left.number) if pair.numbers else _say("title_in_heading")
        return _same_text(pair, reason)
    if min(len(pair.left.body), len(pair.right.body)) >= _LONG and not _echoed(pair):
        return _same_text(pair, _say("other_title"))
    return None


def _same_text(pair: _Pair, *reasons: str) -> Judgement | None:
    """Say that two documents carry one text, where nothing but stray characters or a missing end differs."""
    left, right, difference = pair.left, pair.right, pair.difference
    if left.body == right.body and len(left.body) >= _WHOLE:
        return pair.judge(Verdict.SAME_TEXT, *reasons, _say("same_provisions"))
    if pair.dates is False and difference.tail > _END * difference.overlap:
        return None
    tail = _say("tail", chars=difference.tail) if difference.tail else ""
    if _clean(pair):
        return pair.judge(Verdict.SAME_TEXT, *reasons, _say("only_noise", count=difference.typos), tail)
    retyped = difference.similarity >= _RETYPED and not difference.systematic and difference.numerals < 2
    if pair.dates and retyped and _half(pair):
        count = difference.typos + difference.words + difference.numerals + difference.passages
        return pair.judge(Verdict.SAME_TEXT, *reasons, _say("small_differences", count=count), tail)
    return None


def _half(pair: _Pair) -> bool:
    """Tell whether the shorter text is more than an excerpt."""
    shorter = min(len(pair.left.body), len(pair.right.body))
    longer = max(len(pair.left.body), len(pair.right.body))
    return pair.difference.overlap >= max(_WHOLE, shorter * 0.8) and shorter * 4 >= longer


def _clean(pair: _Pair) -> bool:
    """Tell whether the provisions differ in stray characters only, as retyping and recognition leave them."""
    difference = pair.difference
    if not _half(pair):
        return False
    rate = difference.noise
    if rate < _OCR:
        return not (difference.words or difference.numerals or difference.passages)
    if rate > 0.12:
        return False
    return (
        difference.words <= 2 + 4 * difference.typos * rate
        and difference.numerals <= 2 + 0.1 * difference.typos
        and difference.passages <= (2 if rate > 0.02 else 0)
    )


def _echoed(pair: _Pair) -> bool:
    """Tell whether each text keeps to the word of its own title where the titles differ."""
    one, two = pair.left.key.stem, pair.right.key.stem
    changed = [(one[s.src_start : s.src_end], two[s.dest_start : s.dest_end]) for s in Indel.opcodes(one, two) if s.tag != "equal"]
    mine, theirs = "".join(a for a, _ in changed), "".join(b for _, b in changed)
    left, right = pair.left.body, pair.right.body
    return bool(mine and theirs) and left.count(mine) > left.count(theirs) and right.count(theirs) > right.count(mine)


def _text_reasons(pair: _Pair) -> tuple[str, ...]:
    difference = pair.difference
    text = _say("other_text", passages=difference.passages, words=difference.words, numerals=difference.numerals)
    if pair.dates is False:
        left, right = (str((*h.adopted, *h.amended)[-1]) for h in (pair.left.heading, pair.right.heading))
        return (_say("other_dates", left=left, right=right), text)
    return (text,)
