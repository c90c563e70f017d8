"""The wording tables: which words open, close and colour a legal sentence, one row a wording, compiled once.

A row is a piece of a regular expression with its source. What the words mean is decided by the modules that ask.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def rows(table: str, name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one group of a wording table, in the order written."""
    path = files("gongwen") / "tables" / f"{table}.toml"
    groups = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(groups[name])


@cache
def pattern(table: str, name: str) -> re.Pattern[str]:
    """Return the alternatives of one group as one expression, the longest wording first where rows are plain words."""
    words = [row["words"] for row in rows(table, name)]
    if all(re.fullmatch(r"[\u3400-\u9fff]+", word) for word in words):
        words.sort(key=lambda word: (-len(word), word))
    return re.compile("|".join(f"(?:{word})" for word in words))
