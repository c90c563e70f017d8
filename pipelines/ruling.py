"""``dishu rules``: the rule book, one rule explained, and how often each fired in a publication."""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from gongwen.dates import find_dates
from gongwen.messages import say
from gongwen.number import find_numbers
from gongwen.registration import find_registration_numbers
from gongwen.rule_book import BookedRule, kinds, rule_book
from gongwen.rule_traces import Trace, signs_of, trace_of
from gongwen.text import fold
from pipelines.exit_codes import OK, WRONG_USAGE
from pipelines.opening import NothingPublished, newest, open_locked

if TYPE_CHECKING:
    from rich.table import Table

Fired = Mapping[str, Counter[str]]  # by rule: how often in which published table

_LABELLED = ("page_table", "meta", "catalogue")  # witnesses whose rule is the label they stand behind
_COUNTED = (
    ("fields", "SELECT rule, witness, count(*) FROM fields WHERE rule IS NOT NULL GROUP BY ALL"),
    ("events", "SELECT rule, '', count(*) FROM events WHERE rule IS NOT NULL GROUP BY ALL"),
    ("statuses", "SELECT rule, '', count(*) FROM statuses WHERE rule IS NOT NULL GROUP BY ALL"),
)
_QUOTED = (
    (
        "fields",
        "SELECT field, raw FROM fields WHERE raw <> '' AND"
        " (field IN ('document_number', 'registration_number') OR starts_with(field, 'date_'))",
    ),
    (
        "citations",
        "SELECT 'document_number', substr(d.text, c.span_start + 1, c.span_end - c.span_start)"
        " FROM citations c JOIN documents d USING (doc_id) WHERE c.document_number <> ''",
    ),
)
_TABLES = ("fields", "citations", "events", "statuses")
_FAMILY = {"fields": "field", "events": "event", "statuses": "status"}


def show_rules(asked: str, home: Path | None) -> int:
    """Print the rules whose ids are or begin with ``asked``; one alone with its words and its example."""
    book = rule_book()
    known = {rule.rule_id: rule for rule in book}
    chosen = _chosen(book, asked)
    if not chosen:
        near = "、".join(get_close_matches(asked, known, n=5, cutoff=0.5)) or say("rules.no_near")
        print(say("rules.none", asked=asked, near=near), file=sys.stderr)
        return WRONG_USAGE
    try:
        fired = {**_fired(home, known), **_found(home, chosen)} if home else None
    except NothingPublished as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE
    if len(chosen) == 1:
        _explain(chosen[0], fired)
    else:
        _list(chosen, fired)
    if home:
        print(say("rules.counted", name=newest(home).name))
    return OK


def _chosen(book: Sequence[BookedRule], asked: str) -> list[BookedRule]:
    """Return the rule of that id, else those whose ids begin so, else those called so within their family."""
    exact = [rule for rule in book if rule.rule_id == asked]
    begun = [rule for rule in book if rule.rule_id.startswith(asked)]
    return exact or begun or [rule for rule in book if rule.rule_id.partition(".")[2] == asked]


def _fired(home: Path, known: Mapping[str, BookedRule]) -> Fired:
    """Count in the newest publication how often each rule of the book fired, by table."""
    counts: dict[str, Counter[str]] = {}
    with open_locked(newest(home)) as connection:
        for table, sql in _COUNTED:
            for rule, witness, count in connection.execute(sql).fetchall():
                rule_id = next((name for name in (rule, f"{_FAMILY[table]}.{rule}") if name in known), "field.label")
                if witness in _LABELLED and rule not in known:
                    rule_id = "field.label"
                counts.setdefault(rule_id, Counter())[table] += count
        for table, sql in _QUOTED:
            for field, words in connection.execute(sql).fetchall():
                for rule_id in _read_again(field, words):
                    counts.setdefault(rule_id, Counter())[table] += 1
    return counts


def _found(home: Path, rules: Sequence[BookedRule]) -> Fired:
    """Count the rows of the newest publication in which the words of a group, or the source of a law, stand."""
    counts: dict[str, Counter[str]] = {}
    held: dict[Trace, list[tuple[str, int]]] = {}
    with open_locked(newest(home)) as connection:
        for rule in rules:
            trace = trace_of(rule)
            signs = signs_of(rule, trace) if trace and trace.table else None
            if trace is None or signs is None:
                continue
            if trace not in held:
                rows = connection.execute(
                    f"SELECT {trace.column}, count(*) FROM {trace.table} WHERE {trace.where or 'TRUE'} GROUP BY ALL"
                ).fetchall()
                held[trace] = [(fold(str(words)).text, count) for words, count in rows if words]
            found = sum(count for words, count in held[trace] if signs.search(words))
            counts[rule.rule_id] = Counter({trace.table: found})
    return counts


def _read_again(field: str, words: str) -> list[str]:
    """Return by which rules the numbers and dates in quoted words are read: the tables keep where, not how."""
    if field == "document_number":
        return [f"number.{number.rule}" for number in find_numbers(words)]
    if field == "registration_number":
        return [f"registration.{number.rule}" for number in find_registration_numbers(words)]
    return [f"date.{mention.rule}" for mention in find_dates(words)]


def _times(rule: BookedRule, fired: Fired) -> str:
    """Say how often a rule fired, in how many rows its words stand, or why neither can be counted."""
    counts = fired.get(rule.rule_id)
    trace = trace_of(rule)
    if trace:
        if not counts:
            return trace.why or say("rules.not_counted")
        return say("rules.standing", table=trace.table, count=counts[trace.table])
    if not counts:
        return say("rules.never")
    return "；".join(say("rules.fired", table=table, count=counts[table]) for table in _TABLES if counts[table])


def _explain(rule: BookedRule, fired: Fired | None) -> None:
    """Print one rule in full."""
    print(f"■ {rule.rule_id}")
    checked = "" if rule.verified is None else say("rules.yes" if rule.verified else "rules.no")
    lines = {
        "what": rule.what, "words": rule.words, "example": rule.example, "source": rule.source, "verified": checked,
        "times": _times(rule, fired) if fired is not None else "",
    }  # fmt: skip
    for name, value in lines.items():
        if value:
            print(f"  {say(f'rules.{name}')}：{value}")


def _list(rules: Sequence[BookedRule], fired: Fired | None) -> None:
    """Print one table a kind."""
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    for kind in kinds():
        group = [rule for rule in rules if rule.kind == kind]
        if group:
            console.print(say("rules.heading", kind=say(f"rules.of_{kind}"), count=len(group)), style="bold")
            console.print(_table(group, fired))


def _table(group: Sequence[BookedRule], fired: Fired | None) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(say("rules.id"), no_wrap=True)
    for name in ("what", "source", "verified"):
        table.add_column(say(f"rules.{name}"), overflow="fold")
    if fired is not None:
        table.add_column(say("rules.times"), overflow="fold")
    for rule in group:
        checked = "" if rule.verified is None else say("rules.short_yes" if rule.verified else "rules.short_no")
        cells = [rule.rule_id, rule.what, rule.source, checked]
        table.add_row(*(Text(cell) for cell in [*cells, *([_times(rule, fired)] if fired is not None else [])]))
    return table
