"""Who issues: names of organs (发文机关), told by grammar and by the table of organs, their place and their level.

An organ of a place nobody has heard of is read as well as a known one. Nothing here says who followed whom.
"""

import csv
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise

from gongwen.text import Folded, fold, squeeze

NATIONWIDE = "全国"
_LONGEST = 60  # characters of one organ's name
_JOINTS = re.compile(r"[、,;]|\s+|(?<=[局委部厅院署府办会])和(?=[\u4e00-\u9fff]{2,}?[局委部厅院署府办会])")


@dataclass(frozen=True, slots=True)
class Organ:
    """One row of the table of organs. ``code`` is the 机关代字 that it heads its numbers with, "" where not known."""

    organ_id: str
    name: str
    code: str
    level: str
    region: str
    valid_from: date | None
    valid_to: date | None
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class IssuerMention:
    """Organs named together at one place of a text, the lead organ first."""

    names: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """The places that a name begins with, the widest first, and where the rest of the name begins."""

    names: tuple[str, ...]
    levels: tuple[str, ...]
    end: int


@cache
def organs() -> tuple[Organ, ...]:
    """Return the table of organs."""
    path = files("gongwen") / "tables" / "organs.csv"
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    return tuple(
        Organ(
            organ_id=row["organ_id"],
            name=row["name"],
            code=row["code"],
            level=row["level"],
            region=row["region"],
            valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            source=row["source"],
            verified=row["verified"] == "true",
        )
        for row in rows
    )


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("gongwen") / "tables" / "issuer_words.toml").read_text(encoding="utf-8"))


@cache
def _ends() -> tuple[str, ...]:
    return tuple(sorted(_words()["nouns"]["ends"], key=lambda word: (-len(word), word)))


@cache
def _known_names() -> frozenset[str]:
    return frozenset(organ.name for organ in organs()) | frozenset(_words()["central"]["ministries"])


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    codes: dict[str, list[str]] = {}
    for organ in organs():
        for code in organ.code.split("、"):
            codes.setdefault(code, []).append(organ.name)
    return {code: tuple(names) for code, names in codes.items() if code}


def organ_of_code(code: str) -> tuple[str, ...]:
    """Return the organ whose code (机关代字) it is, where it is one central or provincial organ's alone; else nothing.

    Codes of cities and counties are not unique across the country (domain §0.20) and prove nothing by themselves.
    """
    names = _codes().get(code, ())
    return names if len(names) == 1 and level_of(names[0]) in ("central", "province") else ()


def is_organ(name: str) -> bool:
    """Tell whether the words, all of them, are the name of one organ."""
    folded = squeeze(name)
    if folded in _known_names():
        return True
    if not 3 <= len(folded) <= _LONGEST or _NEVER.search(folded) or not _HANZI_NAME.fullmatch(folded):
        return False
    if not folded.endswith(_ends()) or _NOT_NAME.search(folded):
        return False
    if _GOVERNMENT.fullmatch(folded) or _BEGINS.match(folded) or folded.startswith(_central_starts()):
        return True
    return bool(read_place(folded).names)


@cache
def _central_starts() -> tuple[str, ...]:
    return (*_words()["central"]["starts"], *_words()["central"]["ministries"])


_GOVERNMENT = re.compile(r"(?P<place>[\u4e00-\u9fff]{2,20}?)人民政府(?:办公厅|办公室)?")
_NEVER = re.compile(r"[《》〈〉【】!?;:。,\"“”…]")
_HANZI_NAME = re.compile(r"[\u4e00-\u9fff0-9（）·、—-]+")
_NOT_NAME = re.compile(
    r"^(?:各|该|其|由|经|请|对|在|与|及|为|从|被|并|按|报|原则|[本我全][省市县区])|关于|有关|负责|应当|所属|直属单位|的通知|认真|以及|工作人员"
)
_BEGINS = re.compile(
    r"(?:省|市|县|区|州|旗|镇|乡|街道|自治区|自治州|自治县)(?:人民|政府|委|人大|[\u4e00-\u9fff]{1,24}?[局委厅办部会院署处站所心室组队])|中共|共青团|中国"
)


def parse_issuers(text: str) -> tuple[str, ...]:
    """Return the organs that the text names, where it names organs and nothing else; the lead organ first.

    A later name may leave out the place that it shares with the first (省发展改革委、财政厅).
    """
    folded = _STATE.sub("", squeeze_joints(text).removesuffix("文件").strip())
    names = [name for name in _JOINTS.split(folded) if name]
    if len(names) > 1 and is_organ(names[0]) and all(is_organ(name) or _bare_organ(name) for name in names[1:]):
        return tuple(names)
    return (squeeze(folded),) if "、" not in folded and is_organ(folded) else ()


_STATE = re.compile(r"^中华人民共和国(?=国务院|[\u4e00-\u9fff]{2,12}[部署局院会行])(?!全国)")


def squeeze_joints(text: str) -> str:
    """Return the folded text in which blanks only stand where they may part two names."""
    groups = re.split(r"\s{2,}", fold(text).text.strip())
    return " ".join(group.replace(" ", "") if _SPACED_OUT.fullmatch(group) else group for group in groups)


_SPACED_OUT = re.compile(r"(?:[\u4e00-\u9fff（）]{1,2}\s){2,}[\u4e00-\u9fff（）]{1,2}")


def _bare_organ(name: str) -> bool:
    return 2 <= len(name) <= 30 and name.endswith(_ends()) and not _NEVER.search(name) and not _NOT_NAME.search(name)


@cache
def _lead_verbs() -> re.Pattern[str]:
    verbs = "|".join(sorted(_words()["leads"]["verbs"], key=lambda verb: (-len(verb), verb)))
    return re.compile(verbs)


def find_issuer(text: str, start: int = 0) -> IssuerMention | None:
    """Return the organs with which a title begins at ``start``, or None; spans are into ``text``.

    The names end where the first word follows that says what the paper does (关于, 印发, 转发 …).
    """
    folded = fold(text)
    return _lead(folded, start)


def _lead(folded: Folded, start: int) -> IssuerMention | None:
    words = folded.text
    for verb in _lead_verbs().finditer(words, start, min(len(words), start + 2 * _LONGEST)):
        names = parse_issuers(words[start : verb.start()])
        if names:
            begin, end = folded.original(start, start + len(words[start : verb.start()].rstrip()))
            return IssuerMention(names, begin, end)
    return None


def join_organs(text: str) -> str:
    """Return the text with 、 where only blanks part the organs that lead a title (甲市财政局 甲市民政局关于…)."""
    pieces = _BLANKS.split(text.strip())
    if len(pieces) == 1:
        return pieces[0]
    joined = pieces[0]
    leading = True
    for before, piece in pairwise(pieces):
        leading = leading and is_organ(before)
        if leading and (is_organ(piece) or find_issuer(piece)):
            joined += "、" + piece
        else:
            joined += " " + piece
    return joined


_BLANKS = re.compile(r"[\s\u3000\xa0]+")


@cache
def _provinces() -> dict[str, str]:
    provinces = _words()["places"]["provinces"]
    assert isinstance(provinces, dict)
    return provinces


@cache
def _steps() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Patterns of one place of each level at the start of what is left of a name, the widest level first."""
    levels = _words()["levels"]
    steps = []
    for level, shortest, longest in (("city", 2, 7), ("county", 1, 9), ("functional", 2, 12), ("town", 1, 7)):
        ends = "|".join(sorted(levels[level], key=lambda word: (-len(word), word)))
        steps.append((level, re.compile(rf"(?P<stem>[\u4e00-\u9fff]{{{shortest},{longest}}}?)(?P<end>{ends})")))
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
    if not found or found.group() in _words()["places"]["not_places"]:
        return ""
    if found["end"] == "区" and found.group().endswith(tuple(_words()["levels"]["functional"])):
        return ""
    if _NOT_IN_PLACE.search(found["stem"]):
        return ""
    return found.group()


_NOT_IN_PLACE = re.compile(
    r"人民|政府|管理|监督|委员|关于|工作|建设|发展|保护|中华|全国|国家|国务|最高|中共|实施|办公|执法|经济|技术|产业|综合|市场|城市|农业|社会|规划|环境|交通"
)


@cache
def _known_levels() -> dict[str, str]:
    return {organ.region: organ.level for organ in organs() if organ.region != NATIONWIDE}


def region_of(name: str) -> str:
    """Return the place whose organ this is, the narrowest that the name gives; 全国 for central organs, "" if it gives none."""
    folded = squeeze(name).removeprefix("中共").removeprefix("中国共产党")
    place = read_place(folded)
    if place.names:
        return place.names[-1]
    if folded.startswith(_central_starts()):
        return NATIONWIDE
    government = _GOVERNMENT.match(folded)
    return government["place"] if government else ""


def level_of(name: str) -> str:
    """Return central, province, city, county, town or functional, "" where the name does not tell."""
    folded = squeeze(name)
    place = read_place(folded)
    if place.names:
        return _known_levels().get(place.names[-1], place.levels[-1])
    if folded.startswith(_central_starts()):
        return "central"
    for level, begin in (
        ("province", "省"),
        ("city", "市"),
        ("county", "县"),
        ("county", "区"),
        ("town", "镇"),
        ("town", "乡"),
    ):
        if folded.startswith(begin):
            return level
    return ""


def full_name(name: str, region: str = "") -> str:
    """Return the name with its abbreviated nouns written out and its place in front where it only says 省, 市 or 县."""
    folded = squeeze(name)
    expand = _words()["nouns"]["expand"]
    assert isinstance(expand, dict)
    for short in sorted(expand, key=lambda word: (-len(word), word)):
        if folded.endswith(short) and not folded.endswith(expand[short]):
            folded = folded.removesuffix(short) + expand[short]
            break
    own_name = folded.endswith(tuple(_words()["nouns"]["ad_hoc"]))
    if region not in ("", NATIONWIDE) and not own_name and folded[:1] == region[-1:] and not read_place(folded).names:
        return region + folded[1:]
    return folded


def same_organ(left: str, right: str, *, region: str = "") -> bool:
    """Tell whether two names are one organ's, long and short forms alike."""
    return full_name(left, region) == full_name(right, region)
