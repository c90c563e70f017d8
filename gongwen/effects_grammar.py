"""The grammar between a verb of legal effect and the documents it acts on: which verb, which words may stand between.

It works on one sentence in which documents are hidden behind filler, and knows nothing of the rest of the paper.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from gongwen.model import Relation, Scope
from gongwen.wording import pattern, rows

TITLE = "\ue000"  # hides a document that is named
QUOTE = "\ue001"  # hides quoted words


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb of legal effect in a sentence."""

    relation: Relation
    side: str
    start: int
    end: int
    parted: bool = False  # its other half stands behind the document: 暂停《…》的执行


@dataclass(frozen=True, slots=True)
class Between:
    """What stands between two parts of a sentence: the scope it gives, the time, the hedges."""

    scope: Scope = Scope.WHOLE
    detail: str = ""
    time: str = ""
    hedge: str = ""
    end: int = 0
    exceptions: str = ""


@cache
def verb_pattern(group: str = "verb") -> tuple[re.Pattern[str], tuple[tuple[Relation, str], ...]]:
    """Return one expression for the verbs of a group of the table, and relation and side of each of its branches."""
    verbs = rows("effect_verbs", group)
    words = "|".join(f"(?P<v{index}>{row['words']})" for index, row in enumerate(verbs))
    return re.compile(words), tuple((Relation(row["relation"]), row.get("side", "before")) for row in verbs)


def find_verbs(masked: str) -> list[Verb]:
    """Return the verbs of the sentence that are predicates; 废止的目录 and 废止程序 are not."""
    words, kinds = verb_pattern()
    found = []
    for match in words.finditer(masked):
        if pattern("effect_words", "attributive").match(masked, match.end()):
            continue
        relation, side = kinds[int((match.lastgroup or "v0")[1:])]
        found.append(Verb(relation, side, match.start(), match.end()))
    return found


def has_anchor(words: str) -> bool:
    """Tell whether the words could state an effect at all; cheap, for whole texts."""
    return _ANCHOR.search(words) is not None


_ANCHOR = re.compile(
    "废止|失效|作废|取消|停止|不再|终止|修改|修订|修正|删[去除]|延长|延续|延期|顺延|延至|继续|暂停|暂缓|暂时|中止|增加[一二三四五六七八九十]+[条款项]|应为“|改为“|撤销|收回|撤回|不复|效力|更正|代替|替代|取代|为准|重新[公发印]|保留|不予执行|无效|不一致|抵触|调整为|变更为|恢复[执施实适《]|(?:[执施]行|有效|实施)(?:期限?)?[截]?[至到](?:19|20)|停止《|终止《|中止"
)

_SCOPES = (
    ("provision", Scope.PROVISION),
    ("article", Scope.ARTICLE),
    ("annex", Scope.ANNEX),
    ("annexed", Scope.ANNEXED_INSTRUMENT),
)
_HEDGES = ("negated", "proposed", "procedural", "reported")


def read_tail(masked: str, start: int, end: int) -> Between | None:
    """Read the words between a target and the verb after it; None where they do not tie the two together."""
    found: Between | None = Between(end=start)
    while found and found.end < end:
        found = None if _OTHER_OBJECT.match(masked, found.end, end) else _read_on(masked, found, end)
    return found


def _read_on(masked: str, before: Between, end: int) -> Between | None:
    """Return what has been read with the next words added; None where they tie nothing."""
    place = before.end
    step = _scope_at(masked, place, end)
    if step:
        return replace(before, scope=step[0], detail=before.detail + step[1], end=step[2])
    match = _token("except").match(masked, place, end)
    if match:
        kept = match["except"]
        in_part = _token("article").search(kept) is not None
        scope, detail = (Scope.PROVISION, kept) if in_part else (before.scope, before.detail)
        return replace(before, scope=scope, detail=detail, exceptions=kept, end=match.end())
    match = _token("time").match(masked, place, end)
    if match:
        return replace(before, time=match.group(), end=match.end())
    match = _token("neutral").match(masked, place, end)
    if match:
        return replace(before, end=match.end())
    match = _token("unfit").match(masked, place, end)
    if match:
        return replace(before, end=match.end())
    for kind in _HEDGES:
        match = _token(kind).match(masked, place, end)
        if match:
            return replace(before, hedge=before.hedge or kind, end=match.end())
    match = _token("by_this").match(masked, place, end) or _token("reason").match(masked, place, end)
    return replace(before, end=match.end()) if match else None


_OTHER_OBJECT = re.compile(
    r"[,、 ]?对(?:\d+|[一二三四五六七八九十百两]+)(?:件|部|项|个|份)"
)  # 印发了《甲》,对310件文件予以废止


def _token(kind: str) -> re.Pattern[str]:
    return pattern("effect_words", kind)


def _scope_at(masked: str, place: int, end: int) -> tuple[Scope, str, int] | None:
    for kind, scope in _SCOPES:
        match = _token(kind).match(masked, place, end)
        if match and match.end() > place:
            return scope, match.group(), match.end()
    return None


def read_gap(masked: str, start: int, end: int) -> Between | None:
    """Read the words between two targets of one verb; None where the chain breaks. The scope is that of the first."""
    place, scope, detail = start, Scope.WHOLE, ""
    while place < end:
        step = _scope_at(masked, place, end)
        if step is None:
            bracket = _BRACKET.match(masked, place, end)
            if bracket is None:
                break
            place = bracket.end()
            continue
        scope, detail, place = step[0], detail + step[1], step[2]
    joined = place
    while match := _token("connective").match(masked, joined, end):
        joined = match.end()
    if not is_attribute(masked[joined:end]):
        return None
    return Between(scope, detail, end=end)


_BRACKET = re.compile(r"（[^（）]{0,120}）|文件")


def is_attribute(words: str) -> bool:
    """Tell whether the words before a title only say whose it is and when it was made."""
    if not words:
        return True
    if len(words) > 300 or _token("finite").search(words):
        return False
    if words.endswith(("的", "的原", "原")) or _NOUN_FOR_TITLE.fullmatch(words):
        return True
    return not _token("bare_verb").search(words)


_NOUN_FOR_TITLE = re.compile(
    "(?:其|原|相关|有关|配套)?(?:补充|配套|后续|修改)?的?(?:办法|通知|规定|意见|文件|决定|细则|公告|通告|方案|批复|条例)（"
)


def reads_forward(masked: str, verb: Verb, start: int) -> bool:
    """Tell whether the target at ``start`` is the object that follows the verb."""
    place = verb.end
    while match := _token("before_target").match(masked, place, start):
        place = match.end()
    words = masked[place:start]
    attribute = words.endswith(("的", "的原")) or not re.search("[,、;:]", words)
    first = re.split("[,;:]", words)[0]
    if first != words and not _MAKING.search(first):
        return False  # 撤销青禾县,原青禾县制定的《…》: the verb has its object before the comma
    return not words.startswith(",") and attribute and is_attribute(words)


_MAKING = re.compile("公布|发布|印发|颁布|颁发|下发|制定|通过|批准|修[订正改]|施行|实施|执行")


def has_other_object(masked: str, stop: int) -> bool:
    """Tell whether the noun behind a title is what the verb acts on: 撤销《青禾县志》编纂委员会."""
    return _token("object_behind").match(masked, stop) is not None


def hedge_before(masked: str, begin: int, end: int) -> str:
    """Return the kind of hedge in the words of the clause before a verb that stands before its target, or nothing."""
    begin = max(begin, end - _CLAUSE_REACH)
    clause = masked[max(begin - 1, *(masked.rfind(mark, begin, end) for mark in ",;。:")) + 1 : end]
    for kind in _HEDGES:
        for match in _token(kind).finditer(clause):
            if kind == "reported" or not clause[: match.start()].endswith("决定"):
                return kind
    return ""


def opening_hedge(masked: str, first: int) -> str:
    """Return the hedge that opens the clause of a target before its verb: 建议对《…》予以废止, 鉴于《…》废止."""
    begin = max(0, first - _CLAUSE_REACH)
    clause = masked[max(begin - 1, *(masked.rfind(mark, begin, first) for mark in ",;。:")) + 1 : first]
    if _token("cause").match(clause):
        return "reported"
    if _token("supposed").match(clause):
        return "procedural"
    match = _token("opening").search(clause)
    return match.lastgroup or "" if match else ""


def supposed(masked: str, stop: int) -> str:
    """Return the condition on which the clause before ``stop`` hangs: 如国家出台新规定,《…》自行失效."""
    before = masked[max(0, stop - _CLAUSE_REACH) : stop]
    match = _SUPPOSED.match(before) or _AWAITED.search(before)
    return match["condition"] if match else ""


_AWAITED = re.compile(
    "(?:^|[。;,])(?P<condition>(?:待|俟|等)[^,。;]{0,80}?(?:出台|公布|发布|印发|施行|实施|生效|完成)(?:之日起|以?后|时)),$"
)


_SUPPOSED = re.compile(
    r"(?:.*[。;])?(?:\W|第[〇零一二三四五六七八九十百\d]+条|[一二三四五六七八九十]+、|\d+[.、])*"
    rf"(?:{pattern('effect_words', 'supposed').pattern})(?P<condition>[^,。;\ue000]{{2,60}}),$"
)


def opening_exception(masked: str, stop: int) -> str:
    """Return the articles that a clause before ``stop`` keeps in force: 除第二章外,《…》废止."""
    match = _KEPT.search(masked[max(0, stop - _CLAUSE_REACH) : stop])
    return match["kept"] if match else ""


_KEPT = re.compile("(?:^|[。;,])(?P<kept>除第[^,。;《》\ue000]{1,40}?(?:以外|之外|外)),原?$")


def kept_behind(masked: str, start: int) -> str:
    """Return the articles that words behind a verb keep in force: 废止《…》,其中第三章继续有效."""
    match = _token("kept_part").match(masked, start)
    return match["kept"] if match else ""


def opening_time(masked: str, stop: int) -> str:
    """Return the phrase of time that opens a sentence: 自本办法施行之日起,《…》废止."""
    found = ""
    for match in _token("time").finditer(masked, max(0, stop - _TIME_REACH), stop):
        if match.group()[0] in "自从于在" and (match.end() == stop or masked[match.end()] == ","):
            found = match.group()
    return found


_TIME_REACH = 300
_CLAUSE_REACH = 400


def phrase_end(masked: str, start: int, *, marks: str = ",;。:\n", reach: int = 120) -> int:
    """Return where the words end that may belong to the last object of a verb: 停止执行《…》第三条."""
    stops = [place for place in (masked.find(mark, start, start + reach) for mark in marks) if place >= 0]
    return min([*stops, len(masked), start + reach])


_QUOTED = re.compile(r"“([^”]{0,400})”")


def mask(words: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the words with documents and quoted words hidden, each by as many fillers as it has characters."""
    hidden = list(words)
    for quoted in _QUOTED.finditer(words):
        hidden[quoted.start(1) : quoted.end(1)] = QUOTE * len(quoted[1])
    for start, end in spans:
        hidden[start:end] = TITLE * (end - start)
    return "".join(hidden)
