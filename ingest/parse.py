"""Text → documents: a root document and its enclosed texts and annexes, every field with its witnesses.

Reads what texts and carriers say and chooses among them; nothing is invented, what is missing or doubtful is remarked.
Whether two documents are one paper, and what they do to each other, is told elsewhere.
"""

from collections.abc import Sequence
from dataclasses import replace

from gongwen.text import squeeze
from gongwen.title import ENCLOSING, parse_title
from ingest.clean import Cleaned, clean
from ingest.extraction import MetadataValue
from ingest.parse_carrier import Carrier, bear_filename
from ingest.parse_parts import Anatomy, bear_witness, read_anatomy
from ingest.parse_settle import settle
from ingest.parse_witnesses import Witnesses, add_metadata, read_metadata
from ingest.parsed import ParsedDocument

__all__ = ["ParsedDocument", "parse"]


def parse(
    text: str, *, path: str, metadata: Sequence[MetadataValue], accession_year: str, format: str
) -> tuple[ParsedDocument, ...]:
    """Return the documents of one file, the root first; ``text`` is the raw text that a reader gave.

    ``accession_year`` is a unit of work and says nothing of a document.
    """
    cleaned = clean(text)
    carrier = Carrier(path, format, read_metadata([*metadata, *cleaned.metadata]))
    anatomy = read_anatomy(cleaned.text, carrier.title_keys(), carrier.title())
    root = _root(anatomy, cleaned, carrier)
    return (root, *_children(anatomy, cleaned, root))


def _root(anatomy: Anatomy, cleaned: Cleaned, carrier: Carrier) -> ParsedDocument:
    witnesses = Witnesses(remarks=list(cleaned.remarks))
    bear_witness(anatomy, witnesses)
    add_metadata(witnesses, carrier.told)
    for rule, value in carrier.titles():
        witnesses.add("title", value.witness, squeeze(value.value), raw=value.value, rule=rule, confidence=0.9)
    bear_filename(witnesses, carrier.path)
    document = settle(anatomy, witnesses, carrier)
    return replace(
        document,
        offset=0,
        end=cleaned.raw_length,
        fields=witnesses.chosen(),
        remarks=tuple(witnesses.remarks),
    )


def _children(anatomy: Anatomy, cleaned: Cleaned, root: ParsedDocument) -> list[ParsedDocument]:
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
        children.append(
            replace(child, part=len(children) + 1, offset=cleaned.raw(start), end=cleaned.raw(end - 1) + 1)
        )
    return children


_SHORTEST_PART = 16  # characters: less is a label whose annex is not there
_OF_PARTS = frozenset({"date_damaged", "validity_doubt"})


def _child(text: str, root: ParsedDocument) -> ParsedDocument:
    anatomy = read_anatomy(text, frozenset(), "")
    witnesses = Witnesses()
    bear_witness(anatomy, witnesses)
    own = settle(anatomy, witnesses, Carrier("", "", ()))
    return replace(
        own,
        part=1,
        parent=0,
        issuer=own.issuer or root.issuer,
        co_issuers=own.co_issuers or root.co_issuers,
        region=own.region or root.region,
        date_written=own.date_written or root.date_written,
        date_published=root.date_published,
        year=own.year or root.year,
        disclosure_attribute=root.disclosure_attribute,
        carrier=root.carrier,
        carrier_class=root.carrier_class,
        fields=witnesses.chosen(),
        remarks=tuple(remark for remark in witnesses.remarks if remark.code in _OF_PARTS),
    )
