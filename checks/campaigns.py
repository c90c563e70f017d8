"""Cleanups (清理活动): their frozen base, and on which list each instrument of it stands.

A base is frozen by a decision and never grows or shrinks afterwards: what was in it stays in it, also when the
instrument has since been merged or is no longer proposed. What is proposed is found in ``checks.cleanup``.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from gongwen.cleanup import results

KIND = "campaign"  # subject_kind of the decisions that freeze or issue a cleanup; the subject is its id
FREEZE, ISSUE = "freeze", "issue"  # field of such a decision; its snapshot is the JSON described below
_OPINION = "opinion"  # field of a decision in which a department gives its opinion of an instrument
_CAMPAIGNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "campaign_id": pl.String,
    "name": pl.String,
    "cutoff": pl.Date,
    "scope": pl.String,
    "frozen_at": pl.Datetime,
    "base_hash": pl.String,
    "decision_number": pl.String,
    "issued_on": pl.Date,
}
_BASE: dict[str, pl.DataType | type[pl.DataType]] = {
    "campaign_id": pl.String,
    "instrument_id": pl.String,
    "organ": pl.String,
    "opinion": pl.String,
    "result": pl.String,
    "list": pl.String,
}


@dataclass(frozen=True, slots=True)
class _Frozen:
    campaign_id: str
    said: Mapping[str, Any]
    frozen_at: object
    instruments: tuple[str, ...]


def base_hash(instruments: Iterable[str]) -> str:
    """Return the digest of a base: SHA-256 over its instrument ids in order, one a line."""
    return hashlib.sha256("\n".join(sorted(set(instruments))).encode()).hexdigest()


def campaigns(decisions: pl.DataFrame) -> pl.DataFrame:
    """Return ``campaigns``: one row for each frozen base.

    The snapshot of a ``freeze`` is ``{"name", "cutoff", "scope", "instruments": [id, …]}``, of an ``issue``
    ``{"decision_number", "issued_on"}``. The first freeze of a campaign holds; later ones change nothing.
    """
    issued = {row["subject_key"]: json.loads(row["snapshot"]) for row in _of(decisions, ISSUE)}
    rows = []
    for base in _frozen(decisions):
        end = issued.get(base.campaign_id, {})
        rows.append(
            {
                "campaign_id": base.campaign_id,
                "name": base.said.get("name"),
                "cutoff": _day(base.said.get("cutoff")),
                "scope": base.said.get("scope"),
                "frozen_at": base.frozen_at,
                "base_hash": base_hash(base.instruments),
                "decision_number": end.get("decision_number"),
                "issued_on": _day(end.get("issued_on")),
            }
        )
    return pl.DataFrame(rows, schema=_CAMPAIGNS)


def campaign_base(decisions: pl.DataFrame, instruments: pl.DataFrame) -> pl.DataFrame:
    """Return ``campaign_base``: each instrument of each frozen base once, with opinion, result and the list it is on.

    An instrument that is not decided is on no list (``result`` and ``list`` are empty), and a check says so.
    """
    organs = dict(instruments.select("instrument_id", "issuer").iter_rows()) if instruments.height else {}
    opinions, decided = _last(decisions, opinion=True), _last(decisions, opinion=False)
    rows = [
        {
            "campaign_id": base.campaign_id,
            "instrument_id": instrument_id,
            "organ": organs.get(instrument_id),
            "opinion": opinions.get(instrument_id),
            "result": decided.get(instrument_id),
            "list": results().get(decided.get(instrument_id, "")),
        }
        for base in _frozen(decisions)
        for instrument_id in base.instruments
    ]
    return pl.DataFrame(rows, schema=_BASE)


def _frozen(decisions: pl.DataFrame) -> list[_Frozen]:
    found: dict[str, _Frozen] = {}
    for row in _of(decisions, FREEZE):
        said = json.loads(row["snapshot"])
        base = _Frozen(row["subject_key"], said, row["decided_at"], tuple(sorted(set(said["instruments"]))))
        found.setdefault(base.campaign_id, base)
    return [found[campaign_id] for campaign_id in sorted(found)]


def _of(decisions: pl.DataFrame, field: str) -> list[dict[str, Any]]:
    if decisions.is_empty():
        return []
    rows = decisions.filter((pl.col("subject_kind") == KIND) & (pl.col("field") == field))
    return list(rows.sort("seq").iter_rows(named=True))


def _last(decisions: pl.DataFrame, *, opinion: bool) -> dict[str, str]:
    """Return the last result (or opinion) on each instrument that no later decision supersedes."""
    if decisions.is_empty():
        return {}
    gone = set(decisions.get_column("supersedes").drop_nulls())
    rows = decisions.filter(pl.col("subject_kind") == "instrument").sort("seq").iter_rows(named=True)
    return {
        row["subject_key"]: row["result"]
        for row in rows
        if row["seq"] not in gone and (row["field"] == _OPINION) == opinion and row["result"] in results()
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
