"""Places in the names of organs: which place an organ is of, and of what level, told by grammar and by the table."""

import re
from dataclasses import dataclass
from functools import cache

from gongwen.organs import NATIONWIDE, central_starts, organ_words, organs
from gongwen.text import squeeze

GOVERNMENT = re.compile(r"(?P<place>[\u4e00-\u9fff]{2,20}?)人民政府(?:办公厅|办公室)?")
_NOT_IN_PLACE = re.compile(
    r"人民|政府|管理|监督|委员|关于|住房|工作|建设|发展|保护|中华|全国|国家|国务|最高|中共|实施|办公"
    r"|执法|经济|技术|产业|综合|市场|城市|农业|社会|规划|环境|交通"
)
_WORD_GOES_ON = r"(?!(?<=市)(?:场|政设|政园|政公用|容|民中心))"  # 市 of 市场 ends no place
_BARE_LEVELS = {"省": "province", "市": "city", "县": "county", "区": "county", "镇": "town", "乡": "town"}


@dataclass(frozen=True, slots=True)
class Place:
    """The places that a name begins with, the widest first, and where the rest of the name begins."""

    names: tuple[str, ...]
    levels: tuple[str, ...]
    end: int


@cache
def _provinces() -> dict[str, str]:
    provinces = organ_words()["places"]["provinces"]
    assert isinstance(provinces, dict)
    return provinces


@cache
def _steps() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Patterns of one place of each level at the start of what is left of a name, the widest level first."""
    levels = organ_words()["levels"]
    steps = []
    for level, shortest, longest in (("city", 2, 7), ("county", 1, 9), ("functional", 2, 12), ("town", 1, 7)):
        ends = "|".join(sorted(levels[level], key=lambda word: (-len(word), word)))
        steps.append(
            (level, re.compile(rf"(?P<stem>[\u4e00-\u9fff]{{{shortest},{longest}}}?)(?P<end>{ends}){_WORD_GOES_ON}"))
        )
    return tuple(steps)


def read_place(name: str) -> Place:
    """Take the places at the beginning of an organ's name apart (浙江省 · 云溪市 · 白石县); the name is folded."""
    names: list[str] = []
    levels: list[str] = []
    at = 0
    for province in _provinces():
        if name.startswith(province):
            names.append(province)
            levels.append("province")
            at = len(province)
    for level, pattern in _steps():
        if level == "city" and names and names[0].endswith("市"):
            continue
        found = _step(pattern, name, at)
        if found:
            names.append(found)
            levels.append(level)
            at += len(found)
    return Place(tuple(names), tuple(levels), at)


def _step(pattern: re.Pattern[str], name: str, at: int) -> str:
    found = pattern.match(name, at)
    if not found or found.group() in organ_words()["places"]["not_places"]:
        return ""
    if found["end"] == "区" and found.group().endswith(tuple(organ_words()["levels"]["functional"])):
        return ""
    if _NOT_IN_PLACE.search(found["stem"]):
        return ""
    return found.group()


@cache
def _known_levels() -> dict[str, str]:
    return {organ.region: organ.level for organ in organs() if organ.region != NATIONWIDE}


def region_of(name: str) -> str:
    """Return the narrowest place that an organ's name gives; 全国 for central organs, "" where it gives none."""
    folded = squeeze(name).removeprefix("中共").removeprefix("中国共产党")
    place = read_place(folded)
    if place.names:
        return place.names[-1]
    if folded.startswith(central_starts()):
        return NATIONWIDE
    government = GOVERNMENT.match(folded)
    return government["place"] if government else ""


def level_of(name: str) -> str:
    """Return central, province, city, county, town or functional, "" where the name does not tell."""
    folded = squeeze(name)
    place = read_place(folded)
    if place.names:
        return _known_levels().get(place.names[-1], place.levels[-1])
    if folded.startswith(central_starts()):
        return "central"
    return _BARE_LEVELS.get(folded[:1], "")
