"""The sample city is run once for all tests of this folder."""

import io
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from pipelines.cli import main

SAMPLE = Path(__file__).parents[2] / "data" / "sample"


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The home of the run, and what was printed."""
    home, printed = tmp_path_factory.mktemp("sample") / "home", io.StringIO()
    inbox, catalogue = str(SAMPLE / "inbox"), str(SAMPLE / "catalogue")
    with redirect_stdout(printed):
        code = main(["run", "--inbox", inbox, "--catalogue", catalogue, "--home", str(home), "--as-of", "2021-12-31"])
    assert code == 3, "some input of the sample is damaged, and the run says so"
    return home, printed.getvalue()


@pytest.fixture(scope="session")
def home(sample_run: tuple[Path, str]) -> Path:
    return sample_run[0]
