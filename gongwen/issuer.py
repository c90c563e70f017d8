"""Who issues: names of organs (发文机关), told by grammar and by the table of organs.

An organ of a place nobody has heard of is read as well as a known one. Nothing here says who followed whom.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from gongwen.organs import NATIONWIDE, central_starts, organ_words, organs, organs_of_codes
from gongwen.organs_apart import taken_apart
from gongwen.places import GOVERNMENT, level_of, read_place, region_of
from gongwen.text import Folded, fold, squeeze

__all__ = [
    "NATIONWIDE",
    "IssuerMention",
    "find_issuer",
    "full_name",
    "is_organ",
    "is_section",
    "join_organs",
    "level_of",
    "organ_of_code",
    "organs",
    "organs_of_series",
    "parse_issuers",
    "read_place",
    "region_of",
    "rules_of_government",
    "same_organ",
    "without_province",
]

_LONGEST = 60  # characters of one organ's name
_JOINTS = re.compile(r"[、,;]|\s+|(?<=[局委部厅院署府办会])和(?=[\u4e00-\u9fff]{2,}?[局委部厅院署府办会])")


@dataclass(frozen=True, slots=True)
class IssuerMention:
    """Organs named together at one place of a text, the lead organ first."""

    names: tuple[str, ...]
    start: int
    end: int


@cache
def _ends() -> tuple[str, ...]:
    return tuple(sorted(organ_words()["nouns"]["ends"], key=lambda word: (-len(word), word)))


@cache
def _known_names() -> frozenset[str]:
    return frozenset(organ.name for organ in organs()) | frozenset(organ_words()["central"]["ministries"])


def organ_of_code(code: str) -> tuple[str, ...]:
    """Return the organ whose code (机关代字) it is, where it is one central or provincial organ's alone; else nothing.

    Codes of cities and counties are not unique across the country (domain §0.20) and prove nothing by themselves.
    A row of the table that nobody has verified proves nothing either, but keeps a code from being one organ's alone.
    """
    known = organs_of_codes().get(code, ())
    sure = len(known) == 1 and known[0].verified and level_of(known[0].name) in ("central", "province")
    return (known[0].name,) if sure else ()


_SERIES = re.compile(r"(?:命令|令|公告|通告|布告|公报)$")
_SECTION = re.compile(r"(?:处|科|股)$")


def organs_of_series(code: str) -> tuple[str, ...]:
    """Return the organs that a masthead or the code of a number names before 令 or 公告, or whose own code it is."""
    return parse_issuers(_SERIES.sub("", code)) or organ_of_code(code)


def is_section(name: str) -> bool:
    """Tell whether it is a section of an organ (处, 科), which does not issue in its own name (domain §2.1)."""
    return bool(_SECTION.search(name))


def is_organ(name: str) -> bool:
    """Tell whether the words, all of them, are the name of one organ."""
    folded = squeeze(name)
    if folded in _known_names():
        return True
    if not 3 <= len(folded) <= _LONGEST or _NEVER.search(folded) or not _HANZI_NAME.fullmatch(folded):
        return False
    if not folded.endswith(_ends()) or _NOT_NAME.search(folded):
        return False
    if (
        GOVERNMENT.fullmatch(folded)
        or _OF_ANYWHERE.fullmatch(folded)
        or _BEGINS.match(folded)
        or folded.startswith(central_starts())
    ):
        return True
    return bool(read_place(folded).names)


_OF_ANYWHERE = re.compile(r"[\u4e00-\u9fff]{2,8}(?:海关|人民法院|人民检察院|税务局|气象局|公安局)")
_NEVER = re.compile(r"[《》〈〉【】!?;:。,\"“”…]")
_HANZI_NAME = re.compile(r"[\u4e00-\u9fff0-9（）·、—-]+")
_NOT_NAME = re.compile(
    r"^(?:转发|批转|各|该|其|由|经|请|对|在|与|及|为|从|被|并|按|报|原则|[本我全][省市县区])"
    r"|关于|有关|负责|应当|所属|直属单位|的通知|认真|以及|工作人员|网站"
)
_BEGINS = re.compile(
    r"(?:省|市|县|区|州|旗|镇|乡|街道|自治区|自治州|自治县)(?:人民|政府|委|人大|[\u4e00-\u9fff]{1,24}?[局委厅办部会院署处站所心室组队])|中共|共青团|中国"
)


def parse_issuers(text: str) -> tuple[str, ...]:
    """Return the organs that the text names, where it names organs and nothing else; the lead organ first.

    A later name may leave out the place that it shares with the first (省发展改革委、财政厅).
    """
    if names_papers(text):
        return ()
    folded = _STATE.sub("", squeeze_joints(text).removesuffix("文件").strip())
    names = [_without_former(name) for name in _JOINTS.split(folded) if name]
    if len(names) > 1 and is_organ(names[0]) and all(is_organ(name) or ends_as_organ(name) for name in names[1:]):
        return tuple(organ for name in names for organ in taken_apart(name, is_organ))
    whole = _without_former(folded)
    return taken_apart(squeeze(whole), is_organ) if "、" not in folded and is_organ(whole) else ()


def names_papers(text: str) -> bool:
    """Tell whether marks of titles and numbers stand in the text, which no organ has in its name."""
    return _OF_PAPERS.search(text) is not None


_OF_PAPERS = re.compile("[《》〔〕]")


def _without_former(name: str) -> str:
    """Return an organ that is no more by its name (原环境保护部); 原平市 and the like begin with the same word."""
    later = name.removeprefix("原")
    return later if later != name and not is_organ(name) and is_organ(later) else name


_STATE = re.compile(r"^中华人民共和国(?=国务院|[\u4e00-\u9fff]{2,12}[部署局院会行])(?!全国)")


def squeeze_joints(text: str) -> str:
    """Return the folded text in which blanks only stand where they may part two names."""
    groups = re.split(r"\s{2,}", fold(text).text.strip())
    return " ".join(group.replace(" ", "") if _SPACED_OUT.fullmatch(group) else group for group in groups)


_SPACED_OUT = re.compile(r"(?:[\u4e00-\u9fff（）]{1,2}\s){2,}[\u4e00-\u9fff（）]{1,2}")


def ends_as_organ(name: str) -> bool:
    """Tell whether words end in the noun of an organ and may be its name; where they stand must tell the rest."""
    return 2 <= len(name) <= 30 and name.endswith(_ends()) and not _NEVER.search(name) and not _NOT_NAME.search(name)


_YEARLY = r"(?:19|20)\d\d年(?=(?:(?!关于).){0,12}?(?:预算|决算|年度报告|工作报告|工作总结|整体支出|绩效))"


@cache
def _lead_verbs() -> re.Pattern[str]:
    verbs = "|".join(sorted(organ_words()["leads"]["verbs"], key=lambda verb: (-len(verb), verb)))
    return re.compile(f"{verbs}|{_YEARLY}")


def find_issuer(text: str, start: int = 0) -> IssuerMention | None:
    """Return the organs with which a title begins at ``start``, or None; spans are into ``text``.

    The names end where the first word follows that says what the paper does (关于, 印发, 转发 …).
    """
    folded = fold(text)
    return _lead(folded, start)


def _lead(folded: Folded, start: int) -> IssuerMention | None:
    words = folded.text
    for verb in _lead_verbs().finditer(words, start, min(len(words), start + 2 * _LONGEST)):
        names = parse_issuers(_AND_OTHERS.sub("", words[start : verb.start()]))
        if names:
            begin, end = folded.original(start, start + len(words[start : verb.start()].rstrip()))
            return IssuerMention(names, begin, end)
    return None


_AND_OTHERS = re.compile(
    r"等(?:[0-9〇零一二三四五六七八九十]{1,3}|有关)?个?(?:部门|部委|部门单位|单位|机关|委办局|厅局|厅|局|委)[ ]*$"
)


def join_organs(text: str, *, mark: str = "、") -> str:
    """Return the text with a mark where only blanks part the organs that lead a title (甲市财政局 甲市民政局关于…)."""
    pieces = _BLANKS.split(text.strip())
    if len(pieces) == 1:
        return pieces[0]
    joined = pieces[0]
    leading = True
    for before, piece in pairwise(pieces):
        leading = leading and is_organ(before)
        if leading and (is_organ(piece) or find_issuer(piece)):
            joined += mark + piece
        else:
            joined += " " + piece
    return joined


_BLANKS = re.compile(r"[\s\u3000\xa0]+")


def rules_of_government(title: str) -> str:
    """Return the government whose own rules a title names (某县人民政府工作规则), or ""."""
    found = GOVERNMENT.match(squeeze(title))
    rest = squeeze(title)[found.end() :] if found else ""
    return found.group() if found and is_organ(found.group()) and _OWN_RULES.search(rest) else ""


_OWN_RULES = re.compile(r"(?:规则|规程|规定|制度|办法|要点|方案)$")


def full_name(name: str, region: str = "") -> str:
    """Return the name with its abbreviated nouns written out and its place in front where it only says 省, 市 or 县."""
    folded = squeeze(name)
    expand = organ_words()["nouns"]["expand"]
    assert isinstance(expand, dict)
    for short in sorted(expand, key=lambda word: (-len(word), word)):
        if folded.endswith(short) and not folded.endswith(expand[short]):
            folded = folded.removesuffix(short) + expand[short]
            break
    regions = organ_words()["places"]["short_regions"]
    assert isinstance(regions, dict)
    if short := next((short for short in sorted(regions) if folded.startswith(short)), ""):
        return str(regions[short]) + folded.removeprefix(short)
    if folded.startswith("自治区") and region.endswith("自治区"):
        return region + folded.removeprefix("自治区")
    own_name = folded.endswith(tuple(organ_words()["nouns"]["ad_hoc"]))
    if region not in ("", NATIONWIDE) and not own_name and folded[:1] == region[-1:] and not read_place(folded).names:
        return region + folded[1:]
    return folded


def without_province(name: str, beside: Iterable[str]) -> str:
    """Return a city's or county's organ without the province that collections print in front of it.

    Only where one of the names ``beside`` it (the title, other names of the issuer) begins with the place itself.
    """
    place = read_place(name)
    if len(place.names) < 2 or place.levels[0] != "province" or place.names[0].endswith("市"):
        return name
    return name.removeprefix(place.names[0]) if any(words.startswith(place.names[1]) for words in beside) else name


def same_organ(left: str, right: str, *, region: str = "") -> bool:
    """Tell whether two names are one organ's, long and short forms alike."""
    return full_name(left, region) == full_name(right, region)
