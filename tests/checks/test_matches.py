"""Which entry meets which document: a table of cases, and what holds for every table of matches."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from checks.matches import match

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "catalogue_matches.toml").read_text(encoding="utf-8"))[
    "case"
]
EMPTY = pl.DataFrame(schema={"instrument_id": pl.String, "doc_id": pl.String})


def catalogue(*entries: Mapping[str, Any]) -> pl.DataFrame:
    rows = [
        {
            "entry_id": f"e{number}",
            "title": entry.get("title", ""),
            "document_number": entry.get("number", ""),
            "registration_number": entry.get("registered", ""),
            "issuer": entry.get("issuer", ""),
            "date_written": entry.get("date"),
            "raw": json.dumps({"文号": entry.get("cell", entry.get("number", ""))}, ensure_ascii=False),
        }
        for number, entry in enumerate(entries)
    ]
    return pl.DataFrame(rows, schema_overrides={"date_written": pl.Date})


def documents(*papers: Mapping[str, Any]) -> pl.DataFrame:
    rows = [
        {
            "doc_id": paper.get("id", f"d{number}"),
            "parent_doc_id": paper.get("parent"),
            "title": paper.get("title"),
            "document_number": paper.get("number"),
            "registration_number": paper.get("registered", ""),
            "issuer": paper.get("issuer"),
            "co_issuers": [],
            "date_written": paper.get("date"),
            "year": paper["date"].year if "date" in paper else None,
            "carrier_class": paper.get("class", "official"),
            "text": "",
        }
        for number, paper in enumerate(papers)
    ]
    columns: dict[str, Any] = {
        "parent_doc_id": pl.String,
        "date_written": pl.Date,
        "co_issuers": pl.List(pl.String),
        "issuer": pl.String,
    }
    return pl.DataFrame(rows, schema_overrides={**columns, "document_number": pl.String, "year": pl.Int64})


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_cases(case: dict[str, Any]) -> None:
    entry = {**case["entry"], **({"date": case["entry_date"]} if "entry_date" in case else {})}
    found = match(catalogue(entry), documents(*case["documents"]), EMPTY, years_read=["unknown"])
    own = found.filter(pl.col("entry_id") == "e0")
    assert set(own.get_column("verdict")) == {case["verdict"]}
    told = [line for row in own.get_column("differences") for line in row]
    if "difference" in case:
        assert any(line.startswith(case["difference"]) for line in told)
    if case["verdict"] == "held":
        assert not told


HELD = {"title": "云溪市人民政府关于加强河道管理的通知", "number": "云政发〔2018〕3号"}


def verdicts(found: pl.DataFrame) -> list[tuple[str | None, str | None, str]]:
    rows = found.sort("verdict", "doc_id", "entry_id").select("entry_id", "doc_id", "verdict")
    return list(rows.iter_rows())


def test_without_a_catalogue_nothing_is_said() -> None:
    assert match(pl.DataFrame(), documents(HELD), EMPTY, years_read=["unknown"]).is_empty()


def test_what_no_entry_names_is_uncatalogued_but_for_interpretations_and_news() -> None:
    other = {"title": "云溪市人民政府关于加强渡口管理的通知", "number": "云政发〔2018〕4号"}
    reading = {"title": "解读《云溪市渡口管理办法》", "class": "interpretation"}
    draft = {"title": "关于征求《云溪市渡口管理办法》意见的公告", "class": "draft"}
    found = match(catalogue(HELD), documents(HELD, other, reading, draft), EMPTY, years_read=["unknown"])
    assert verdicts(found) == [("e0", "d0", "held"), (None, "d1", "uncatalogued"), (None, "d3", "uncatalogued")]


def test_a_part_is_met_through_its_cover_and_counts_as_one_paper() -> None:
    cover = {"id": "c", "title": "云溪市人民政府关于印发《云溪市河道管理办法》的通知", "number": "云政发〔2018〕3号"}
    part = {"id": "p", "parent": "c", "title": "云溪市河道管理办法"}
    found = match(catalogue({"title": "云溪市河道管理办法"}), documents(cover, part), EMPTY, years_read=["unknown"])
    assert set(found.get_column("entry_id")) == {"e0"}
    assert set(found.get_column("verdict")) <= {"held", "held_with_differences"}


def test_copies_of_one_instrument_are_not_ambiguous() -> None:
    carried = pl.DataFrame({"instrument_id": ["i", "i"], "doc_id": ["d0", "d1"]})
    found = match(catalogue(HELD), documents(HELD, HELD), carried, years_read=["unknown"])
    assert verdicts(found) == [("e0", "d0", "held"), ("e0", "d1", "held")]
    assert set(found.get_column("instrument_id")) == {"i"}


@pytest.mark.parametrize(
    ("read", "handed_in", "verdict", "why"),
    [
        (["2018"], ["2018"], "missing", "its year is read"),
        (["2017"], ["2017", "2018"], "not_yet_read", "its year is handed in and not read"),
        (["2017"], ["2017"], "missing", "nothing of its year was handed in"),
        (["2018"], ["2018", "unknown"], "not_yet_read", "unsorted files are not read, it may be among them"),
        ([], ["2018"], "not_yet_read", "nothing is read"),
        (["2018"], None, "missing", "not known what was handed in"),
    ],
)
def test_missing_or_not_yet_read(read: list[str], handed_in: list[str] | None, verdict: str, why: str) -> None:
    papers = documents({"title": "云溪市人民政府关于加强渡口管理的通知", "number": "云政发〔2018〕4号"})
    found = match(catalogue(HELD), papers, EMPTY, years_read=read, years_handed_in=handed_in)
    assert found.filter(pl.col("entry_id") == "e0").get_column("verdict").to_list() == [verdict], why


def test_the_order_of_the_rows_makes_no_difference() -> None:
    papers = [
        HELD,
        {"title": "关于做好防汛工作的通知"},
        {"title": "关于做好防汛工作的通知", "number": "云政发〔2018〕9号"},
    ]
    entries = [HELD, {"title": "关于做好防汛工作的通知"}]
    one = match(catalogue(*entries), documents(*papers), EMPTY, years_read=["unknown"])
    turned = match(catalogue(*entries).reverse(), documents(*papers).reverse(), EMPTY, years_read=["unknown"])
    assert one.equals(turned)
    assert one.get_column("match_id").is_unique().all()


TWO = [
    {"title": "关于做好防汛工作的通知", "number": "云政发〔2017〕20号"},
    {"title": "关于做好防汛工作的通知", "number": "云政发〔2018〕21号"},
]


def ids_of(found: pl.DataFrame) -> dict[str, str]:
    return dict(found.filter(pl.col("entry_id") == "e0").select("doc_id", "match_id").iter_rows())


def test_a_person_chooses_among_two() -> None:
    entry = catalogue({"title": "关于做好防汛工作的通知"})
    ids = ids_of(match(entry, documents(*TWO), EMPTY, years_read=["unknown"]))
    found = match(entry, documents(*TWO), EMPTY, years_read=["unknown"], decided={ids["d1"]: "held"})
    assert verdicts(found) == [("e0", "d1", "held"), (None, "d0", "uncatalogued")]


def test_a_person_says_that_neither_is_it() -> None:
    entry = catalogue({"title": "关于做好防汛工作的通知"})
    ids = ids_of(match(entry, documents(*TWO), EMPTY, years_read=["unknown"]))
    found = match(
        entry, documents(*TWO), EMPTY, years_read=["unknown"], decided={ids["d0"]: "missing", ids["d1"]: "missing"}
    )
    assert found.filter(pl.col("entry_id") == "e0").select("doc_id", "verdict").rows() == [(None, "missing")]


def test_match_ids_outlive_a_regrouping() -> None:
    carried = pl.DataFrame({"instrument_id": ["i"], "doc_id": ["d0"]})
    before = match(catalogue(HELD), documents(HELD), EMPTY, years_read=["unknown"])
    after = match(catalogue(HELD), documents(HELD), carried, years_read=["unknown"])
    assert ids_of(before) == ids_of(after)
