"""What a run came to, in a few lines that a clerk understands, from the publication alone."""

import shlex
from dataclasses import dataclass
from pathlib import Path

import duckdb

from gongwen.messages import say
from pipelines.home import Home
from pipelines.report_page import report_of

_DAMAGED = ("damaged", "refused")


@dataclass(frozen=True, slots=True)
class Summary:
    """The text to print, and what the exit code hangs on."""

    text: str
    damaged: int
    open_findings: int


def summary(publication: Path, *, home: Home, is_new: bool) -> Summary:
    """Return what the publication says of files, documents, standings and open matters."""
    with duckdb.connect(str(publication), read_only=True) as connection:
        states = _counts(connection, "SELECT state, count(*) FROM files GROUP BY state ORDER BY state")
        classes = _counts(
            connection,
            """SELECT carrier_class, count(*) FROM documents WHERE parent_doc_id IS NULL
               GROUP BY carrier_class ORDER BY carrier_class""",
        )
        standings = _counts(
            connection,
            """SELECT s.status, count(*) FROM statuses s JOIN instruments i USING (instrument_id) WHERE i.held
               GROUP BY s.status ORDER BY s.status""",
        )
        matched = _counts(
            connection,
            "SELECT verdict, count(DISTINCT coalesce(entry_id, doc_id)) FROM matches GROUP BY verdict ORDER BY verdict",
        )
        findings = _counts(
            connection,
            """SELECT severity, count(*) FROM findings WHERE state = 'open' AND severity <> 'notice'
               GROUP BY severity ORDER BY severity""",
        )
        unread = _counts(
            connection, "SELECT code, count(*) FROM findings WHERE code = 'catalogue_unread' GROUP BY code"
        )
        gaps = _counts(connection, "SELECT 'gaps', count(*) FROM gaps")["gaps"]
    lines = [
        _told("files", "state", states),
        _told("documents", "class", classes),
        _told("standings", "status", standings),
        say("summary.catalogue", parts=_parts("match", matched) or say("summary.no_catalogue"), gaps=gaps),
        _told("findings", "severity", findings),
        say(
            "summary.published" if is_new else "summary.unchanged",
            path=publication,
            report=report_of(publication),
            home=shlex.quote(str(home.root)),
        ),
    ]
    damaged = sum(states.get(one, 0) for one in _DAMAGED) + sum(unread.values())
    return Summary("\n".join(lines), damaged, sum(findings.values()))


def _counts(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, int]:
    return {str(name): int(count) for name, count in connection.execute(sql).fetchall()}


def _told(line: str, kind: str, counts: dict[str, int]) -> str:
    """Return one line of the summary, in words of its own where there is nothing to count."""
    if not counts:
        return say(f"summary.no_{line}")
    return say(f"summary.{line}", total=sum(counts.values()), parts=_parts(kind, counts))


def _parts(kind: str, counts: dict[str, int]) -> str:
    return say("words.comma").join(f"{say(f'words.{kind}_{name}')} {count}" for name, count in counts.items())
