"""Which part of a paper a file is, as its name says: 正文, 附件2, 签发稿, 花脸稿, 扫描件; and pages by their numbers.

Only names are read; whether files are one paper is told in ``ingest``, where their texts are known.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gongwen.numerals import read_numeral
from gongwen.text import fold_key, squeeze

_PAGE = re.compile(r"(?P<stem>.*?)[ _.（(-]{0,2}(?:第|[pP])?(?P<page>\d{1,4})(?:页)?[）)]?")
_STEM = r"(?P<stem>.*?)[ _（(—.-]{0,2}"
_MOST_SIGNS = 200


@dataclass(frozen=True, slots=True)
class FileRole:
    """What part a file is. ``stem`` is the key of what is left of its name: "" where the name says the part alone."""

    name: str  # body, scan, annex, final, dispatch, revision, draft; "" where the name does not say
    stem: str
    ordinal: int = 0  # of an annex: 附件2 is 2
    stage: str = ""  # of a draft: 签发稿, 修改稿 …


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    stage: str
    pattern: re.Pattern[str]


@cache
def _rows() -> tuple[_Row, ...]:
    table = tomllib.loads((files("gongwen") / "tables" / "file_roles.toml").read_text(encoding="utf-8"))
    rows = []
    for row in table["role"]:
        words = "|".join(sorted(row["words"], key=lambda word: (-len(word), word)))
        number = r"[ _-]?(?P<number>\d{1,2}|[一二三四五六七八九十]{1,2})?"
        if row["name"] == "annex":  # 附件2, 附件2-某表, 某通知附件2, 某通知（附件）
            pattern = rf"{_STEM}(?:{words}){number}(?:[）)]|[:：._—、 -]+.*|《.*》)?"
        else:
            pattern = rf"{_STEM}(?:{words}){number}[）)]?"
        if row.get("alone"):
            pattern = pattern.replace(_STEM, "(?P<stem>)", 1)
        rows.append(_Row(row["name"], row.get("stage", ""), re.compile(pattern, re.DOTALL)))
    return tuple(rows)


def read_file_role(name: str) -> FileRole:
    """Return what part of a paper a file of this name is; a name that says nothing of it is all stem."""
    whole = squeeze(name.rsplit(".", 1)[0] if "." in name else name)[:_MOST_SIGNS]
    for row in _rows():
        found = row.pattern.fullmatch(whole)
        if found and _parts(found["stem"]):
            ordinal = read_numeral(found["number"]) if found["number"] else 0
            return FileRole(row.name, fold_key(found["stem"]), ordinal or 0, row.stage)
    return FileRole("", fold_key(whole))


def _parts(stem: str) -> bool:
    """Tell whether what stands before the word can be a name by itself: 关于发文的正文 and 附 of 依附 are no parts."""
    return not stem or len(stem) >= 4


def page_of(name: str) -> tuple[str, int] | None:
    """Return the series and the number of a page, as the name of its picture says (0001.jpg, 扫描_02.tif), or None."""
    stem = squeeze(name.rsplit(".", 1)[0] if "." in name else name)[:_MOST_SIGNS]
    found = _PAGE.fullmatch(stem)
    return (fold_key(found["stem"]), int(found["page"])) if found else None
