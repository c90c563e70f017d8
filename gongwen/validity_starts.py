"""The clauses that say from when a document counts: 本办法自…起施行, 现予公布,自…起施行, 生效日期:….

Each clause is read with a rank: how surely it speaks of the document itself. Which of them holds is for ``validity``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from gongwen.dates import find_dates
from gongwen.flow import sentence_start
from gongwen.model import Basis
from gongwen.numerals import read_numeral
from gongwen.wording import pattern, rows

_HEADING_REACH = 1200  # characters in which a heading or an order of promulgation stands
_OWN_HEADING = 400  # characters in which the document's own title stands


@dataclass(frozen=True, slots=True)
class Start:
    """One clause. Rank 4: 本办法, 3: its title, 2: an order or a closing article, 1: a label, 0: only a part."""

    basis: Basis
    day: date | None
    start: int
    end: int
    rule: str
    rank: int
    delay: int = 0  # days after publication
    working: bool = False  # the delay counts working days
    adopted: bool = False  # counted from the day of adoption
    part: str = ""  # the chapter, article, place or group that alone has this day
    promulgated: bool = False  # said by the order that promulgates the text (某令第3号: 现予公布, 自公布之日起施行)


@cache
def _words(*groups: str) -> str:
    return "|".join(row["words"] for group in groups for row in rows("validity", group))


@cache
def _clause() -> re.Pattern[str]:
    numeral = "〇零一二三四五六七八九十"
    day = rf"[\d{numeral}廿元oOОΟ]{{1,4}}\s?年[\d{numeral}元]{{1,3}}\s?月[\d{numeral}廿]{{1,4}}\s?日"
    since = _words("published", "written", "adopted")
    return re.compile(
        rf"(?:(?:自|从|于|至)(?:其|文件|本[\u3400-\u9fff]{{1,6}}?)?)?(?:(?P<day>{day})|(?P<since>{since})(?:之日|之时|日|后)?)"
        rf"(?:起|后|开始)?(?:满?(?P<delay>\d{{1,3}}|[一二三四五六七八九十]{{1,3}})(?P<working>个?工作)?日(?:之?后|起))?"
        rf"(?:起|开始)?(?P<where>在[\u3400-\u9fff、（）]{{1,12}}?)?(?:正式|开始|全面)?(?:试)?(?P<begin>{_words('begin')})"
        rf"(?P<own>[本此](?:{_words('form')})(?=[。,;]))?"
    )


@cache
def own_name() -> re.Pattern[str]:
    """Return the expression for the ways a document speaks of itself: 本办法, 本《通告》, 以上政策, 上述标准."""
    return re.compile(
        rf"[本此][《]?[\u3400-\u9fff（）]{{0,14}}?(?:{_words('form')})》?|(?:以上|上述)(?:政策|措施|规定|意见|价格|(?:[\u3400-\u9fff]{{0,4}})标准)"
    )


@cache
def _form() -> re.Pattern[str]:
    return re.compile(rf"^[\u3400-\u9fff（）]*(?:{_words('form')})$")


def find_starts(text: str) -> list[Start]:
    """Return the clauses of a flow that speak of the document itself or of a part of it, in order; labels last."""
    return [*_clauses(text), *_labels(text)]


def _clauses(text: str) -> Iterator[Start]:
    parted = -1  # where the last clause for a part ended
    for match in _clause().finditer(text):
        after = text[match.end() : match.end() + 1]
        if after in ("的", "、") or not _is_point_in_time(match):
            continue
        begin = sentence_start(text, match.start())
        before = _HEADER.sub("", text[begin : match.start()])
        part = _part(before, match["where"] or "")
        rest = not part and parted >= 0 and match.start() - parted <= _LONGEST_REST and _REST.search(before)
        rank, rule = (0, "validity.part") if part else _subject(text, begin, before, match.end())
        if rest and not rank:
            rank, rule = 2, "validity.rest"
        if match["own"]:
            rank, rule = 4, "validity.own_clause"  # 各银行自2016年2月1日起执行本通知
        ends_here = not after or after in ("。,;）\n.!:外" if part else "。,;）\n.!:")
        if not part and (rank <= 0 or _TOWARDS.search(before)) and (part := _group(text, before, match)):
            rank, rule = 0, "validity.part"
        if (rank <= 0 and not part) or (rank < 4 and not ends_here):
            continue
        parted = match.end() if part else parted
        basis, adopted = _basis(match)
        days = find_dates(match["day"]) if match["day"] else []
        yield Start(
            basis,
            days[0].value if days else None,
            begin,
            match.end(),
            rule,
            rank,
            delay=read_numeral(match["delay"]) or 0 if match["delay"] else 0,
            working=bool(match["working"]),
            adopted=adopted,
            part=part,
            promulgated=bool(
                _PROMULGATES.search(before) and (_ORDER.search(text, 0, begin) or _ORDER_ABOVE.match(before))
            ),
        )


def _is_point_in_time(match: re.Match[str]) -> bool:
    """Tell whether a verb of issuing is counted from: 发布实施 is no clause, 发布之日起实施 is."""
    return bool(match["day"] or match["delay"]) or "日" in match.group()[match.start("since") - match.start() :]


def _basis(match: re.Match[str]) -> tuple[Basis, bool]:
    if match["day"]:
        return Basis.DATE, False
    if pattern("validity", "written").fullmatch(match["since"]):
        return Basis.WRITTEN, False
    return Basis.PUBLISHED, bool(pattern("validity", "adopted").fullmatch(match["since"]))


_PROMULGATES = re.compile(r"现(?:予以?|将[^。;]{0,80})?(?:公布|发布|颁布)")
# An order, or the announcement by which a congress promulgates (立法法 art. 88); its line may run on into the sentence
_ORDER = re.compile(r"令\s*(?:[（〔]?\s*(?:\d{4}年)?第|\d|\n)|(?:人民代表大会|人大)(?:常务委员会|常委会)?\s*公告")
_ORDER_ABOVE = re.compile(r"^[\u3400-\u9fff、 ]{2,40}令(?:（?(?:\d{4}年)?第?[\d〇零一二三四五六七八九十百]+号）?)《")
_FROM_PUBLICATION = re.compile(r"自(?:本[\u3400-\u9fff]{1,6})?(?:公布|发布|颁布|印发|下发|公告)之日[起后]|自即日起")


def is_announcement(text: str) -> bool:
    """Tell whether the heading of a flow is that of an announcement, which is issued by being published."""
    return any(_ANNOUNCEMENT.search(line) for line in text[:_OWN_HEADING].split("\n")[:3])


_ANNOUNCEMENT = re.compile(
    r"^[^。:《]{0,60}(?:《[^》]*》[^。:《]{0,40}){0,3}(?:公告|通告)(?:〔?\(?(?:19|20)\d\d[〕年]?第?\d{1,4}号(?:（.*）)?)?$"
)


def counts_from_publication(text: str) -> bool:
    """Tell whether a text counts anything from the day of its own publication: 自本公告发布之日起,解除…."""
    return bool(_FROM_PUBLICATION.search(text))


def _part(before: str, where: str) -> str:
    """Return the articles or the place that a clause is for, "" where it is for the whole."""
    if where and not _EVERYWHERE.search(where):
        return where[1:]
    found = _PART.search(before)
    return found.group() if found else ""


def _group(text: str, before: str, match: re.Match[str]) -> str:
    """Return for whom alone a clause at the end of a text sets a day, where its sentence sets several."""
    closing = len(text) - match.end() < max(400, len(text) // 5)
    who = _NUMBERED.sub("", before.rpartition(",")[2]).strip()
    if not closing or not match["day"] or not 2 <= len(who) <= 30 or names_another(who):
        return ""
    begin = max(text.rfind("。", 0, match.start()), text.rfind("\n", 0, match.start())) + 1
    stops = [place for place in (text.find("。", match.end()), text.find("\n", match.end())) if place >= 0]
    sentence = text[begin : min(stops, default=len(text))]
    return who if len(sentence) <= _LONGEST_SENTENCE and len(_clause().findall(sentence)) > 1 else ""


_LONGEST_SENTENCE = 400
_LONGEST_REST = 60  # characters between the clause for a part and 其余条款自…
_TOWARDS = re.compile(r"对[\u3400-\u9fff（）、]{2,20}$")
_EVERYWHERE = re.compile(r"[全我本][国省市县区州旗域]|各地|行政区域|辖区|范围内")
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+[、.]|（[一二三四五六七八九十]+）|\d+[.、])")
_REST = re.compile(r"(?:其余|其他|其它)(?:的|各)?(?:条款|条文|规定|内容|部分|事项|政策|措施|各?条|章节)?$")
_HEADER = re.compile(r"^\W*第[〇零一二三四五六七八九十百千\d]+条(?=.)")
_ARTICLE = r"第[〇零一二三四五六七八九十百\d]+[条章节](?:第[〇零一二三四五六七八九十百\d]+[款项]){0,2}"
_PART = re.compile(
    rf"(?:{_ARTICLE}(?:[、和及与]|至|到)){{0,12}}(?:{_ARTICLE}|第[〇零一二三四五六七八九十百\d]+[款项])(?:的?规定|内容)?$"
)
_OPENING = re.compile(
    r"^(?:第[〇零一二三四五六七八九十百千\d]+条|[一二三四五六七八九十]+[、.]|（[一二三四五六七八九十]+）|\d+[.、]|\W)*$"
)
_ISSUING = re.compile(
    r"(?:现予|予以|现将|公布|发布|印发|通过|同意|转发|令)[^。;]{0,40},?$|(?:决定|废止|失效|撤销|修改)[^。;]{0,120},$"
    r"|（[^（）]{4,200}$|\d日,?$"
)
_OTHER_SUBJECT = re.compile(r"规定|所称|施行前|第[^,]{1,8}条|中")
_ENCLOSED = re.compile(r"《([^《》]{2,100})》(?:（见附件\d*）)?$")


def _subject(text: str, begin: int, before: str, end: int) -> tuple[int, str]:
    """Return how surely the clause speaks of the document itself, 0 where it speaks of something else."""
    own = list(own_name().finditer(before))
    if own:
        between = before[own[-1].end() :]
        if len(between) <= 30 and not _OTHER_SUBJECT.search(between):
            return 4, "validity.own_clause"
        return (3, "validity.own_clause") if between.endswith(",") and not names_another(between) else (0, "")
    if _ISSUING.search(before):
        return 2, "validity.order"
    heading = text[: min(begin, _OWN_HEADING)]
    enclosed = _ENCLOSED.search(before)
    if enclosed and enclosed[1] in heading:
        return 3, "validity.enclosed_title"
    if 1 < len(before) < 20 and before in heading and _form().search(before):
        return 2, "validity.own_noun"
    if _OPENING.match(before) and len(text) - end < max(400, len(text) // 5):
        return 2, "validity.closing"
    return 0, ""


def names_another(words: str) -> bool:
    """Tell whether the words name something else that has terms of its own: a licence, a contract, another document."""
    return bool(pattern("validity", "not_own").search(words)) or ("《" in words and "》" in words)


_LABEL = re.compile(
    r"(?:生效日期|实施日期|施行日期|生效时间|实施时间)[:：]?\s?(?P<day>\d{4}[-年./]\d{1,2}[-月./]\d{1,2}日?)"
)
_BARE_LABEL = re.compile(r"(?:^|\n)[（]?(?P<day>\d{4}年\d{1,2}月\d{1,2}日)(?:起)?(?:施行|实施|生效)[）]?(?=\n|$)")


def _labels(text: str) -> Iterator[Start]:
    """Yield the labelled dates of a heading: 生效日期:…, 2022年1月1日 施行."""
    head = text[:_HEADING_REACH]
    for label, rule in ((_LABEL, "validity.label"), (_BARE_LABEL, "validity.heading")):
        for match in label.finditer(head):
            days = find_dates(match["day"])
            if days and days[0].value:
                yield Start(Basis.DATE, days[0].value, match.start("day"), match.end(), rule, 1)


# The President's order promulgates a statute on the day of its adoption (立法法 art. 28 and 47 name no interval).
_ADOPTED_BY_CONGRESS = re.compile(
    r"(?P<day>\d{4}年\d{1,2}月\d{1,2}日)第[一二三四五六七八九十]+届全国人民代表大会(?:常务委员会)?第[一二三四五六七八九十]+次会议通过"
)
_ISSUED = re.compile(
    r"[^。;《\d]{0,40}(?:令?(?:\d{4}年)?第?[\d〇零一二三四五六七八九十百]+号[^。;《\d]{0,20})?(?:公布|发布|颁布)"
)


_ADOPTED = re.compile(r"[^。;,]{0,60}?(?:通过|审议|讨论|批准|同意)")
# The bracket behind a title, and a numbered line, tell when another text was made
_OF_ANOTHER = re.compile(
    r"》\s?（[^（）]*$|^(?:[一二三四五六七八九十]{1,3}|\d{1,3}|（[一二三四五六七八九十]+）)[、.．]?[^\d]"
)


def published_in_heading(text: str) -> date | None:
    """Return the day of promulgation printed in the heading of a flow: （2010年6月21日某令第55号公布…）."""
    head = text[:_HEADING_REACH]
    paragraphs = head.split("\n")[:14]
    for index, paragraph in enumerate(paragraphs):
        if len(paragraph) > 400 or "日" not in paragraph or paragraph.startswith("第一条"):
            continue
        following = "".join(paragraphs[index + 1 : index + 2]) if len(paragraph) < 30 else ""
        for one in find_dates(paragraph):
            if (
                one.value
                and not paragraph.startswith("起", one.end)  # 自某日起施行,其余自公布之日起施行
                and not _ADOPTED.match(paragraph[one.end :])
                and not _OF_ANOTHER.search(paragraph[: one.start])
                and _ISSUED.match(paragraph[one.end :].lstrip() + following[:30])
            ):
                return one.value
    congress = _ADOPTED_BY_CONGRESS.search(head)
    return find_dates(congress["day"])[0].value if congress else None
