"""The jobs over a little inbox: what comes out, what is shown of it, and what people are told when it cannot go on."""

from pathlib import Path

import dagster as dg
import duckdb
import polars as pl
import pytest
from dagster._core.definitions.data_version import CachingStaleStatusResolver
from dagster._core.loader import LoadingContextForTest

from dagster_project.definitions import defs
from dagster_project.defs.home import HomeResource
from dagster_project.defs.partitions import range_tags
from pipelines.home import home_at
from pipelines.states import WHOLE, States
from tests.dagster_project.conftest import Materialise, fill, told
from warehouse.lake import FORMAT, Lake
from warehouse.lock import hold

pytestmark = pytest.mark.filterwarnings("default")  # Dagster's own warnings are not ours to mend


def stale(instance: dg.DagsterInstance) -> dict[str, str]:
    """Return what Dagster itself thinks of each asset, by year where it goes by year."""
    graph = defs.resolve_asset_graph()
    resolver = CachingStaleStatusResolver(instance, graph, LoadingContextForTest(instance))
    found: dict[str, str] = {}
    for key in graph.get_all_asset_keys():
        for year in ("2009", "2010", "2016") if graph.get(key).is_partitioned else (None,):
            found[f"{key.to_user_string()} {year or ''}".strip()] = resolver.get_status(key, year).value
    return found


def test_years_in_one_run_then_the_whole_publishes(home: Path, materialise: Materialise) -> None:
    assert materialise("years", "2009", "2016").success
    whole = materialise("whole")
    assert whole.success, told(whole)
    with duckdb.connect(str(home / "published" / "dishu.duckdb"), read_only=True) as connection:
        numbers = connection.execute("SELECT document_number FROM documents ORDER BY 1").fetchall()
        assert numbers == [(f"青政办发〔{year}〕1号",) for year in ("2009", "2010", "2016")]
        rows = connection.execute("SELECT check_name, passed, severity FROM checks").fetchall()
        shown = {name: (passed, severity) for name, passed, severity in rows}
    said = {one.check_name: (one.passed, one.severity) for one in whole.get_asset_check_evaluations()}
    assert set(said) == set(shown)
    kinds = {"blocking": dg.AssetCheckSeverity.ERROR, "warning": dg.AssetCheckSeverity.WARN}
    assert said == {name: (passed, kinds[severity]) for name, (passed, severity) in shown.items()}


def test_nothing_that_is_shown_is_a_text(materialise: Materialise) -> None:
    results = [materialise("years", "2009", "2016"), materialise("whole")]
    said = [
        str(value.value)
        for result in results
        for event in result.get_asset_materialization_events()
        for value in event.materialization.metadata.values()
    ]
    assert len(said) > 50
    assert not [one for one in said if "青禾县" in one or "通知" in one or "名单" in one]


def test_each_year_has_its_own_rows_and_version_and_stale_is_visible(
    home: Path, materialise: Materialise, instance: dg.DagsterInstance
) -> None:
    materialise("years", "2009", "2016")
    states = States(Lake(home / "lake"))
    for year in ("2009", "2016"):
        records = instance.fetch_materializations(
            dg.AssetRecordsFilter(dg.AssetKey("describe"), asset_partitions=[year]), limit=1
        ).records
        told_of = records[0].asset_materialization
        assert told_of is not None and told_of.tags is not None
        known = states.get("describe", year)
        assert known is not None and told_of.tags["dagster/data_version"] == known.output_hash[:16]
    empty = instance.get_latest_data_version_record(dg.AssetKey("describe"), partition_key="2012")
    assert empty is not None and empty.event_log_entry.asset_materialization is not None
    assert empty.event_log_entry.asset_materialization.metadata["说明"].value == "这个收件年度没有文件"
    materialise("whole")
    assert {name for name, status in stale(instance).items() if status != "FRESH"} == set()
    paper = home / "inbox" / "2016" / "通知1.txt"
    paper.write_text(paper.read_text(encoding="utf-8").replace("名单", "清单"), encoding="utf-8")
    materialise("years", "2016")
    now = stale(instance)
    assert {name for name, status in now.items() if status == "FRESH"} >= {"extract 2016", "sign 2016"}
    assert now["settle"] == "STALE"


def test_one_year_alone_makes_sure_of_the_walk_and_reads_nothing_else(home: Path, materialise: Materialise) -> None:
    assert materialise("years", "2010").success
    lake = Lake(home / "lake")
    assert lake.read("files").height == 3
    assert lake.read("texts").get_column("accession_year").to_list() == ["2010"]
    fill(home / "inbox", ("2010",), each=2)
    assert materialise("years", "2010").success
    assert lake.read("texts").height == 2


def test_windows_one_after_another_read_nothing_twice(home: Path, materialise: Materialise) -> None:
    lake = Lake(home / "lake")
    versions = []
    for first, last in (("2016", "2021"), ("2008", "2015"), ("2005", "2007"), ("2005", "2021")):
        assert materialise("years", first, last).success
        versions.append(lake.version("texts"))
    assert versions[0] < versions[1] == versions[2] == versions[3]


def test_a_home_in_use_is_said(home: Path, materialise: Materialise) -> None:
    with hold(home):
        result = materialise("years", "2009")
    assert not result.success
    assert "正在被另一次运行使用" in told(result)
    assert materialise("years", "2009").success  # and it is let go of


def test_no_inbox_is_said_and_nothing_is_made(home: Path, materialise: Materialise) -> None:
    (home / "inbox").rename(home / "elsewhere")
    result = materialise("whole")
    assert "找不到收件文件夹" in told(result)
    assert not (home / "lake").exists()


def test_a_lake_of_a_later_version_is_said_and_left_alone(home: Path, materialise: Materialise) -> None:
    (home / "lake").mkdir()
    (home / "lake" / "FORMAT").write_text(f"{FORMAT + 1}\n", encoding="utf-8")
    assert "更新版本" in told(materialise("years", "2009"))
    assert [path.name for path in (home / "lake").iterdir()] == ["FORMAT"]


def test_a_blocking_check_is_shown_and_nothing_is_published(home: Path, materialise: Materialise) -> None:
    materialise("years", "2009", "2016")
    materialise("whole")
    published = sorted(path.name for path in (home / "published").iterdir())
    lake = Lake(home_at(home).lake)
    failing = pl.col("check_name") == "key_documents"
    checks = lake.read("checks")
    lake.replace("checks", checks.with_columns(pl.when(failing).then(False).otherwise("passed").alias("passed")))
    States(lake).remember("publish", {}, forget=[WHOLE])
    result = materialise("whole")
    failed = [one for one in result.get_asset_check_evaluations() if not one.passed]
    assert [(one.check_name, one.severity) for one in failed] == [("key_documents", dg.AssetCheckSeverity.ERROR)]
    assert "没有发布" in told(result) and "上一次发布没有变" in told(result)
    assert sorted(path.name for path in (home / "published").iterdir()) == published


def test_without_a_named_home_nothing_is_read_by_chance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path / "inbox")  # Dagster is started in any folder: that it holds an inbox does not make it a home
    monkeypatch.chdir(tmp_path)
    with dg.DagsterInstance.ephemeral() as instance:
        result = defs.resolve_job_def("years").execute_in_process(
            instance=instance,
            resources={"home": HomeResource(root="")},
            tags=range_tags("2009", "2009"),
            raise_on_error=False,
        )
    assert "DISHU_HOME" in told(result)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inbox"]
