"""The tutorials work: every command in them is run on the sample city, and its output is what the page prints."""

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("everything_opens")
ROOT = Path(__file__).parents[2]
PAGES = ("general-office", "justice-bureau", "auditor")
Outputs = dict[str, list[tuple[Any, str]]]


@pytest.fixture(scope="session")
def outputs(console: ModuleType, sample_run: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    place = tmp_path_factory.mktemp("tutorials")
    done: Outputs = console.work(ROOT, place, demo=sample_run[0], python=sys.executable)
    return done


@pytest.mark.parametrize("page", PAGES)
def test_every_output_is_what_the_page_prints(page: str, outputs: Outputs) -> None:
    wrong = [f"$ {step.command}\n{output}" for step, output in outputs[page] if not step.is_shown_by(output)]
    assert not wrong, "python docs/refresh.py\n" + "\n".join(wrong)


@pytest.mark.parametrize("page", PAGES)
def test_every_command_shows_something_to_compare(page: str, outputs: Outputs) -> None:
    """A page whose outputs are all left out would prove nothing."""
    assert sum(bool(step.shown) for step, _ in outputs[page]) >= 8


def test_there_is_no_tutorial_that_is_not_run() -> None:
    assert sorted(path.stem for path in (ROOT / "docs" / "tutorial").glob("*.md")) == sorted(PAGES)
