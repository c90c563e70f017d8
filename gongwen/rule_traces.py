"""Where the words of the tables and the rules of places leave a trace in a publication, or why they leave none.

A trace is a column of a published table in which the words can be looked for; how many rows hold them is counted by
who has the publication.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gongwen.messages import language
from gongwen.rule_book import BookedRule

_NAMED = re.compile(r"\(\?P<\w+>")
_CONDITIONAL = re.compile(r"\(\?\(|\(\?P=")


@dataclass(frozen=True, slots=True)
class Trace:
    """A column in which a rule's words can be looked for; or ``why`` there is none, in the language of ``say``."""

    table: str = ""
    column: str = ""
    where: str = ""
    by_source: bool = False  # the source of the rule is what is looked for
    why: str = ""


@cache
def _rows() -> dict[str, dict[str, str]]:
    text = (files("gongwen") / "tables" / "rule_traces.toml").read_text(encoding="utf-8")
    return {
        f"{family}.{name}": row
        for row in tomllib.loads(text)["trace"]
        for family, names in (("wording", row.get("groups", [])), ("place", row.get("kinds", [])))
        for name in names
    }


def trace_of(rule: BookedRule) -> Trace | None:
    """Return where a wording or a rule of a place leaves its trace; None for rules that have columns of their own."""
    if rule.kind == "wording":
        row = _rows().get(rule.rule_id) or _rows()[".".join(rule.rule_id.split(".")[:2])]
    elif rule.kind == "place":
        row = _rows().get(f"place.{rule.rule_id.partition('.')[2]}") or _rows()["place.*"]
    else:
        return None
    return Trace(
        row.get("table", ""), row.get("column", ""), row.get("where", ""), row.get("sign") == "source",
        row.get(language(), ""),
    )  # fmt: skip


def signs_of(rule: BookedRule, trace: Trace) -> re.Pattern[str] | None:
    """Return the expression for what is looked for in folded text; None where nothing in the group stands alone."""
    if trace.by_source:
        return re.compile(re.escape(rule.source))
    pieces = []
    for sign in rule.signs:
        plain = _NAMED.sub("(?:", sign)
        try:
            if not _CONDITIONAL.search(sign) and not re.compile(plain).match(""):
                pieces.append(f"(?:{plain})")
        except re.error:
            pieces.append(re.escape(sign))  # a word with signs of its own: N/A, *
    return re.compile("|".join(pieces)) if pieces else None
