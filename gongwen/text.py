"""How a text is folded for comparison and matching, with the way back to the original.

Folding changes widths, script, brackets and white space, character by character; it never translates words, never
changes the text of record, and knows nothing of numbers, dates or titles.
"""

import csv
import re
import tomllib
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_LONG = 1000  # characters from which a text is a document's, and few of them are kept
_SAMPLE = 4000  # characters looked at, in each of three places, to tell the script of a long text


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, for each of its characters, the place of that character in the original."""

    text: str
    offsets: Sequence[int]
    length: int  # of the original

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that holds the folded characters from ``start`` up to ``end``."""
        if start >= len(self.offsets):
            return self.length, self.length
        if end <= start:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1


@dataclass(frozen=True, slots=True)
class _Tables:
    always: dict[int, str | None]
    ambiguous: dict[str, str]
    ambiguous_anywhere: re.Pattern[str]  # the same without its neighbours: quick, for the many texts that have none
    ambiguous_pattern: re.Pattern[str]
    traditional: re.Pattern[str]
    simplified: re.Pattern[str]


def fold(text: str) -> Folded:
    """Return the text with widths, script, brackets and spaces in one form.

    Full-width letters, digits and punctuation become half-width, but parentheses are always （）, and 〔〕《》〈〉 “”
    stay. Line ends and page feeds become a newline, a tab stays, every other space is a blank. Zero-width and
    control characters are dropped. Traditional becomes Simplified; the few characters in use in both scripts
    (乾, 於, the 覆 of 批覆) only where ``is_traditional`` says so.
    """
    return _fold_again(text) if len(text) > _LONG else _fold_words(text)


def as_folded(words: str) -> Folded:
    """Return words that are folded already (a piece of a flow) as what ``fold`` returns, without the work."""
    return Folded(words, range(len(words)), len(words))


def _fold(text: str) -> Folded:
    tables = _tables()
    if "\r" in text and "\n" not in text:
        text = text.replace("\r", "\n")
    folded = text.translate(tables.always)
    if len(folded) == len(text):
        offsets: Sequence[int] = range(len(text))
    else:
        offsets = _kept_offsets(text, tables.always)
    doubtful = (found.start() for found in tables.ambiguous_anywhere.finditer(folded))
    if any(tables.ambiguous_pattern.match(folded, place) for place in doubtful) and is_traditional(text):
        folded = tables.ambiguous_pattern.sub(lambda found: tables.ambiguous[found.group()], folded)
    return Folded(folded, offsets, len(text))


_fold_again = lru_cache(maxsize=4)(_fold)  # numbers, dates and sentences of one document are read in turn
_fold_words = lru_cache(maxsize=1024)(_fold)  # and so are titles, lines and cells


def fold_key(text: str) -> str:
    """Return the key by which two titles or texts are the same: folded, lower case, no spaces, no punctuation."""
    return _SEPARATORS.sub("", fold(text).text).lower()


def squeeze(text: str) -> str:
    """Return the folded text with each run of white space as one blank, and none beside a Chinese character."""
    words = " ".join(fold(text).text.split())
    return _LOOSE_BLANK.sub("", words)


def is_traditional(text: str) -> bool:
    """Tell whether the text is Traditional: more characters that are only Traditional than only Simplified ones."""
    tables = _tables()
    pieces = list(_samples(text))
    traditional = sum(len(tables.traditional.findall(piece)) for piece in pieces)
    return traditional > 0 and traditional > sum(len(tables.simplified.findall(piece)) for piece in pieces)


_SEPARATORS = re.compile(r"[\W_]+")  # \w keeps letters, digits and 〇 (a letter number), and drops every mark
_LOOSE_BLANK = re.compile(r"(?<=[\u3000-\u9fff（）]) | (?=[\u3000-\u9fff（）])")


def _samples(text: str) -> Iterator[str]:
    if len(text) <= 3 * _SAMPLE:
        yield text
        return
    middle = len(text) // 2
    yield text[:_SAMPLE]
    yield text[middle : middle + _SAMPLE]
    yield text[-_SAMPLE:]


def _kept_offsets(text: str, table: dict[int, str | None]) -> Sequence[int]:
    offsets = array("I")
    begin = 0
    for found in _dropped_pattern().finditer(text):
        offsets.extend(range(begin, found.start()))
        begin = found.end()
    offsets.extend(range(begin, len(text)))
    return offsets


@cache
def _dropped_pattern() -> re.Pattern[str]:
    dropped = "".join(re.escape(chr(code)) for code, to in sorted(_tables().always.items()) if to is None)
    return re.compile(f"[{dropped}]+")


@cache
def _tables() -> _Tables:
    tables = files("gongwen") / "tables"
    with (tables / "traditional.csv").open(encoding="utf-8") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        characters = {row["traditional"]: row["simplified"] for row in rows}
    folding = tomllib.loads((tables / "folding.toml").read_text(encoding="utf-8"))
    always = _widths() | {ord(old): new for old, new in characters.items()} | _whites()
    for row in folding["same"]:
        always |= {ord(old): new for old, new in zip(row["from"], row["to"], strict=True)}
    ambiguous: dict[str, str] = {}
    patterns = []
    for row in folding["ambiguous"]:
        ambiguous |= dict(zip(row["from"], row["to"], strict=True))
        patterns.append(f"{_beside('<', row, 'after')}[{row['from']}]{_beside('', row, 'before')}")
    simplified = _any_of(sorted({new for new in characters.values() if not _in_big5(new)}))
    context = re.compile("|".join(patterns))
    return _Tables(always, ambiguous, _any_of(ambiguous), context, _any_of(characters), simplified)


def _any_of(characters: Iterable[str]) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(characters))}]")


def _beside(direction: str, row: dict[str, str], side: str) -> str:
    """Return the expression for the neighbours that a row asks for or refuses, on one side."""
    only, unless = row.get(f"only_{side}", ""), row[f"unless_{side}"]
    wanted = f"(?{direction}=[{re.escape(only)}])" if only else ""
    return wanted + (f"(?{direction}![{unless}])" if unless else "")


def _in_big5(character: str) -> bool:
    """Tell whether Traditional texts know the character: Big5 has no form that is Simplified only."""
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


def _widths() -> dict[int, str | None]:
    """Full-width forms, compatibility ideographs and radicals, one to one by their Unicode decomposition."""
    blocks = (range(0x2E80, 0x2FE0), range(0xF900, 0xFB00), range(0xFE30, 0xFE70), range(0xFF01, 0xFFEF))
    table: dict[int, str | None] = {}
    for block in blocks:
        for code in block:
            normal = unicodedata.normalize("NFKC", chr(code))
            if len(normal) == 1 and normal != chr(code):
                table[code] = normal
    return table


def _whites() -> dict[int, str | None]:
    """White space and invisible characters: newlines for line ends, blanks for spaces, nothing for the rest."""
    table: dict[int, str | None] = {}
    for code in [*range(0x21), *range(0x7F, 0xAE), *range(0x1680, 0x180F), *range(0x2000, 0x2070), 0x3000]:
        character = chr(code)
        kind = unicodedata.category(character)
        if character in "\n\t":
            continue
        if character in "\v\f\x85\u2028\u2029":
            table[code] = "\n"
        elif kind == "Zs":
            table[code] = " "
        elif kind in ("Cc", "Cf"):
            table[code] = None
    table |= {0xFEFF: None, 0x2800: " "}
    table |= dict.fromkeys(range(0xFE00, 0xFE10))  # variation selectors
    table.pop(0x20, None)
    return table
