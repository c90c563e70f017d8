"""What Dagster is shown: one asset a step and nothing else, without a warning; the names that others rely on."""

import subprocess
import sys
import tomllib
from pathlib import Path

import dagster as dg
import pytest
import yaml
from dagster._core.secrets.env_file import get_env_var_dict

from dagster_project.definitions import defs
from dagster_project.defs.assets import assets
from dagster_project.defs.checks import check_specs
from dagster_project.defs.partitions import YEARS
from pipelines.plan import STEPS

ROOT = Path(__file__).resolve().parents[2]


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


def test_the_definitions_load_without_a_warning() -> None:
    code = "from dagster_project.definitions import defs; import dagster; dagster.Definitions.validate_loadable(defs)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_names_that_others_rely_on() -> None:
    keys = {
        "whole": "list_catalogue collect settle pair group resolve judge reconcile propose audit publish",
        "years": "extract describe cite sign",
    }
    chosen = {job: defs.resolve_job_def(job).asset_layer.selected_asset_keys for job in keys}
    assert {job: set(names.split()) for job, names in keys.items()} == {
        job: {key.to_user_string() for key in found} for job, found in chosen.items()
    }
    statuses = {one.name: one.default_status.value for one in defs.sensors or []}  # type: ignore[union-attr]
    assert statuses == {"whole_follows_years": "RUNNING", "inbox_settled": "STOPPED"}
    assert (YEARS[:3], YEARS[-1]) == (("unknown", "before-2005", "2005"), "2035")


@pytest.mark.parametrize("asset", assets, ids=lambda asset: asset.key.to_user_string())
def test_an_asset_says_what_it_is_and_whether_it_goes_by_year(asset: dg.AssetsDefinition) -> None:
    step = STEPS[assets.index(asset)]
    spec = next(iter(asset.specs))
    assert spec.description and all(name in spec.description for name in step.writes)
    assert spec.code_version
    assert (asset.partitions_def is not None) == step.by_year
    if step.by_year:
        assert asset.backfill_policy == dg.BackfillPolicy.single_run()


def test_checks_have_a_name_and_chinese_words() -> None:
    specs = check_specs()
    assert len({spec.name for spec in specs}) == len(specs) > 10
    assert all("不过则" in (spec.description or "") for spec in specs)


def test_the_settings_of_dagster_hold_one_run_at_a_time_and_tell_nobody() -> None:
    settings = yaml.safe_load((ROOT / "dagster.yaml").read_text(encoding="utf-8"))
    assert settings["telemetry"] == {"enabled": False}
    assert settings["concurrency"]["runs"]["max_concurrent_runs"] == 1
    assert settings["run_retries"]["retry_on_asset_or_op_failure"] is False


def test_no_usage_data_is_sent_however_dagster_is_started() -> None:
    settings = yaml.safe_load((ROOT / "dagster.yaml").read_text(encoding="utf-8"))  # copied to DAGSTER_HOME
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))  # read by dg
    variables = get_env_var_dict(str(ROOT))  # read by every command of Dagster that is started in the project
    assert settings["telemetry"] == project["tool"]["dg"]["cli"]["telemetry"] == {"enabled": False}
    assert variables == {"DAGSTER_DISABLE_TELEMETRY": "yes"}
