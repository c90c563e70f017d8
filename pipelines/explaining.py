"""``dishu explain``: everything the publication knows of one document, each statement with its words and its rule."""

import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb

from gongwen.messages import say
from pipelines.exit_codes import OK, WRONG_USAGE
from pipelines.opening import NothingPublished, newest, open_locked

_SECTIONS: tuple[tuple[str, str], ...] = (
    (
        "explain.document",
        """SELECT title, document_number, issuer, date_written, date_published, date_in_force, validity_end,
           carrier_class, normativity, parent_doc_id FROM documents WHERE doc_id = $doc_id""",
    ),
    (
        "explain.file",
        """SELECT f.path, f.format, f.state, f.reader, f.bytes, f.pages_read, f.pages, f.sha256
           FROM files f JOIN documents d USING (path) WHERE d.doc_id = $doc_id
           UNION ALL SELECT f.path, f.format, f.state, f.reader, f.bytes, f.pages_read, f.pages, f.sha256
           FROM files f JOIN documents d ON f.same_as = d.path WHERE d.doc_id = $doc_id""",
    ),
    (
        "explain.fields",
        """SELECT field, CASE WHEN chosen THEN '✓' ELSE '' END AS chosen, value, witness, rule, span_start, span_end,
           raw FROM fields WHERE doc_id = $doc_id ORDER BY field, chosen DESC, witness, ordinal""",
    ),
    (
        "explain.citations",
        """SELECT title, document_number, as_basis, target_instrument_id FROM citations
           WHERE doc_id = $doc_id ORDER BY span_start""",
    ),
    (
        "explain.events",
        """SELECT relation, coalesce(target_number, '') AS target_number, target_title, scope, modality, effective_date,
           rule, evidence, event_id FROM events WHERE source_doc_id = $doc_id ORDER BY span_start""",
    ),
    (
        "explain.pairs",
        """SELECT CASE WHEN left_doc_id = $doc_id THEN right_doc_id ELSE left_doc_id END AS other, verdict, score,
           reasons FROM pairs WHERE $doc_id IN (left_doc_id, right_doc_id) AND verdict <> 'different'
           ORDER BY score DESC, other""",
    ),
    (
        "explain.instrument",
        """SELECT i.instrument_id, i.title, i.document_number, d.role, d.is_text_of_record, d.reason
           FROM instrument_documents d JOIN instruments i USING (instrument_id) WHERE d.doc_id = $doc_id""",
    ),
    (
        "explain.periods",
        """SELECT valid_from, valid_to, status, rule, because, open_questions FROM status_periods
           WHERE instrument_id IN (SELECT instrument_id FROM instrument_documents WHERE doc_id = $doc_id)
           ORDER BY valid_from""",
    ),
    (
        "explain.acts_on_it",
        """SELECT e.relation, e.modality, t.chosen, t.score, e.effective_date, e.evidence, e.source_doc_id
           FROM event_targets t JOIN events e USING (event_id)
           WHERE t.instrument_id IN (SELECT instrument_id FROM instrument_documents WHERE doc_id = $doc_id)
           ORDER BY e.effective_date, e.event_id""",
    ),
    (
        "explain.findings",
        """SELECT code, severity, message, evidence FROM findings
           WHERE row_id = $doc_id OR row_id = (SELECT sha256 FROM documents WHERE doc_id = $doc_id) ORDER BY code""",
    ),
)


def explain(home: Path, doc_id: str) -> int:
    """Print everything about the document; a path or the beginning of an id will do where it is unambiguous."""
    try:
        with open_locked(newest(home)) as connection:
            found = _find(connection, doc_id)
            if len(found) != 1:
                print(_not_one(doc_id, found), file=sys.stderr)
                return WRONG_USAGE
            print(say("explain.heading", doc_id=found[0]))
            for message, sql in _SECTIONS:
                _show(connection, say(message), sql, found[0])
    except NothingPublished as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE
    return OK


def _find(connection: duckdb.DuckDBPyConnection, asked: str) -> list[str]:
    rows = connection.execute(
        """SELECT doc_id FROM documents WHERE doc_id = $asked OR (path = $asked AND parent_doc_id IS NULL)
           UNION SELECT doc_id FROM documents WHERE starts_with(doc_id, $asked)
             AND NOT EXISTS (SELECT 1 FROM documents WHERE doc_id = $asked) ORDER BY doc_id""",
        {"asked": asked},
    ).fetchall()
    return [str(row[0]) for row in rows]


def _not_one(asked: str, found: Sequence[str]) -> str:
    if found:
        return say("explain.several", asked=asked, found="、".join(found[:10]))
    return say("explain.none", asked=asked)


def _show(connection: duckdb.DuckDBPyConnection, heading: str, sql: str, doc_id: str) -> None:
    result = connection.execute(sql, {"doc_id": doc_id})
    names = [one[0] for one in result.description or []]
    rows = result.fetchall()
    print(f"\n■ {heading}" + ("" if rows else f"  {say('explain.nothing')}"))
    for row in rows:
        told = [
            f"{name}: {_text(value)}" for name, value in zip(names, row, strict=True) if value not in (None, "", [])
        ]
        print("  · " + "  ".join(told))


def _text(value: object) -> str:
    text = "；".join(str(one) for one in value) if isinstance(value, list) else str(value)
    return "".join(one if one.isprintable() else " " for one in text)
