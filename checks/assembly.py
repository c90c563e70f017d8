"""Joining what belongs together and nothing that must stay apart: groups that refuse a contradicting member.

Members are document ids; why two of them belong together is for ``checks.instruments``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gongwen.messages import record


@dataclass(frozen=True, slots=True)
class Traits:
    """What no two copies of one instrument can differ in; "" or None where it is not known."""

    number: tuple[str, int | None, int | None] | None = None  # agency code, year, serial
    place: str = ""
    stem: str = ""
    numerals: tuple[int, ...] = ()


@dataclass(slots=True)
class _Group:
    members: list[str]
    numbers: dict[str, tuple[str, int | None, int | None]] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)
    numerals: dict[str, tuple[int, ...]] = field(default_factory=dict)


class Assembly:
    """Groups of members; ``join`` refuses where any two members would contradict each other."""

    def __init__(self, traits: Mapping[str, Traits], apart: Mapping[tuple[str, str], str]) -> None:
        self._of: dict[str, _Group] = {}
        self._apart: dict[str, dict[str, str]] = {}
        for member in sorted(traits):
            self._of[member] = _group(member, traits[member])
        for (left, right), verdict in apart.items():
            if left in self._of and right in self._of:
                self._apart.setdefault(left, {})[right] = verdict
                self._apart.setdefault(right, {})[left] = verdict

    def join(self, left: str, right: str, *, force: bool = False) -> str:
        """Join the groups of two members; return why not, "" where they are one now."""
        one, two = self._of[left], self._of[right]
        if one is two:
            return ""
        if not force and (why := self._conflict(one, two)):
            return why
        keep, give = (one, two) if len(one.members) >= len(two.members) else (two, one)
        for member in give.members:
            self._of[member] = keep
        keep.members.extend(give.members)
        keep.numbers |= give.numbers
        keep.places |= give.places
        keep.numerals |= give.numerals
        return ""

    def together(self, left: str, right: str) -> bool:
        """Whether two members are in one group."""
        return self._of[left] is self._of[right]

    def groups(self) -> list[list[str]]:
        """Return the groups, members and groups in order."""
        found = {id(group): sorted(group.members) for group in self._of.values()}
        return sorted(found.values())

    def names(self, members: Iterable[str]) -> list[str]:
        """Return one member for each of the groups that the members are in."""
        return sorted({min(self._of[member].members) for member in members})

    def _conflict(self, one: _Group, two: _Group) -> str:
        small, large = (one, two) if len(one.members) <= len(two.members) else (two, one)
        for member in small.members:
            for other, verdict in self._apart.get(member, {}).items():
                if self._of[other] is large:
                    return record("checks_instruments.why_apart", verdict=verdict)
        for code in sorted(one.numbers.keys() & two.numbers.keys()):
            if one.numbers[code] != two.numbers[code]:
                left, right = (f"{code}〔{number[1]}〕{number[2]}" for number in (one.numbers[code], two.numbers[code]))
                return record("checks_instruments.why_number", left=left, right=right)
        if one.places and two.places and not nested(one.places | two.places):
            return record("checks_instruments.why_place", left=min(one.places), right=min(two.places))
        if any(one.numerals[stem] != two.numerals[stem] for stem in one.numerals.keys() & two.numerals.keys()):
            return record("checks_instruments.why_numeral")
        return ""


def _group(member: str, traits: Traits) -> _Group:
    return _Group(
        members=[member],
        numbers={traits.number[0]: traits.number} if traits.number and traits.number[0] else {},
        places={traits.place} if traits.place else set(),
        numerals={traits.stem: traits.numerals} if traits.stem else {},
    )


def nested(places: set[str]) -> bool:
    """Tell whether all places lie one in the other (浙江省云溪市, 云溪市)."""
    longest = max(places, key=lambda place: (len(place), place))
    return all(place in longest for place in places)
