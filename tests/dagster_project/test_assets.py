"""The Dagster assets are the steps of the plan and nothing else, and materialising them does the whole job."""

from datetime import date
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from dagster_project.definitions import defs
from dagster_project.defs.assets import assets
from dagster_project.defs.home import HomeResource
from pipelines.plan import STEPS
from pipelines.settings import record_as_of


def test_one_asset_a_step_in_the_order_of_the_plan() -> None:
    assert [asset.key.to_user_string() for asset in assets] == [step.name for step in STEPS]


def test_every_asset_waits_for_the_steps_whose_tables_it_reads() -> None:
    before: set[str] = set()
    for asset in assets:
        waits = {key.to_user_string() for key in asset.dependency_keys}
        assert waits <= before
        before.add(asset.key.to_user_string())
    last = {key.to_user_string() for key in assets[-1].dependency_keys}
    assert last == before - {STEPS[-1].name}


def test_the_definitions_load() -> None:
    dg.Definitions.validate_loadable(defs)


@pytest.mark.filterwarnings("default")  # Dagster's own warnings are not ours to mend
def test_materialising_every_asset_publishes(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox" / "2010"
    inbox.mkdir(parents=True)
    (inbox / "函.txt").write_text("青禾县人民政府办公室关于报送名单的函\n青政办函〔2010〕2号\n", encoding="utf-8")
    home = tmp_path / "home"
    home.mkdir()
    record_as_of(home, date(2020, 6, 30))
    resource = HomeResource(root=str(home), inbox=str(tmp_path / "inbox"))
    assert dg.materialize(assets, resources={"home": resource}).success
    with duckdb.connect(str(home / "published" / "dishu.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT document_number FROM documents").fetchall() == [("青政办函〔2010〕2号",)]
