"""What each document is to its instrument, and which one of them is the text of record.

Gazette before official text before reprint, the whole text before a part, an interpretation never (domain.md 6.4);
a text in Traditional script is a reprint, whatever carries it. One that is glossed, masked or rewritten (``unfit``) is
the text of record only where nothing else carries it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from checks.holdings import Holding
from gongwen.messages import record
from gongwen.model import CarrierClass
from gongwen.text import is_traditional
from gongwen.title import parse_title

_WHOLE = 0.85  # share of the usual length of the carriers from which a text counts as whole
_STUB = 0.2  # the same from which it is a text at all, to be preferred to one that is unfit
_NAME = 4  # characters from which a title is found in another by accident no more
_CARRIERS = ("gazette", "website", "register", "archive")
_CLASSES = (CarrierClass.OFFICIAL, CarrierClass.DRAFT, CarrierClass.OTHER, CarrierClass.CATALOGUE, CarrierClass.NEWS)
_SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class Carrier:
    """One document of an instrument (contract: ``instrument_documents``)."""

    doc_id: str
    role: str  # text, cover, annex, copy, reprint
    shown_status: str
    differences: tuple[str, ...]
    is_text_of_record: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two carriers are and what was said of them."""

    score: float
    reasons: tuple[str, ...]


def carriers(
    members: Sequence[str], held: Mapping[str, Holding], pairs: Mapping[tuple[str, str], Likeness]
) -> list[Carrier]:
    """Return the documents of one instrument with their roles, exactly one of them the text of record."""
    ones = [held[member] for member in members]
    roles = {one.doc_id: _part(one, ones) for one in ones}
    texts = (
        [one for one in ones if roles[one.doc_id] == "text"]
        or [one for one in ones if roles[one.doc_id] == "cover"]
        or ones
    )
    usual = median(one.chars for one in texts)
    best = min(texts, key=lambda one: _rank(one, usual, _agreement(one, texts, pairs)))
    return [
        Carrier(
            doc_id=one.doc_id,
            role=_role(one, best, roles[one.doc_id]),
            shown_status=parse_title(one.title).status_tag,
            differences=_differences(one, best, pairs),
            is_text_of_record=one is best,
            reason=_reason(one, best, len(texts), usual, roles[one.doc_id]),
        )
        for one in ones
    ]


def _part(one: Holding, ones: Sequence[Holding]) -> str:
    """Tell whether a document holds the text, promulgates it or is an annex to it."""
    children = [other for other in ones if other.parent == one.doc_id]
    mains = [child for child in children if _is_main(child, one)]
    if one.key.encloses and (mains or any(_carries(other, one) for other in ones)):
        return "cover"
    root = next((other for other in ones if other.doc_id == one.parent), None)
    return "annex" if root is not None and not _is_main(one, root) else "text"


def _is_main(child: Holding, root: Holding) -> bool:
    """Tell whether an enclosed document is the one that its cover names."""
    if root.key.encloses and child.key.stem == root.key.stem:
        return bool(child.key.stem)
    return len(child.title) > _NAME and child.title in root.title


def _carries(other: Holding, cover: Holding) -> bool:
    """Tell whether another file holds the text that a cover encloses, and more than the cover does."""
    free = not other.parent and not other.key.encloses and other.key.stem == cover.key.stem
    return free and other.chars > cover.chars


def _rank(one: Holding, usual: float, agreement: float) -> tuple[object, ...]:
    classes = _CLASSES.index(CarrierClass(one.carrier_class)) if one.carrier_class in _CLASSES else len(_CLASSES)
    kind = _CARRIERS.index(one.carrier) if one.carrier in _CARRIERS else len(_CARRIERS)
    reading = one.carrier_class == CarrierClass.INTERPRETATION
    part, reprint = one.chars < _WHOLE * usual, is_traditional(one.title)
    unfit = one.unfit or one.chars < _STUB * usual
    return (reading, unfit, part, classes, reprint, kind, -round(agreement, 3), -one.chars, one.doc_id)


def _agreement(one: Holding, texts: Sequence[Holding], pairs: Mapping[tuple[str, str], Likeness]) -> float:
    """Return how alike a text is to the others: one that was misread stands out."""
    found = [pairs[key].score for other in texts if (key := _key(one, other)) in pairs]
    return sum(found) / len(found) if found else 0.0


def _key(one: Holding, other: Holding) -> tuple[str, str]:
    return (min(one.doc_id, other.doc_id), max(one.doc_id, other.doc_id))


def _role(one: Holding, best: Holding, part: str) -> str:
    if part != "text" or one is best or one.parent == best.doc_id or best.parent == one.doc_id:
        return part
    official = one.carrier_class in (CarrierClass.OFFICIAL, CarrierClass.DRAFT, "")
    return "copy" if official and one.carrier == best.carrier else "reprint"


def _differences(one: Holding, best: Holding, pairs: Mapping[tuple[str, str], Likeness]) -> tuple[str, ...]:
    found = pairs.get(_key(one, best))
    return found.reasons if found and found.score < 1 else ()


def _reason(one: Holding, best: Holding, count: int, usual: float, part: str) -> str:
    if one is best:
        if one.unfit:
            return record("checks_instruments.record_unfit")
        if count == 1:
            return record("checks_instruments.record_only")
        official = best.carrier_class in (CarrierClass.OFFICIAL, "")
        kind = "gazette" if best.carrier == "gazette" else "official" if official else "other"
        return record("checks_instruments.record_chosen", count=count, kind=record(f"checks_instruments.kind_{kind}"))
    why = (
        part
        if part in ("cover", "annex")
        else "unfit"
        if one.unfit
        else "incomplete"
        if one.chars < _WHOLE * usual
        else "other"
    )
    return record("checks_instruments.not_record", why=record(f"checks_instruments.why_{why}"))
