"""What two titles are to each other: the same, another year or part of a series, another place, merely near, or apart.

Only titles are looked at here; texts, numbers and dates of documents have their say elsewhere.
"""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from gongwen.issuer import read_place, region_of
from gongwen.model import Title
from gongwen.numerals import read_numeral
from gongwen.text import fold, fold_key
from gongwen.title import ENCLOSING, draft_stage_of, news_lead, parse_title

NUMERAL_CHARACTERS = frozenset("0123456789〇零一二三四五六七八九两十百千")
_NUMERALS = re.compile(r"\d+|[〇零一二三四五六七八九十百千]+")
_BRACKETED_NUMBER = re.compile(r"^[\u4e00-\u9fff]{1,16}[〔（\[【]\d{4}[〕）\]】]\d{1,5}号")
_ANNEX = re.compile(r"^附(?:件|表|录|图)[\d一二三四五六七八九十]*[:.、]?")
_DATED = re.compile(r"[（(](?:\d{4}[-.年]\d[-.\d年月日]*|[^（）()]{0,24}号)[）)]$")
_NOT_PLACE = re.compile(r"^[城农全各]|与|及|的|(?<=.)和")
_WORD_GOES_ON = re.compile(r"市[场民容值]|区[域划]|县[域处]|州[际]|镇[痛]|乡[村土]")
_AUTONOMOUS = re.compile(r"自治.$|特别行政区$")
_LONGEST_PLACE = 5  # characters, the word for its level included


class TitleRelation(StrEnum):
    """What two titles are to each other."""

    SAME = "same"
    SERIES = "series"  # a differing year, ordinal or batch, or a supplement
    ELSEWHERE = "elsewhere"  # a differing place
    OTHER_BODY = "other_body"  # a differing issuer
    NEAR = "near"  # a place known of one only, or a few characters apart: the texts must decide
    APART = "apart"
    UNKNOWN = "unknown"  # one has no title to compare


@dataclass(frozen=True, slots=True)
class TitleKey:
    """A title taken apart for comparison; a promulgating or forwarding title by the title that it encloses."""

    stem: str  # folded, without place, issuer, numerals, fillers and marks
    numerals: tuple[int, ...]
    place: str
    issuer: str
    inner_issuer: str  # of the enclosed title
    supplement: bool
    draft: str  # 征求意见稿 …
    edition: str  # 试行, 2021年版 …
    trial: bool
    regulation: bool  # an instrument with provisions of its own (办法, 规定 …), not a notice
    wrapper: str  # as gongwen.title names it, "" for a title that encloses nothing
    enclosed: str
    reading: bool  # announces an interpretation of another document

    @property
    def encloses(self) -> bool:
        """Whether the document brings another text with it."""
        return self.wrapper in ENCLOSING


@cache
def _words() -> dict[str, list[str]]:
    table = tomllib.loads((files("gongwen") / "tables" / "likeness.toml").read_text(encoding="utf-8"))
    return {name: rows.get("words") or rows["after"] for name, rows in table.items()}


@cache
def _any(name: str) -> str:
    return "|".join(sorted(map(re.escape, _words()[name]), key=lambda word: (-len(word), word)))


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(rf"第?(?:{_NUMERALS.pattern})(?:{_any('numbered')})?")


@cache
def _filler() -> re.Pattern[str]:
    return re.compile(_any("filler"))


@lru_cache(maxsize=65536)
def title_key(title: str) -> TitleKey:
    """Take a title apart for comparison."""
    parsed = _parse("".join(fold(title).text.split()))
    inner = _parse(parsed.enclosed[0]) if _one(parsed) else None
    name = inner.core if inner else parsed.core
    own_place = _place(name)
    rest = name[len(own_place) :]
    marks = "、".join(dict.fromkeys(filter(None, (parsed.edition_mark, inner.edition_mark if inner else ""))))
    bare = bare_words(rest)
    return TitleKey(
        stem=re.sub(_any("supplement"), "", bare),
        numerals=tuple(value for found in _NUMERALS.findall(rest) if (value := read_numeral(found)) is not None),
        place=own_place or _issuer_place(parsed, inner),
        issuer=fold_key(parsed.issuer),
        inner_issuer=fold_key(inner.issuer) if inner else "",
        supplement=bool(re.search(_any("supplement"), bare)),
        draft=draft_stage_of(marks),
        edition=marks,
        trial=any(word in marks for word in _words()["trial"]),
        regulation=bool(re.search(rf"(?:{_any('regulations')})$", bare)),
        wrapper=parsed.wrapper,
        enclosed=parsed.enclosed[0] if parsed.enclosed else "",
        reading=bool(news_lead(title)) or parsed.wrapper == "interpret",
    )


def bare_words(text: str) -> str:
    """Return folded words without numerals and without the fillers that one copy has and another has not."""
    return _filler().sub("", _numbered().sub("", text))


def issuer_region(name: str) -> str:
    """Return the place of an organ, also of one called a former one (原云溪市环境保护局)."""
    return region_of(name.removeprefix("原"))


def _parse(title: str) -> Title:
    return parse_title(_ANNEX.sub("", _DATED.sub("", _BRACKETED_NUMBER.sub("", title))))


def _issuer_place(outer: Title, inner: Title | None) -> str:
    """Return the place of the issuer; that of a forwarded text is its own issuer's, never that of who forwards it."""
    if inner and (inner.issuer or outer.wrapper != "promulgate"):
        return "".join(read_place(inner.issuer).names)
    return "".join(read_place(outer.issuer).names)


def _one(title: Title) -> bool:
    """Tell whether the title brings one other text with it."""
    return title.wrapper in ENCLOSING and len(title.enclosed) == 1


def _place(name: str) -> str:
    """Return the places that the name of an instrument begins with; words that merely end like places stay in it."""
    kept = ""
    for place in read_place(name).names:
        long = len(place) > _LONGEST_PLACE and not _AUTONOMOUS.search(place)
        if long or _NOT_PLACE.search(place) or _WORD_GOES_ON.match(name[len(kept) + len(place) - 1 :]):
            break
        kept += place
    return kept


def relate_titles(left: TitleKey, right: TitleKey) -> TitleRelation:
    """Tell what two titles are to each other; of differing stems only that they are apart."""
    if not left.stem or not right.stem:
        return TitleRelation.UNKNOWN
    if left.stem != right.stem:
        return TitleRelation.APART
    return relate_parts(left, right)


def relate_parts(left: TitleKey, right: TitleKey) -> TitleRelation:
    """Tell what two titles are to each other by everything but their stems."""
    if left.place and right.place and left.place != right.place:
        return TitleRelation.ELSEWHERE
    if left.numerals != right.numerals or left.supplement != right.supplement or _other_edition(left, right):
        return TitleRelation.SERIES
    if bool(left.place) != bool(right.place):
        return TitleRelation.NEAR
    if left.encloses and right.encloses and _differ(left.issuer, right.issuer):
        return TitleRelation.OTHER_BODY
    one, two = (key.inner_issuer if key.encloses else key.issuer for key in (left, right))
    if _differ(one, two):
        return TitleRelation.NEAR if left.place else TitleRelation.OTHER_BODY
    return TitleRelation.SAME


def _differ(one: str, two: str) -> bool:
    """Tell whether two issuers are known and neither name is part of the other."""
    return bool(one and two) and one not in two and two not in one


def _other_edition(left: TitleKey, right: TitleKey) -> bool:
    """Tell whether both are marked with a year of edition, and not the same (2019年版, 2021年版)."""
    one, two = (_NUMERALS.findall(key.edition) for key in (left, right))
    return bool(one and two and one != two)


def names_instrument(title: str) -> bool:
    """Tell whether a title in 《》 can be that of an instrument: certificates, forms and newspapers are cited alike."""
    return not fold_key(title).endswith(tuple(_words()["not_instruments"]))


def is_serial_number(number: str) -> bool:
    """Tell whether it is one document's own number: decrees (令第5号) stand in the heading of every amended text."""
    return bool(number) and "令" not in number
