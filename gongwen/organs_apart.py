"""Organs printed one behind the other without anything between them (财政部税务总局) taken apart.

Told by where a name can begin anew; what a single organ is, is asked of ``gongwen.issuer``.
"""

import re
from collections.abc import Callable
from functools import cache

from gongwen.organs import organ_words, organs
from gongwen.places import read_place


def taken_apart(name: str, is_organ: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the organs of a name in which several are printed without anything between them (财政部税务总局).

    The next organ begins with the same place as the one before, or is a central one's local office there; a central
    organ is followed by another central one. What follows a central organ with a place is its own local office.
    """
    place = read_place(name.removeprefix("中共"))
    local = [*place.names, *(name[:1] if name[:1] in _BARE and not place.names else ())]
    for end in range(_SHORTEST, len(name) - _SHORTEST + 1):
        before, after = name[:end], name[end:]
        if after.startswith(tuple(local)):
            begins = True
        elif local:
            begins = after.startswith(_LOCAL_OFFICES) and local[0] in after
        else:
            begins = _is_central(after) or bool(_of_office(before) and _of_office(before) == _province(after))
        if begins and is_organ(before) and is_organ(after):
            return (before, *taken_apart(after, is_organ))
    return (name,)


_SHORTEST = 2  # characters of an organ's name: 省委
_BARE = ("省", "市", "县", "区", "州", "镇", "乡")
_LOCAL_OFFICES = ("国家", "中国")


@cache
def _central_names() -> tuple[str, ...]:
    return tuple(
        sorted({"国务院", "中央军委", "最高人民检察院", *organ_words()["central"]["ministries"], *_central_known()})
    )


def _central_known() -> set[str]:
    return {organ.name for organ in organs() if organ.level == "central"}


def _is_central(words: str) -> bool:
    """Tell whether words begin with a central organ that issues in its own name, not with another's 中心 or 院."""
    return words.startswith(_central_names()) or bool(_CENTRAL.match(words))


_CENTRAL = re.compile(
    r"(?:国家|中国)(?:(?!税务总局|统计局)[\u4e00-\u9fff]){2,20}?[局委会部署行]"
    r"(?![\u4e00-\u9fff]{0,12}(?:中心|院|所)$)"
)


def _province(name: str) -> str:
    place = read_place(name)
    return place.names[0] if place.levels[:1] == ("province",) else ""


def _of_office(name: str) -> str:
    """Return the province of a central organ's local office (国家税务总局某省税务局), or ""."""
    at = name.find("总局") + 2 if name.startswith(_LOCAL_OFFICES) and "总局" in name else 0
    return _province(name[at:]) if at else ""
