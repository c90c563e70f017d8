"""``dishu explain``: everything the publication knows of one document, each statement with its words and its rule."""

import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import duckdb

from gongwen.messages import language, say
from pipelines.exit_codes import OK, WRONG_USAGE
from pipelines.opening import NothingPublished, newest, open_locked
from warehouse.schema import published, table

_LINE = 76  # a value longer than this gets a line of its own

_SECTIONS: tuple[tuple[str, str], ...] = (
    (
        "explain.document",
        """SELECT title, document_number, registration_number, index_number, issuer, co_issuers, doc_genre,
           date_written, date_published, date_in_force, validity_end, carrier_class, normativity,
           disclosure_attribute, parent_doc_id
           FROM documents WHERE doc_id = $doc_id""",
    ),
    (
        "explain.file",
        """SELECT f.path, f.format, f.state, f.reader, f.bytes, f.pages_read, f.pages, f.sha256
           FROM files f JOIN documents d ON d.path IN (f.path, f.same_as) WHERE d.doc_id = $doc_id ORDER BY f.path""",
    ),
    (
        "explain.parts",
        "SELECT doc_id, part, title FROM documents WHERE parent_doc_id = $doc_id ORDER BY part",
    ),
    (
        "explain.citations",
        """SELECT title, document_number, as_basis, target_instrument_id, doc_id FROM citations
           WHERE doc_id IN (SELECT doc_id FROM documents WHERE $doc_id IN (doc_id, parent_doc_id))
           ORDER BY doc_id, span_start""",
    ),
    (
        "explain.events",
        """SELECT relation, target_number, target_title, scope, scope_detail, modality, effective_date, rule, evidence,
           event_id FROM events
           WHERE source_doc_id IN (SELECT doc_id FROM documents WHERE $doc_id IN (doc_id, parent_doc_id))
           ORDER BY source_doc_id, span_start""",
    ),
    (
        "explain.pairs",
        """SELECT verdict, d.title, d.path, score, reasons, d.doc_id
           FROM pairs
           JOIN documents d ON d.doc_id = CASE WHEN left_doc_id = $doc_id THEN right_doc_id ELSE left_doc_id END
           WHERE $doc_id IN (left_doc_id, right_doc_id) AND verdict <> 'different' ORDER BY score DESC, d.doc_id""",
    ),
    (
        "explain.instrument",
        """SELECT i.title, i.document_number, d.role, d.is_text_of_record, d.reason, i.instrument_id
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
        """SELECT e.relation, e.modality, t.chosen, e.effective_date, e.evidence, d.title, d.document_number, t.reasons,
           e.event_id FROM event_targets t JOIN events e USING (event_id) JOIN documents d ON d.doc_id = e.source_doc_id
           WHERE t.instrument_id IN (SELECT instrument_id FROM instrument_documents WHERE doc_id = $doc_id)
           ORDER BY e.effective_date, e.event_id""",
    ),
    (
        "explain.findings",
        """SELECT severity, message, evidence, code AS rule FROM findings
           WHERE row_id IN (SELECT unnest([doc_id, sha256, path]) FROM documents WHERE doc_id = $doc_id)
           ORDER BY code""",
    ),
)
_WORDS = {  # the columns whose values are words of the contract, and the family of messages that says them
    "status": "status",
    "state": "state",
    "carrier_class": "class",
    "normativity": "normativity",
    "relation": "relation",
    "modality": "modality",
    "scope": "scope",
    "verdict": "pair",
    "role": "role",
    "severity": "severity",
    "disclosure_attribute": "disclosure",
}
_WITNESSES = """SELECT field, chosen, value, witness, rule, span_start, span_end, raw FROM fields
    WHERE doc_id = $doc_id ORDER BY field, chosen DESC, witness, ordinal"""


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
                if message == "explain.file":
                    _show_witnesses(connection, found[0])
    except NothingPublished as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE
    return OK


def _find(connection: duckdb.DuckDBPyConnection, asked: str) -> list[str]:
    rows = connection.execute(
        """SELECT doc_id FROM documents WHERE doc_id = $asked OR (path = $asked AND parent_doc_id IS NULL)
           UNION SELECT doc_id FROM documents WHERE starts_with(doc_id, $asked) AND parent_doc_id IS NULL
             AND NOT EXISTS (SELECT 1 FROM documents WHERE doc_id = $asked) ORDER BY doc_id""",
        {"asked": asked},
    ).fetchall()
    return [str(row[0]) for row in rows]


def _not_one(asked: str, found: Sequence[str]) -> str:
    if found:
        return say("explain.several", asked=asked, found="、".join(found[:10]))
    return say("explain.none", asked=asked)


@cache
def _headings() -> Mapping[str, str]:
    """Return what each column is called: its Chinese name, that of ``documents`` where several tables have it."""
    if language() == "en":
        return {}
    named = {column.name: column.chinese for one in published() for column in one.columns}
    return {**named, **{column.name: column.chinese for column in table("documents").columns}}


def _show(connection: duckdb.DuckDBPyConnection, heading: str, sql: str, doc_id: str) -> None:
    result = connection.execute(sql, {"doc_id": doc_id})
    names = [one[0] for one in result.description or []]
    rows = result.fetchall()
    print(f"\n■ {heading}" + ("" if rows else f"  {say('explain.nothing')}"))
    for row in rows:
        line = "  · "
        for name, value in zip(names, row, strict=True):
            if value in (None, "", [], False):
                continue
            piece = f"{_headings().get(name, name)}：{_worded(name, value)}"
            if len(line) + len(piece) > _LINE and line.strip("· "):
                print(line.rstrip())
                line = "    "
            line += piece + "  "
        print(line.rstrip())


def _worded(name: str, value: object) -> str:
    """Return the value as people say it: the words of the contract in the user's language, all else as it stands."""
    return say(f"words.{_WORDS[name]}_{value}") if name in _WORDS else _text(value)


def _show_witnesses(connection: duckdb.DuckDBPyConnection, doc_id: str) -> None:
    """Print who says what of each field: the value taken first, the words it was read from behind it."""
    print(f"\n■ {say('explain.fields')}")
    last = ""
    for field, chosen, value, witness, rule, start, end, raw in connection.execute(
        _WITNESSES, {"doc_id": doc_id}
    ).fetchall():
        if field != last:
            print(f"  {_headings().get(field, field)}")
            last = field
        place = say("explain.place", start=start, end=end) if start is not None else ""
        quoted = say("explain.quoted", raw=_text(raw)) if raw and raw != value else ""
        said = say("explain.witness", witness=say(f"words.witness_{witness}"), rule=rule, place=place)
        print(f"    {'✓' if chosen else ' '} {_worded(field, value)}  ← {said}{quoted}")


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "✓"
    text = "；".join(str(one) for one in value) if isinstance(value, list) else str(value)
    return "".join(one if one.isprintable() else " " for one in text)
