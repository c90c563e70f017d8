"""Which documents are one instrument and which instruments are one work, from pairs, covers, numbers and decisions.

Ids and published rows are not made here.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from checks.assembly import Assembly, nested
from checks.holdings import Holding, roots
from gongwen.likeness import is_serial_number
from gongwen.messages import record
from gongwen.model import Remark, Verdict

_NEVER_ONE = frozenset(Verdict) - {Verdict.SAME_TEXT, Verdict.COVER_AND_ANNEX}
_NEVER_A_WORK = frozenset({Verdict.ELSEWHERE, Verdict.SERIES})
_SOON = 366  # days between a text and the notice that promulgates it, at most
_WIDE = "warning"


@dataclass(frozen=True, slots=True)
class Joined:
    """Groups of documents, one an instrument, and for each the number of the work it belongs to."""

    groups: list[list[str]]
    works: list[int]
    remarks: list[tuple[str, Remark]]  # doc_id, remark


@dataclass(frozen=True, slots=True)
class _Pairs:
    verdicts: dict[tuple[str, str], Verdict]
    scores: dict[tuple[str, str], float]
    decided: frozenset[tuple[str, str]]

    def of(self, *wanted: Verdict) -> list[tuple[str, str]]:
        """Return the pairs of these verdicts: those that people decided first, then by their score."""
        found = [pair for pair, verdict in self.verdicts.items() if verdict in wanted]
        return sorted(found, key=lambda pair: (pair not in self.decided, -self.scores.get(pair, 1.0), pair))


def join(held: Mapping[str, Holding], pairs: pl.DataFrame, decisions: pl.DataFrame) -> Joined:
    """Group the documents; what would join contradicting documents is left apart, with a remark."""
    known = _pairs(held, pairs, decisions)
    apart = {pair: verdict for pair, verdict in known.verdicts.items() if _keeps_apart(held, pair, verdict)}
    assembly = Assembly({doc_id: one.traits for doc_id, one in held.items()}, apart)
    remarks: list[tuple[str, Remark]] = []
    told = [*_families(held, known), *known.of(Verdict.SAME_TEXT)]
    for left, right in told:
        if why := assembly.join(left, right, force=(left, right) in known.decided):
            remarks.append((left, _cut(held, left, right, why)))
    for left, right in _numbered(held):
        assembly.join(left, right)  # where their texts differ the pair says so already
    remarks += _join_covers(held, known, assembly)
    groups = assembly.groups()
    return Joined(groups, _works(held, groups, known), sorted(remarks, key=lambda row: (row[0], row[1].message)))


def _keeps_apart(held: Mapping[str, Holding], pair: tuple[str, str], verdict: Verdict) -> bool:
    """Tell whether a verdict forbids one instrument; that two annexes are different says nothing of their covers.

    Nor does it that two unfit copies differ: each is disguised in another way.
    """
    if all(held[doc_id].unfit for doc_id in pair) and verdict in (Verdict.DIFFERENT, Verdict.VERSION):
        return False
    if verdict is Verdict.DIFFERENT and any(held[doc_id].parent in held for doc_id in pair):
        return False
    return verdict in _NEVER_ONE


def _pairs(held: Mapping[str, Holding], pairs: pl.DataFrame, decisions: pl.DataFrame) -> _Pairs:
    """Read the verdicts; the last decision about a pair outranks the machine's."""
    verdicts: dict[tuple[str, str], Verdict] = {}
    scores: dict[tuple[str, str], float] = {}
    for left, right, verdict, score in pairs.select("left_doc_id", "right_doc_id", "verdict", "score").iter_rows():
        if left in held and right in held:
            verdicts[left, right] = Verdict(verdict)
            scores[left, right] = score or 0.0
    decided = set()
    for key, result in _decisions(decisions):
        left, _, right = key.partition("|")
        pair = (left, right) if left < right else (right, left)
        if pair[0] in held and pair[1] in held and result in set(Verdict):
            verdicts[pair] = Verdict(result)
            decided.add(pair)
    return _Pairs(dict(sorted(verdicts.items())), scores, frozenset(decided))


def _decisions(decisions: pl.DataFrame) -> Iterator[tuple[str, str]]:
    """Return what people decided about pairs (left_doc_id|right_doc_id), in order."""
    if decisions.is_empty():
        return
    rows = decisions.filter(pl.col("subject_kind") == "pair").sort("seq")
    yield from rows.select("subject_key", "result").iter_rows()


def _families(held: Mapping[str, Holding], known: _Pairs) -> Iterator[tuple[str, str]]:
    """Return each enclosed text or annex with its cover: one 件.

    An amended text that follows the decision which amends it is not the decision; a text that is merely forwarded has a
    fate of its own where another document carries it too.
    """
    elsewhere = {doc_id for pair in known.of(Verdict.SAME_TEXT) for doc_id in pair}
    for one in held.values():
        root = held.get(one.parent)
        if root is None:
            continue
        forwarded = root.key.encloses and root.key.wrapper != "promulgate"
        if root.key.wrapper != "amend" and not (forwarded and one.doc_id in elsewhere):
            yield root.doc_id, one.doc_id


def _numbered(held: Mapping[str, Holding]) -> Iterator[tuple[str, str]]:
    """Return documents of one number, issuer and title."""
    found: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for one in roots(dict(held)):
        if one.number_key and is_serial_number(one.number) and one.key.stem and one.issuer:
            found[one.number_key, one.issuer, one.key.place, one.key.stem, one.key.numerals, one.key.wrapper].append(
                one.doc_id
            )
    for members in found.values():
        yield from pairwise(members)


def _cut(held: Mapping[str, Holding], left: str, right: str, why: str) -> Remark:
    message = record(
        "checks_instruments.chain_cut", left=held[left].title or left, right=held[right].title or right, why=why
    )
    return Remark("instrument_chain_cut", _WIDE, message, f"{left}|{right}")


def _join_covers(held: Mapping[str, Holding], known: _Pairs, assembly: Assembly) -> list[tuple[str, Remark]]:
    """Join each cover notice with the text that it encloses in another file, where only one text can be meant."""
    texts: dict[str, list[str]] = defaultdict(list)
    for left, right in known.of(Verdict.COVER_AND_ANNEX):
        cover, text = (left, right) if held[left].key.encloses else (right, left)
        if held[cover].key.encloses and held[text].parent != cover and _soon(held[cover], held[text]):
            texts[cover].append(text)
    covers: dict[str, list[str]] = defaultdict(list)
    for cover, found in texts.items():
        for name in assembly.names(found):
            covers[name].append(cover)
    remarks = []
    for cover, found in sorted(texts.items()):
        names = assembly.names(found)
        rivals = assembly.names(covers[names[0]])
        if len(names) > 1 or len(rivals) > 1 or assembly.join(cover, names[0]):
            count = max(len(names), len(rivals))
            message = record("checks_instruments.cover_ambiguous", title=held[cover].title, count=count)
            remarks.append((cover, Remark("instrument_cover_ambiguous", "notice", message, "|".join(names))))
    return remarks


def _soon(cover: Holding, text: Holding) -> bool:
    """Tell whether nothing in the dates speaks against the cover being that of this very text."""
    if cover.day and text.day:
        return abs((cover.day - text.day).days) <= _SOON
    return True


def _works(held: Mapping[str, Holding], groups: list[list[str]], known: _Pairs) -> list[int]:
    """Return for each group the number of its work: groups that are versions of one another are one work."""
    index = {member: place for place, members in enumerate(groups) for member in members}
    place_of = {
        place: next((held[m].key.place for m in members if held[m].key.place), "")
        for place, members in enumerate(groups)
    }
    work = list(range(len(groups)))
    members = {place: {place} for place in work}
    foes: dict[int, set[int]] = defaultdict(set)
    for left, right in known.of(*_NEVER_A_WORK):
        foes[index[left]].add(index[right])
        foes[index[right]].add(index[left])
    for left, right in known.of(Verdict.VERSION):
        one, two = work[index[left]], work[index[right]]
        if one == two or any(foes[place] & members[two] for place in members[one]):
            continue
        places = {place_of[place] for place in members[one] | members[two]} - {""}
        if places and not nested(places):
            continue
        keep, give = min(one, two), max(one, two)
        members[keep] |= members.pop(give)
        for place in members[keep]:
            work[place] = keep
    return work
