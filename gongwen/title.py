"""Titles (标题) taken apart: status tag, news lead, issuer, wrapper, the enclosed instrument and its edition.

It reads words only; which document a title belongs to, and whether a status tag is true, is not decided here.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from gongwen.genres import ending, genres
from gongwen.issuer import find_issuer, join_organs
from gongwen.model import Title
from gongwen.text import fold_key, squeeze
from gongwen.title_numbers import BRACKETED, leading_number, trailing_number

_LONGEST_KEPT = 300  # characters of a title that may be asked about again
ENCLOSING = frozenset({"promulgate", "forward", "approve_and_forward"})


@dataclass(frozen=True, slots=True)
class _Peeled:
    """A title without its status tag, news lead and trailing number."""

    text: str
    status_tag: str
    news_lead: str


def parse_title(text: str) -> Title:
    """Take a title apart; ``core`` is the key of the enclosed instrument, or of the whole without its issuer."""
    peeled = _peel(squeeze(join_organs(text)))
    issuer = find_issuer(peeled.text)
    subject = peeled.text[issuer.end :].lstrip("、 ") if issuer else peeled.text
    wrapper, rest = _wrapper(subject)
    enclosed = _enclosed(wrapper, rest) if wrapper else ()
    carried = enclosed if wrapper in ENCLOSING else ()
    bare, marks = _editions(carried[0]) if len(carried) == 1 else _editions(unquoted(subject))
    return Title(
        raw=text,
        text=peeled.text,
        core=core_key("、".join(carried)) if len(carried) > 1 else core_key(bare),
        issuer="、".join(issuer.names) if issuer else "",
        wrapper=wrapper,
        enclosed=enclosed,
        doc_genre=genre_of(peeled.text),
        instrument_form=form_of(bare) if len(carried) <= 1 else form_of(_editions(carried[0])[0]),
        edition_mark="、".join(marks),
        status_tag=peeled.status_tag,
    )


def shown_title(text: str) -> str:
    """Return a title as it is shown: no blanks between its characters, but where they part the organs that lead it."""
    return close_up(join_organs(text, mark="\n")).replace("\n", " ")


def close_up(words: str) -> str:
    """Return words without the blanks between their characters."""
    return _GAPS.sub("", words).strip()


_GAPS = re.compile(r"(?<=[^\x00-\x7f])[ \u3000\xa0\t]+|[ \u3000\xa0\t]+(?=[^\x00-\x7f])")


def core_key(name: str) -> str:
    """Return the key on which two names of instruments are compared: folded, 关于 and 中华人民共和国 dropped."""
    key = fold_key(name).replace("中华人民共和国", "")
    return key.removeprefix("关于") or key


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("gongwen") / "tables" / "titles.toml").read_text(encoding="utf-8"))


def _longest_first(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = _words()
    tag = _longest_first(words["status_tags"]["words"])
    lead = _longest_first(words["news_leads"]["words"])
    marks = _longest_first(words["editions"]["marks"])
    drafts = _longest_first(words["editions"]["drafts"])
    year = r"(?:(?:19|20)\d\d|[〇零一二三四五六七八九]{4})"
    return {
        "tag_before": re.compile(rf"^[【\[（〔](?:{tag})[】\]）〕][:|]?|^(?:{tag})[:|]"),
        "tag_after": re.compile(rf"[【\[（〔]({tag})[】\]）〕]$"),
        "lead": re.compile(rf"^(?:[【\[（](?:{lead})[】\]）]|(?:{lead})[:|丨｜—-]+)"),
        "edition": re.compile(
            rf"[（\[](?P<mark>(?:{year}年?(?:度)?)?(?:\d{{1,2}}月)?(?:第[一二三四五六七八九十]次)?(?:{marks}|{drafts}|修订|修正))[）\]]$"
        ),
        "draft": re.compile(rf"^(?:{drafts})$"),
        "infix": re.compile(rf"(?:{_longest_first(words['editions']['infix'])})(?=(?:实施|管理)?(?:{_form_words()})$)"),
        "wrapper": re.compile(
            r"^(?:关于)?(?:进一步|再次|联合|尽快|统一)?(?P<verb>"
            + _longest_first(
                [verb for name, verbs in words["wrappers"].items() if name not in ("source", "lists") for verb in verbs]
            )
            + r")(?P<rest>.+)$",
            re.DOTALL,
        ),
    }


def _form_words() -> str:
    return "|".join(noun.word for noun in genres() if noun.kind == "form" or noun.word in ("意见", "决定"))


def _peel(title: str) -> _Peeled:
    return _peel_again(title) if len(title) <= _LONGEST_KEPT else _peeled(title)


def _peeled(title: str) -> _Peeled:
    patterns = _patterns()
    status = lead = ""
    text = title
    if number := leading_number(text):
        text = text[number.end :].strip()
    text = _WITH_TEXT.sub("", unquoted(text))
    if number := trailing_number(text):
        text = text[: number.start].rstrip(" （(")
    for _ in range(3):
        if found := patterns["tag_before"].match(text):
            status, text = status or _inside(found.group()), text[found.end() :].strip()
        if found := patterns["tag_after"].search(text):
            status, text = status or found.group(1), text[: found.start()].strip()
        if found := patterns["lead"].match(text):
            lead, text = lead or _inside(found.group()), text[found.end() :].strip()
        if found := BRACKETED.search(text):
            text = text[: found.start()].strip()
    return _Peeled(text.strip(), status, lead)


_peel_again = lru_cache(maxsize=1024)(_peeled)  # genre, form, number and core of one title are asked for in turn


_WITH_TEXT = re.compile(
    r"[（(]?附:?(?:修正|修订|修改后的?)?(?:文?本|全文|正文)[）)]?$"
)  # the amended text goes with it


def _inside(words: str) -> str:
    return words.strip("【】[]（）〔〕:|丨｜—-")


def news_lead(title: str) -> str:
    """Return the words by which a page announces an interpretation or a picture (政策解读:, 图解|), or ""."""
    return _peel(squeeze(title)).news_lead


def genre_of(title: str) -> str:
    """Return the 文种 with which the title ends, "" where it ends in none (laws, interpretations, web pages)."""
    bare, _ = _editions(_peel(squeeze(title)).text)
    noun = ending(bare)
    return noun.canonical if noun and noun.kind == "genre" else ""


def genre_of_number(agency_code: str) -> str:
    """Return the 文种 in the code of a number that has one (某市人民政府令, 某署公告), or ""."""
    return next((genre for genre in ("令", "公告", "通告", "布告", "公报") if agency_code.endswith(genre)), "")


def ends_like_title(title: str) -> bool:
    """Tell whether the words end as titles end: in a 文种, the noun of an instrument, or an edition mark after it."""
    if ending(title) is not None:
        return True
    text = _peel(squeeze(title)).text
    bare, marks = _editions(text)
    bare = _ORDINAL.sub("", bare)
    return ending(bare) is not None or bool(marks)


_ORDINAL = re.compile(r"（[一二三四五六七八九十]{1,3}）$|（第[一二三四五六七八九十]{1,3}[批期号次]）$")


def form_of(name: str) -> str:
    """Return the noun of the instrument with which a name ends (办法, 规定 …), or ""."""
    bare = _ORDINAL.sub("", _editions(unquoted(squeeze(name)))[0])
    noun = ending(bare)
    if noun is None:
        return ""
    return noun.canonical if noun.kind == "form" or noun.word in _GENRES_AS_FORMS else ""


_GENRES_AS_FORMS = frozenset({"意见", "决定", "批复", "公告", "通告", "报告"})


def draft_stage_of(marks: str) -> str:
    """Return the marks of an edition that make it a draft (征求意见稿, 草案 …), or ""."""
    return next((mark for mark in marks.split("、") if _patterns()["draft"].match(mark)), "")


def draft_stage_in(title: str) -> str:
    """Return the draft mark in brackets anywhere in a title: 关于征求《某办法（征求意见稿）》意见的公告."""
    marks = (found.group(1) for found in _BRACKETED.finditer(squeeze(title)))
    return next((mark for mark in marks if _patterns()["draft"].match(mark)), "")


_BRACKETED = re.compile(r"（([^（）]{2,12})）")


def _editions(name: str) -> tuple[str, tuple[str, ...]]:
    """Return the name without its edition marks, and the marks: brackets at its end, 暂行 and 试行 before its noun."""
    marks: list[str] = []
    while found := _patterns()["edition"].search(name):
        marks.insert(0, found["mark"])
        name = name[: found.start()].rstrip()
    if found := _patterns()["infix"].search(name):
        marks.insert(0, found.group())
        name = name[: found.start()] + name[found.end() :]
    return name, tuple(marks)


def unquoted(name: str) -> str:
    """Return what stands between 《 and 》 where they enclose the whole name; 〈〉 inside are 《》 without them."""
    if name.startswith("《") and name.endswith("》") and _close(name, 0) == len(name) - 1:
        return name[1:-1].translate(_OUTER)
    return name


_OUTER = str.maketrans("〈〉", "《》")  # GB/T 15834: a name within a name has single marks, and is none without it


def _close(text: str, at: int) -> int:
    """Return the place of the mark that closes the 《 or 〈 at ``at``, -1 where none does."""
    depth = 0
    for place in range(at, len(text)):
        if text[place] in "《〈":
            depth += 1
        elif text[place] in "》〉":
            depth -= 1
            if depth == 0:
                return place
    return -1


def _wrapper(subject: str) -> tuple[str, str]:
    found = _patterns()["wrapper"].match(subject)
    if not found:
        return "", ""
    if found["verb"] == "解读" or not (subject.startswith("关于") or found["verb"] in _VERBS_WITHOUT_ABOUT):
        return "", ""
    words = _words()["wrappers"]
    name = next(name for name, verbs in words.items() if name not in ("source", "lists") and found["verb"] in verbs)
    if name == "promulgate" and "《" not in found["rest"] and _lists(found["rest"]):
        name = "publish_list"
    return name, found["rest"]


_VERBS_WITHOUT_ABOUT = frozenset(
    {"印发", "转发", "批转", "公布", "发布", "颁布", "颁发", "下发", "印送", "废止", "修改"}
)


def _lists(rest: str) -> bool:
    bare = _editions(_TAIL_GENRE.sub("", rest))[0]
    return bare.endswith(tuple(_words()["wrappers"]["lists"]))


_TAIL_GENRE = re.compile(r"的?(?:通知|函|决定|公告|通告|命令|令|通报|意见|批复|决议|补充通知|紧急通知)$")


def _enclosed(wrapper: str, rest: str) -> tuple[str, ...]:
    """Return the names that the wrapper encloses: those in 《》, else what is left between the verb and the 文种."""
    quoted = _quoted(rest)
    if quoted:
        return quoted
    if wrapper in ENCLOSING:
        bare = _TAIL_GENRE.sub("", rest).strip()
        if wrapper != "promulgate" and not form_of(bare) and not genre_of(bare):
            bare = rest.strip()  # 转发某厅关于…的通知 passes on a 通知, and says the word once
        return (bare,) if bare and rest.strip() != rest.strip().removesuffix(genre_of(rest) or "。") else ()
    return ()


def _quoted(text: str) -> tuple[str, ...]:
    names = []
    at = text.find("《")
    while at >= 0:
        end = _close(text, at)
        if end < 0:
            break
        names.append(text[at + 1 : end] + _trailing_mark(text, end + 1))
        at = text.find("《", end)
    return tuple(names)


def _trailing_mark(text: str, at: int) -> str:
    """An edition mark may stand behind the closing 》 and still belongs to the name."""
    if not text.startswith("（", at):
        return ""
    end = text.find("）", at)
    mark = text[at : end + 1] if end > 0 else ""
    return mark if mark and _patterns()["edition"].search(mark) else ""
