"""What the README shows is what the sample city gives: every query with its answer, and the last lines of the run."""

import re
from pathlib import Path

import pytest

from pipelines.cli import main

pytestmark = pytest.mark.usefixtures("everything_opens")
ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")
BLOCK = re.compile(r"^```\n(.*?)^```", re.M | re.S)
QUERY = re.compile(r'\$ dishu query --home \.demo --csv "(.*?)"\n', re.S)


def blocks(name: str) -> list[str]:
    return BLOCK.findall((ROOT / name).read_text(encoding="utf-8"))


def queries(name: str) -> list[tuple[str, str]]:
    """Each query of a README and the answer printed below it."""
    return [(found[1], block[found.end() :]) for block in blocks(name) if (found := QUERY.match(block))]


@pytest.mark.parametrize("name", READMES)
def test_queries_give_what_is_printed(name: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(queries(name)) == 5
    for query, answer in queries(name):
        assert main(["query", "--csv", "--home", str(home), query]) == 0
        assert capsys.readouterr().out == answer


def test_the_last_lines_of_the_run(sample_run: tuple[Path, str]) -> None:
    chinese, english = (next(block for block in blocks(name) if not QUERY.match(block)) for name in reversed(READMES))
    assert chinese.strip() in sample_run[1]
    assert re.findall(r"\d+", chinese)[0] == re.findall(r"\d+", english)[0]
    assert sorted(re.findall(r"\d+", chinese)) == sorted(re.findall(r"\d+", english))


@pytest.mark.parametrize("name", READMES)
def test_links_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]
