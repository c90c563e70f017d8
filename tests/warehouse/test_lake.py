"""The lake on real Delta tables: commits, years replaced one by one, nothing written where nothing changed."""

import re
from pathlib import Path

import polars as pl
import pytest

from warehouse.lake import Lake, UnusableFolder, digest


def documents(*rows: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["doc_id", "accession_year"], orient="row")


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def test_a_year_is_replaced_and_the_others_stand(lake: Lake) -> None:
    lake.replace("documents_found", documents(("a-0", "2008"), ("b-0", "2009")), years=["2008", "2009"])
    lake.replace("documents_found", documents(("c-0", "2008")), years=["2008"])
    assert lake.read("documents_found").get_column("doc_id").to_list() == ["b-0", "c-0"]
    assert lake.read("documents_found", years=["2009"]).get_column("doc_id").to_list() == ["b-0"]


def test_an_emptied_year_is_empty(lake: Lake) -> None:
    lake.replace("documents_found", documents(("a-0", "2008"), ("b-0", "unknown")), years=["2008", "unknown"])
    lake.replace("documents_found", documents(), years=["unknown"])
    assert lake.read("documents_found").get_column("doc_id").to_list() == ["a-0"]


def test_nothing_is_committed_where_nothing_changes(lake: Lake) -> None:
    first = lake.replace("documents_found", documents(("b-0", "2008"), ("a-0", "2008")), years=["2008"])
    version = lake.version("documents_found")
    again = lake.replace("documents_found", documents(("a-0", "2008"), ("b-0", "2008")), years=["2008"])
    assert lake.version("documents_found") == version
    assert first == again  # the digest does not know in what order rows came


def test_appended_rows_can_be_taken_back(lake: Lake) -> None:
    texts = pl.DataFrame({"sha256": ["x", "y"], "accession_year": ["2008", "2009"], "text": ["甲", "乙"]})
    lake.append("texts", texts)
    lake.delete("texts", "sha256", ["x", "it's not there"])
    assert lake.read("texts", columns=["sha256"]).get_column("sha256").to_list() == ["y"]


def test_a_table_never_written_reads_as_empty(lake: Lake) -> None:
    assert lake.read("pairs").height == 0
    assert lake.read("texts", columns=["sha256"]).columns == ["sha256"]
    assert lake.version("pairs") == -1


@pytest.mark.parametrize("name", ["底数 办公", "云溪'市\"", "2008=旧", "50%", "#1?", "{a}*", "旧（1）"])
def test_a_lake_lies_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    lake = Lake(tmp_path / name / "lake")
    lake.check_place()
    lake.claim()
    lake.replace("documents_found", documents(("a-0", "2008"), ("b-0", "before-2005")))
    lake.replace("documents_found", documents(("c-0", "2008")), years=["2008"])
    lake.delete("documents_found", "doc_id", ["b-0"])
    assert lake.read("documents_found").select("doc_id", "accession_year").rows() == [("c-0", "2008")]


@pytest.mark.parametrize(("name", "sign"), [("旧[1]", "["), ("a|b", "|"), ("^a", "^"), ("a%20b", "%20")])
def test_a_folder_in_which_the_tables_cannot_lie_is_refused(tmp_path: Path, name: str, sign: str) -> None:
    with pytest.raises(UnusableFolder, match=re.escape(sign)):  # the library would take it for something else, or panic
        Lake(tmp_path / name / "lake").check_place()


def test_digest_sees_order_values_and_columns() -> None:
    one = pl.DataFrame({"a": ["x", None]})
    assert digest(one) == digest(one.clone())
    assert len({digest(one), digest(one.reverse()), digest(one.rename({"a": "b"})), digest(one.fill_null(""))}) == 4
