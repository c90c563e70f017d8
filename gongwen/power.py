"""Whether an organ may end another organ's document: its own, a lower one's, or one whose tasks it took over.

The law: 地方各级人民代表大会和地方各级人民政府组织法 (a government may change or revoke what its departments and the
governments below it decide). Organs are told by their names alone; what follows for a document is decided elsewhere.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from gongwen.issuer import NATIONWIDE, full_name, level_of, read_place, region_of
from gongwen.text import squeeze

_AND = re.compile("[、,和与及]")
_ITS = "其"
_OURS = "本我"
_SHORT = 3  # 本机关, 我局: characters of a name that only says whose it is
_RANKS = {"central": 0, "province": 1, "city": 2, "county": 3, "functional": 3, "town": 4}


class Power(StrEnum):
    """How far an organ's power over another's document is shown by their names."""

    OWN = "own"  # the maker, or one of several makers
    SUPERIOR = "superior"
    UNKNOWN = "unknown"  # a name is missing: nothing speaks against it
    UNPROVED = "unproved"  # a successor, an office or a higher organ elsewhere: possible, not shown
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Maker:
    """Who made a document: the lead organ first, and the place; both may be empty."""

    organs: tuple[str, ...]
    region: str = ""


@lru_cache(maxsize=1 << 16)
def power_over(source: Maker, target: Maker) -> Power:
    """Return the power of the maker of one document to end a document of another maker."""
    ours, theirs = _names(source), _names(target)
    if ours & theirs:
        return Power.OWN
    place, other = place_of(source), place_of(target)
    if place and other and place != other:
        return _over_another_place(source, target, place, other)
    if not ours or not theirs:
        return Power.UNKNOWN
    return _at_one_place(_kind(source), _kind(target))


@lru_cache(maxsize=1 << 16)
def is_reached(words: tuple[str, ...], decision: Maker, target: Maker) -> bool | None:
    """Tell whether a clause about the documents of the organs named reaches one of the target; None where it is unsure.

    The organs are named as the decision names them (县人民政府及其办公室, 各部门); no words mean its own.
    """
    theirs = _names(target)
    place, other = place_of(decision), place_of(target)
    if place and other and place != other:
        return False
    if not theirs or not other:
        return None
    if not words:
        if _names(decision) & theirs:
            return True
        return None if _kind(decision) == "government" and _kind(target) == "office" else False
    if any(word[0] in _OURS and len(word) <= _SHORT for word in words) and _names(decision) & theirs:
        return True
    if any(word.endswith(tuple(_table()["class"]["ends"])) for word in words) and _kind(target) == "department":
        return True
    return bool(_meant(words, place) & theirs)


def _meant(words: Sequence[str], place: str) -> frozenset[str]:
    """The full names of the organs named; 其办公室 belongs to the organ before it."""
    names: list[str] = []
    for name in (part for word in words for part in _AND.split(squeeze(word)) if part):
        own = name[1:] if name[0] in _OURS + _ITS else name
        whole = names[-1] + own if name[0] == _ITS and names else full_name(own, place)
        names.append(_bare(place + whole if place and not read_place(whole).names else whole))
    return frozenset(names)


def organ_kind(name: str) -> str:
    """Return government, office, assembly, party, court, or department for every other organ."""
    folded = full_name(name)
    kinds = [(kind, row["ends"]) for kind, row in _table().items() if kind != "class"]
    fitting = [(len(end), kind) for kind, ends in kinds for end in ends if folded.endswith(end)]
    return max(fitting)[1] if fitting else "department"


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("gongwen") / "tables" / "power.toml").read_text(encoding="utf-8"))


def _names(maker: Maker) -> frozenset[str]:
    return frozenset(_bare(full_name(organ, maker.region)) for organ in maker.organs if organ)


def _bare(name: str) -> str:
    """The name from its narrowest place on: 浙江省云溪市人民政府 and 云溪市人民政府 are one."""
    place = read_place(name)
    return name[place.end - len(place.names[-1]) :] if place.names else name


@lru_cache(maxsize=1 << 16)
def place_of(maker: Maker) -> str:
    """Return the place whose organ the maker is, by its name, else as recorded; "" where neither tells."""
    lead = maker.organs[0] if maker.organs else ""
    return region_of(lead) or maker.region


def _kind(maker: Maker) -> str:
    return organ_kind(maker.organs[0])


def _rank(maker: Maker, place: str) -> int | None:
    """0 the centre … 4 a town; None where the names do not tell."""
    if place == NATIONWIDE:
        return 0
    lead = maker.organs[0] if maker.organs else ""
    return _RANKS.get(level_of(lead) or level_of(place))


def _over_another_place(source: Maker, target: Maker, place: str, other: str) -> Power:
    ours, theirs = _rank(source, place), _rank(target, other)
    if ours is None or theirs is None or ours >= theirs:
        return Power.NONE
    if source.organs and _kind(source) in ("department", "office") and target.organs and _kind(target) != "department":
        return Power.NONE
    contained = place == NATIONWIDE or other.startswith(place)
    return Power.SUPERIOR if contained else Power.UNPROVED


def _at_one_place(ours: str, theirs: str) -> Power:
    if ours in ("assembly", "party"):
        return Power.SUPERIOR
    if ours == "government":
        return Power.SUPERIOR if theirs in ("office", "department") else Power.UNPROVED
    if ours == "department" and theirs in ("government", "office", "assembly", "party"):
        return Power.NONE
    return Power.UNPROVED
