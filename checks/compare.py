"""What two documents are to each other, by rules in order: numbers and titles first, dates next, the text last.

One pair at a time; the facts come from ``checks.evidence``, what follows from a verdict is for ``checks.instruments``.
"""

from dataclasses import dataclass, replace

from checks.disguise import Disguise, undisguised
from checks.evidence import WHOLE, Evidence
from checks.profile import Profile
from gongwen.likeness import TitleRelation
from gongwen.messages import record
from gongwen.model import Verdict
from gongwen.unfit import MARK

_LONG = 1500  # folded characters from which a text is itself whatever its title
_CLOSE = 0.3  # shingles in common from which a pair is worth a row
_TEMPLATE = 0.36  # shingles in common from which two places are held to use one template
_HELD = 0.8  # share of the shorter text that the longer must hold to carry it
_LIKE = 0.2  # shingles in common from which a slip in the title is thought of
_VERSION = 0.5  # similarity from which texts that are not regulations are texts of one work
_END = 0.05  # share of the text that may be missing at the end where the headings name different dates
_SHOWN = 3  # places shown
_RETYPED = 0.93  # similarity of copies whose headings name the same dates


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its score (0–1, how alike) and its reasons."""

    verdict: Verdict
    score: float
    reasons: tuple[str, ...]
    disguised: tuple[str, Disguise] | None = None  # doc_id of the copy in which words are masked or replaced


def judge(left: Profile, right: Profile, *, close: bool) -> Judgement | None:
    """Return what two documents are to each other, or None where they have too little in common for a row.

    ``close`` tells that a title, a number or a hash speaks for the pair, and not its texts alone.
    """
    if right.doc_id == left.parent_doc_id or left.doc_id == right.parent_doc_id:
        return Judgement(Verdict.COVER_AND_ANNEX, 1.0, (_say("same_file"),))
    if left.head + left.body == right.head + right.body and len(left.head + left.body) >= WHOLE:
        return Judgement(Verdict.SAME_TEXT, 1.0, (_say("same_words"),))
    pair = Evidence(left, right)
    if pair.overlap < _CLOSE and not close:
        return None
    found = next(filter(None, (rule(pair) for rule in _RULES)), None) or _left_over(pair)
    mixed = any(one.carries and not one.parent_doc_id and other.parent_doc_id for one, other in pair.both_ways)
    if mixed and found and found.verdict not in (Verdict.SAME_TEXT, Verdict.COVER_AND_ANNEX, Verdict.FORWARDED):
        return None  # cover is compared with cover, and text with text
    return found


def _left_over(pair: Evidence) -> Judgement | None:
    """What no rule decides: another place's text from the same template, or simply another document."""
    if pair.places and pair.overlap >= _TEMPLATE:
        return _judgement(pair, Verdict.ELSEWHERE, _say("other_place", left=pair.places[0], right=pair.places[1]))
    if pair.overlap >= _CLOSE or pair.titles is TitleRelation.NEAR:
        return _judgement(pair, Verdict.DIFFERENT, _say("other_title"))
    return None


def _say(key: str, **values: object) -> str:
    return record(f"checks_pairs.{key}", **values)


def _judgement(pair: Evidence, verdict: Verdict, *reasons: str) -> Judgement:
    alike = pair.difference.similarity if "difference" in vars(pair) else pair.overlap
    return Judgement(verdict, round(alike, 3), tuple(reason for reason in reasons if reason))


def _enclosed(pair: Evidence) -> Judgement | None:
    """A cover notice and the text that it promulgates or forwards."""
    for cover, text in pair.both_ways:
        if not cover.key.encloses or text.key.wrapper:
            continue
        named = pair.titles is TitleRelation.SAME
        named = named or (pair.titles is TitleRelation.NEAR and cover.key.stem == text.key.stem)
        if _carries(pair) if cover.carries or not named else named:
            forward = cover.key.wrapper != "promulgate"
            verdict = Verdict.FORWARDED if forward else Verdict.COVER_AND_ANNEX
            return _judgement(pair, verdict, _say("forwards" if forward else "encloses", title=cover.key.enclosed))
    return None


def _carries(pair: Evidence) -> bool:
    """Tell whether a cover that holds the text it encloses holds this very text."""
    named = pair.titles in (TitleRelation.SAME, TitleRelation.NEAR)
    found = _same_text(pair) if named and pair.held >= _HELD else _same_body(pair)
    return found is not None


def _other_kind(pair: Evidence) -> Judgement | None:
    """An interpretation is never the text; a change and what it changes are two documents."""
    left, right = pair.left, pair.right
    if (left.reading or left.key.reading) != (right.reading or right.key.reading):
        return _judgement(pair, Verdict.DIFFERENT, _say("reading"))
    if left.key.wrapper != right.key.wrapper and pair.titles is TitleRelation.SAME and not _promulgates(left, right):
        return _judgement(pair, Verdict.DIFFERENT, _say("other_title"))
    return None


def _disguised(pair: Evidence) -> Judgement | None:
    """A copy in which words are masked or replaced: the same paper, where nothing else differs.

    Samples are masked for others to fill in, so number, or title and day, must say that it is this very paper.
    """
    if not _is_one_paper(pair) or pair.overlap < _LIKE:
        return None
    for copy, other in pair.both_ways:
        if not (copy.masked or pair.difference.systematic):
            continue
        found = undisguised(copy.masked or copy.body, other.masked or other.body)
        if found is None:
            continue
        bare = Evidence(replace(copy, body=found.restored, masked=""), replace(other, body=other.masked or other.body))
        if bare.same_body or bare.clean:
            shown = "；".join(f"{before}{one}＝{two}".replace(MARK, "×") for before, one, two in found.places[:_SHOWN])
            said = _say(str(found.kind), count=found.count, places=shown)
            return Judgement(Verdict.SAME_TEXT, round(pair.difference.similarity, 3), (said,), (copy.doc_id, found))
    return None


def _is_one_paper(pair: Evidence) -> bool:
    left, right = pair.left, pair.right
    if left.sample or right.sample or left.parent_doc_id or right.parent_doc_id or pair.numbers is False:
        return False
    if left.key.draft != right.key.draft or left.key.numerals != right.key.numerals:
        return False
    named = pair.titles in (TitleRelation.SAME, TitleRelation.NEAR)
    return pair.numbers is True or (named and left.written is not None and left.written == right.written)


def _promulgates(left: Profile, right: Profile) -> bool:
    """Tell whether one is a text with its cover and the other a text without: they may be versions of each other."""
    wrappers = {left.key.wrapper, right.key.wrapper}
    return wrappers == {"", "promulgate"} and all(one.carries for one in (left, right) if one.key.wrapper)


def _series(pair: Evidence) -> Judgement | None:
    if pair.titles is not TitleRelation.SERIES:
        return None
    one, two = pair.left.key, pair.right.key
    if one.supplement != two.supplement:
        return _judgement(pair, Verdict.SERIES, _say("supplement"))
    left, right = ("、".join(map(str, key.numerals)) or key.edition or "—" for key in (one, two))
    return _judgement(pair, Verdict.SERIES, _say("other_numeral", left=left, right=right))


def _elsewhere(pair: Evidence) -> Judgement | None:
    if pair.titles is not TitleRelation.ELSEWHERE:
        return None
    left, right = pair.left.key.place, pair.right.key.place
    return _judgement(pair, Verdict.ELSEWHERE, _say("other_place", left=left, right=right))


def _other_body(pair: Evidence) -> Judgement | None:
    if pair.titles is not TitleRelation.OTHER_BODY:
        return None
    left, right = pair.left.key.issuer, pair.right.key.issuer
    return _judgement(pair, Verdict.ELSEWHERE, _say("other_body", left=left, right=right))


def _same_title(pair: Evidence) -> Judgement | None:
    if pair.titles is not TitleRelation.SAME:
        return None
    left, right, title = pair.left, pair.right, _say("same_title")
    if left.key.draft != right.key.draft:
        return _judgement(pair, Verdict.VERSION, title, _say("draft", draft=left.key.draft or right.key.draft))
    if left.key.trial != right.key.trial:
        return _judgement(pair, Verdict.VERSION, title, _say("trial", edition=left.key.edition or right.key.edition))
    if pair.numbers is False:
        reason = _say("other_number", left=left.number, right=right.number)
        if pair.same_body and left.key.regulation:
            return _judgement(pair, Verdict.SAME_TEXT, title, reason, _say("same_provisions"))
        return _judgement(pair, Verdict.VERSION if left.key.regulation else Verdict.SERIES, title, reason)
    if same := _same_text(pair, title):
        return same
    if left.listing and right.listing:
        return _judgement(pair, Verdict.SERIES, title, _say("other_list"))
    if pair.issuers:
        return _judgement(pair, Verdict.ELSEWHERE, title, _say("other_body", left=left.issuer, right=right.issuer))
    if pair.stub:
        return _judgement(pair, Verdict.DIFFERENT, title, _say("stub"))
    if left.key.regulation or pair.numbers or pair.difference.similarity >= _VERSION:
        return _judgement(pair, Verdict.VERSION, title, *_text_reasons(pair))
    return _judgement(pair, Verdict.DIFFERENT, title, *_text_reasons(pair))


def _near_title(pair: Evidence) -> Judgement | None:
    if pair.titles is not TitleRelation.NEAR or pair.overlap < _LIKE or pair.numbers is False:
        return None
    title = _say("near_title")
    if pair.echoed:
        return _judgement(pair, Verdict.DIFFERENT, title, _say("echo"))
    if same := _same_text(pair, title):
        return same
    if pair.left.key.stem != pair.right.key.stem and pair.overlap >= _VERSION and not pair.issuers:
        return _judgement(pair, Verdict.VERSION, title, *_text_reasons(pair))
    return None


def _same_body(pair: Evidence) -> Judgement | None:
    """Titles that differ or are missing: only the very text can make them one."""
    if pair.numbers is False or pair.places or (pair.overlap < _CLOSE and pair.numbers is None):
        return None
    if pair.numbers:
        return _same_text(pair, _say("same_number", number=pair.left.number))
    if pair.echoed:
        return None
    if pair.titles is TitleRelation.UNKNOWN:
        return _same_text(pair, _say("near_title" if pair.garbled else "title_in_heading"))
    if min(len(pair.left.body), len(pair.right.body)) >= _LONG:
        return _same_text(pair, _say("titles_apart"))
    return None


def _same_text(pair: Evidence, *reasons: str) -> Judgement | None:
    """Say that two documents carry one text, where nothing but stray characters or a missing end differs."""
    if pair.same_body:
        return _judgement(pair, Verdict.SAME_TEXT, *reasons, _say("same_provisions"))
    difference = pair.difference
    if pair.dates is False and difference.tail > _END * difference.overlap:
        return None
    tail = _say("tail", chars=difference.tail) if difference.tail else ""
    if pair.clean:
        return _judgement(pair, Verdict.SAME_TEXT, *reasons, _say("only_noise", count=difference.typos), tail)
    amended = pair.left.heading.amended and (difference.systematic or difference.numerals > 1)
    named = pair.titles is TitleRelation.SAME and pair.dates and not amended
    if named and difference.similarity >= _RETYPED and pair.half:
        count = difference.typos + difference.words + difference.numerals + difference.passages
        return _judgement(pair, Verdict.SAME_TEXT, *reasons, _say("small_differences", count=count), tail)
    return None


def _text_reasons(pair: Evidence) -> tuple[str, ...]:
    difference = pair.difference
    text = _say("other_text", passages=difference.passages, words=difference.words, numerals=difference.numerals)
    if pair.dates is not False:
        return (text,)
    left, right = ((*one.heading.adopted, *one.heading.amended)[-1:] for one in (pair.left, pair.right))
    if not left or not right:
        return (text,)
    return (_say("other_dates", left=left[0], right=right[0]), text)


_RULES = (_enclosed, _other_kind, _disguised, _series, _elsewhere, _other_body, _same_title, _near_title, _same_body)
