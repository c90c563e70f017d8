"""The reference pages name everything there is, and nothing that is not there."""

import argparse
import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from checks.data_tests import data_tests
from checks.expectation_suites import suites
from dagster_project.defs.jobs import jobs
from dagster_project.defs.partitions import YEARS
from dagster_project.defs.sensors import sensors
from pipelines import cli, exit_codes, preparing, settings

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| `(?P<first>[^`]+)` \|(?P<rest>.*)\|$", re.M)


def page(name: str) -> str:
    return (ROOT / "docs" / "reference" / f"{name}.md").read_text(encoding="utf-8")


def rows(text: str) -> dict[str, str]:
    """What stands in code marks in the first column of the tables, with the rest of the row."""
    return {found["first"]: found["rest"] for found in ROW.finditer(text)}


def commands() -> dict[str, argparse.ArgumentParser]:
    parser = cli._parser()
    action = next(one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    return {"dishu": parser, **{f"dishu {name}": one for name, one in action.choices.items()}}


def takes(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        if not isinstance(action, argparse._SubParsersAction | argparse._HelpAction):
            yield action.option_strings[-1] if action.option_strings else action.dest


def test_every_command_and_option_is_described() -> None:
    described = {
        heading: set(rows(text))
        for heading, text in re.findall(r"^## (dishu.*)\n((?:(?!## ).*\n)*)", page("commands"), re.M)
    }
    assert described == {name: set(takes(parser)) for name, parser in commands().items()}


def test_every_exit_code_is_described() -> None:
    known = {value for name, value in vars(exit_codes).items() if name.isupper()}
    for text in (page("commands"), (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")):
        assert {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.M)} == known


def test_every_setting_is_described_with_its_default_and_range() -> None:
    described = rows(page("settings"))
    assert list(described) == [one.name for one in fields(settings.Settings)]
    for one in fields(settings.Settings):
        cells = [cell.strip() for cell in described[one.name].split("|")]
        if one.default != date.min:
            assert cells[0] == preparing._written(one.default)
        if one.name in settings._RANGES:
            assert cells[1] == "{}–{}".format(*settings._RANGES[one.name])


def test_every_data_test_is_described_with_its_severity() -> None:
    text = page("checks").partition("## 期望套件")[0]
    described = {name: rest.split("|")[0].strip() for name, rest in rows(text).items()}
    assert described.pop("key_<表名>") == "blocking"
    assert described == {one.name: one.severity for one in data_tests()}


def test_every_kind_of_expectation_is_described_with_its_severity() -> None:
    described = rows(page("checks").partition("## 期望套件")[2])
    severities: dict[str, set[str]] = {}
    for suite in suites():
        for one in suite.expectations:
            is_of_a_column = one.name.startswith(f"{suite.table}_{one.kind}")
            severities.setdefault(one.kind if is_of_a_column else one.name, set()).add(one.severity)
    assert set(described) == set(severities)
    for name, found in severities.items():
        assert all(severity in described[name].split("|")[0] for severity in found), name


def test_every_code_of_a_finding_is_described(codes: ModuleType) -> None:
    emitted = {code for code in codes.found_codes() if not code.startswith("check_")}
    described = set(rows(page("findings")))
    assert emitted - described == set(), "say in docs/reference/findings.md what to do about them"
    assert described - emitted == set(), "described but never emitted"


def test_codes_are_put_together_in_known_ways_only(codes: ModuleType) -> None:
    assert codes.beginnings() <= set(codes.MADE_UP), "tests/docs/codes.py has to learn how these are made"


def linked(path: Path) -> set[Path]:
    """The files a page leads to."""
    links = re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8"))
    return {(path.parent / link).resolve() for link in links if "://" not in link}


def test_every_page_is_linked_where_readers_begin() -> None:
    pages = {path for path in (ROOT / "docs").rglob("*.md") if "decisions" not in path.parts}
    assert pages - {ROOT / "docs" / "README.md"} <= linked(ROOT / "docs" / "README.md")
    for readme in ("README.md", "README.zh-CN.md"):
        assert {page for page in pages if page.parent.name in ("how-to", "tutorial")} <= linked(ROOT / readme), readme


def test_every_variable_of_the_environment_is_described() -> None:
    code = [path for folder in ("pipelines", "dagster_project") for path in (ROOT / folder).rglob("*.py")]
    used = {name for path in code for name in re.findall(r"DISHU_[A-Z]+", path.read_text(encoding="utf-8"))}
    pages = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))
    assert used and not {name for name in used if name not in pages}


def test_what_dagster_shows_is_described() -> None:
    text = (ROOT / "docs" / "how-to" / "dagster.md").read_text(encoding="utf-8")
    assert not {one.name for one in [*jobs, *sensors] if f"`{one.name}`" not in text}
    assert not {year for year in YEARS[:2] if f"`{year}`" not in text}


@pytest.mark.parametrize(
    "path", sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]), ids=lambda path: path.name
)
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    for link in links:
        target, _, anchor = link.partition("#")
        file = (path.parent / target).resolve() if target else path
        assert file.exists(), link
        if anchor:
            headings = {
                re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
                for heading in re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.M)
            }
            assert anchor in headings, link
