"""The SQL files are the one source of every table: they parse, agree with DuckDB, and explain every column."""

import duckdb
import polars as pl
import pytest

from pipelines.plan import STEPS
from warehouse.schema import REMARKS, UnknownColumns, UnknownTable, by_year, conform, published, table, tables

CONTRACT = {
    "files", "pages", "documents", "fields", "citations", "events", "event_targets", "pairs", "instruments",
    "instrument_documents", "status_periods", "statuses", "candidates", "decisions", "campaigns", "campaign_base",
    "catalogue", "matches", "gaps", "coverage", "milestones", "findings", "checks", "annual_report", "organs",
    "organ_lineage", "rules", "publications",
}  # fmt: skip


def test_every_table_of_the_contract_is_published() -> None:
    assert {one.name for one in published()} == CONTRACT


@pytest.mark.parametrize("name", sorted(tables()))
def test_parsed_columns_are_what_duckdb_makes_of_the_file(name: str) -> None:
    definition = table(name)
    create = definition.sql[: definition.sql.index(";")]
    with duckdb.connect() as connection:
        connection.execute(create)
        made = connection.sql(f"SELECT * FROM {name}").pl()
    lake = definition.schema
    assert list(made.columns) == list(lake)
    for column, kind in made.schema.items():
        expected = pl.Datetime("us") if lake[column] == pl.Datetime("us", "UTC") else lake[column]
        assert kind == expected, column


@pytest.mark.parametrize("name", sorted(tables()))
def test_table_and_columns_begin_with_a_chinese_name_that_is_unique(name: str) -> None:
    definition = table(name)
    assert definition.chinese and "：" in definition.comment
    names = [column.chinese for column in definition.columns]
    assert all("\u4e00" <= one[0] <= "\u9fff" for one in names)
    assert len(set(names)) == len(names), "the zh view needs a name for each column"


def test_every_published_table_has_exactly_one_writer() -> None:
    made_outside = {"decisions", "publications"}  # by people, and by the publication itself
    writers = [name for step in STEPS for name in step.writes]
    assert len(writers) == len(set(writers))
    assert CONTRACT - made_outside <= set(writers)


def test_every_table_that_a_step_reads_is_written_before_it_or_stands_outside() -> None:
    from pipelines.plan import OUTSIDE

    made: set[str] = set(OUTSIDE) | {"everything"}
    for step in STEPS:
        made |= {*step.writes, REMARKS + step.name}
        assert set(step.reads) <= made, step.name


def test_conform_fills_sorts_and_refuses() -> None:
    rows = conform("gaps", pl.DataFrame({"region": ["乙", "甲"], "agency_code": "x", "year": 2008, "serial": [2, 1]}))
    assert rows.columns == list(table("gaps").schema)
    assert rows.get_column("region").to_list() == sorted(["乙", "甲"])
    assert rows.get_column("tier").null_count() == 2
    assert conform("gaps", pl.DataFrame()).height == 0  # no columns means no rows, not one empty row
    with pytest.raises(UnknownColumns, match="surprise"):
        conform("gaps", pl.DataFrame({"surprise": [1]}))
    with pytest.raises(UnknownTable):
        table("nowhere")


def test_staged_and_remark_tables_have_a_shape() -> None:
    assert table("documents_found").schema == table("documents").schema
    assert table("remarks_collect").schema == table("remarks").schema
    assert by_year("documents_found") and by_year("remarks_cite") and not by_year("documents")
