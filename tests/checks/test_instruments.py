"""Documents become instruments: what is joined, what is kept apart, which names last, which text is of record."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.assembly import Assembly, Traits
from checks.identity import derived_id, name_groups
from checks.instruments import Grouped, group

TITLE = "云溪市渡口管理办法"
COVER = f"云溪市人民政府关于印发《{TITLE}》的通知"
DOCUMENT = {
    "path": pl.String,
    "part": pl.Int64,
    "parent_doc_id": pl.String,
    "title": pl.String,
    "document_number": pl.String,
    "agency_code": pl.String,
    "number_year": pl.Int64,
    "number_serial": pl.Int64,
    "issuer": pl.String,
    "region": pl.String,
    "date_written": pl.Date,
    "year": pl.Int64,
    "carrier": pl.String,
    "carrier_class": pl.String,
    "normativity": pl.String,
    "text": pl.String,
}
MEMORY: dict[str, Any] = {"member_key": pl.String, "instrument_id": pl.String}
DECISION: dict[str, Any] = {"seq": pl.Int64, "subject_kind": pl.String, "subject_key": pl.String, "result": pl.String}
CITATION: dict[str, Any] = {
    "doc_id": pl.String,
    "span_start": pl.Int64,
    "title": pl.String,
    "document_number": pl.String,
}

Pair = tuple[str, str, str, float]


def paper(doc_id: str, title: str = TITLE, **known: Any) -> dict[str, Any]:
    """Return a row of documents."""
    row = {"doc_id": doc_id, "title": title, "carrier": "website", "carrier_class": "official", "text": "条" * 500}
    if number := known.pop("number", None):
        code, year, serial = number
        row |= {"agency_code": code, "number_year": year, "number_serial": serial, "year": year}
        row["document_number"] = f"{code}〔{year}〕{serial}号"
    return row | known


def grouped(
    papers: Sequence[Mapping[str, Any]],
    pairs: Sequence[Pair] = (),
    *,
    citations: Sequence[tuple[str, int, str | None, str | None]] = (),
    decisions: Sequence[tuple[int, str, str, str]] = (),
    memory: pl.DataFrame | None = None,
    unfit: frozenset[str] = frozenset(),
) -> Grouped:
    """Group the papers; pairs are (left, right, verdict, score)."""
    rows = [{"doc_id": None} | dict.fromkeys(DOCUMENT) | dict(row) for row in papers]
    found = [(left, right, verdict, score, ["理由"]) for left, right, verdict, score in pairs]
    schema: dict[str, Any] = {
        "left_doc_id": pl.String,
        "right_doc_id": pl.String,
        "verdict": pl.String,
        "score": pl.Float64,
        "reasons": pl.List(pl.String),
    }
    return group(
        documents=pl.DataFrame(rows, schema={"doc_id": pl.String, **DOCUMENT}),
        pairs=pl.DataFrame(found, schema=schema, orient="row"),
        citations=pl.DataFrame(list(citations), schema=CITATION, orient="row"),
        decisions=pl.DataFrame(list(decisions), schema=DECISION, orient="row"),
        identities=pl.DataFrame(schema=MEMORY) if memory is None else memory,
        unfit=unfit,
    )


def members(outcome: Grouped) -> list[set[str]]:
    """Return which documents are together."""
    rows = outcome.instrument_documents.group_by("instrument_id").agg("doc_id").sort("instrument_id")
    return sorted((set(found) for found in rows["doc_id"]), key=sorted)


def instrument_of(outcome: Grouped, doc_id: str) -> str:
    """Return the instrument of one document."""
    return str(outcome.instrument_documents.filter(pl.col("doc_id") == doc_id)["instrument_id"].item())


JOINED = [
    ([paper("a-0"), paper("b-0")], [("a-0", "b-0", "same_text", 1.0)], "copies are one instrument"),
    (
        [paper("a-0", COVER), paper("a-90", parent_doc_id="a-0")],
        [],
        "a cover and what it encloses count as one",
    ),
    (
        [paper("a-0", COVER, text="印发"), paper("b-0")],
        [("a-0", "b-0", "cover_and_annex", 0.4)],
        "cover and text in two files",
    ),
    (
        [paper(name, COVER, number=("云政发", 2011, 8), issuer="云溪市人民政府") for name in ("a-0", "b-0")],
        [],
        "one number, issuer and title",
    ),
]


@pytest.mark.parametrize(("papers", "pairs", "why"), JOINED, ids=[why for _, _, why in JOINED])
def test_joined(papers: list[dict[str, Any]], pairs: list[Pair], why: str) -> None:
    assert members(grouped(papers, pairs)) == [{row["doc_id"] for row in papers}], why


APART: list[tuple[list[dict[str, Any]], list[Pair], str]] = [
    ([paper("a-0"), paper("b-0")], [("a-0", "b-0", "version", 0.9)], "versions are instruments of one work"),
    ([paper("a-0"), paper("b-0")], [("a-0", "b-0", "elsewhere", 0.9)], "another place's text"),
    ([paper("a-0"), paper("b-0")], [("a-0", "b-0", "forwarded", 0.9)], "a forwarded text keeps its own fate"),
    (
        [paper("a-0", number=("云政发", 2011, 8)), paper("b-0", number=("云政发", 2016, 3))],
        [("a-0", "b-0", "same_text", 0.9)],
        "two numbers of one agency are never one instrument",
    ),
    (
        [paper("a-0", COVER, text="印发"), paper("b-0"), paper("c-0")],
        [
            ("a-0", "b-0", "cover_and_annex", 0.4),
            ("a-0", "c-0", "cover_and_annex", 0.4),
            ("b-0", "c-0", "version", 0.9),
        ],
        "a cover that may enclose either of two texts is joined with neither",
    ),
    (
        [paper("a-0", f"云溪市人民政府关于修改《{TITLE}》的决定"), paper("a-90", parent_doc_id="a-0")],
        [],
        "the amended text printed behind the decision is not the decision",
    ),
]


@pytest.mark.parametrize(("papers", "pairs", "why"), APART, ids=[why for _, _, why in APART])
def test_kept_apart(papers: list[dict[str, Any]], pairs: list[Pair], why: str) -> None:
    assert members(grouped(papers, pairs)) == [{row["doc_id"]} for row in papers], why


def test_a_chain_whose_ends_contradict_is_cut_and_remarked() -> None:
    papers = [paper("a-0"), paper("b-0", text="条" * 200), paper("c-0")]
    outcome = grouped(
        papers,
        [("a-0", "b-0", "same_text", 0.99), ("b-0", "c-0", "same_text", 0.95), ("a-0", "c-0", "version", 0.9)],
    )
    assert members(outcome) == [{"a-0", "b-0"}, {"c-0"}]
    assert outcome.remarks["code"].to_list() == ["instrument_chain_cut"]


def test_versions_are_one_work_and_other_places_never_are() -> None:
    papers = [paper("a-0"), paper("b-0"), paper("c-0", "白石市渡口管理办法")]
    outcome = grouped(papers, [("a-0", "b-0", "version", 0.9), ("b-0", "c-0", "version", 0.9)])
    works = {row["doc_id"]: row["work_id"] for row in _with_works(outcome)}
    assert works["a-0"] == works["b-0"] != works["c-0"]


def _with_works(outcome: Grouped) -> list[dict[str, Any]]:
    return outcome.instrument_documents.join(outcome.instruments, on="instrument_id").rows(named=True)


def test_a_person_decides_about_a_pair() -> None:
    papers = [paper("a-0"), paper("b-0")]
    apart = grouped(papers, [("a-0", "b-0", "same_text", 1.0)], decisions=[(1, "pair", "a-0|b-0", "version")])
    assert members(apart) == [{"a-0"}, {"b-0"}]
    decided = [(1, "pair", "b-0|a-0", "different"), (2, "pair", "a-0|b-0", "same_text")]
    assert members(grouped(papers, [("a-0", "b-0", "version", 0.9)], decisions=decided)) == [{"a-0", "b-0"}]


def test_news_and_readings_are_no_instruments_but_carry_one() -> None:
    papers = [
        paper("a-0"),
        paper("b-0", carrier_class="news"),
        paper("c-0", "渡口今起开放", carrier_class="news"),
        paper("d-0", "解读", carrier_class="interpretation"),
    ]
    outcome = grouped(papers, [("a-0", "b-0", "same_text", 1.0)])
    assert members(outcome) == [{"a-0", "b-0"}]
    roles = dict(outcome.instrument_documents.select("doc_id", "role").iter_rows())
    assert roles == {"a-0": "text", "b-0": "reprint"}


RECORDS: list[tuple[list[dict[str, Any]], str, str]] = [
    ([paper("a-0", carrier="website"), paper("b-0", carrier="gazette")], "b-0", "the gazette"),
    ([paper("a-0", carrier_class="news"), paper("b-0")], "b-0", "official before news"),
    ([paper("a-0", text="条" * 200), paper("b-0")], "b-0", "the whole text before half of it"),
    ([paper("a-0", carrier="gazette", text="条" * 200), paper("b-0")], "b-0", "even before half a gazette"),
    (
        [paper("a-0", "雲溪市渡口管理辦法", carrier="website"), paper("b-0", carrier="other")],
        "b-0",
        "the original before a reprint in Traditional script",
    ),
    ([paper("a-0", carrier_class="interpretation", text="条" * 900), paper("b-0")], "b-0", "never an interpretation"),
]


@pytest.mark.parametrize(("papers", "best", "why"), RECORDS, ids=[why for _, _, why in RECORDS])
def test_text_of_record(papers: list[dict[str, Any]], best: str, why: str) -> None:
    outcome = grouped(papers, [("a-0", "b-0", "same_text", 0.9)])
    rows = outcome.instrument_documents.filter("is_text_of_record")
    assert rows["doc_id"].to_list() == [best], why
    assert all(outcome.instrument_documents["reason"])


def test_an_instrument_goes_by_its_cover_and_its_record_is_the_enclosed_text() -> None:
    cover = paper("a-0", COVER, number=("云政发", 2011, 8), issuer="云溪市人民政府", text="条" * 900)
    annex = paper("a-90", parent_doc_id="a-0", part=1)
    table = paper("a-700", "附件", parent_doc_id="a-0", part=2, text="表")
    outcome = grouped([cover, annex, table])
    row = outcome.instruments.row(0, named=True)
    assert (row["title"], row["document_number"], row["held"]) == (COVER, "云政发〔2011〕8号", True)
    roles = dict(outcome.instrument_documents.select("doc_id", "role").iter_rows())
    assert roles == {"a-0": "cover", "a-90": "text", "a-700": "annex"}
    assert outcome.instrument_documents.filter("is_text_of_record")["doc_id"].to_list() == ["a-90"]


def test_what_is_cited_but_not_held() -> None:
    papers = [paper("a-0", year=2019), paper("b-0", "云溪市粮食储备办法", year=2012, number=("云政发", 2012, 5))]
    outcome = grouped(
        papers,
        citations=[
            ("a-0", 10, "云溪市船舶登记办法", "云政发〔2008〕7号"),
            ("a-0", 40, "云溪市粮食储备办法", "云政发〔2012〕5号"),
            ("a-0", 80, "养犬登记证", None),
            ("b-0", 10, "云溪市船舶登记办法", None),
            ("b-0", 50, "云溪市码头管理条例", None),
        ],
    )
    missing = outcome.instruments.filter(~pl.col("held")).sort("title")
    assert missing["title"].to_list() == ["云溪市码头管理条例", "云溪市船舶登记办法"]
    assert missing["document_number"].to_list() == [None, "云政发〔2008〕7号"]
    assert missing["first_cited_by"].to_list() == ["b-0", "b-0"]


def test_an_earlier_edition_that_is_only_cited_belongs_to_the_work() -> None:
    outcome = grouped([paper("a-0", number=("云政发", 2016, 3))], citations=[("a-0", 9, TITLE, "云政发〔2008〕7号")])
    assert outcome.instruments["held"].sort().to_list() == [False, True]
    assert outcome.instruments["work_id"].n_unique() == 1


@pytest.mark.parametrize(
    ("title", "number", "is_missing", "why"),
    [
        ("云溪市渡口办法", None, False, "the text that the paper encloses"),
        ("云溪市渡口办法", "云政发〔2016〕3号", False, "by the number of the paper that encloses it"),
        ("云溪市渡口办法", "云政发〔2008〕7号", True, "an earlier one of the same title, under a number of its own"),
        ("云溪市渡口暂行办法", None, True, "the trial edition before it"),
        ("云溪市渡口办法（试行）", "云政发〔2008〕7号", True, "the same with its number"),
    ],
)
def test_what_an_enclosed_text_repeals_is_another_instrument(
    title: str, number: str | None, is_missing: bool, why: str
) -> None:
    cover = paper("a-0", "云溪市人民政府关于印发云溪市渡口办法的通知", number=("云政发", 2016, 3))
    text = paper("a-90", "云溪市渡口办法", parent_doc_id="a-0", part=1)
    outcome = grouped([cover, text], citations=[("a-90", 40, title, number)])
    assert outcome.instruments.filter(~pl.col("held")).height == is_missing, why


def test_a_cited_instrument_keeps_its_name_when_it_is_handed_in() -> None:
    first = grouped([paper("a-0", "云溪市码头办法")], citations=[("a-0", 9, TITLE, "云政发〔2008〕7号")])
    missing = first.instruments.filter(~pl.col("held"))["instrument_id"].item()
    later = [paper("a-0", "云溪市码头办法"), paper("b-0", number=("云政发", 2008, 7))]
    second = grouped(later, citations=[("a-0", 9, TITLE, "云政发〔2008〕7号")], memory=first.identities)
    assert instrument_of(second, "b-0") == missing
    assert second.instruments["held"].all()


def test_names_are_remembered_when_a_smaller_document_arrives() -> None:
    first = grouped([paper("b-0")])
    second = grouped([paper("a-0"), paper("b-0")], [("a-0", "b-0", "same_text", 1.0)], memory=first.identities)
    assert instrument_of(second, "a-0") == instrument_of(first, "b-0") == derived_id("b-0")
    third = grouped([paper("a-0")], memory=second.identities)
    assert instrument_of(third, "a-0") == derived_id("b-0")


def test_merges_and_splits_are_told() -> None:
    papers = [paper("a-0"), paper("b-0")]
    first = grouped(papers)
    same: list[Pair] = [("a-0", "b-0", "same_text", 1.0)]
    second = grouped(papers, same, memory=first.identities)
    assert second.remarks["code"].to_list() == ["instrument_merged"]
    third = grouped(papers, memory=second.identities)
    assert third.remarks["code"].to_list() == ["instrument_split"]
    assert instrument_of(third, "a-0") == instrument_of(second, "a-0")


def test_the_same_input_in_any_order_gives_the_same_rows() -> None:
    papers = [paper("a-0", COVER, text="印发"), paper("b-0"), paper("c-0", "白石市渡口管理办法"), paper("d-0")]
    pairs: list[Pair] = [
        ("a-0", "b-0", "cover_and_annex", 0.4),
        ("b-0", "d-0", "same_text", 1.0),
        ("b-0", "c-0", "elsewhere", 0.8),
    ]
    one, two = grouped(papers, pairs), grouped(papers[::-1], pairs[::-1])
    for name in ("instruments", "instrument_documents", "identities", "remarks"):
        assert getattr(one, name).equals(getattr(two, name))


NAMES = st.sampled_from([f"{letter}-0" for letter in "abcdefgh"])
EDGES = st.lists(st.tuples(NAMES, NAMES), max_size=14)


@settings(max_examples=120, deadline=None)
@given(EDGES, EDGES)
def test_no_group_ever_holds_two_that_must_stay_apart(
    joins: list[tuple[str, str]], foes: list[tuple[str, str]]
) -> None:
    apart = {pair: "version" for pair in foes if pair[0] < pair[1]}
    assembly = Assembly({f"{letter}-0": Traits() for letter in "abcdefgh"}, apart)
    for left, right in joins:
        assembly.join(left, right)
    assert not any(assembly.together(*pair) for pair in apart)
    assert sorted(member for found in assembly.groups() for member in found) == [f"{x}-0" for x in "abcdefgh"]


@settings(max_examples=120, deadline=None)
@given(st.dictionaries(NAMES, st.sampled_from(["x", "y", "z"])), st.permutations([f"{x}-0" for x in "abcdefgh"]))
def test_no_two_groups_bear_one_name(memory: dict[str, str], order: list[str]) -> None:
    groups = [sorted(order[at : at + 3]) for at in range(0, 8, 3)]
    naming = name_groups(groups, memory)
    assert len(set(naming.ids)) == len(groups)
    assert set(naming.ids) & {"x", "y", "z"} <= set(memory.values())


SAME = [("a-0", "b-0", "same_text", 1.0)]
UNFIT = [
    ([paper("a-0"), paper("b-0", carrier_class="other")], {"a-0"}, "b-0", "a reprint before a glossed page"),
    ([paper("a-0", carrier="gazette"), paper("b-0")], {"a-0"}, "b-0", "whatever carries the unfit one"),
    ([paper("a-0"), paper("b-0", text="条" * 300)], {"a-0"}, "b-0", "a part that is fit before the whole that is not"),
    ([paper("a-0"), paper("b-0", text="条" * 20)], {"a-0"}, "a-0", "a mere title is no text"),
    ([paper("a-0"), paper("b-0")], {"a-0", "b-0"}, "a-0", "one of two unfit ones stays"),
    ([paper("a-0", f"××市{TITLE[3:]}"), paper("b-0")], {"a-0"}, "b-0", "a masked title is no other place's"),
]


@pytest.mark.parametrize(("papers", "unfit", "best", "why"), UNFIT, ids=[why for *_, why in UNFIT])
def test_an_unfit_copy_is_of_record_only_alone(
    papers: list[dict[str, Any]], unfit: set[str], best: str, why: str
) -> None:
    outcome = grouped(papers, SAME, unfit=frozenset(unfit))
    assert members(outcome) == [{"a-0", "b-0"}], why
    assert outcome.instrument_documents.filter("is_text_of_record")["doc_id"].to_list() == [best], why
    assert ("record_unfit" in outcome.remarks["code"].to_list()) is (best in unfit), why


def test_two_unfit_copies_of_one_paper_may_differ() -> None:
    papers = [paper(name) for name in ("a-0", "b-0", "c-0")]
    pairs = [*SAME, ("a-0", "c-0", "same_text", 0.9), ("b-0", "c-0", "version", 0.8)]
    assert members(grouped(papers, pairs, unfit=frozenset({"b-0", "c-0"}))) == [{"a-0", "b-0", "c-0"}]
    assert len(members(grouped(papers, pairs))) > 1, "fit ones that differ stay apart"
