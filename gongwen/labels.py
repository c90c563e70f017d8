"""What the labels of web pages, page tables and information lines mean: 索引号：…, 发布日期：…, <meta name=PubDate>.

Tells which field a label names and takes a line apart into labels and values. It does not read the values.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gongwen.furniture import is_furniture
from gongwen.number import is_number, parse_numbers
from gongwen.text import fold, squeeze

IGNORED = frozenset({"topic", "noise"})  # labels that are known and say nothing of a document's fields


_NOTHING = frozenset({"无", "暂无", "空", "null", "none", "0"})


def says_nothing(value: str) -> bool:
    """Tell whether the value of a label says that there is none: 无, a row of dashes, nothing at all."""
    return squeeze(value).lower() in _NOTHING or not _NOT_WORD.sub("", value)


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
    return re.compile(
        rf"(?<![\u4e00-\u9fff])(?:(?P<word>{words})[ \t]*:|[【\[][ \t]*(?P<boxed>{words})[ \t]*[】\]][ \t]*:?)"
    )


_OTHER = re.compile(r"(?:^|[\t ])[\u4e00-\u9fff]{2,8}[ \t]*:")


def read_labels(line: str) -> tuple[Labelled, ...]:
    """Take a line of labels and values apart; cells of a row are parted by tabs.

    A day with the hour, or a document number, in front of the first label is the page's 发布时间 or 文号. In a row of
    cells whose labels bear no colon, each label says the cell behind it.
    """
    folded = fold(line)
    text = folded.text
    found = list(_pattern().finditer(text))
    if not found:
        return _row(line)
    values = list(_before(line, folded.original(found[0].start(), found[0].end())[0]))
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


_EDGE = " \t\u3000\u00a0|[(（【•·●◆■*"
_DAY = r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
_STAMP = re.compile(rf"{_DAY}(?P<clock>[ T]+\d{{1,2}}:\d\d(?::\d\d)?(?:\.\d+)?)?")


_SOURCE = re.compile(r"[ |\t]+[\u4e00-\u9fff（） ]{2,24}")  # who put it up, behind the hour


def _before(line: str, end: int) -> tuple[Labelled, ...]:
    """Return what stands in front of the labels, where it is a day, a document number, or both, and nothing else."""
    words = fold(line[:end]).text.strip(_EDGE)
    posted = _STAMP.match(words)
    if posted and (posted.end() == len(words) or (posted["clock"] and _SOURCE.fullmatch(words, posted.end()))):
        return (Labelled("发布时间", "date_published", posted.group(), 0, end),)
    stamp = next((found for found in _STAMP.finditer(words) if found.end() == len(words)), None)
    number = words[: stamp.start()] if stamp else words
    standing = re.search(rf"[ \t]+[\[(（]?({page_table()['standing']['words']})[\])）]?\s*$", number)
    number = number[: standing.start()] if standing else number
    if not any(one.agency_code for one in parse_numbers(number)):
        return ()
    told = [Labelled("文号", "document_number", number.strip(_EDGE + ")）"), 0, end)]
    if standing:
        told.append(Labelled("效力状态", "shown_status", standing.group(1), 0, end))
    return (*told, Labelled("发布时间", "date_published", stamp.group(), 0, end)) if stamp else tuple(told)


def read_stamp(line: str) -> tuple[Labelled, ...]:
    """Return the day of a line that is a day with the hour, as pages show without a label when they were put up."""
    words = fold(line[:40]).text.strip(_EDGE) if len(line) <= 40 else ""
    found = _STAMP.fullmatch(words)
    return (Labelled("发布时间", "date_published", words, 0, len(line)),) if found and found["clock"] else ()


def read_number(line: str) -> tuple[Labelled, ...]:
    """Return the document number of a line that is a number and nothing else, as pages print it below their heading."""
    words = line.strip(_EDGE)
    return (Labelled("文号", "document_number", words, 0, len(line)),) if is_number(words) else ()


def _row(line: str) -> tuple[Labelled, ...]:
    """Return the pairs of a row of cells in which a label and its value take turns, without colons.

    A single pair counts where no text has such a label (索引号, 信息名称).
    """
    cells = line.split("\t")
    if len(cells) < 4 and not (len(cells) == 2 and field_of(cells[0]) and not _is_weak(cells[0])):
        return ()
    labels = [_NOT_WORD.sub("", fold(cell).text) for cell in cells[::2]]
    if sum(label in _fields() for label in labels) * 2 <= len(labels) or any(field_of(cell) for cell in cells[1::2]):
        return ()  # labels side by side head the columns of a list
    starts = [sum(len(cell) + 1 for cell in cells[:place]) for place in range(len(cells) + 1)]
    return tuple(
        Labelled(
            label, _fields()[label], cells[2 * place + 1].strip(_EDGE), starts[2 * place], starts[2 * place + 2] - 1
        )
        for place, label in enumerate(labels)
        if label in _fields() and 2 * place + 1 < len(cells)
    )


def _is_weak(cell: str) -> bool:
    return _NOT_WORD.sub("", fold(cell).text) in page_table()["weak"]["words"]


def _first_cell(text: str) -> str:
    cells = [cell.strip(" \u3000\u00a0|") for cell in text.split("\t")]
    return next((cell for cell in cells if cell), "")


def is_information_line(line: str, *, beside_another: bool = False) -> bool:
    """Tell whether the line is made of labels and values that a page shows about its paper, and of nothing else.

    Labels that texts have as well (名称, 来源) count only in company: on one line with a label that counts readers or
    names who made the page, or beside such a line.
    """
    labels = read_labels(line)
    before = fold(line[: labels[0].start]).text.strip(_EDGE) if labels else ""
    if not labels or (before and not is_furniture(before)):
        return bool(not labels and read_stamp(line))
    if any(_is_posted(label) for label in labels):
        return True
    weak = page_table()["weak"]["words"]
    if "\t" in line and ":" not in fold(line).text and not any(map(str.isdigit, line)):
        return beside_another  # a row of cells that may be any table's
    together = len(labels) > 1 and any(label.field == "noise" for label in labels)
    return beside_another or together or any(label.label not in weak for label in labels)


def _is_posted(label: Labelled) -> bool:
    """Tell whether a label says a day with the hour: 时间:2008-01-24 08:02 is no meeting's."""
    found = _STAMP.fullmatch(fold(label.value).text.strip(_EDGE)) if label.field == "date_published" else None
    return bool(found and found["clock"] and _NUMERIC.match(label.value))


_NUMERIC = re.compile(r"\s*\d{4}[-/.]")
_LISTED_AT_LEAST = 3  # labels, each on a line of its own, that make a list of labels
_LONGEST_VALUE = 120


def read_listed(lines: Sequence[str]) -> tuple[tuple[int, ...], tuple[Labelled, ...]]:
    """Return the places of lines that are a list of labels, each above its value, and what the labels say.

    索引号: on one line and its value on the next, three of them at least; a label may have no value. What stands below
    the last label is its value only where the label names a field of the paper.
    """
    places: list[int] = []
    told: list[Labelled] = []
    run: list[tuple[int, str]] = []
    at = 0
    while at <= len(lines):
        label = _label_alone(lines[at]) if at < len(lines) else ""
        if label:
            run.append((at, label))
            at += 1
        elif at < len(lines) and run and run[-1][0] == at - 1 and len(lines[at]) <= _LONGEST_VALUE:
            at += 1  # the value of the last label
        else:
            if len(run) >= _LISTED_AT_LEAST:
                _take_run(run, at, lines, places, told)
            run = []
            at += 1
    return tuple(places), tuple(told)


def _take_run(
    run: Sequence[tuple[int, str]], stop: int, lines: Sequence[str], places: list[int], told: list[Labelled]
) -> None:
    for (place, label), (after, _) in zip(run, [*run[1:], (stop, "")], strict=True):
        places.append(place)
        last = after == stop
        if after == place + 2 and not (last and _fields()[label] in IGNORED):
            places.append(place + 1)
            value = lines[place + 1].strip(_EDGE)
            told.append(Labelled(label, _fields()[label], value, place, place + 1))


def _label_alone(line: str) -> str:
    """Return the label that a line holds with its colon (or the bar of its cell) and nothing else, or ""."""
    if len(line) > 24 or not line.rstrip().endswith((":", "：", "|")):
        return ""
    label = _NOT_WORD.sub("", fold(line).text)
    return label if label in _fields() else ""
