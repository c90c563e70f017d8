"""What must outlive every run, in one SQLite file: what people have decided, and which ids have been given.

A row is never changed or removed (triggers refuse it); a correction is a new row that names the one it supersedes. Each
row carries the hash of the row before, so that an edit of the past shows.
"""

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.schema import table

_CREATE = """
CREATE TABLE IF NOT EXISTS decisions (
  seq INTEGER PRIMARY KEY, subject_kind TEXT NOT NULL, subject_key TEXT NOT NULL, field TEXT, result TEXT,
  reason_code TEXT, note TEXT, proposed TEXT, actor TEXT NOT NULL, role TEXT, opened_at TEXT, decided_at TEXT NOT NULL,
  evidence_hash TEXT, snapshot TEXT, supersedes INTEGER, prev_hash TEXT NOT NULL, row_hash TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS identities (
  seq INTEGER PRIMARY KEY, member_key TEXT NOT NULL, instrument_id TEXT NOT NULL, was TEXT);
CREATE TRIGGER IF NOT EXISTS decisions_keep BEFORE UPDATE ON decisions
  BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER IF NOT EXISTS decisions_stay BEFORE DELETE ON decisions
  BEGIN SELECT RAISE(ABORT, 'decisions are never removed'); END;
"""
_COLUMNS = (
    *("seq", "subject_kind", "subject_key", "field", "result", "reason_code", "note", "proposed", "actor", "role"),
    *("opened_at", "decided_at", "evidence_hash", "snapshot", "supersedes", "prev_hash", "row_hash"),
)
GENESIS = "0" * 64


class ChainBroken(RuntimeError):
    """A row of the decision store does not follow from the row before it: the past was edited."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of one person about one thing. ``subject_key`` is the key of the row decided upon."""

    subject_kind: str  # instrument, field, pair, gap, finding, match
    subject_key: str
    result: str
    actor: str
    decided_at: datetime
    field: str = ""
    reason_code: str = ""
    note: str = ""
    proposed: str = ""
    role: str = ""
    opened_at: datetime | None = None
    evidence_hash: str = ""
    snapshot: str = ""
    supersedes: int | None = None


class DecisionStore:
    """The decision store of a home."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, decision: Decision) -> int:
        """Record the decision and return its number."""
        with closing(sqlite3.connect(self.path, timeout=30, isolation_level=None)) as connection:
            connection.executescript(_CREATE)
            connection.execute("BEGIN IMMEDIATE")
            last = connection.execute("SELECT seq, row_hash FROM decisions ORDER BY seq DESC LIMIT 1").fetchone()
            row = _row(decision, seq=last[0] + 1 if last else 1, prev_hash=last[1] if last else GENESIS)
            marks = ", ".join("?" for _ in _COLUMNS)
            connection.execute(f"INSERT INTO decisions VALUES ({marks})", [row[name] for name in _COLUMNS])
            connection.execute("COMMIT")
            return int(str(row["seq"]))

    def identities(self) -> pl.DataFrame:
        """Return the instrument that each document was last found to carry: member_key, instrument_id."""
        rows = self._select("identities", "SELECT member_key, instrument_id FROM identities ORDER BY seq")
        known: dict[str, str] = dict(rows)  # the last one given counts
        return pl.DataFrame(sorted(known.items()), schema=table("identities").schema, orient="row")

    def remember(self, identities: pl.DataFrame) -> None:
        """Record the ids that are new or have changed, with the id before beside (merges and splits, old → new)."""
        known = dict(self.identities().iter_rows())
        new = [
            (member, instrument, known.get(member))
            for member, instrument in identities.select("member_key", "instrument_id").sort("member_key").iter_rows()
            if known.get(member) != instrument
        ]
        if new:
            with closing(sqlite3.connect(self.path, timeout=30)) as connection, connection:
                connection.executescript(_CREATE)
                connection.executemany("INSERT INTO identities (member_key, instrument_id, was) VALUES (?, ?, ?)", new)

    def _select(self, name: str, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a table of the store; none where there is no store, or no such table in it yet."""
        if not self.path.is_file():
            return []
        with closing(sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            is_there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [name]).fetchone()
            return connection.execute(sql).fetchall() if is_there else []

    def read(self) -> pl.DataFrame:
        """Return every decision in order; raises ``ChainBroken`` where the chain does not hold."""
        schema = table("decisions").schema
        rows = self._select("decisions", f"SELECT {', '.join(_COLUMNS)} FROM decisions ORDER BY seq")
        if not rows:
            return pl.DataFrame(schema=schema)
        before = GENESIS
        for values in rows:
            row = dict(zip(_COLUMNS, values, strict=True))
            if row["prev_hash"] != before or row["row_hash"] != _hash(row):
                raise ChainBroken(f"{self.path.name}: seq {row['seq']}")
            before = str(row["row_hash"])
        frame = pl.DataFrame(rows, schema=dict.fromkeys(_COLUMNS, pl.String), orient="row", strict=False)
        return frame.with_columns(
            pl.col("seq", "supersedes").cast(pl.Int64),
            pl.col("opened_at", "decided_at").str.to_datetime(time_zone="UTC", time_unit="us"),
        ).cast(pl.Schema(schema))


def _row(decision: Decision, *, seq: int, prev_hash: str) -> dict[str, object]:
    row: dict[str, object] = {name: getattr(decision, name, None) for name in _COLUMNS}
    row |= {
        "seq": seq,
        "prev_hash": prev_hash,
        "decided_at": decision.decided_at.isoformat(),
        "opened_at": decision.opened_at.isoformat() if decision.opened_at else None,
    }
    return row | {"row_hash": _hash(row)}


def _hash(row: Mapping[str, object]) -> str:
    content = {name: row[name] for name in _COLUMNS if name != "row_hash"}
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
