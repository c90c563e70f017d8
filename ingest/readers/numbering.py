"""The running numbers that Word draws in front of paragraphs and keeps nowhere in their text."""

import re
from dataclasses import dataclass

from lxml import etree

from gongwen.list_number import list_number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_MOST_STYLES = 20  # a chain of styles longer than this is a circle


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    pattern: str
    suffix: str
    restart: int | None  # the level (from 1) after which it starts again; 0 never, None after any higher one
    legal: bool  # all numbers of the label in digits


class Numbering:
    """Counts the numbered paragraphs of one document in order; ``label`` must be asked once for each."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styles: dict[str, tuple[str | None, int | None, str | None]] = {}
        self._default_style = ""
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._read_styles(styles)

    def label(self, paragraph: etree._Element) -> str:
        """Return what Word draws in front of the paragraph, or ""."""
        number_id, level = self._of(paragraph)
        if not number_id or number_id == "0":
            return ""
        levels = self._lists.get(number_id, {})
        current = levels.get(level)
        if current is None:
            return ""
        counts = self._counts.setdefault(self._abstract.get(number_id, number_id), {})
        counts[level] = counts.get(level, current.start - 1) + 1
        for lower in [each for each in counts if each > level and self._restarts(levels.get(each), level)]:
            del counts[lower]
        return self._drawn(current, level, levels, counts)

    @staticmethod
    def _restarts(lower: _Level | None, level: int) -> bool:
        return lower is None or lower.restart is None or (lower.restart > 0 and level < lower.restart)

    @staticmethod
    def _drawn(current: _Level, level: int, levels: dict[int, _Level], counts: dict[int, int]) -> str:
        if current.form in ("bullet", "none") and "%" not in current.pattern:
            return ""

        def number(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            other = levels.get(place, current)
            count = counts.get(place, other.start)
            return list_number(count, "decimal" if current.legal else other.form)

        label = _PLACE.sub(number, current.pattern)
        return label + (current.suffix if label[-1:].isalnum() else "")

    def _of(self, paragraph: etree._Element) -> tuple[str | None, int]:
        properties = paragraph.find(W + "pPr")
        number_id = level = None
        style = self._default_style
        if properties is not None:
            number_id, level = _number_of(properties)
            named = properties.find(W + "pStyle")
            style = named.get(W + "val", "") if named is not None else style
        for _ in range(_MOST_STYLES):
            if number_id is not None or style not in self._styles:
                break
            number_id, style_level, parent = self._styles[style]
            level = style_level if level is None else level
            style = parent or ""
        return number_id, level or 0

    def _read_lists(self, root: etree._Element) -> None:
        abstract = {each.get(W + "abstractNumId", ""): each for each in root.iterchildren(W + "abstractNum")}
        for number in root.iterchildren(W + "num"):
            number_id = number.get(W + "numId", "")
            link = number.find(W + "abstractNumId")
            abstract_id = link.get(W + "val", "") if link is not None else ""
            levels = _levels(abstract.get(abstract_id))
            own = False
            for override in number.iterchildren(W + "lvlOverride"):
                place = _integer(override.get(W + "ilvl"), 0)
                replaced = override.find(W + "lvl")
                start = override.find(W + "startOverride")
                own = own or start is not None or replaced is not None
                if replaced is not None:
                    levels[place] = _level(replaced)
                if start is not None and place in levels:
                    old = levels[place]
                    first = _integer(start.get(W + "val"), old.start)
                    levels[place] = _Level(first, old.form, old.pattern, old.suffix, old.restart, old.legal)
            self._lists[number_id] = levels
            self._abstract[number_id] = f"{abstract_id}/{number_id}" if own else abstract_id

    def _read_styles(self, root: etree._Element) -> None:
        for style in root.iterchildren(W + "style"):
            if style.get(W + "type") != "paragraph":
                continue
            style_id = style.get(W + "styleId", "")
            if style.get(W + "default") in ("1", "true"):
                self._default_style = style_id
            properties = style.find(W + "pPr")
            number_id, level = _number_of(properties) if properties is not None else (None, None)
            parent = style.find(W + "basedOn")
            self._styles[style_id] = (number_id, level, parent.get(W + "val") if parent is not None else None)


def _number_of(properties: etree._Element) -> tuple[str | None, int | None]:
    number = properties.find(W + "numPr")
    if number is None:
        return None, None
    number_id, level = number.find(W + "numId"), number.find(W + "ilvl")
    return (
        number_id.get(W + "val") if number_id is not None else None,
        _integer(level.get(W + "val"), 0) if level is not None else None,
    )


def _levels(abstract: etree._Element | None) -> dict[int, _Level]:
    if abstract is None:
        return {}
    return {_integer(each.get(W + "ilvl"), 0): _level(each) for each in abstract.iterchildren(W + "lvl")}


def _level(element: etree._Element) -> _Level:
    def value(tag: str, default: str) -> str:
        found = element.find(W + tag)
        return default if found is None else (found.get(W + "val") or "")

    restart = element.find(W + "lvlRestart")
    legal = element.find(W + "isLgl")
    suffix = "" if value("suff", "tab") == "nothing" else " "  # a tab would read as the border of a cell
    return _Level(
        start=_integer(value("start", "1"), 1),
        form=value("numFmt", "decimal"),
        pattern=value("lvlText", ""),
        suffix=suffix,
        restart=None if restart is None else _integer(restart.get(W + "val"), 0),
        legal=legal is not None and legal.get(W + "val", "1") not in ("0", "false"),
    )


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return default
