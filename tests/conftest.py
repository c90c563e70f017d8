"""What tests stand on: Chinese messages, nothing of the machine's own settings, one run of the sample city."""

import io
import os
import time
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from gongwen.messages import set_language
from ingest.by_libarchive import has_libarchive

_PATIENCE = 240.0  # seconds
SAMPLE = Path(__file__).parents[1] / "data" / "sample"


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISHU_LANG", raising=False)
    set_language("zh")


@pytest.fixture(scope="session")
def everything_opens() -> None:
    """Skip what shows exact numbers where the sample's RAR cannot be opened."""
    if not has_libarchive():
        pytest.skip("needs the system's libarchive: the sample holds a RAR")


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The home of the run, and what was printed; tests that run side by side share one, and only read it."""
    place = tmp_path_factory.getbasetemp()
    folder = (place.parent if "PYTEST_XDIST_WORKER" in os.environ else place) / "sample-run"
    told = folder / "printed.txt"
    try:
        folder.mkdir()
    except FileExistsError:
        end = time.monotonic() + _PATIENCE
        while not told.is_file():
            assert time.monotonic() < end, "the run of the sample city in the other process has failed"
            time.sleep(0.2)
        return folder / "home", told.read_text(encoding="utf-8")
    home, printed = folder / "home", _run_of_the_sample(folder / "home")
    written = folder / "printed.new"
    written.write_text(printed, encoding="utf-8")
    written.replace(told)
    return home, printed


def _run_of_the_sample(home: Path) -> str:
    from pipelines.cli import main

    printed = io.StringIO()
    inbox, catalogue = str(SAMPLE / "inbox"), str(SAMPLE / "catalogue")
    with redirect_stdout(printed):
        code = main(["run", "--inbox", inbox, "--catalogue", catalogue, "--home", str(home), "--as-of", "2021-12-31"])
    assert code == 3, "some input of the sample is damaged, and the run says so"
    return printed.getvalue()
