"""The publication as a file on disk: numbered, read-only, commented, with Chinese views, and never half there."""

from datetime import date, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from warehouse.publish import PublicationRefused, Publications, Release, _verify
from warehouse.schema import conform, published

RELEASE = Release(date(2021, 12, 31), datetime(2022, 1, 4), "v", "inbox", "rules", ("2008",), "head", 0)


def frames(**some: pl.DataFrame) -> dict[str, pl.DataFrame]:
    return {one.name: conform(one.name, some.get(one.name, pl.DataFrame())) for one in published()}


PERIODS = pl.DataFrame(
    {
        "instrument_id": ["i", "i"],
        "valid_from": [date(2008, 1, 1), date(2015, 1, 1)],
        "valid_to": [date(2014, 12, 31), None],
        "status": ["in_force", "repealed"],
        "rule": ["in_force_date", "stated_repeal"],
    }
)


@pytest.fixture
def publications(tmp_path: Path) -> Publications:
    return Publications(tmp_path / "published")


def test_the_newest_is_named_and_the_last_few_are_kept(publications: Publications) -> None:
    paths = [publications.publish(frames(), RELEASE, keep=2) for _ in range(3)]
    assert [path.name for path in paths] == [f"dishu-{number:06d}.duckdb" for number in (1, 2, 3)]
    assert publications.current() == paths[2]
    assert [path.is_file() for path in paths] == [False, True, True]
    with duckdb.connect(str(publications.folder / "dishu.duckdb"), read_only=True) as connection:
        runs = connection.execute("SELECT run_id FROM publications ORDER BY run_id").fetchall()
    assert runs == [("000001",), ("000002",), ("000003",)]  # the history outlives the files


def test_every_column_is_commented_and_seen_in_chinese(publications: Publications) -> None:
    path = publications.publish(frames(status_periods=PERIODS), RELEASE, keep=10)
    with duckdb.connect(str(path), read_only=True) as connection:
        bare = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal "
            "AND comment IS NULL AND table_name IN (SELECT table_name FROM duckdb_tables())"
        ).fetchall()
        assert bare == []
        assert connection.execute('SELECT "效力状态" FROM zh."效力时段" ORDER BY "自"').fetchall() == [
            ("in_force",),
            ("repealed",),
        ]
        views = {
            row[0]
            for row in connection.execute("SELECT view_name FROM duckdb_views() WHERE schema_name='zh'").fetchall()
        }
    assert {one.chinese for one in published()} == views


def test_since_counts_over_periods_of_one_standing(publications: Publications) -> None:
    questions = PERIODS.vstack(
        pl.DataFrame(
            {**PERIODS.row(1, named=True), "valid_from": date(2018, 1, 1), "rule": "confirmed"}, PERIODS.schema
        )
    ).with_columns(valid_to=pl.Series([date(2014, 12, 31), date(2017, 12, 31), None]))
    path = publications.publish(frames(status_periods=questions), RELEASE, keep=10)
    with duckdb.connect(str(path), read_only=True) as connection:
        row = connection.execute("SELECT status, since, rule FROM status_on(DATE '2019-01-01')").fetchone()
    assert row == ("repealed", date(2015, 1, 1), "confirmed")


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2007-12-31", None),  # before its life begins
        ("2008-01-01", "in_force"),  # its first day
        ("2014-12-31", "in_force"),  # its last day
        ("2015-01-01", "repealed"),
        ("2030-01-01", "repealed"),  # open-ended
    ],
)
def test_status_on_a_day(publications: Publications, day: str, status: str | None) -> None:
    path = publications.publish(frames(status_periods=PERIODS), RELEASE, keep=10)
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute(f"SELECT status FROM status_on(DATE '{day}')").fetchall()
        history = connection.execute("SELECT what FROM history_of('i')").fetchall()
    assert rows == ([(status,)] if status else [])
    assert history == [("in_force",), ("repealed",)]


def test_a_kill_before_the_file_is_named_leaves_the_last_one(publications: Publications) -> None:
    first = publications.publish(frames(), RELEASE, keep=10)
    (publications.folder / ".building-000002.duckdb").write_bytes(b"half a file")  # what a kill leaves behind
    assert publications.current() == first
    second = publications.publish(frames(), RELEASE, keep=10)
    assert second.name == "dishu-000002.duckdb" and publications.current() == second


def test_what_a_killed_run_has_published_is_not_published_again(publications: Publications) -> None:
    first = publications.publish(frames(), RELEASE, keep=10, key="a")
    for name in ("CURRENT", "dishu.duckdb"):  # the kill may come before the new file is pointed at, or after
        (publications.folder / name).unlink()
        assert publications.publish(frames(), RELEASE, keep=10, key="a") == first
        assert publications.current() == first == (publications.folder / "dishu.duckdb").resolve()
    second = publications.publish(frames(), RELEASE, keep=10, key="b")
    assert second.name == "dishu-000002.duckdb"
    third = publications.publish(frames(), RELEASE, keep=10, key="a")
    assert third.name == "dishu-000003.duckdb", "what was so before and is so again is news"
    (publications.folder / ".published-as").write_text("dishu-000004.duckdb c\n")  # killed before it was there
    assert publications.publish(frames(), RELEASE, keep=10, key="c").name == "dishu-000004.duckdb"


def test_a_file_that_lacks_rows_is_not_named(publications: Publications) -> None:
    path = publications.publish(frames(status_periods=PERIODS), RELEASE, keep=10)
    with pytest.raises(PublicationRefused, match="status_periods"):
        _verify(path, {"status_periods": 3})


def test_two_publications_of_the_same_rows_are_row_equal(publications: Publications) -> None:
    paths = [publications.publish(frames(status_periods=PERIODS), RELEASE, keep=10) for _ in range(2)]
    for one in published():
        if one.name != "publications":
            rows = []
            for path in paths:
                with duckdb.connect(str(path), read_only=True) as connection:
                    rows.append(connection.execute(f"SELECT * FROM {one.name}").fetchall())
            assert rows[0] == rows[1]
