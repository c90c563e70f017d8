"""The wheel holds every module and every data file, and the job runs from it away from the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("gongwen", "ingest", "checks", "warehouse", "pipelines", "dagster_project")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and unpack it as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(folder)], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("dishu-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_every_tracked_file_of_every_package_is_in_the_wheel(installed: Path) -> None:
    here = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    there = {path.relative_to(installed).as_posix() for path in installed.rglob("*") if path.is_file()}
    assert here <= there


def test_the_console_script_is_named(installed: Path) -> None:
    (entry_points,) = installed.glob("dishu-*.dist-info/entry_points.txt")
    assert "dishu = pipelines.cli:main" in entry_points.read_text(encoding="utf-8")


def test_the_job_runs_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    paper = "青禾县人民政府办公室关于报送名单的函\n青政办函〔2010〕2号\n"
    (tmp_path / "inbox" / "函.txt").write_text(paper, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-m", "pipelines.cli"]
    run = subprocess.run(
        [*command, "run", "--as-of", "2020-06-30"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode in (0, 1), run.stderr
    asked = [*command, "query", "SELECT document_number FROM documents", "--csv"]
    answer = subprocess.run(asked, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert answer.stdout.splitlines() == ["document_number", "青政办函〔2010〕2号"]
    where = [sys.executable, "-c", "import gongwen; print(gongwen.__file__)"]
    assert (
        str(installed)
        in subprocess.run(where, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout
    )
