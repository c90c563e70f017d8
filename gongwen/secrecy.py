"""Marks of secrecy (密级, 保密期限) and of restricted circulation, told from texts that merely speak about secrecy.

A mark stands by itself: on its own line, in its own cell, or in brackets behind a title. What happens to a marked file
is decided by the caller; ``mask_name`` is all of its name that may be shown.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gongwen.text import fold

_HEAD_LINES = 10  # non-blank lines among which a mark without a star counts
_LINE = 60  # characters; a longer line is not a mark
_CELLS = re.compile(r"\t|│|\|| {2,}|\u3000{2,}")
_BLANK = "[ \\t\\u3000]{0,8}"
_NEAR = re.compile(  # two characters with which every mark begins or in which it stands; both scripts
    "[绝絕机機秘祕商密等不内內此严嚴请請](?:"  # what all begin with is looked for first: it is rare
    + "|".join(
        f"(?<={first}){_BLANK}{second}"
        for first, second in (
            ("[绝絕机機秘祕商]", "密"),
            ("密", "[级級码碼]"),
            ("等", "[级級]"),
            ("不", "[得准]"),
            ("[严嚴]", "禁"),
            ("[内內]", "部"),
            ("此", "件"),
            ("[请請]", "勿"),
        )
    )
    + ")"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_NUMERAL = r"(?:\d{1,3}|[一二三四五六七八九十廿卅两百]{1,4}|[壹贰叁肆伍陆柒捌玖拾佰]{1,4})"
_DAY = r"\d{4}(?:年(?:\d{1,2}月(?:\d{1,2}日)?)?|[-./]\d{1,2}(?:[-./]\d{1,2})?)"
_NUMBERED = re.compile(r"第?\d{1,6}号?")
_REGISTER = re.compile(
    r"^(?=[^\n]{0,400}密[ \u3000]{0,2}级)[^\n\t]{0,60}(?:\t[^\n\t]{0,60}){1,40}$", re.M
)  # a heading row
_NOT_WORD = re.compile(r"\W+")
_MASK = "*"


@dataclass(frozen=True, slots=True)
class SecrecyMark:
    """A mark as found; ``certain`` is False where a person must look before the text is set apart."""

    level: str
    raw: str
    start: int
    end: int
    rule: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class _Grammar:
    starred: re.Pattern[str]
    dated: re.Pattern[str]
    termed: re.Pattern[str]
    bare: re.Pattern[str]
    bracketed: re.Pattern[str]
    labelled: re.Pattern[str]
    in_cell: re.Pattern[str]
    labels: frozenset[str]
    phrases: tuple[tuple[str, bool, str], ...]


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int
    end: int
    in_head: bool


def secrecy_mark(text: str) -> SecrecyMark | None:
    """Return the first certain mark of the text, else the first doubtful one, else None.

    Legal source: 保守国家秘密法第二十一条, GB/T 9704-2012 7.2.3.
    """
    doubtful: SecrecyMark | None = None
    bare: list[SecrecyMark] = []
    for line in _candidates(text):
        mark = _mark_in(line)
        if mark is None:
            continue
        if mark.rule in ("bare", "termed"):
            bare.append(mark)
        elif mark.certain:
            return mark
        else:
            doubtful = doubtful or mark
    if (listed := _in_column(text)) is not None:
        return listed
    if len({mark.level for mark in bare}) == 1:
        return bare[0]
    return doubtful  # several levels side by side are a list of the levels, not a mark


def mask_name(path: str) -> str:
    """Return the path with the hanzi of its last part masked beyond the first; the extension is kept."""
    cut = max(path.rfind("/"), path.rfind("!")) + 1
    folder, name = path[:cut], path[cut:]
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    first = _HAN.search(stem)
    if first is None:
        return path
    return folder + stem[: first.end()] + _HAN.sub(_MASK, stem[first.end() :]) + dot + extension


def _candidates(text: str) -> Iterator[_Line]:
    head_end = _head_end(text)
    last = -1
    for match in _NEAR.finditer(text):
        start = max(text.rfind("\n", max(0, match.start() - _LINE), match.start()) + 1, 0)
        if (start == 0 and match.start() > _LINE) or start <= last:
            continue  # in the middle of a long line, or in a line already seen
        end = text.find("\n", match.end(), match.end() + _LINE)
        if end < 0:
            end = len(text)
        if end - start > 2 * _LINE:
            continue
        last = start
        yield _Line(text[start:end], start, end, start < head_end)


def _head_end(text: str) -> int:
    """Return where the head of the text ends: after its first lines, or before its first sentence."""
    place = lines = 0
    signs = _words()["signs"]
    while lines < _HEAD_LINES and place < len(text):
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        line = text[place : min(end, place + 4 * _LINE)]
        if any(sign in line for sign in signs):
            return place
        lines += bool(line.strip())
        place = end + 1
    return place


def _mark_in(line: _Line) -> SecrecyMark | None:
    if "密" not in line.text and len(_NOT_WORD.sub("", line.text)) > _longest_phrase():
        return None  # of nearly every text: a sentence with 不得
    grammar = _grammar()
    cells = [fold(cell).text.replace(" ", "") for cell in _CELLS.split(line.text)]
    whole = "".join(cells).replace("\t", "")
    for name, pattern, where in (
        ("starred", grammar.starred, "line"),
        ("labelled", grammar.labelled, "line"),
        ("dated", grammar.dated, "head"),
        ("termed", grammar.termed, "head"),
        ("bare", grammar.bare, "head"),
    ):
        if (where == "line" or line.in_head) and (found := pattern.fullmatch(whole)):
            return _made(line, found["level"], name)
    if found := grammar.bracketed.search(whole):
        return _made(line, found["level"], "bracketed", certain=line.in_head)
    return _in_cells(line, cells) or _phrase(line, whole)


def _in_cells(line: _Line, cells: list[str]) -> SecrecyMark | None:
    grammar = _grammar()
    previous = ""
    for cell in cells:
        for pattern in (grammar.starred, grammar.labelled):
            if found := pattern.fullmatch(cell):
                return _made(line, found["level"], "cell")
        if previous.rstrip("：:") in grammar.labels and (found := grammar.bare.fullmatch(cell)):
            return _made(line, found["level"], "cell")
        previous = cell
    return None


def _in_column(text: str) -> SecrecyMark | None:
    """Return the first level that stands under the heading 密级 in a register of papers."""
    if "密" not in text:  # of nearly every text: no line needs to be looked at
        return None
    grammar, columns = _grammar(), frozenset(_words()["columns"])
    for heading in _REGISTER.finditer(text):
        names = [_plain(cell) for cell in heading[0].split("\t")]
        place = next((at for at, name in enumerate(names) if name in grammar.labels), None)
        if place is None or columns.isdisjoint(names):
            continue
        start = heading.end() + 1
        for row in text[start:].split("\n"):
            cells = row.split("\t")
            if len(cells) > place and (found := grammar.in_cell.fullmatch(_plain(cells[place]))):
                return SecrecyMark(found["level"], row.strip(), start, start + len(row), "column")
            start += len(row) + 1
    return None


def level_in_column(name: str, cell: str) -> str:
    """Return the level that a cell gives under a column name such as 密级; "" where it gives none."""
    found = _grammar().in_cell.fullmatch(_plain(cell)) if _plain(name) in _grammar().labels else None
    return found["level"] if found else ""


def _plain(cell: str) -> str:
    return fold(cell).text.replace(" ", "").strip("：:")


def _phrase(line: _Line, whole: str) -> SecrecyMark | None:
    plain = _NOT_WORD.sub("", whole)
    for words, certain, where in _grammar().phrases:
        named = plain == words or (plain.startswith(words) and _NUMBERED.fullmatch(plain, len(words)))
        if named and (where == "line" or line.in_head):
            return _made(line, words, "phrase", certain=certain)
    return None


def _made(line: _Line, level: str, rule: str, *, certain: bool = True) -> SecrecyMark:
    return SecrecyMark(level, line.text.strip(), line.start, line.end, rule, certain)


@cache
def _tables() -> dict[str, object]:
    path = files("gongwen") / "tables" / "secrecy.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _words() -> dict[str, list[str]]:
    words = _tables()["words"]
    assert isinstance(words, dict)
    return words


@cache
def _longest_phrase() -> int:
    """Return the most characters, signs aside, of a line that is a phrase and a number; folding may join some."""
    return 2 * max(len(words) for words, _, _ in _grammar().phrases) + 8


@cache
def _grammar() -> _Grammar:
    words = _words()
    levels, bare = _either(words["levels"]), _either(words["bare_levels"])
    labels, urgency = _either(words["labels"]), _either(words["urgencies"])
    star = f"(?:[{re.escape(''.join(words['stars']))}\ue000-\uf8ff]{{1,3}})"
    years = rf"{_NUMERAL}(?:年|个?月)|\d{{4}}年\d{{1,2}}月(?:\d{{1,2}}日)?前?|{_either(words['periods'])}"
    labelled_term = f"{_either(words['terms'])}(?:[：:]|至|为|到)*(?:{years}|{_DAY}(?:前|止)?)"
    period = f"(?:{years}|{labelled_term}|至{_DAY}(?:前|止)?)"
    joint = f"[{re.escape(''.join(words['joints']))}]"
    copy = rf"(?:{_either(words['copy_labels'])}?[：:]?\d{{1,8}}号?)"
    before, after = f"(?:{copy}|{urgency}|[（【\\[])*", f"(?:{copy}|{urgency}|[）】\\]])*"
    mark = f"(?P<level>{levels})级?{star}{period}?"
    phrases = _tables()["phrase"]
    assert isinstance(phrases, list)
    return _Grammar(
        starred=re.compile(f"{before}(?:{labels}[：:]?)?{mark}{after}"),
        dated=re.compile(f"{before}(?P<level>{bare})级?{period}{after}"),
        termed=re.compile(f"{before}(?P<level>{bare})级?(?:{joint}{period}|[（(]{period}[）)]){after}"),
        bare=re.compile(f"{before}(?P<level>{bare})级?{after}"),
        bracketed=re.compile(f"[（【〔\\[]{mark}[）】〕\\]]"),
        labelled=re.compile(f"{labels}[：:](?P<level>{bare})级?(?:{star}?{period})?"),
        in_cell=re.compile(f"(?P<level>{bare})级?{star}?{period}?"),
        labels=frozenset(words["labels"]),
        phrases=tuple((row["words"], row["certain"], row["where"]) for row in phrases),
    )


def _either(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"
