"""Effects on documents that are not named: what is on no list, what is not republished in time, what was made before.

And sentences that only count (废止5件). They change no status by themselves and say so by their scope and confidence.
"""

import re
from datetime import date

from gongwen.dates import find_dates
from gongwen.effects_paper import Paper, Stated, Target, default_basis, effect, when
from gongwen.model import Basis, Effect, Modality, Relation, Scope
from gongwen.numerals import read_numeral
from gongwen.wording import pattern

_NOBODY = Target(None)
_RESIDUAL = re.compile(
    r"(?:(?:未|没有|不)(?:被|再)?(?:列入|纳入|编入|收入|在|包括在|包含在)|除[^。;]{0,16}?(?:列入|纳入|载入))"
    r"[^。;]{0,50}?(?:目录|清单|名单|范围|之列)"
    r"[^。;]{0,60}?(?P<verb>不再执行|停止执行|停止施行|废止|失效|不再适用|不再作为|不得作为)"
)
_CONDITIONAL = re.compile(
    r"(?:(?:逾期|到期|期满|届时|届期)(?:仍|还)?(?:未|不|没有)|(?:未|没有|不)(?:能)?(?:按期|按时|及时|在|于)[^,。;目录]{0,20}?)"
    r"[^,。;目录]{0,20}?(?:公布|发布|印发|出台|修订|修改|完成)[^,。;]{0,12}?(?:,|的?(?=自|一律|即|均|视))"
    r"[^。;]{0,40}?(?P<verb>失效|废止|停止执行|不再执行)"
)
_PRECEDENCE = re.compile(
    r"(?:规定|文件|政策|制度|办法|解释|通知)[^。;]{0,40}?(?:不一致|不相一致|不符|抵触|冲突|不同)[^。;]{0,16}?,"
    r"[^。;]{0,8}?(?:以本[^,。;]{1,14}?为准|按(?:照)?本[^,。;]{1,14}?执行)"
)
_WITH_CLASS = re.compile(
    r"(?P<subject>[^。;,]{2,40}?(?:文件|规定|措施|政策|办法)[^,。;]{0,8}?)随(?P<condition>[^,。;]{2,24}?)(?:而)?(?:自行|自动|自然)?(?:失效|废止|停止执行)"
)


def effects_on_classes(paper: Paper, begin: int, end: int) -> list[Effect]:
    """Return the effects of one sentence on documents that it does not name."""
    sentence = paper.reading.text[begin:end]
    for words, read in (
        (_CONDITIONAL, _conditional),
        (_RESIDUAL, _residual),
        (_PRECEDENCE, _precedence),
        (_WITH_CLASS, _with_class),
        (_earlier(), _earlier_documents),
    ):
        match = words.search(sentence)
        if match:
            found = read(paper, begin, sentence, match)
            if found:
                return [found]
    return []


def _residual(paper: Paper, begin: int, sentence: str, match: re.Match[str]) -> Effect | None:
    if match["verb"] == "不得作为" and not paper.is_cleanup:
        return None
    ours = paper.is_cleanup or re.search("本次|此次|本决定|本通知|本公告|以前|底前|之前", sentence)
    basis, day = when(paper, sentence, _time(sentence[: match.end()]), Relation.RESIDUAL_LAPSE)
    stated = Stated(
        Relation.RESIDUAL_LAPSE,
        begin,
        begin + len(sentence),
        "class.residual",
        modality=Modality.ENACTED if ours else Modality.PROCEDURAL,
        basis=basis,
        day=day,
        cutoff=_cutoff(sentence),
        issuers=_issuers(sentence),
        exceptions=_exceptions(paper, begin, sentence),
        confidence=0.8,
    )
    return effect(paper, stated, _NOBODY, Scope.CLASS)


def _conditional(paper: Paper, begin: int, sentence: str, match: re.Match[str]) -> Effect | None:
    before, after = sentence[: match.start()], match.group()
    if _ORDERED.search(after):
        return None
    basis, day = when(paper, "", _time(after), Relation.CONDITIONAL_LAPSE)
    deadline = [one for one in find_dates(before) if one.value and re.match("以?之?[前止]", sentence[one.end :])]
    year_end = re.search(r"(\d{4})年(?:12月)?底", sentence)
    cutoff = deadline[-1].value if deadline else date(int(year_end[1]), 12, 31) if year_end else None
    ours = paper.is_cleanup or day or cutoff
    stated = Stated(
        Relation.CONDITIONAL_LAPSE,
        begin,
        begin + len(sentence),
        "class.conditional",
        modality=Modality.ENACTED if ours else Modality.PROCEDURAL,
        basis=basis if day else Basis.CONDITION,
        day=day,
        condition=(before + after.split(",")[0]).strip(",、 "),
        cutoff=cutoff,
        confidence=0.8,
    )
    return effect(paper, stated, _NOBODY, Scope.CLASS)


_ORDERED = re.compile("责令|由[^,。;]{2,16}(?:机关|部门|政府|机构)")  # what others do to papers that are not mended


def _precedence(paper: Paper, begin: int, sentence: str, match: re.Match[str]) -> Effect:
    stated = Stated(
        Relation.PRECEDENCE, begin, begin + len(sentence), "class.precedence", basis=Basis.IN_FORCE, confidence=0.9
    )
    return effect(paper, stated, _NOBODY, Scope.UNDETERMINED)


def _with_class(paper: Paper, begin: int, sentence: str, match: re.Match[str]) -> Effect:
    stated = Stated(
        Relation.LAPSE_AUTO,
        begin,
        begin + len(sentence),
        "class.with_event",
        basis=Basis.CONDITION,
        condition=match["condition"],
        confidence=0.4,
    )
    return effect(paper, stated, _NOBODY, Scope.CLASS, match["subject"])


def _earlier() -> re.Pattern[str]:
    earlier, documents = pattern("effect_words", "earlier").pattern, pattern("effect_words", "documents").pattern
    return re.compile(
        rf"(?:(?:{earlier})[^。;《》]{{0,50}}?(?:{documents})(?P<clash>,?[^。;《》]{{0,30}}?(?:不一致|抵触|不符|不相符)的?)?"
        rf"|(?:{documents}),?(?P<clashing>(?:凡|如|若)?(?:有)?与本[^,。;《》]{{1,14}}?(?:不一致|抵触|不符|不相符|冲突)的)),?"
        r"(?:自本[^,。;]{1,12}之日起)?(?:同时|一律|均|即行|相应|自行|也|予以|全部)*(?P<verb>废止|失效|停止执行|不再执行|不再适用)(?![的前后时])"
    )


def _earlier_documents(paper: Paper, begin: int, sentence: str, match: re.Match[str]) -> Effect | None:
    if re.search("应当|及时|可以|建议|修改或者?|、废止|新[^,。;本]{0,8}(?:发布|印发|出台|公布|施行|实施)后", sentence):
        return None
    verbs = {"废止": Relation.REPEAL, "失效": Relation.DECLARE_INVALID}
    relation = verbs.get(match["verb"], Relation.CEASE)
    scope = Scope.CLASS if match["clash"] or match["clashing"] else Scope.UNDETERMINED
    basis, day = when(paper, sentence, _time(sentence[: match.end()]), relation)
    stated = Stated(relation, begin, begin + len(sentence), "class.earlier", basis=basis, day=day, confidence=0.3)
    return effect(paper, stated, _NOBODY, scope, match.group())


def _time(words: str) -> str:
    found = ""
    for match in pattern("effect_words", "time").finditer(words):
        found = match.group() if match.group()[0] in "自从" else found
    return found


_MADE = re.compile(r"(?:以前|之前|前|底前|以来|止|及以前)")


def _cutoff(sentence: str) -> date | None:
    """Return the day up to which the documents were made that the clause covers."""
    for one in find_dates(sentence):
        if one.value and _MADE.match(sentence, one.end):
            return one.value
    year = re.search(r"(?P<year>\d{4})年(?:12月)?(?:年?底|末)(?:以前|之前|前)?", sentence)
    return date(int(year["year"]), 12, 31) if year else None


_MAKERS = re.compile(
    r"(?P<makers>(?:[\u3400-\u9fff]{0,10}?(?:人民政府|政府|办公室|部门|委员会|局|办事处))(?:(?:及其|和|及|、|以及)[\u3400-\u9fff]{1,14}?(?:政府|办公室|部门|办|单位|局))*)"
    r"(?=于?\d{4}年|[^,。;]{0,8}?(?:制定|印发|发布|出台|下发)|[^,。;]{0,6}规范性文件)"
)


_BEFORE_MAKER = re.compile("^(?:[年月日]?(?:底)?(?:以前|之前|前|止|期间))?(?:凡|对|以|由)*")


def _issuers(sentence: str) -> tuple[str, ...]:
    match = _MAKERS.search(sentence)
    if not match:
        return ()
    first, *others = re.split("及其|和|及|、|以及", _BEFORE_MAKER.sub("", match["makers"]))
    possessive = "及其" in match["makers"]
    return (first, *((first + other if possessive else other) for other in others if other))


def _exceptions(paper: Paper, begin: int, sentence: str) -> str:
    """Return what the clause carves out, in its own sentence or the next."""
    around = paper.reading.text[begin : begin + len(sentence) + 200].split("\n")[0]
    match = re.search(r"(?:除[^,。;]{2,80}?(?:以?外))|[^,。;]{2,80}?(?:除外|不在此列|不适用前款|另行公布)", around)
    return match.group().strip("。;,") if match and not re.search("列入|纳入", match.group()) else ""


_VERB = r"(?:宣布|予以|决定|公布){1}(?P<verb{0}>继续有效|保留|废止|失效|停止执行|需?修改|拟修改)"
_COUNTED = re.compile(
    r"(?:文件|规章|法规|规定)[^,。;\d]{0,8}?(?P<count1>\d{1,5}|[一二三四五六七八九十百]{1,5}(?=[件部项]))[件部项]?[^,。;\d]{0,6}?"
    + _VERB.format(1, "*")
    + r"|(?P<count3>\d{1,5})[件部项][^,。;\d]{0,20}?(?:文件|规章|法规)[^,。;\d]{0,8}?,?"
    + _VERB.format(3, "+")
    + r"|"
    + _VERB.format(2, "*")
    + r"(?:的)?[^,。;\d]{0,20}?(?P<count2>\d{1,5})[件部]"
)
_COUNT_RELATIONS = {
    "继续有效": Relation.CONTINUE,
    "保留": Relation.CONTINUE,
    "废止": Relation.REPEAL,
    "失效": Relation.DECLARE_INVALID,
    "停止执行": Relation.CEASE,
}


def counted(sentence: str) -> list[tuple[Relation, int]]:
    """Return how many documents a sentence says have one result: 继续有效52件,失效100件."""
    if not re.search("文件|规章|法规", sentence) or re.search("拟|建议|机构|证明事项|征求意见", sentence):
        return []
    found = []
    for match in _COUNTED.finditer(sentence):
        verb = match["verb1"] or match["verb2"] or match["verb3"]
        count = read_numeral(match["count1"] or match["count2"] or match["count3"])
        relation = _COUNT_RELATIONS.get(verb, Relation.TO_BE_REVISED)
        if count:
            found.append((relation, count))
    return found


def effects_of_counts(paper: Paper, begin: int, end: int, known: set[Relation]) -> list[Effect]:
    """Return an effect without a target for each count whose list the paper does not hold."""
    sentence = paper.reading.text[begin:end]
    found = []
    for relation, count in () if "《" in sentence else counted(sentence):
        if relation in known:
            continue
        known.add(relation)
        basis, day = when(paper, sentence, "", relation)
        stated = Stated(
            relation,
            begin,
            end,
            "class.count",
            basis=default_basis(paper, relation) if not day else basis,
            day=day,
            expected_count=count,
            confidence=0.5,
        )
        found.append(effect(paper, stated, _NOBODY, Scope.WHOLE))
    return found


_LIST_CLAUSE = re.compile(
    r"(?:(?:以上|上述)[^,。;《》]{0,12}?(?:文件|规定|办法|规章|通知)[^,。;《》]{0,6}"
    r"|(?:宣布)?(?:失效|废止|停止执行|不再执行)的[^,。;]{0,24}?),?"
    r"自(?:(?P<day>(?:19|20)\d\d年\d{1,2}月\d{1,2}日)|(?:本|此)?[^,。;]{0,6}?(?P<since>印发|发文|下发|公布|发布)之日)起"
    r"[^。;]{0,10}?(?:失效|停止执行|废止|不再执行)"
)


def list_since(text: str) -> tuple[Basis, date | None] | None:
    """Return from when the lists of a decision count, where a clause says it for all (凡宣布失效的…,自印发之日起…)."""
    match = _LIST_CLAUSE.search(text)
    if not match:
        return None
    if match["day"]:
        return Basis.DATE, find_dates(match["day"])[0].value
    return (Basis.WRITTEN if match["since"] in ("印发", "发文", "下发") else Basis.PUBLISHED), None
