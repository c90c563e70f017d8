"""Instruments that are cited but not held: one for each number or title that no held document bears.

Which citation means which instrument is settled in ``checks.resolution``; here it is only said what exists.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from checks.holdings import Holding
from gongwen.likeness import TitleKey, names_instrument, title_key
from gongwen.model import DocumentNumber
from gongwen.number import key as number_key
from gongwen.number import parse_numbers

_SHORTEST = 4  # folded characters of a title that names one document (公告, 通知 name none)


@dataclass(slots=True)
class Cited:
    """One instrument that is not held, as the citations name it."""

    key: str  # for the memory of ids
    number: DocumentNumber | None
    titles: Counter[str] = field(default_factory=Counter)
    sources: list[tuple[int, str]] = field(default_factory=list)  # year, doc_id

    @property
    def title(self) -> str:
        """The title as most citations give it."""
        return min(self.titles, key=lambda title: (-self.titles[title], title)) if self.titles else ""

    @property
    def first(self) -> str:
        """The earliest document that cites it."""
        return min(self.sources)[1]


_Name = tuple[str, tuple[int, ...], bool]  # stem, numerals, supplement


class _Shelf:
    """What is held, by number and by title."""

    def __init__(self, held: Mapping[str, Holding]) -> None:
        self.numbers: set[str] = set()
        self.titles: dict[_Name, list[Holding]] = defaultdict(list)
        self._held = held
        for one in held.values():
            self.numbers.update(number_key(number) for number in parse_numbers(one.number))
            self.titles[_name(one.key)].append(one)

    def has(self, key: TitleKey | None, numbers: list[DocumentNumber], source: Holding) -> bool:
        """Tell whether a citation means something held: its number, or its title where no other number is known."""
        if any(number_key(number) in self.numbers for number in numbers):
            return True
        if key is None:
            return False
        found = [one for one in self.titles.get(_name(key), ()) if _near(key, one, source)]
        found = [
            one for one in found if one.key.trial or not key.trial
        ]  # 《甲暂行办法》 is not the 《甲办法》 after it
        return any(not numbers or not self._number_of(one) for one in found)

    def _number_of(self, one: Holding) -> str:
        """Return the number under which a document came out: its own, else that of the paper it is enclosed in."""
        return one.number or (self._held[one.parent].number if one.parent in self._held else "")


def cited(citations: pl.DataFrame, held: Mapping[str, Holding]) -> list[Cited]:
    """Return the instruments that citations name and nobody handed in, in the order of their keys."""
    shelf = _Shelf(held)
    numbered: dict[str, Cited] = {}
    titled: dict[_Name, Cited] = {}
    for doc_id, title, written in _rows(citations):
        if doc_id not in held:
            continue
        source = held[doc_id]
        numbers = [number for number in parse_numbers(written) if number.agency_code and number.serial is not None]
        key = title_key(title) if title else None
        key = key if key and len(key.stem) >= _SHORTEST and names_instrument(title) else None
        if (not numbers and key is None) or shelf.has(key, numbers, source):
            continue
        if numbers:
            one = numbered.setdefault(number_key(numbers[0]), Cited(f"cited {number_key(numbers[0])}", numbers[0]))
        else:
            assert key is not None
            name = _name(key)
            one = titled.setdefault(name, Cited(f"cited {name[0]} {'.'.join(map(str, name[1]))} {name[2]:d}", None))
        one.titles.update([title] if title else [])
        one.sources.append((source.year or 9999, doc_id))
    return sorted(_without_bare_repeats(numbered, titled), key=lambda one: one.key)


def found_again(held: Mapping[str, Holding], memory: Mapping[str, str]) -> dict[str, str]:
    """Return the ids of instruments cited before and held now, for the documents that bear their numbers."""
    bearers: dict[str, list[str]] = defaultdict(list)
    for one in held.values():
        for number in parse_numbers(one.number):
            if (key := f"cited {number_key(number)}") in memory:
                bearers[memory[key]].append(one.doc_id)
    return {members[0]: name for name, members in bearers.items() if not any(member in memory for member in members)}


def _rows(citations: pl.DataFrame) -> list[tuple[str, str, str]]:
    rows = citations.sort("doc_id", "span_start").select("doc_id", "title", "document_number").iter_rows()
    return [(doc_id, title or "", number or "") for doc_id, title, number in rows]


def _name(key: TitleKey) -> _Name:
    return (key.place + key.stem, key.numerals, key.supplement)


def _near(key: TitleKey, one: Holding, source: Holding) -> bool:
    """Tell whether a held document may be meant: not the citing document itself under another place."""
    return not key.place or not one.key.place or key.place in one.key.place or one.key.place in key.place


def _without_bare_repeats(numbered: dict[str, Cited], titled: dict[_Name, Cited]) -> list[Cited]:
    """Give what is cited by title alone to the one number under which that title is cited too."""
    by_name: dict[_Name, list[Cited]] = defaultdict(list)
    for one in numbered.values():
        for title in one.titles:
            by_name[_name(title_key(title))].append(one)
    kept = list(numbered.values())
    for name, bare in titled.items():
        owners = by_name.get(name, [])
        if len({id(owner) for owner in owners}) == 1:
            owners[0].titles.update(bare.titles)
            owners[0].sources.extend(bare.sources)
        else:
            kept.append(bare)
    return kept
