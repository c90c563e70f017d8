"""What goes wrong in texts on their way through web pages: lost bytes, injected advertising, phonetic glosses.

Finds it and, where the text itself proves what stood there, says what it was. Nothing is changed here.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gongwen.text import fold, is_traditional

_SLIP = re.compile(r"\?(?P<run>[^\s?“”‘’《》〈〉（）()0-9]{2,40})")
_MOST_SLIPS = 100  # more are no slips but a text that is not Chinese
_ODD = re.compile(r"[\u3040-\u30ff\ue000-\uf8ff\u0400-\u04ff]")
_WIDE = str.maketrans({";": "；", ",": "，", ":": "：", "!": "！", "(": "（", ")": "）"})
_RUBY = re.compile(r"(?<=[\u4e00-\u9fff])(?:[（(][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}[）)])+")
_LOST = re.compile(r"\ufffd+")


@dataclass(frozen=True, slots=True)
class Damage:
    """A damaged place of a text; ``repaired`` is what stood there where that is proved, else None."""

    kind: str  # byte_slip, injected, ruby, lost, mojibake
    start: int
    end: int
    repaired: str | None = None


def find_byte_slips(text: str) -> list[Damage]:
    """Find runs that lost the first byte of a GBK character and so read every following character wrongly.

    The repair is proved when prefixing one byte gives common characters only, and of the possible bytes exactly one
    gives a first character that follows the one before it elsewhere in the same text.
    """
    damages: list[Damage] = []
    for found in _SLIP.finditer(text):
        if len(damages) == _MOST_SLIPS:
            break
        run = found["run"]
        odd = sum(
            1 for character in run if _ODD.match(character) or (not is_common(character) and character >= "\u4e00")
        )
        if (odd >= 2 and any(_ODD.match(character) for character in run)) or odd >= 3:
            damages.append(_slip(text, found.start(), found.end("run")))
    return damages


def _slip(text: str, start: int, end: int) -> Damage:
    for stop in range(end, start + 3, -1):
        readings = _readings(text[start + 1 : stop])
        before = text[start - 1 : start]
        proved = [reading for reading in readings if before and _elsewhere(text, before + reading[0], start)]
        if len(proved) == 1:
            return Damage("byte_slip", start, stop, proved[0])
        if proved:
            break
    return Damage("byte_slip", start, end)


def _elsewhere(text: str, pair: str, place: int) -> bool:
    at = text.find(pair)
    return at >= 0 and (at != place - 1 or text.find(pair, at + 1) >= 0)


def _readings(run: str) -> list[str]:
    """Return what the run reads as with one byte in front, for each byte that makes all of it common characters."""
    try:
        tail = run.translate(_WIDE).encode("gbk")
    except UnicodeEncodeError:
        return []
    readings = []
    for lead in range(0x81, 0xFF):
        try:
            reading = (bytes([lead]) + tail).decode("gbk")
        except UnicodeDecodeError:
            continue
        if all(is_common(character) for character in reading):
            readings.append(reading)
    return readings


@cache
def is_common(character: str) -> bool:
    """Tell whether it is one of the 3,755 common characters (GB 2312 level 1), in either script."""
    try:
        code = fold(character).text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7


_LONGEST_SLOGAN = 80
_SENTENCE = re.compile(r"[\u4e00-\u9fff][,。;]|第[一二三四五六七八九十百]+条")


@dataclass(frozen=True, slots=True)
class _Spam:
    strong: re.Pattern[str]
    weak: re.Pattern[str]
    contact: re.Pattern[str]
    official: re.Pattern[str]


@cache
def _spam() -> _Spam:
    words = tomllib.loads((files("gongwen") / "tables" / "furniture.toml").read_text(encoding="utf-8"))["spam"]

    def either(key: str) -> re.Pattern[str]:
        return re.compile("|".join(sorted(words[key], key=lambda word: (-len(word), word))))

    return _Spam(either("strong"), either("weak"), either("contact"), either("official"))


def find_injected(line: str, *, traditional_page: bool) -> list[Damage]:
    """Find advertising in one line: pieces between blanks with words of that trade, or in the page's other script.

    One sure word is enough where the script differs from the page's; otherwise two are needed, or one with an address
    to write to. Where a piece is found, what stands beside it and is of that trade too is found as well. A line that
    tells of measures against that trade is none.
    """
    spam = _spam()
    pieces = list(re.finditer(r"[^\s|]+", line))
    whole = fold(line).text.lower()
    if spam.official.search(whole) and not traditional_page:
        return []
    alone = len(whole) <= _LONGEST_SLOGAN and not _SENTENCE.search(whole)
    sure = len(set(spam.strong.findall(whole)))
    if alone and (sure >= 2 or (sure and spam.contact.search(whole))):
        found = [piece for piece in pieces if _is_of_trade(piece.group())]
    else:
        found = [piece for piece in pieces if _is_injected(piece.group(), traditional_page=traditional_page)]
        found = [piece for piece in pieces if piece in found or (alone and found and _is_of_trade(piece.group()))]
    damages: list[Damage] = []
    for piece in found:
        if damages and not line[damages[-1].end : piece.start()].strip(" \t\u3000"):
            damages[-1] = Damage("injected", damages[-1].start, piece.end())
        else:
            damages.append(Damage("injected", piece.start(), piece.end()))
    return damages


def _is_injected(piece: str, *, traditional_page: bool) -> bool:
    spam, words = _spam(), fold(piece).text.lower()
    if len(words) > _LONGEST_SLOGAN or _SENTENCE.search(words):
        return False
    sure, maybe = len(set(spam.strong.findall(words))), len(set(spam.weak.findall(words)))
    other_script = traditional_page and _simplified_only(piece)
    return sure >= 2 or (sure > 0 and (other_script or maybe >= 2)) or (other_script and maybe >= 3)


def _is_of_trade(piece: str) -> bool:
    """Tell whether a piece beside advertising belongs to it: a word of the trade, or an address."""
    spam, words = _spam(), fold(piece).text.lower()
    return any(one.search(words) for one in (spam.strong, spam.weak, spam.contact))


def _simplified_only(words: str) -> bool:
    """Tell whether the words hold characters that Traditional texts do not have, and none that only they have."""
    try:
        words.encode("big5")
    except UnicodeEncodeError:
        return not is_traditional(words)
    return False


def find_ruby(text: str) -> list[Damage]:
    """Find phonetic glosses behind characters (開(kāi)展), where there are enough of them to be no accident."""
    found = [Damage("ruby", gloss.start(), gloss.end(), "") for gloss in _RUBY.finditer(text)]
    return found if len(found) >= 3 else []


def without_ruby(words: str) -> str:
    """Return words of a text that has such glosses without them."""
    return _RUBY.sub("", words)


def is_translated(text: str) -> bool:
    """Tell whether a Traditional text is worded as in Taiwan (檔案, 資訊): its words are not those of the original."""
    words = set(_taiwan().findall(text[:_SAMPLE]))
    return len(words) >= _TELLING and is_traditional(text)


_SAMPLE = 60_000
_TELLING = 4  # different words


@cache
def _taiwan() -> re.Pattern[str]:
    words = tomllib.loads((files("gongwen") / "tables" / "furniture.toml").read_text(encoding="utf-8"))["taiwan"]
    return re.compile("|".join(words["words"]))


def find_lost(text: str) -> list[Damage]:
    """Find places where characters were lost for good (U+FFFD)."""
    return [Damage("lost", lost.start(), lost.end()) for lost in _LOST.finditer(text)]


def may_advertise(line: str) -> bool:
    """Tell whether a line in the midst of a text is worth a look: short, no sentence, a sure word of that trade."""
    return (
        len(line) <= _LONGEST_SLOGAN and not _SENTENCE.search(line) and _spam().strong.search(line.lower()) is not None
    )
