"""Which instrument a mention means: tables of invented mentions, with the reason beside each."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

World = Callable[[Any, Any], Any]
COUNTY = "青禾县人民政府"

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "resolution.toml").read_text(encoding="utf-8"))
PAPERS = [{"issuer": COUNTY} | paper for paper in CASES["papers"]]


@pytest.mark.parametrize("case", CASES["mention"], ids=[case["why"] for case in CASES["mention"]])
def test_a_mention_means(world: World, case: dict[str, Any]) -> None:
    event, expected = {"in": "source", "does": "repeal"} | case["says"], case["means"]
    resolved = world(PAPERS, [event]).resolved()
    chosen = resolved.event_targets.filter("chosen").get_column("instrument_id").to_list()
    assert sorted(chosen) == expected, resolved.event_targets
    only = resolved.events.get_column("target_instrument_id").to_list()
    assert only == [expected[0] if len(expected) == 1 else None]
    assert resolved.events.get_column("target_doc_id").to_list() == only


def test_every_candidate_says_why(world: World) -> None:
    event = {"in": "source", "does": "repeal", "title": "青禾县水塘管理办法", "number": "青政发〔2011〕30号"}
    targets = world(PAPERS, [event]).resolved().event_targets
    assert sorted(targets.get_column("instrument_id")) == ["dogs11", "ponds"]
    assert all(targets.get_column("reasons").list.len() > 0)
    assert targets.get_column("score").is_between(0, 1).all()


def test_an_ending_that_may_mean_several_is_reported(world: World) -> None:
    event = {
        "in": "source",
        "does": "repeal",
        "title": "青禾县水塘管理办法",
        "number": "青政发〔2011〕30号",
        "words": "废止",
    }
    remarks = world(PAPERS, [event]).resolved().remarks
    assert remarks.get_column("code").to_list() == ["event_target_unclear"]


def test_a_list_with_fewer_rows_than_stated_is_reported(world: World) -> None:
    rows = [
        {"in": "source", "does": "repeal", "title": "青禾县水塘管理办法", "count": 3},
        {
            "in": "source",
            "does": "repeal",
            "title": "青禾县水塘管理办法",
            "number": "青政发〔2010〕3号",
            "via": "list_row",
        },
        {
            "in": "source",
            "does": "repeal",
            "title": "青禾县养犬办法",
            "number": "青政发〔2011〕30号",
            "via": "list_row",
        },
    ]
    remarks = world(PAPERS, rows).resolved().remarks
    assert remarks.get_column("code").to_list() == ["list_count_differs"]
    assert world(PAPERS, [rows[0] | {"count": 2}, *rows[1:]]).resolved().remarks.is_empty()


def test_citations_find_their_instrument(world: World) -> None:
    cited = [
        {"doc_id": "source", "span_start": 5, "span_end": 9, "title": "青禾县水塘管理办法", "as_basis": True},
        {"doc_id": "source", "span_start": 25, "span_end": 29, "title": "青禾县某某办法", "as_basis": False},
        {"doc_id": "source", "span_start": 45, "span_end": 49, "title": "青禾县养犬办法", "as_basis": False},
    ]
    found = world(PAPERS, []).resolved(cited).citations
    assert found.get_column("target_instrument_id").to_list() == ["ponds", None, "dogs16"]


def test_nothing_in_nothing_out(world: World) -> None:
    resolved = world([{"id": "a", "title": "青禾县甲办法", "issuer": COUNTY}], []).resolved()
    assert isinstance(resolved.event_targets, pl.DataFrame)
    assert resolved.event_targets.is_empty()
    assert resolved.remarks.is_empty()
