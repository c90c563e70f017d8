"""What the labels of web pages, page tables and information lines mean: 索引号：…, 发布日期：…, <meta name=PubDate>.

Tells which field a label names and takes a line apart into labels and values. It does not read the values.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gongwen.text import fold, squeeze

IGNORED = frozenset({"topic", "noise"})  # labels that are known and say nothing of a document's fields


_NOTHING = frozenset({"", "无", "暂无", "空", "-", "—", "--", "/", "null", "none", "0"})


def says_nothing(value: str) -> bool:
    """Tell whether the value of a label says that there is none."""
    return squeeze(value).lower() in _NOTHING


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label with its value and their place in the line."""

    label: str  # as the table writes it, or as printed where the table does not know it
    field: str  # "" where the table does not know it
    value: str
    start: int
    end: int


@cache
def page_table() -> dict[str, dict[str, list[str]]]:
    """Return the table of page containers, labels and <meta> names."""
    return tomllib.loads((files("gongwen") / "tables" / "page.toml").read_text(encoding="utf-8"))


@cache
def _fields() -> dict[str, str]:
    rows = page_table()["labels"]
    return {label: name for name, labels in rows.items() if name != "source" for label in labels}


@cache
def _meta_fields() -> dict[str, str]:
    rows = page_table()["meta"]
    return {label: name for name, labels in rows.items() if name != "source" for label in labels}


def field_of(label: str) -> str:
    """Return the field that a printed label names, "" where it is not known; blanks and brackets do not count."""
    return _fields().get(_NOT_WORD.sub("", fold(label).text), "")


def field_of_meta(name: str) -> str:
    """Return the field that a <meta> name or a front-matter key names, or ""."""
    key = name.strip().lower().removeprefix("meta-").replace("-", "_")
    return _meta_fields().get(key) or _meta_fields().get(key.replace("_", ""), "")


_NOT_WORD = re.compile(r"[\W_]+")


@cache
def _pattern() -> re.Pattern[str]:
    """Match a known label and its colon (or its brackets); blanks may stand between the characters of a label."""
    known = sorted(_fields(), key=lambda label: (-len(label), label))
    words = "|".join(r"[ \t]*".join(label) for label in known)
    return re.compile(rf"(?<![\u4e00-\u9fff])(?:(?P<word>{words})[ \t]*:|[【\[](?P<boxed>{words})[】\]][ \t]*:?)")


_OTHER = re.compile(r"(?:^|[\t ])[\u4e00-\u9fff]{2,8}[ \t]*:")


def read_labels(line: str) -> tuple[Labelled, ...]:
    """Take a line of labels and values apart; cells of a row are parted by tabs."""
    folded = fold(line)
    text = folded.text
    found = list(_pattern().finditer(text))
    values = []
    for place, here in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        stop = after.start() if after else len(text)
        other = _OTHER.search(text, here.end(), stop)
        stop = other.start() if other else stop
        value = _first_cell(text[here.end() : stop])
        label = _NOT_WORD.sub("", here["word"] or here["boxed"])
        start, end = folded.original(here.start(), max(stop, here.end()))
        raw = line[slice(*folded.original(here.end(), stop))]
        values.append(Labelled(label, _fields()[label], _first_cell(raw) if value else "", start, end))
    return tuple(values)


def _first_cell(text: str) -> str:
    cells = [cell.strip(" \u3000\u00a0") for cell in text.split("\t")]
    return next((cell for cell in cells if cell), "")


def is_information_line(line: str, *, beside_another: bool = False) -> bool:
    """Tell whether the line is made of labels and values that a page shows about its paper, and of nothing else.

    Labels that texts have as well (名称, 来源) count only in company: on one line with others or beside such a line.
    """
    labels = read_labels(line)
    if not labels or line[: labels[0].start].strip(" \t\u3000|[(（【"):
        return False
    weak = page_table()["weak"]["words"]
    return beside_another or any(label.label not in weak for label in labels)
