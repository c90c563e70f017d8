"""Remarks on a document that is no text of record by what stands in it alone; comparison finds more (``checks``)."""

from collections.abc import Sequence

from gongwen.messages import record
from gongwen.model import Remark, Witness
from gongwen.unfit import Sign, Unfit, branded, glosses, masked_names
from ingest.extraction import MetadataValue
from ingest.parsed import ParsedDocument

_QUOTED = 30  # characters of evidence
_BEFORE = 10  # of them before the place


def unfit_remarks(raw: str, document: ParsedDocument, metadata: Sequence[MetadataValue]) -> tuple[Remark, ...]:
    """Return why a document is unfit as text of record, each reason once with its first place in the raw text."""
    told = []
    marked_up = next((one.value for one in metadata if one.witness is Witness.NOTE and one.key == "ruby"), "")
    if marked_up:
        told.append(Remark(str(Unfit.RUBY), "warning", record("parse.copy_ruby_markup", count=marked_up)))
    inline = [] if marked_up else glosses(raw)
    masked = masked_names(document.text, document.title, dated=document.date_written is not None)
    for found, text in ((inline, raw), (masked, document.text), (branded(document.text), document.text)):
        if found:
            told.append(_remark(found, text))
    return tuple(told)


def _remark(found: Sequence[Sign], text: str) -> Remark:
    first = found[0]
    code = str(first.kind)
    begin = max(0, first.start - _BEFORE)
    quoted = text[begin : begin + _QUOTED].replace("\n", " ")
    return Remark(code, "warning", record(f"parse.{code}", count=len(found), at=first.start), quoted)
