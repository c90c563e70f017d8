"""Text → documents: a root document and its enclosed texts and annexes, every field with its witnesses.

Reads what texts and carriers say and chooses among them; nothing is invented, what is missing or doubtful is remarked.
Whether two documents are one paper, and what they do to each other, is told elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gongwen.bundle import papers_behind
from gongwen.furniture import split_lines
from gongwen.gazette import read_issue
from gongwen.messages import record
from gongwen.model import CarrierClass, FieldValue, Remark, Witness
from gongwen.number import is_number
from gongwen.text import fold, fold_key
from gongwen.title import ENCLOSING, parse_title, shown_title
from gongwen.title_numbers import without_bracketed_number
from ingest.clean import Cleaned, clean
from ingest.extraction import MetadataValue
from ingest.parse_carrier import Carrier, bear_filename
from ingest.parse_parts import Anatomy, bear_witness, read_anatomy
from ingest.parse_settle import settle
from ingest.parse_witnesses import Witnesses, add_metadata, read_metadata
from ingest.parsed import ParsedDocument
from ingest.sniff import SLIDES
from ingest.unfit import unfit_remarks

__all__ = ["ParsedDocument", "adopted", "parse"]

_SHORTEST_PART = 16  # characters: less is a label whose annex is not there
_OF_PARTS = frozenset({"date_damaged", "validity_doubt"})


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the clean text that is one document with what it encloses."""

    start: int
    end: int


def parse(
    text: str,
    *,
    path: str,
    metadata: Sequence[MetadataValue],
    accession_year: str,
    format: str,
    of_place: str = "",
) -> tuple[ParsedDocument, ...]:
    """Return the documents of one file; ``text`` is the raw text that a reader gave.

    The first document is the whole file with what it encloses behind it, or, for an issue of a gazette, its cover and
    contents, with each paper of the issue as a document of its own behind it; where several papers stand one after
    another, each is a document. ``accession_year`` is a unit of work and says nothing of a document. ``of_place`` is
    the carrier class of a file that is known to be part of another paper.
    """
    of_place = str(CarrierClass.OTHER) if format in SLIDES else of_place  # they quote papers, and are none
    cleaned = clean(text)
    carrier = Carrier(path, format, read_metadata([*metadata, *cleaned.metadata]), of_place=of_place)
    lines = split_lines(cleaned.text)
    issue = read_issue(lines)
    bound = [] if issue.starts or carrier.is_page() or of_place else papers_behind(lines)
    starts = [lines[place].start for place in issue.starts or bound]
    pieces = [_Piece(start, end) for start, end in zip([0, *starts], [*starts, len(cleaned.text)], strict=True)]
    if issue.starts:
        carrier = replace(carrier, of_place=str(CarrierClass.CATALOGUE))  # a list of papers, no paper
    elif bound:
        carrier = Carrier(path, format, (), named=False)  # file and carrier are named after them all
    documents = _documents(pieces[0], cleaned, carrier, first=0)
    for piece, number in zip(pieces[1:], issue.numbers or [""] * len(bound), strict=True):
        papers = _documents(piece, cleaned, Carrier(path, format, (), named=False), first=len(documents))
        documents += [_against_contents(papers[0], number), *papers[1:]]
    whole = replace(documents[0], offset=0, end=cleaned.raw(pieces[0].end))
    told = [
        *cleaned.remarks,
        *unfit_remarks(text, whole, metadata),
        *(_absent(title) for title in issue.absent),
        *whole.remarks,
    ]
    if bound:
        told.append(Remark("papers_parted", "notice", record("parse.papers_parted", count=len(bound) + 1)))
    return (replace(whole, remarks=tuple(told)), *documents[1:])


def _absent(title: str) -> Remark:
    return Remark("contents_paper_missing", "warning", record("parse.contents_paper_missing", title=title), title)


def _against_contents(paper: ParsedDocument, number: str) -> ParsedDocument:
    """Return a paper of an issue, with a remark where the contents give it another number."""
    if not number or number == paper.document_number:
        return paper
    told = record("parse.contents_differ", contents=number, text=paper.document_number or "—")
    return replace(paper, remarks=(*paper.remarks, Remark("contents_differ", "notice", told, number)))


def _documents(piece: _Piece, cleaned: Cleaned, carrier: Carrier, *, first: int) -> list[ParsedDocument]:
    """Return one document with what it encloses; ``first`` is its number among the documents of the file."""
    anatomy = read_anatomy(cleaned.text[piece.start : piece.end], carrier.title_keys(), carrier.title())
    root = replace(
        _root(anatomy, carrier), part=first, offset=cleaned.raw(piece.start), end=cleaned.raw(piece.end - 1) + 1
    )
    return [root, *_children(anatomy, cleaned, root, piece.start)]


def _root(anatomy: Anatomy, carrier: Carrier) -> ParsedDocument:
    witnesses = Witnesses()
    bear_witness(anatomy, witnesses)
    add_metadata(witnesses, carrier.told)
    for rule, value in carrier.titles():
        title = without_bracketed_number(shown_title(fold(value.value).text))
        confidence = 0.46 if is_number(title) else 0.9  # 某令（第3号）: what it promulgates names it better
        witnesses.add("title", value.witness, title, raw=value.value, rule=rule, confidence=confidence)
    witnesses.values = [_with_page_marks(value, witnesses.of("title")) for value in witnesses.values]
    if carrier.named:
        bear_filename(witnesses, carrier.path)
    document = settle(anatomy, witnesses, carrier)
    return replace(document, fields=witnesses.chosen(), remarks=tuple(witnesses.remarks))


def _with_page_marks(value: FieldValue, titles: Sequence[FieldValue]) -> FieldValue:
    """Return the text's title with the 、 by which the page parts the organs that lead it."""
    if value.field != "title" or value.witness is not Witness.BODY or "、" in value.value:
        return value
    key = fold_key(value.value)
    marked = (one.value for one in titles if "、" in one.value and fold_key(one.value) == key)
    return replace(value, value=next(marked, value.value))


def _children(anatomy: Anatomy, cleaned: Cleaned, root: ParsedDocument, begin: int) -> list[ParsedDocument]:
    """Return the enclosed texts and annexes, each read by itself; the carrier, organs and dates are the cover's.

    A part that bears the root's own name is the root's text, set below a decree or a page's heading, and no child.
    """
    encloses = parse_title(root.title).wrapper in ENCLOSING
    children: list[ParsedDocument] = []
    for part in anatomy.parts:
        start, end = anatomy.lines[part.first].start, anatomy.lines[part.last - 1].end
        child = _child(anatomy.text[start:end], root)
        if len(child.text) < _SHORTEST_PART or (child.title_core == root.title_core and not encloses):
            continue
        place, stop = cleaned.raw(begin + start), cleaned.raw(begin + end - 1) + 1
        children.append(replace(child, part=root.part + len(children) + 1, offset=place, end=stop))
    return children


def _child(text: str, root: ParsedDocument) -> ParsedDocument:
    anatomy = read_anatomy(text, frozenset(), "")
    witnesses = Witnesses()
    bear_witness(anatomy, witnesses)
    own = settle(anatomy, witnesses, Carrier("", "", (), of_place=root.carrier_class))
    return replace(
        _inheriting(own, root), parent=root.part, fields=witnesses.chosen(), remarks=_of_parts(witnesses.remarks)
    )


def _inheriting(own: ParsedDocument, root: ParsedDocument) -> ParsedDocument:
    """Return a part with what it does not say of itself taken from the paper that it belongs to."""
    return replace(
        own,
        issuer=own.issuer or root.issuer,
        co_issuers=own.co_issuers or root.co_issuers,
        region=own.region or root.region,
        date_written=own.date_written or root.date_written,
        date_published=root.date_published,
        year=own.year or root.year,
        disclosure_attribute=root.disclosure_attribute,
        carrier=root.carrier,
    )


def adopted(
    documents: Sequence[ParsedDocument], paper: ParsedDocument, *, first: int, stage: str, title: str
) -> tuple[ParsedDocument, ...]:
    """Return the documents of a file as parts of a paper that another file holds, numbered from ``first`` on.

    ``stage`` is what a draft is called, ``title`` the name under which the paper lists an annex that has none.
    """
    made = []
    for one in documents:
        parent = None if one.parent is None else first + one.parent
        part = replace(_inheriting(one, paper), part=first + one.part, parent=parent, remarks=_of_parts(one.remarks))
        made.append(replace(part, draft_stage=stage or part.draft_stage))
    if (
        made
        and title
        and not any(one.field == "title" and one.chosen and one.rule == "heading" for one in made[0].fields)
    ):
        made[0] = _titled(made[0], title)
    return tuple(made)


def _titled(document: ParsedDocument, title: str) -> ParsedDocument:
    """Return a part under the name by which its paper lists it."""
    told = FieldValue("title", Witness.NOTE, title, title, "annex_note", confidence=0.9, chosen=True)
    others = tuple(replace(one, chosen=False) if one.field == "title" else one for one in document.fields)
    named = parse_title(title)
    return replace(
        document,
        title=title,
        title_core=named.core,
        edition_mark=named.edition_mark,
        instrument_form=named.instrument_form,
        fields=(*others, told),
    )


def _of_parts(remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    return tuple(remark for remark in remarks if remark.code in _OF_PARTS)
