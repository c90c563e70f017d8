"""What Dishu says to people: one table of sentences, Chinese first, English beside it.

A message is named ``area.key`` and stands in ``tables/messages/<area>.toml``. Rows that are published are always
Chinese (a publication must not depend on who ran it); the command line follows ``set_language``.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

Language = Literal["zh", "en"]
_chosen: list[Language] = ["zh"]


class UnknownMessage(KeyError):
    """A message was asked for that no table holds."""


def set_language(language: Language) -> None:
    """Choose the language of ``say`` for this process."""
    _chosen[0] = language


def language() -> Language:
    """Return the language of ``say`` in this process."""
    return _chosen[0]


@cache
def _area(area: str) -> dict[str, dict[str, str]]:
    path = files("gongwen") / "tables" / "messages" / f"{area}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def say(name: str, /, **values: object) -> str:
    """Return the message in the language chosen for people at the command line."""
    return _render(name, _chosen[0], values)


def record(name: str, /, **values: object) -> str:
    """Return the message in Chinese, for rows that are kept and published."""
    return _render(name, "zh", values)


def _render(name: str, language: Language, values: dict[str, object]) -> str:
    area, _, key = name.partition(".")
    try:
        sentence = _area(area)[key][language]
    except (KeyError, FileNotFoundError) as error:
        raise UnknownMessage(name) from error
    return sentence.format(**values)
