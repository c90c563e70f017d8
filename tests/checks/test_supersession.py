"""The status engine: invented stories with the standing on a day, and what holds for every life."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.messages import record
from gongwen.model import Status
from gongwen.rules import status_rules

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "status_stories.toml").read_text(encoding="utf-8"))[
    "story"
]
COUNTY = "青禾县人民政府"

World = Callable[[Any, Any], Any]


def told(world: World, story: Mapping[str, Any]) -> Any:
    papers = [{"issuer": COUNTY} | paper for paper in story["papers"]]
    return world(papers, story["stated"]).judged(years_read=story.get("years_read"))


def on(periods: pl.DataFrame, instrument: str, day: date) -> dict[str, Any]:
    found = periods.filter(
        (pl.col("instrument_id") == instrument)
        & (pl.col("valid_from") <= day)
        & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= day))
    )
    assert found.height == 1, f"{instrument} has {found.height} standings on {day}"
    return found.row(0, named=True)


@pytest.mark.parametrize("story", CASES, ids=[story["why"] for story in CASES])
def test_story(world: World, story: Mapping[str, Any]) -> None:
    judged = told(world, story)
    for expected in story["expect"]:
        name, day, status, *rule = expected.split()
        standing = on(judged.status_periods, name, date.fromisoformat(day))
        assert (standing["status"], expected) == (status, expected)
        assert not rule or standing["rule"] == rule[0], expected


@pytest.mark.parametrize("story", CASES, ids=[story["why"] for story in CASES])
def test_questions_are_asked(world: World, story: Mapping[str, Any]) -> None:
    judged = told(world, story)
    for expected in story.get("questions", []):
        name, words = expected.split(" ", 1)
        own = judged.status_periods.filter(pl.col("instrument_id") == name)
        asked = [question for questions in own.get_column("open_questions") for question in questions]
        assert any(words in question for question in asked), asked


@pytest.mark.parametrize("story", CASES, ids=[story["why"] for story in CASES])
def test_a_life_has_neither_gaps_nor_overlaps(world: World, story: Mapping[str, Any]) -> None:
    judged = told(world, story)
    known = {paper.get("instrument", paper["id"]) for paper in story["papers"]}
    assert set(judged.statuses.get_column("instrument_id")) == known
    for _, periods in judged.status_periods.group_by("instrument_id"):
        rows = periods.sort("valid_from").rows(named=True)
        assert rows[-1]["valid_to"] is None
        for before, after in pairwise(rows):
            assert before["valid_to"] + timedelta(days=1) == after["valid_from"]


@pytest.mark.parametrize("story", CASES, ids=[story["why"] for story in CASES])
def test_every_end_has_its_reasons(world: World, story: Mapping[str, Any]) -> None:
    judged = told(world, story)
    ended = {"repealed", "declared_invalid", "residual_lapsed", "suspended", "partially_repealed", "disputed"}
    for row in judged.status_periods.iter_rows(named=True):
        assert row["status"] in set(Status)
        assert row["rule"] in status_rules()
        assert 0 < row["confidence"] <= status_rules()[row["rule"]].confidence
        if row["status"] in ended:
            assert row["because"]


def test_the_status_of_the_day_is_that_of_the_period(world: World) -> None:
    paper = {
        "id": "a",
        "issuer": COUNTY,
        "title": "青禾县电商办法",
        "written": date(2016, 5, 1),
        "in_force": date(2016, 7, 1),
        "last_day": date(2021, 6, 30),
    }
    for as_of, status, since in (
        (date(2015, 1, 1), "not_yet_in_force", None),
        (date(2016, 6, 1), "not_yet_in_force", date(2016, 5, 1)),
        (date(2020, 1, 1), "in_force", date(2016, 7, 1)),
        (date(2021, 7, 1), "expired", date(2021, 7, 1)),
    ):
        row = world([paper], []).judged(as_of=as_of).statuses.row(0, named=True)
        assert (row["status"], row["since"]) == (status, since)


def test_a_living_status_says_which_years_it_hangs_on(world: World) -> None:
    paper = {
        "id": "a",
        "issuer": COUNTY,
        "title": "青禾县电商办法",
        "written": date(2016, 5, 1),
        "in_force": date(2016, 7, 1),
    }
    row = world([paper], []).judged(as_of=date(2019, 6, 1), years_read=["2016", "2018"]).statuses.row(0, named=True)
    assert row["open_questions"] == [record("status.years_not_read", years="2017、2019")]
    assert row["confidence"] < status_rules()["no_ending_found"].confidence


@pytest.mark.parametrize(
    ("why", "code"),
    [
        ("a county has no power over a city's text", "status_no_power"),
        ("repealed, then listed as continuing: disputed, with both in the reasons", "status_disputed"),
        ("a list that was not read in full proves nothing", "status_unclear"),
        ("a draft proposes, an interpretation reports: no effect, a question", "status_ending_reported"),
    ],
)
def test_what_a_person_should_look_at_is_reported(world: World, why: str, code: str) -> None:
    story = next(one for one in CASES if one["why"] == why)
    remarks = told(world, story).remarks
    assert code in remarks.get_column("code").to_list()
    assert all(remarks.get_column("message").str.len_chars() > 0)


def test_the_order_of_the_rows_changes_nothing(world: World) -> None:
    story = max(CASES, key=lambda one: len(one["papers"]))
    turned = {
        **story,
        "papers": story["papers"][::-1],
        "stated": [{"id": f"e{n:02d}"} | event for n, event in enumerate(story["stated"])][::-1],
    }
    assert told(world, story).status_periods.equals(told(world, turned).status_periods)


_DAYS = st.dates(date(2000, 1, 1), date(2024, 12, 31))
_DOES = st.sampled_from(
    [
        "repeal",
        "declare_invalid",
        "amend",
        "suspend",
        "continue",
        "extend",
        "cease",
        "to_be_revised",
        "revoke",
        "republish",
    ]
)
_EVENTS = st.lists(
    st.tuples(
        _DOES,
        _DAYS,
        st.sampled_from(["enacted", "proposed", "reported"]),
        st.sampled_from(["whole", "article", "undetermined"]),
    ),
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(made=_DAYS, term=st.none() | st.integers(1, 2000), events=_EVENTS)
def test_whatever_happens_a_life_is_whole(
    world: World, made: date, term: int | None, events: list[tuple[str, date, str, str]]
) -> None:
    last = made + timedelta(days=term) if term else None
    papers = [
        {
            "id": "a",
            "issuer": COUNTY,
            "title": "青禾县甲办法",
            "number": "青政发〔2000〕1号",
            "written": made,
            "in_force": made,
            "last_day": last,
        }
    ]
    stated = []
    for number, (does, day, modality, scope) in enumerate(events):
        papers.append(
            {
                "id": f"p{number}",
                "issuer": COUNTY,
                "title": f"青禾县第{number}号通知",
                "number": f"青政发〔2024〕{number + 2}号",
                "written": day,
                "in_force": day,
            }
        )
        stated.append(
            {"in": f"p{number}", "does": does, "number": "青政发〔2000〕1号", "modality": modality, "scope": scope}
        )
    periods = (
        world(papers, stated)
        .judged()
        .status_periods.filter(pl.col("instrument_id") == "a")
        .sort("valid_from")
        .rows(named=True)
    )
    assert periods[0]["valid_from"] == made
    assert periods[-1]["valid_to"] is None
    for before, after in pairwise(periods):
        assert before["valid_to"] + timedelta(days=1) == after["valid_from"]
    enders = {"repeal", "declare_invalid", "cease", "revoke"}
    if not last and not any(does in enders and modality == "enacted" for does, _, modality, _ in events):
        assert {row["status"] for row in periods} <= {"in_force", "amended", "suspended", "not_yet_in_force"}
