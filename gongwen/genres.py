"""The nouns with which titles end: 文种 of official papers, forms of instruments, kinds of web pages; one table."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Genre:
    """One noun; ``kind`` is genre (文种), form (办法 …) or page (公示 …), ``canonical`` the name it counts under."""

    word: str
    kind: str
    canonical: str


@cache
def genres() -> tuple[Genre, ...]:
    """Return the nouns, the longest first."""
    with (files("gongwen") / "tables" / "genres.csv").open(encoding="utf-8") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        nouns = [Genre(row["word"], row["kind"], row["canonical"]) for row in rows]
    return tuple(sorted(nouns, key=lambda noun: (-len(noun.word), noun.word)))


def ending(words: str) -> Genre | None:
    """Return the longest noun with which words end, or None."""
    lengths, by_word = _endings()
    for length in lengths:
        if noun := by_word.get(words[-length:]):
            return noun
    return None


@cache
def _endings() -> tuple[list[int], dict[str, Genre]]:
    """Return how long the nouns are, the longest first, and each noun by its word."""
    by_word = {noun.word: noun for noun in reversed(genres())}
    return sorted({len(word) for word in by_word}, reverse=True), by_word
