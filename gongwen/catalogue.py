"""What catalogues (目录) are written with: the names of their columns, and cells and rows that say nothing.

Pure vocabulary over single cells and rows; opening files and finding the header row belong to ``ingest.catalogue``.
"""

import csv
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from gongwen.model import DocumentNumber
from gongwen.number import find_numbers
from gongwen.text import fold, fold_key

KINDS = ("normative", "disclosure", "archive", "dispatch", "gazette", "filing", "standard")
PLAIN_KIND = "list"

_HEADING = re.compile(r"（?[一二三四五六七八九十]{1,3}(?:[、.]|）)|第[一二三四五六七八九十]{1,3}(?:部分|类)")
_LONGEST_MARK = 8  # characters of a cell that may be a mark for nothing or for the cell above
_LONGEST_NOTE = 12  # characters that tell a note under a table
_BRACKETED = re.compile(r"（[^（）]*）")


@dataclass(frozen=True, slots=True)
class Column:
    """What one column of a catalogue holds. ``exact`` is False where only a part of its name was recognised."""

    field: str  # sequence, title, document_number, …, other; see tables/catalogue_columns.csv
    kind: str  # the kind of catalogue that has such a column, or ""
    exact: bool
    rank: int  # where two columns of one table claim a field, the lower rank has it


@lru_cache(maxsize=4096)
def column_of(header: str) -> Column | None:
    """Return what the column with this name holds, or None for a name that no table knows."""
    whole = fold_key(header)
    bare = fold_key(_BRACKETED.sub("", fold(header).text))
    for name in dict.fromkeys((whole, bare)):
        if name in _exact():
            return _exact()[name]
    for name in dict.fromkeys((bare, whole)):
        for how, pattern, column in _partial():
            if name != pattern and _fits(name, how, pattern):
                return column
    return None


def kind_of(headers: Iterable[str]) -> str:
    """Return the kind of catalogue that the column names speak for most, ``list`` where none of them does."""
    columns = [column_of(header) for header in headers]
    votes = [column.kind for column in columns if column is not None and column.kind]
    return max(KINDS, key=lambda kind: (votes.count(kind), -KINDS.index(kind))) if votes else PLAIN_KIND


def says_nothing(cell: str) -> bool:
    """Tell whether a cell is empty or holds a mark for emptiness (无, /, —)."""
    bare = cell.strip()
    return not bare or (len(bare) <= _LONGEST_MARK and fold(bare).text in _words()["nothing"])


def is_ditto(cell: str) -> bool:
    """Tell whether a cell stands for the cell above it (同上, 〃)."""
    bare = cell.strip()
    return 0 < len(bare) <= _LONGEST_MARK and fold(bare).text in _words()["ditto"]


def is_heading(cells: Sequence[str]) -> bool:
    """Tell whether a row is nothing but the heading of a section: 一、市政府文件, （二）部门文件."""
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) == 1 and _HEADING.match(fold(filled[0]).text.strip()) is not None


def is_note(cells: Sequence[str]) -> bool:
    """Tell whether a row is a note, a sum or a signature under the table: its first words say so, it holds little."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled or len(filled) > 2:
        return False
    return fold(filled[0][:_LONGEST_NOTE]).text.startswith(tuple(_words()["note"]))


def numbers_cell(raw: dict[str, str]) -> str:
    """Return the cell of a catalogue row that holds its document numbers, as written, or "" where there is none."""
    named = [(column, cell) for header, cell in raw.items() if (column := column_of(header)) is not None]
    cells = [(column.rank, cell) for column, cell in named if column.field == "document_number"]
    return min(cells)[1] if cells else ""


def number_after_title(title: str) -> DocumentNumber | None:
    """Return the document number that stands in brackets at the end of a title: 关于……的通知（某政发〔2009〕3号）."""
    numbers = find_numbers(title)
    if not numbers:
        return None
    last = numbers[-1]
    before, after = fold(title[: last.start]).text.rstrip(), fold(title[last.end :]).text.strip()
    return last if last.agency_code and before.endswith("（") and after == "）" else None


def _fits(name: str, how: str, pattern: str) -> bool:
    if how == "starts":
        return name.startswith(pattern)
    return name.endswith(pattern) if how == "ends" else pattern in name


@cache
def _rows() -> list[dict[str, str]]:
    with (files("gongwen") / "tables" / "catalogue_columns.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@cache
def _exact() -> dict[str, Column]:
    return {
        fold_key(row["pattern"]): Column(row["field"], row["kind"], exact=True, rank=rank)
        for rank, row in enumerate(_rows())
        if row["how"] == "exact"
    }


@cache
def _partial() -> list[tuple[str, str, Column]]:
    return [
        (row["how"], fold_key(row["pattern"]), Column(row["field"], row["kind"], exact=False, rank=rank + len(_rows())))
        for rank, row in enumerate(_rows())
        if row["how"] != "exact"
    ]


@cache
def _words() -> dict[str, frozenset[str]]:
    table = tomllib.loads((files("gongwen") / "tables" / "catalogue_words.toml").read_text(encoding="utf-8"))
    marks = {name: frozenset(fold(word).text for word in table[name]["words"]) for name in ("nothing", "ditto")}
    return marks | {"note": frozenset(fold(start).text for start in table["note"]["starts"])}
