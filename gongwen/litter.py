"""Which files are not documents but what systems and office programs leave behind: by named rules from a table."""

import re
import tomllib
from dataclasses import dataclass
from fnmatch import translate
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class LitterRule:
    """One rule; ``why`` is what people are told."""

    name: str
    where: str
    patterns: tuple[str, ...]
    why: str
    folders: tuple[str, ...] = ()
    at_most: int | None = None  # bytes


def litter_rule(path: str, *, size: int | None = None) -> LitterRule | None:
    """Return the first rule by which the file at this path (parts divided by ``/``) is passed over, or None."""
    *folders, name = path.casefold().split("/")
    for rule in _rules():
        if rule.at_most is not None and size is not None and size > rule.at_most:
            continue
        if rule.where == "folder":
            hit = any(_fits(folder, rule.patterns) for folder in folders)
        else:
            companion = rule.where != "companion" or any(_fits(folder, rule.folders) for folder in folders)
            hit = companion and _fits(name, rule.patterns)
        if hit:
            return rule
    return None


def _fits(name: str, patterns: tuple[str, ...]) -> bool:
    return _either(patterns).match(name) is not None


@cache
def _either(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, patterns)))


@cache
def _rules() -> tuple[LitterRule, ...]:
    table = tomllib.loads((files("gongwen") / "tables" / "litter.toml").read_text(encoding="utf-8"))
    return tuple(
        LitterRule(
            row["name"],
            row["where"],
            tuple(row["patterns"]),
            row["why"],
            tuple(row.get("folders", ())),
            row.get("at_most"),
        )
        for row in table["rule"]
    )
