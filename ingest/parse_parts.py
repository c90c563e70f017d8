"""Reads one document's own text: which witnesses its head, its closing and its parts bear. Chooses nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gongwen.anatomy import Head, is_decree, read_head
from gongwen.closing import Signature, find_disclosure, find_printed, find_signatures
from gongwen.enclosures import Part, annex_names, find_parts, possible_names
from gongwen.furniture import Line, split_lines
from gongwen.issuer import find_issuer, is_section, join_organs, organs_of_series, parse_issuers, same_organ
from gongwen.model import DocumentNumber, Title, Witness
from gongwen.notes import acting_organs, adopted_in_order, promulgating_number, read_notes, text_date
from gongwen.pieces import moved_number
from gongwen.text import squeeze
from gongwen.title import close_up, genre_of, parse_title, shown_title, unquoted
from gongwen.title_numbers import leading_number, trailing_number, without_bracketed_number
from ingest.parse_witnesses import Witnesses, add_date, add_issuers, add_number

_COVER_CHARS = 1500  # how far a cover's own words go in which it names what it encloses
_UNSIGNED_WITHIN = 8  # lines before the end of the cover
_QUOTED = re.compile(r"《([^《》]{3,90}(?:〈[^〈〉]{2,80}〉[^《》]{0,40})?)》")


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A text and its parts: lines, head, signature, enclosed texts; offsets are into ``text``."""

    text: str
    lines: tuple[Line, ...]
    head: Head
    title: str  # as printed, "" where the text has none
    signature: Signature | None
    parts: tuple[Part, ...]


def read_anatomy(text: str, known_titles: frozenset[str], known_title: str) -> Anatomy:
    """Take a document's text apart; titles that the carrier gives help to see where the text's own title ends."""
    lines = tuple(split_lines(text))
    head = read_head(lines, known_titles=known_titles, heading=known_title)
    title = printed(text, head.title)
    parsed = parse_title(title or known_title)
    signatures = find_signatures(lines, head.body)
    names = _enclosed_names(parsed, text, lines, head)
    stop = _own_close(signatures, len(lines))
    parts = tuple(find_parts(lines, head.body + (1 if head.addressee else 0), names, stop, signatures))
    lead = find_issuer(parsed.text)
    signature = _choose_signature(signatures, parts, len(lines), lead.names[0] if lead else "")
    return Anatomy(text, lines, head, title, signature, parts)


def printed(text: str, lines: Sequence[Line]) -> str:
    """Return a title as printed, its lines joined and the blanks between its characters left out."""
    printed_lines = [text[line.start : line.end] for line in lines]
    joined = printed_lines[0] if printed_lines else ""
    for before, line in pairwise(printed_lines):
        joined += (" " if parse_issuers(before) else "") + line
    return shown_title(joined)


def _own_close(signatures: Sequence[Signature], count: int) -> int:
    """Return where the cover's closing begins if it stands at the very end of the file, else the number of lines."""
    if signatures and signatures[-1].last >= count - 3 and signatures[-1].issuers:
        return signatures[-1].first
    return count


def _choose_signature(
    signatures: Sequence[Signature], parts: Sequence[Part], count: int, lead: str
) -> Signature | None:
    """Return the cover's own signature: that of the organ that leads the title, else one that stands where they stand.

    A date without an organ is a signature only near the end of the cover. Where enclosed texts follow, the first one
    counts; where the cover's signature stands behind them, the last.
    """
    limit = parts[0].first if parts else count
    before = [
        signature
        for signature in signatures
        if signature.last < limit and (signature.issuers or limit - signature.last <= _UNSIGNED_WITHIN)
    ]
    own = [signature for signature in before if lead and any(same_organ(organ, lead) for organ in signature.issuers)]
    signed = [signature for signature in before if signature.issuers]
    if own or signed or before:
        return (own or signed or before)[0 if parts or own else -1]
    behind = [signature for signature in signatures if signature.issuers]
    return behind[-1] if behind else None


def _enclosed_names(title: Title, text: str, lines: Sequence[Line], head: Head) -> tuple[str, ...]:
    """Return the names under which enclosed texts may begin: the title's, the cover's and the note's."""
    names = list(possible_names(title))
    begin = lines[head.body].start if head.body < len(lines) else 0
    names.extend(squeeze(name) for name in _QUOTED.findall(text[begin : begin + _COVER_CHARS]))
    names.extend(annex_names(lines, head.body, len(lines)))
    return tuple(dict.fromkeys(name for name in names if len(name) >= 4))


def bear_witness(anatomy: Anatomy, witnesses: Witnesses) -> None:
    """Gather what the text itself says of its fields."""
    _title(anatomy, witnesses)
    _numbers(anatomy, witnesses)
    _issuers(anatomy, witnesses)
    _dates(anatomy, witnesses)
    if disclosure := find_disclosure(anatomy.lines):
        value, span = disclosure
        witnesses.add(
            "disclosure_attribute", Witness.NOTE, value, raw=span.words, rule="note", span=(span.start, span.end)
        )
    if anatomy.head.registration:
        span = anatomy.head.registration
        witnesses.add("registration_number", Witness.BODY, span.words, rule="masthead", span=(span.start, span.end))


def _title(anatomy: Anatomy, witnesses: Witnesses) -> None:
    lines = anatomy.head.title
    if not lines:
        _title_of_decree(anatomy, witnesses)
        return
    span = (lines[0].start, lines[-1].end)
    raw = anatomy.text[slice(*span)]
    title = unquoted(anatomy.title)
    if number := leading_number(raw) or trailing_number(raw):
        placed = moved_number(number, span[0])
        add_number(witnesses, placed, Witness.BODY, rule="title_line", span=(placed.start, placed.end))
        _issuer_by_number(placed, witnesses)
        title = _bare(raw[number.end :] if number.start == 0 else raw[: number.start])
    named = without_bracketed_number(title)
    complete = anatomy.head.title_complete
    witnesses.add(
        "title",
        Witness.BODY,
        named,
        raw=title,
        rule="heading" if complete else "heading_incomplete",
        span=span,
        confidence=1.0 if complete else 0.4,
    )


def _bare(title: str) -> str:
    """Return what is left of a title line beside its number, without the brackets that enclose it or stay open."""
    words = title.strip(" \u3000\n")
    if words[:1] in "（(" and words[-1:] in "）)":
        words = words[1:-1]
    return unquoted(close_up(words.strip(" \u3000（(")))


def _title_of_decree(anatomy: Anatomy, witnesses: Witnesses) -> None:
    """Name a paper without a title: by the one text that it promulgates, else by its masthead and number.

    A promulgation without a masthead is known by its first paragraph.
    """
    masthead, numbers = anatomy.head.masthead, anatomy.head.numbers
    name = "".join(masthead[0].words.split()) if masthead else numbers[0].agency_code if numbers else ""
    instruments = [_heading(anatomy, part) for part in anatomy.parts]
    if (is_decree(name) or (not name and _promulgates(anatomy))) and len(instruments) == 1 and instruments[0]:
        title, start, end = instruments[0]
        witnesses.add("title", Witness.BODY, title, rule="decree", span=(start, end), confidence=0.48)
    elif not masthead:
        return
    elif numbers:
        number = numbers[0]
        begun = number.canonical.startswith(name.removeprefix(_STATE))
        title = name + number.canonical[len(name.removeprefix(_STATE)) :] if begun else name + number.canonical
        witnesses.add("title", Witness.BODY, title, rule="number", span=(number.start, number.end), confidence=0.45)
    elif genre_of(name):
        span = (masthead[0].start, masthead[0].end)
        witnesses.add("title", Witness.BODY, name, rule="masthead", span=span, confidence=0.45)


_STATE = "中华人民共和国"
_PROMULGATED = re.compile(r"现(?:予以?)?(?:公布|发布|颁布|公告)")


def _promulgates(anatomy: Anatomy) -> bool:
    first = anatomy.lines[anatomy.head.body].words if anatomy.head.body < len(anatomy.lines) else ""
    return "《" in first and bool(_PROMULGATED.search(first))


def _heading(anatomy: Anatomy, part: Part) -> tuple[str, int, int] | None:
    """Return the title of an enclosed text as printed, with its place."""
    head = read_head(anatomy.lines[part.first : part.last])
    if not head.title:
        return None
    return printed(anatomy.text, head.title), head.title[0].start, head.title[-1].end


def _numbers(anatomy: Anatomy, witnesses: Witnesses) -> None:
    for number in anatomy.head.numbers:
        add_number(witnesses, number, Witness.BODY, rule="masthead", span=(number.start, number.end))
        _issuer_by_number(number, witnesses)
    if anatomy.head.numbers:
        return
    if noted := promulgating_number(read_notes(anatomy.text, anatomy.head.notes)):
        add_number(witnesses, noted, Witness.NOTE, rule="note", span=(noted.start, noted.end))
        _issuer_by_number(noted, witnesses)


def _issuer_by_number(number: DocumentNumber, witnesses: Witnesses) -> None:
    """A decree names its organ in its number; a few codes are one organ's alone (法释)."""
    organs = organs_of_series(number.agency_code)
    if organs:
        span = (number.start, number.end)
        add_issuers(witnesses, organs, Witness.NOTE, rule="number", raw=number.raw, span=span, confidence=0.6)


def _issuers(anatomy: Anatomy, witnesses: Witnesses) -> None:
    lead = find_issuer(squeeze(join_organs(anatomy.title))) if anatomy.title else None
    if lead:
        first = anatomy.head.title[0]
        names = (*_heading_above(anatomy, lead.names), *lead.names)
        add_issuers(witnesses, names, Witness.BODY, rule="title", span=(first.start, first.end))
    for mast in anatomy.head.masthead:
        organs = organs_of_series(mast.words)
        if organs:
            add_issuers(
                witnesses, organs, Witness.MASTHEAD, rule="masthead", raw=mast.words, span=(mast.start, mast.end)
            )
    signature = anatomy.signature
    if signature and signature.issuers:
        span = (signature.issuer_span.start, signature.issuer_span.end) if signature.issuer_span else None
        weak = all(is_section(organ) for organ in signature.issuers)
        add_issuers(
            witnesses,
            signature.issuers,
            Witness.SIGNATURE_BLOCK,
            rule="signature",
            span=span,
            confidence=0.4 if weak else 1.0,
        )
    for note in read_notes(anatomy.text, anatomy.head.notes):
        if note.kind in ("promulgated", "adopted") and (organs := acting_organs(note)):
            span = (note.mention.start, note.mention.end)
            add_issuers(witnesses, organs, Witness.NOTE, rule=f"note_{note.kind}", raw=note.words[:80], span=span)


def _heading_above(anatomy: Anatomy, named: Sequence[str]) -> tuple[str, ...]:
    """Return the organs on the lines right above a title that an organ leads: they issue together, each on its line."""
    organs: tuple[str, ...] = ()
    first = anatomy.head.title[0].start  # of a title behind other words of its line there is no line
    place = next((index for index, line in enumerate(anatomy.lines) if line.start == first), 0)
    masts = {mast.start: mast.words for mast in anatomy.head.masthead}
    while place and (words := masts.get(anatomy.lines[place - 1].start)) and (above := parse_issuers(words)):
        if words.rstrip().endswith("文件") or any(same_organ(organ, name) for organ in above for name in named):
            break
        organs, place = (*above, *organs), place - 1
    return organs


def _dates(anatomy: Anatomy, witnesses: Witnesses) -> None:
    signature = anatomy.signature
    if signature and signature.date:
        add_date(witnesses, "date_written", signature.date, Witness.SIGNATURE_BLOCK, rule="signature")
    notes = read_notes(anatomy.text, anatomy.head.notes)
    latest = text_date(notes)
    for note in notes:
        if note.kind == "adopted" or note.kind == "in_force":
            name = "date_adopted" if note.kind == "adopted" else "date_in_force"
            add_date(witnesses, name, note.mention, Witness.NOTE, rule=f"note_{note.kind}")
        if note.kind != "in_force" and note.mention.value:
            confidence = 1.0 if note is latest else 0.45
            witnesses.add(
                "date_written",
                Witness.NOTE,
                note.mention.value.isoformat(),
                raw=note.mention.raw,
                rule=f"note_{note.kind}",
                span=(note.mention.start, note.mention.end),
                confidence=confidence,
            )
    begin = anatomy.lines[anatomy.head.body].start if anatomy.head.body < len(anatomy.lines) else len(anatomy.text)
    if adopted := adopted_in_order(anatomy.text, begin):
        add_date(witnesses, "date_adopted", adopted, Witness.BODY, rule="order_adopted")
    for mention in anatomy.head.dates:
        add_date(witnesses, "date_written", replace(mention, confidence=0.7), Witness.MASTHEAD, rule="below_title")
    if printed_on := find_printed(anatomy.lines):
        add_date(witnesses, "date_printed", printed_on, Witness.NOTE, rule="printed")
