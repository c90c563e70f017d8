"""What kind of paper a document is and whether it is normative; each rule that fired is a witness with its words."""

from collections.abc import Mapping

from gongwen.issuer import level_of
from gongwen.model import Classified, Normativity, Title, Witness
from gongwen.normative import Seen, classify_carrier, classify_normativity, is_statute, may_be_city_rule
from gongwen.pieces import pattern
from gongwen.text import Folded, fold, squeeze
from gongwen.title import news_lead
from ingest.parse_carrier import Carrier
from ingest.parse_parts import Anatomy
from ingest.parse_witnesses import Witnesses

_ARTICLES = 3  # articles that make a text one with articles
_LOOKED_AT = 60_000  # characters of the text
_ONE_RULE = 0.49  # a single rule decides nothing: the sum of all does
_HEAVIEST = 40  # weight of a rule that would be all there is to know


Place = tuple[int, int] | Folded


def classify(anatomy: Anatomy, witnesses: Witnesses, carrier: Carrier, parsed: Title, issuer: str) -> tuple[str, str]:
    """Return carrier class and normativity; where a text stands in its file may tell the class."""
    body = fold(anatomy.text[:_LOOKED_AT])
    seen = _seen(anatomy, witnesses, carrier, parsed, issuer, body.text)
    places = _places(anatomy, witnesses, body)
    if carrier.of_place:
        carrier_class = carrier.of_place
        witnesses.add("carrier_class", Witness.BODY, carrier_class, rule="carrier.of_place")
    else:
        found = classify_carrier(seen)
        carrier_class = str(found.value)
        _bear(witnesses, "carrier_class", "carrier.sum", found, places)
    verdict = classify_normativity(seen, carrier_class)
    _bear(witnesses, "normativity", "norm.sum", verdict, places)
    return carrier_class, str(verdict.value)


def _bear(witnesses: Witnesses, name: str, rule: str, found: Classified, places: Mapping[str, Place]) -> None:
    """Keep the answer, and each rule that fired with the words it saw, where they stand in the text."""
    confidence = max(_ONE_RULE + 0.01, found.score)
    witnesses.add(name, Witness.BODY, str(found.value), raw=f"{_total(found):+d}", rule=rule, confidence=confidence)
    for one in found.fired:
        weight = min(_ONE_RULE, abs(one.weight) / _HEAVIEST)
        place = places.get(one.words) if one.where == "has" else places.get(one.where)
        span = place if isinstance(place, tuple) else None
        if isinstance(place, Folded) and one.start is not None and one.end is not None and one.end > one.start:
            span = place.original(one.start, one.end)
        witnesses.add(name, Witness.BODY, str(one.value), raw=one.words, rule=one.rule, span=span, confidence=weight)


def _places(anatomy: Anatomy, witnesses: Witnesses, body: Folded) -> dict[str, Place]:
    """Return where what the rules look at stands in the text: spans, and the whole text where words are searched."""
    head, signature = anatomy.head, anatomy.signature
    places: dict[str, Place] = {"body": body}
    told = {"title": "title", "number": "document_number"}
    for what, name in told.items():
        held = next((one for one in witnesses.of(name) if one.start is not None and one.end is not None), None)
        if held and held.start is not None and held.end is not None:
            places[what] = (held.start, held.end)
    article = next((line for line in anatomy.lines if pattern("body", "article").match(line.words)), None)
    pieces = {
        "masthead": head.masthead[0] if head.masthead else None,
        "addressee": head.addressee,
        "note": head.notes[0] if head.notes else None,
        "registration": head.registration,
        "signature": signature.issuer_span if signature else None,
        "articles": article,
    }
    places |= {what: (piece.start, piece.end) for what, piece in pieces.items() if piece}
    if decree := places.get("number") or places.get("title"):
        places |= {"statute": decree, "city_rule": decree}  # what tells a rule: the number of its decree, or its name
    return places


def _total(found: Classified) -> int:
    """Return what the rules for the answer weigh together; weights for and against normativity have signs."""
    return sum(one.weight for one in found.fired if one.value == found.value or _signed(found))


def _signed(found: Classified) -> bool:
    return found.value in tuple(Normativity)


def _seen(anatomy: Anatomy, witnesses: Witnesses, carrier: Carrier, parsed: Title, issuer: str, body: str) -> Seen:
    """Put together what the rules of carrier class and normativity look at."""
    number = witnesses.taken("document_number")
    articles = sum(1 for line in anatomy.lines if pattern("body", "article").match(line.words)) >= _ARTICLES
    level, written = level_of(issuer), witnesses.taken("date_written")
    statute = is_statute(parsed.instrument_form, number, issuer, level)
    city_rule = may_be_city_rule(number, issuer, level, int(written[:4]) if written else None)
    has = {
        "number": bool(number),
        "genre": bool(parsed.doc_genre),
        "form": bool(parsed.instrument_form),
        "masthead": bool(anatomy.head.masthead),
        "addressee": anatomy.head.addressee is not None,
        "signature": anatomy.signature is not None and bool(anatomy.signature.issuers),
        "note": bool(anatomy.head.notes),
        "registration": bool(witnesses.taken("registration_number")),
        "articles": articles,
        "statute": statute,
        "city_rule": city_rule and articles,
    }
    return Seen(
        title=squeeze(parsed.text),
        lead=news_lead(parsed.raw),
        column=carrier.first("column"),
        edition=parsed.edition_mark,
        genre=parsed.doc_genre,
        form=parsed.instrument_form,
        issuer=issuer,
        number=number,
        body=body,
        has=frozenset(name for name, present in has.items() if present),
    )
