"""What makes a page unfit as text of record: glosses in pinyin, words masked, words replaced by a site's own name.

Tells the signs in one text; that they stand where another carrier has real words is proved in ``checks.disguise``.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from gongwen.corruption import find_ruby, is_common
from gongwen.text import fold

MARK = "\ua66e"  # stands for a masked place where texts are compared: folding keeps it, and no paper has it
ENOUGH = 3  # glosses of common characters, or names of one site in the midst of sentences, that are no accident
_HEAD = 200  # characters in which a sample calls itself one
_VOWEL = re.compile("[aāáǎàeēéěèiīíǐìoōóǒòuūúǔùǖǘǚǜü]")  # units (kg, km, kw) have none
_MARKS = "，。；、"  # behind which a sentence goes on
_BEFORE = 3  # characters beside a site's name that say that the site itself is meant


class Unfit(StrEnum):
    """Why a page is no text of record; the code of the finding that says so."""

    RUBY = "copy_ruby"
    MASKED = "copy_masked"
    BRANDED = "copy_branded"
    TRANSLATED = "translated"


@dataclass(frozen=True, slots=True)
class Sign:
    """A place of a text that speaks against it."""

    kind: Unfit
    start: int
    end: int
    rule: str


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("gongwen") / "tables" / "unfit.toml").read_text(encoding="utf-8"))


@cache
def _masks() -> re.Pattern[str]:
    any_of = "|".join(f"(?:{row['pattern']})" for row in _table()["mask"])
    return re.compile(f"(?=[{re.escape(_table()['signs'])}])(?:{any_of})")  # the rare first characters are found fast


@cache
def _domain() -> re.Pattern[str]:
    return re.compile(_table()["brand"]["domain"], re.ASCII)


def glosses(text: str) -> list[Sign]:
    """Return the glosses in pinyin behind common characters, where there are enough: a rare one a paper may gloss."""
    found = [one for one in find_ruby(text) if is_common(text[one.start - 1])]
    signs = [Sign(Unfit.RUBY, one.start, one.end, "pinyin") for one in found if _VOWEL.search(text, one.start, one.end)]
    return signs if len({text[one.start : one.end] for one in signs}) >= ENOUGH else []


def glossed(bases: list[str]) -> int:
    """Return how many of the glossed words of a page's markup are common ones, 0 where they are too few to tell."""
    common = sum(1 for base in bases if (words := base.strip()) and all(is_common(one) for one in words))
    return common if common >= ENOUGH else 0


def marked(text: str) -> str:
    """Return the text with each run of signs that mask words as one ``MARK``; the same text where it has none."""
    return _masks().sub(MARK, text)


def is_sample(title: str, text: str) -> bool:
    """Tell whether a paper calls itself a form or a sample, or is a court's, which masks names by rule."""
    words = _table()["words"]
    plain = fold(title).text
    about = plain + text[:_HEAD]
    return any(word in about for word in words["samples"]) or any(word in plain for word in words["courts"])


def masked_names(text: str, title: str, *, dated: bool) -> list[Sign]:
    """Return the organs that are masked in the title of a paper whose date is whole: a sample has neither.

    A doubt only; forms, samples and the papers of courts, which mask names by rule, give none.
    """
    if not dated or is_sample(title, text):
        return []
    plain = fold(title).text
    if not any(sign.start == 0 for sign in _masked_organs(plain)):
        return []
    return list(_masked_organs(text))


def _masked_organs(text: str) -> Iterator[Sign]:
    organs = tuple(_table()["words"]["masked_organs"])
    for one in _masks().finditer(text):
        if text.startswith(organs, one.end()):
            yield Sign(Unfit.MASKED, one.start(), one.end(), "masked_title")


def branded(text: str) -> list[Sign]:
    """Return where the address of a site stands in the place of words, in the midst of sentences and again and again.

    An address that is told as one (网址, 登录 …) and those of government bodies are none.
    """
    if "." not in text:
        return []
    found = list(_glued(text))
    times = Counter(text[one.start : one.end].lower() for one in found)
    return [one for one in found if times[text[one.start : one.end].lower()] >= ENOUGH]


def _glued(text: str) -> Iterator[Sign]:
    brand = _table()["brand"]
    official = re.compile(brand["domain_official"])
    for one in _domain().finditer(text):
        before, after = text[max(0, one.start() - _BEFORE) : one.start()], text[one.end() : one.end() + _BEFORE]
        inside = (_is_hanzi(before[-1:]) or before[-1:] in _MARKS) and _is_hanzi(after[:1])
        if not before or not inside or official.search(one.group().lower()):
            continue
        if before.endswith(tuple(brand["leads"])) or after.startswith(tuple(brand["follows"])):
            continue
        yield Sign(Unfit.BRANDED, one.start(), one.end(), "address")


def _is_hanzi(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def is_brand(words: str, original: str) -> bool:
    """Tell whether folded words are a site's name put in the place of an organ or a place (国务院 …)."""
    brand = _table()["brand"]
    named = words.endswith(tuple(brand["endings"])) and not any(one in words for one in brand["official"])
    return named and original.endswith(tuple(brand["replaced"])) and not original.endswith(tuple(brand["endings"]))
