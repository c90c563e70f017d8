"""Which catalogue entries are held, which are missing, and which documents no catalogue names (有目无文, 有文无目).

The number decides first, then the title; date and issuer speak for or against. Nothing is guessed: where two papers may
be meant, both are shown and a person chooses. Reading catalogues and counting coverage have no place here.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from checks.meetings import Dates, Meeting, Numbers, meet
from checks.papers import Likeness, Paper, entry_paper, held_papers
from gongwen.messages import record
from gongwen.model import CarrierClass

_NOT_TO_BE_LISTED = frozenset({CarrierClass.INTERPRETATION, CarrierClass.NEWS, CarrierClass.CATALOGUE})
_HELD_VERDICTS = ("held", "held_with_differences")
_TITLED = (Likeness.SAME, Likeness.OTHER_LEAD, Likeness.ENCLOSED)
_GENERIC = 6  # a title this short says too little to stand alone
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "match_id": pl.String,
    "entry_id": pl.String,
    "doc_id": pl.String,
    "instrument_id": pl.String,
    "kind": pl.String,
    "verdict": pl.String,
    "score": pl.Float64,
    "differences": pl.List(pl.String),
}


class MatchVerdict(StrEnum):
    """What became of an entry, or of an instrument that no entry names (contract: ``matches.verdict``)."""

    HELD = "held"
    HELD_WITH_DIFFERENCES = "held_with_differences"
    MISSING = "missing"
    UNCATALOGUED = "uncatalogued"
    AMBIGUOUS = "ambiguous"
    NOT_YET_READ = "not_yet_read"


@dataclass(frozen=True, slots=True)
class _Finding:
    verdict: MatchVerdict
    meetings: tuple[Meeting, ...] = ()
    remark: str = ""


class _Held:
    """The documents held, found by number, by title and by the day they were written."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        kinds = ("number", "registered", "title", "day")
        self._by: dict[str, dict[str, list[Paper]]] = {kind: defaultdict(list) for kind in kinds}
        for paper in papers:
            for number in paper.numbers:
                self._by["number"][number].append(paper)
            for number in paper.registered:
                self._by["registered"][number].append(paper)
            for title in {paper.title.whole, paper.title.bare, paper.title.enclosed} - {""}:
                self._by["title"][title].append(paper)
            if paper.written:
                self._by["day"][paper.written.isoformat()].append(paper)

    def near(self, entry: Paper) -> list[Paper]:
        """Return every document that an entry may mean, each once, in the order of their ids."""
        title = entry.title
        found = [paper for number in entry.numbers for paper in self._by["number"].get(number, ())]
        found += [paper for number in entry.registered for paper in self._by["registered"].get(number, ())]
        for key in {title.whole, title.bare, title.enclosed} - {""}:
            found += self._by["title"].get(key, ())
        return sorted({paper.id: paper for paper in found}.values(), key=lambda paper: paper.id)

    def same_day(self, entry: Paper) -> list[Paper]:
        """Return the documents written on the entry's day: among them may be one whose title was copied with a slip."""
        return self._by["day"].get(entry.written.isoformat(), []) if entry.written else []


def match(
    catalogue: pl.DataFrame,
    documents: pl.DataFrame,
    instrument_documents: pl.DataFrame,
    *,
    years_read: Collection[str],
    years_handed_in: Collection[str] | None = None,
    decided: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """Return ``matches``: what every entry meets, and every instrument that none names; no catalogue, no rows.

    ``years_handed_in`` are the folder years that hold files, ``years_read`` those of them that are read: an entry whose
    year is handed in and not read is ``not_yet_read``; the folder year ``unknown`` may hold any year. ``decided`` is
    what people said of a match, verdict by ``match_id``: what is held settles its entry, what is missing goes.
    """
    if catalogue.is_empty():
        return pl.DataFrame(schema=_SCHEMA)
    papers = held_papers(documents, instrument_documents)
    held = _Held(papers)
    unread = frozenset(years_handed_in or ()) - frozenset(years_read)
    nothing_read = not years_read
    rows: list[dict[str, object]] = []
    named: set[str] = set()
    for row in catalogue.sort("entry_id").iter_rows(named=True):
        entry = entry_paper(row)
        finding = _settled(_find(entry, held), decided or {})
        if finding.verdict is MatchVerdict.MISSING and (nothing_read or _may_be_unread(entry.year, unread)):
            finding = _Finding(MatchVerdict.NOT_YET_READ)
        rows += _rows(entry, finding)
        named |= {name for meeting in finding.meetings for name in (meeting.document.root, meeting.document.group)}
    rows += _uncatalogued(papers, named, documents)
    return pl.DataFrame(rows, schema=_SCHEMA).unique("match_id", keep="first").sort("match_id")


def _find(entry: Paper, held: _Held) -> _Finding:
    finding = _judge([meet(entry, paper) for paper in held.near(entry)])
    if finding.verdict is not MatchVerdict.MISSING:
        return finding
    that_day = [meet(entry, paper) for paper in held.same_day(entry) if paper.official]
    slips = [one for one in that_day if one.titles is Likeness.SLIP and one.numbers is not Numbers.DIFFER]
    return _Finding(MatchVerdict.AMBIGUOUS, tuple(slips)) if slips else finding


def _judge(meetings: Sequence[Meeting]) -> _Finding:
    meetings = [meeting for meeting in meetings if meeting.document.official or _names_itself(meeting)]
    numbered = [meeting for meeting in meetings if meeting.numbers is Numbers.SAME]
    titled = [meeting for meeting in meetings if meeting.titles in _TITLED]
    alike = [meeting for meeting in numbered if meeting.titles is not Likeness.OTHER]
    exact = [meeting for meeting in alike if meeting.titles is Likeness.SAME]
    if exact:
        return _held(exact)
    if any(meeting.titles is Likeness.ENCLOSED for meeting in alike):
        return _held(alike)
    groups = {meeting.document.group for meeting in numbered}
    elsewhere = [
        meeting
        for meeting in titled
        if meeting.titles is Likeness.SAME and meeting.document.group not in groups and not _is_other_paper(meeting)
    ]
    if numbered and elsewhere:
        return _Finding(MatchVerdict.AMBIGUOUS, (*numbered, *elsewhere), record("catalogue.difference_crossed"))
    if alike:
        return _held(alike)
    if numbered:
        return _Finding(MatchVerdict.AMBIGUOUS, tuple(numbered))
    return _judge_by_title(titled)


def _names_itself(meeting: Meeting) -> bool:
    """An interpretation, draft or news item is met only by an entry of its own, not by that of its paper."""
    same_words = meeting.entry.title.bare == meeting.document.title.bare
    return same_words and meeting.numbers in (Numbers.SAME, Numbers.NONE, Numbers.DOCUMENT_ONLY)


def _is_other_paper(meeting: Meeting) -> bool:
    """Tell whether two papers with one title are plainly two, as notices of every year are."""
    if meeting.numbers is not Numbers.DIFFER:
        return meeting.titles is Likeness.ENCLOSED and meeting.dates is Dates.OTHER_YEAR
    if meeting.dates is Dates.UNKNOWN:
        return meeting.entry.year != meeting.document.year
    return meeting.dates is not Dates.SAME


def _judge_by_title(titled: Sequence[Meeting]) -> _Finding:
    """No number vouches: the same title counts unless number or date say that it is another paper."""
    possible = [meeting for meeting in titled if not _is_other_paper(meeting)]
    sure = [meeting for meeting in possible if _is_sure(meeting)]
    dated = [meeting for meeting in sure if meeting.dates is Dates.SAME]
    for chosen in (dated, sure):
        if chosen and len({meeting.document.group for meeting in chosen}) == 1:
            return _held(chosen)
    if possible:
        return _Finding(MatchVerdict.AMBIGUOUS, tuple(possible))
    return _Finding(MatchVerdict.MISSING)


def _is_sure(meeting: Meeting) -> bool:
    if meeting.dates is Dates.SAME:
        return True
    if meeting.dates is Dates.OTHER_YEAR or len(meeting.entry.title.whole) < _GENERIC:
        return False
    return meeting.numbers is not Numbers.DIFFER


def _held(meetings: Sequence[Meeting]) -> _Finding:
    """Held, where all is one paper; where several papers carry one number, title and date have to choose among them."""
    groups = {meeting.document.group for meeting in meetings}
    if len(groups) > 1:
        same = [meeting for meeting in meetings if meeting.titles is Likeness.SAME]
        dated = [meeting for meeting in same or meetings if meeting.dates is Dates.SAME]
        chosen = next((some for some in (same, dated) if len({one.document.group for one in some}) == 1), None)
        if chosen:
            return _held(chosen)
        several = record("catalogue.difference_several", count=len(groups))
        return _Finding(MatchVerdict.AMBIGUOUS, tuple(meetings), several)
    # The root of a paper speaks for its parts; copies of it are met as well.
    roots = [meeting for meeting in meetings if meeting.document.id == meeting.document.root] or list(meetings)
    least = min(len(meeting.differences) for meeting in roots)
    best = tuple(meeting for meeting in roots if len(meeting.differences) == least)
    return _Finding(MatchVerdict.HELD if least == 0 else MatchVerdict.HELD_WITH_DIFFERENCES, best)


def _settled(finding: _Finding, decided: Mapping[str, str]) -> _Finding:
    """Let what people decided about the entry's matches stand before what was found."""
    said = {meeting: decided.get(_match_id(meeting.entry.id, meeting.document.id)) for meeting in finding.meetings}
    confirmed = [meeting for meeting, verdict in said.items() if verdict in _HELD_VERDICTS]
    if confirmed:
        return _Finding(MatchVerdict(str(said[confirmed[0]])), tuple(confirmed))
    left = tuple(meeting for meeting, verdict in said.items() if verdict != MatchVerdict.MISSING)
    return _Finding(finding.verdict, left, finding.remark) if left else _Finding(MatchVerdict.MISSING)


def _may_be_unread(year: int | None, unread: frozenset[str]) -> bool:
    if not unread:
        return False
    if year is None or "unknown" in unread:
        return True
    return str(year) in unread or (year < 2005 and "before-2005" in unread)


def _rows(entry: Paper, finding: _Finding) -> Iterator[dict[str, object]]:
    if not finding.meetings:
        yield _row(entry.id, None, None, kind="none", verdict=finding.verdict, score=0.0, differences=[])
    for meeting in finding.meetings:
        differences = meeting.differences + ([finding.remark] if finding.remark else [])
        kind = "number" if meeting.numbers is Numbers.SAME else "title"
        if kind == "title" and meeting.titles is Likeness.SLIP:
            kind = "fuzzy"
        document = meeting.document
        yield _row(
            entry.id,
            document.id,
            document.instrument_id or None,
            kind=kind,
            verdict=finding.verdict,
            score=meeting.score,
            differences=differences,
        )


def _row(
    entry_id: str | None,
    doc_id: str | None,
    instrument_id: str | None,
    *,
    kind: str,
    verdict: MatchVerdict,
    **rest: object,
) -> dict[str, object]:
    return {
        "match_id": _match_id(entry_id, doc_id, "" if entry_id else instrument_id or ""),
        "entry_id": entry_id,
        "doc_id": doc_id,
        "instrument_id": instrument_id,
        "kind": kind,
        "verdict": verdict.value,
    } | rest


def _match_id(entry_id: str | None, doc_id: str | None, instrument_id: str = "") -> str:
    """Name a match by entry and document, so that a regrouping of instruments leaves decisions about it standing."""
    return hashlib.sha256(f"{entry_id or ''}|{doc_id or ''}|{instrument_id}".encode()).hexdigest()[:16]


def _uncatalogued(papers: Sequence[Paper], named: set[str], documents: pl.DataFrame) -> Iterator[dict[str, object]]:
    """Yield one row for each paper that none names; interpretations, news and catalogues need not be listed."""
    classes = dict(documents.select("doc_id", "carrier_class").iter_rows())
    groups: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        if (classes[paper.root] or "") not in _NOT_TO_BE_LISTED:
            groups[paper.group].append(paper)
    for group, members in sorted(groups.items()):
        if group in named or any(paper.root in named for paper in members):
            continue
        root = min(members, key=lambda paper: (paper.id != paper.root, paper.id)).root
        yield _row(
            None,
            root,
            members[0].instrument_id or None,
            kind="none",
            verdict=MatchVerdict.UNCATALOGUED,
            score=0.0,
            differences=[],
        )
