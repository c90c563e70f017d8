"""Decisions are appended and chained; the past can be neither changed, removed nor edited unseen."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from warehouse.decisions import ChainBroken, Decision, DecisionStore

DAY = datetime(2021, 12, 31, 9, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> DecisionStore:
    filled = DecisionStore(tmp_path / "decisions.sqlite")
    filled.append(Decision("field", "0123-0", "云岭市停车管理办法", "张三", DAY, field="title"))
    filled.append(Decision("gap", "云政发|2008|3", "未印发", "李四", DAY, note="缺号有说明", supersedes=1))
    return filled


def test_rows_come_back_in_order_with_their_types(store: DecisionStore) -> None:
    rows = store.read().to_dicts()
    assert [row["seq"] for row in rows] == [1, 2]
    assert rows[0]["decided_at"] == DAY and rows[0]["opened_at"] is None
    assert rows[1]["prev_hash"] == rows[0]["row_hash"] and rows[1]["supersedes"] == 1


def test_no_store_is_no_decisions(tmp_path: Path) -> None:
    assert DecisionStore(tmp_path / "none.sqlite").read().height == 0


@pytest.mark.parametrize("statement", ["UPDATE decisions SET result = 'x'", "DELETE FROM decisions"])
def test_the_store_refuses_to_change_the_past(store: DecisionStore, statement: str) -> None:
    with closing(sqlite3.connect(store.path)) as connection, pytest.raises(sqlite3.IntegrityError, match="never"):
        connection.execute(statement)


def test_an_edit_behind_its_back_shows(store: DecisionStore) -> None:
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("DROP TRIGGER decisions_keep")
        connection.execute("UPDATE decisions SET actor = '王五' WHERE seq = 1")
        connection.commit()
    with pytest.raises(ChainBroken, match="seq 1"):
        store.read()


def test_ids_once_given_are_remembered_and_changes_are_recorded(store: DecisionStore) -> None:
    import polars as pl

    given = pl.DataFrame({"member_key": ["a-0", "b-0"], "instrument_id": ["i1", "i2"]})
    store.remember(given)
    store.remember(given)  # nothing new, nothing written
    store.remember(pl.DataFrame({"member_key": ["b-0"], "instrument_id": ["i1"]}))  # two instruments merged
    assert store.identities().rows() == [("a-0", "i1"), ("b-0", "i1")]
    with closing(sqlite3.connect(store.path)) as connection:
        rows = connection.execute("SELECT member_key, instrument_id, was FROM identities ORDER BY seq").fetchall()
    assert rows == [("a-0", "i1", None), ("b-0", "i2", None), ("b-0", "i1", "i2")]
