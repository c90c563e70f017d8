"""Text → documents: a root document and its enclosed texts and annexes, every field with its witnesses.

Reads what texts and carriers say and chooses among them; nothing is invented, what is missing or doubtful is remarked.
Whether two documents are one paper, and what they do to each other, is told elsewhere.
"""

from collections.abc import Sequence
from dataclasses import replace

from gongwen.text import squeeze
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
    """Return the enclosed texts and annexes, each read by itself; the carrier, the organs and the dates are the cover's."""
    children = []
    for number, part in enumerate(anatomy.parts, 1):
        start = anatomy.lines[part.first].start
        end = anatomy.lines[part.last - 1].end
        text = anatomy.text[start:end]
        inner = read_anatomy(text, frozenset(), "")
        witnesses = Witnesses()
        bear_witness(inner, witnesses)
        document = settle(inner, witnesses, Carrier("", "", ()))
        children.append(
            replace(
                document,
                part=number,
                parent=0,
                offset=cleaned.raw(start),
                end=cleaned.raw(end - 1) + 1 if end > start else cleaned.raw(start),
                issuer=document.issuer or root.issuer,
                co_issuers=document.co_issuers or root.co_issuers,
                region=document.region or root.region,
                date_written=document.date_written or root.date_written,
                date_published=root.date_published,
                year=document.year or root.year,
                disclosure_attribute=root.disclosure_attribute,
                carrier=root.carrier,
                carrier_class=root.carrier_class,
                fields=witnesses.chosen(),
                remarks=tuple(remark for remark in witnesses.remarks if remark.code in _OF_PARTS),
            )
        )
    return children


_OF_PARTS = frozenset({"date_damaged", "validity_doubt"})
