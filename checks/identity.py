"""Names that last: which instrument id a group of documents bears, remembered from run to run.

An id once given is kept by the group that holds most of its documents; merges and splits are told.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Naming:
    """The ids of groups, in their order, and what became of former ids: (old, new)."""

    ids: list[str]
    merged: list[tuple[str, str]]
    split: list[tuple[str, str]]


def derived_id(key: str) -> str:
    """Return the id derived from a member's key."""
    return hashlib.sha256(f"instrument {key}".encode()).hexdigest()[:16]


def name_groups(groups: Sequence[Sequence[str]], memory: Mapping[str, str]) -> Naming:
    """Give each group its id: the one that most of its members remember, else one derived from its smallest member.

    An id that several groups remember goes to the one with most members that do, then to the one with the smallest
    member; the others get new ids.
    """
    claims = [Counter(memory[member] for member in group if member in memory) for group in groups]
    ranked = sorted(
        (-count, min(group), index, known)
        for index, (group, claim) in enumerate(zip(groups, claims, strict=True))
        for known, count in claim.items()
    )
    given: dict[int, str] = {}
    taken: set[str] = set()
    for _, _, index, known in ranked:
        if index not in given and known not in taken:
            given[index] = known
            taken.add(known)
    reserved = taken | set(memory.values())
    for index, group in enumerate(groups):
        if index not in given:
            given[index] = _fresh(group, reserved)
            reserved.add(given[index])
    return Naming(
        ids=[given[index] for index in range(len(groups))],
        merged=_merged(claims, given, taken),
        split=sorted(
            (known, given[index]) for index, claim in enumerate(claims) for known in claim if _left(known, index, given)
        ),
    )


def _fresh(group: Sequence[str], reserved: set[str]) -> str:
    for member in sorted(group):
        if (derived := derived_id(member)) not in reserved:
            return derived
    turn = 0
    while (derived := derived_id(f"{min(group)} {turn}")) in reserved:
        turn += 1
    return derived


def _merged(claims: Sequence[Counter[str]], given: Mapping[int, str], taken: set[str]) -> list[tuple[str, str]]:
    """Return the ids that no group bears any more, each with the id of the group that has its members."""
    return sorted(
        (known, given[index])
        for index, claim in enumerate(claims)
        for known in claim
        if known != given[index] and known not in taken
    )


def _left(known: str, index: int, given: Mapping[int, str]) -> bool:
    """Tell whether some members of a former id are in this group while another group bears it."""
    return given[index] != known and any(name == known for other, name in given.items() if other != index)
