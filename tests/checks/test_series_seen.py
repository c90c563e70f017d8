"""Series learnt from the papers, the place's own table, and papers that disagree with either."""

import polars as pl

from checks.series_seen import learn_series
from gongwen.organs import Organ, read_own_organs

CITY = "青溪市人民政府"


def papers(*rows: tuple[str, str, str]) -> pl.DataFrame:
    """Papers by number code, issuer and co-issuer."""
    return pl.DataFrame(
        [
            {
                "doc_id": f"{place:016x}-0", "agency_code": code, "issuer": issuer,
                "co_issuers": [other] if other else [], "region": "青溪市" if issuer else "",
                "carrier_class": "official", "parent_doc_id": None, "document_number": f"{code}〔2019〕{place}号",
                "number_year": 2019,
            }
            for place, (code, issuer, other) in enumerate(rows, start=1)
        ],
        schema_overrides={"co_issuers": pl.List(pl.String), "parent_doc_id": pl.String},
    )  # fmt: skip


def test_a_series_is_learnt_from_what_its_papers_say_and_waits_for_confirmation() -> None:
    seen = learn_series(papers(*[("青政发", CITY, "")] * 3, ("青财", "青溪市财政局", "")), [])
    assert [(one.name, one.code, one.level, one.verified) for one in seen.learnt] == [(CITY, "青政发", "city", False)]
    assert [(table, remark.code) for table, _, remark in seen.remarks] == [("organs", "series_to_confirm")]


def test_a_series_of_two_organs_teaches_nothing() -> None:
    seen = learn_series(papers(("青财", "青溪市财政局", ""), ("青财", "青禾县财政局", "")), [])
    assert not seen.learnt and not seen.remarks


def test_a_paper_of_another_organ_is_a_finding_unless_both_issued_it() -> None:
    usual = [("青财", "青溪市财政局", "")] * 4
    seen = learn_series(papers(*usual, ("青财", "青溪市民政局", "")), [])
    assert ("0000000000000005-0", "series_issuer_differs") in [(row, remark.code) for _, row, remark in seen.remarks]
    together = learn_series(papers(*usual, ("青财", "青溪市民政局", "青溪市财政局")), [])
    assert [remark.code for _, _, remark in together.remarks] == ["series_to_confirm"]


def test_short_and_long_names_of_one_organ_do_not_differ() -> None:
    usual = [("青发改", "青溪市发展和改革委员会", "")] * 4
    seen = learn_series(papers(*usual, ("青发改", "青溪市发改委", "")), [])
    assert [remark.code for _, _, remark in seen.remarks] == ["series_to_confirm"]


def test_what_the_place_confirmed_decides_and_is_not_learnt_again() -> None:
    own = read_own_organs(
        "name,code,region,verified\n青溪市教育局,青教基、青教人,青溪市,true\n青溪市水利局,青水,,\n"
    ).organs
    seen = learn_series(papers(("青教基", "", ""), ("青教人", "青溪市体育局", ""), ("青水", "", "")), own)
    assert {doc_id: organ.name for doc_id, organ in seen.issuers.items()} == {"0000000000000001-0": "青溪市教育局"}
    assert [remark.code for _, _, remark in seen.remarks] == ["series_issuer_differs"]
    assert not seen.learnt


def test_an_organ_that_was_gone_issued_nothing() -> None:
    table = "name,code,valid_to,verified\n青溪市环境保护局,青环,{},true\n"
    for day, issued in (("2018-12-31", 0), ("2019-03-31", 1)):
        own = read_own_organs(table.format(day)).organs
        assert len(learn_series(papers(("青环", "", "")), own).issuers) == issued


def test_decrees_bear_their_organs_name_and_teach_nothing() -> None:
    assert not learn_series(papers(*[("青溪市人民政府令", CITY, "")] * 3), []).learnt


def test_an_own_table_is_read_row_by_row() -> None:
    own = read_own_organs(
        "\ufeff# 本地\nname,code,level,region,valid_from,valid_to,source,verified,备注\n"
        "青溪市环境保护局,青环,city,青溪市,2001-01-01,2019-03-31,改革前,是,多一栏\n,青某,,,,,,\n青溪市某局,,,,去年,,,\n"
    )
    assert [(one.name, str(one.valid_to), one.verified) for one in own.organs] == [
        ("青溪市环境保护局", "2019-03-31", True)
    ]
    assert [line for line, _ in own.unread] == [3, 4]
    assert read_own_organs("名称,代字\n青溪市某局,青某\n").unread == ((1, "名称,代字"),)
    assert read_own_organs("") == read_own_organs("\n#\n") and not read_own_organs("").organs
    assert isinstance(own.organs[0], Organ)
