"""What tests stand on: Chinese messages, nothing of the machine's own settings, one run of the sample city."""

import io
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from gongwen.messages import set_language
from ingest.by_libarchive import has_libarchive

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
    """The home of the run, and what was printed."""
    from pipelines.cli import main

    home, printed = tmp_path_factory.mktemp("sample") / "home", io.StringIO()
    inbox, catalogue = str(SAMPLE / "inbox"), str(SAMPLE / "catalogue")
    with redirect_stdout(printed):
        code = main(["run", "--inbox", inbox, "--catalogue", catalogue, "--home", str(home), "--as-of", "2021-12-31"])
    assert code == 3, "some input of the sample is damaged, and the run says so"
    return home, printed.getvalue()
