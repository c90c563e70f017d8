"""What is proposed for a cleanup, why, with which words; and that every document in scope has exactly one row."""

import json
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from checks.campaigns import base_hash, campaign_base, campaigns
from checks.cleanup import evidence_hash, propose
from gongwen.cleanup import (
    abolished_organs,
    competition_signs,
    last_deadline,
    last_task_year,
    reasons,
    sentence_at,
    upper_law,
)

AS_OF = date(2025, 1, 1)
TEXT = {
    "normativity": "normative",
    "held": True,
    "issuer": "云溪市人民政府",
    "region": "云溪市",
    "year": 2018,
    "work_id": None,
}


def world(
    *instruments: dict[str, Any],
    events: list[dict[str, Any]] | None = None,
    citations: list[dict[str, Any]] | None = None,
    decisions: pl.DataFrame | None = None,
) -> dict[str, Any]:
    """The tables, one document an instrument; what is not said is plain: normative, held, in force, of 2018."""
    rows = [TEXT | {"title": "云溪市河道管理办法", "document_number": None} | one for one in instruments]
    statuses = [
        {
            "instrument_id": row["instrument_id"],
            "status": row.get("status", "in_force"),
            "since": row.get("since"),
            "because": row.get("because", []),
            "open_questions": row.get("questions", []),
        }
        for row in rows
    ]
    documents = [
        {
            "doc_id": f"d-{row['instrument_id']}",
            "title": row["title"],
            "document_number": row["document_number"],
            "date_written": row.get("written", date(2018, 3, 1)),
            "validity_end": row.get("end"),
            "text": row.get("text", ""),
        }
        for row in rows
    ]
    documents.append(
        {
            "doc_id": "source",
            "title": "云溪市人民政府关于清理结果的通知",
            "document_number": "云政发〔2022〕1号",
            "date_written": date(2022, 1, 1),
            "validity_end": None,
            "text": "",
        }
    )
    carried = [
        {
            "instrument_id": row["instrument_id"],
            "doc_id": f"d-{row['instrument_id']}",
            "role": "text",
            "is_text_of_record": True,
        }
        for row in rows
    ]
    columns = ["instrument_id", *TEXT, "title", "document_number"]
    held_events = [
        {
            "event_id": f"v{place}",
            "source_doc_id": "source",
            "modality": "enacted",
            "scope": "whole",
            "effective_date": None,
        }
        | event
        for place, event in enumerate(events or [])
    ]
    targets = [{"event_id": row["event_id"], "instrument_id": row["on"], "chosen": True} for row in held_events]
    dates: dict[str, Any] = {"date_written": pl.Date, "validity_end": pl.Date, "document_number": pl.String}
    return {
        "instruments": pl.DataFrame(
            [{name: row[name] for name in columns} for row in rows], schema_overrides={"work_id": pl.String}
        ),
        "statuses": pl.DataFrame(
            statuses,
            schema_overrides={"since": pl.Date, "because": pl.List(pl.String), "open_questions": pl.List(pl.String)},
        ),
        "documents": pl.DataFrame(documents, schema_overrides=dates),
        "instrument_documents": pl.DataFrame(carried),
        "events": pl.DataFrame(held_events),
        "event_targets": pl.DataFrame(targets),
        "pairs": pl.DataFrame(),
        "citations": pl.DataFrame(citations or [], schema_overrides={"target_instrument_id": pl.String})
        if citations
        else pl.DataFrame(),
        "decisions": decisions if decisions is not None else pl.DataFrame(),
        "rules": pl.DataFrame(),
        "as_of": AS_OF,
    }


def only(tables: dict[str, Any]) -> dict[str, Any]:
    (row,) = propose(**tables).filter(pl.col("instrument_id") == "a").iter_rows(named=True)
    return row


def said(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["proposal"], row["reason_code"], row["certainty"]


def test_nothing_against_it() -> None:
    row = only(world({"instrument_id": "a", "text": "第一条 为了加强河道管理，制定本办法。"}))
    assert said(row) == ("continue_in_force", "valid_needed", "certain")
    assert row["review_state"] == "open"


@pytest.mark.parametrize(
    ("more", "expected", "why"),
    [
        ({"normativity": "needs_review"}, ("continue_in_force", "valid_needed", "doubtful"), "may be none at all"),
        ({"status": "unknown"}, ("continue_in_force", "valid_needed", "unknown"), "its status is not known"),
        ({"status": "disputed"}, ("continue_in_force", "valid_needed", "unknown"), "its status is disputed"),
        ({"questions": ["甲"]}, ("continue_in_force", "valid_needed", "doubtful"), "a question is open"),
        (
            {"status": "expired", "end": date(2023, 3, 1)},
            ("declare_invalid", "term_expired", "certain"),
            "its stated term is over",
        ),
        (
            {"end": date(2025, 4, 1)},
            ("continue_in_force", "valid_needed", "doubtful"),
            "its term ends within half a year: it has to be published again",
        ),
        (
            {"title": "云溪市2013—2015年渡口改造实施方案"},
            ("declare_invalid", "task_done", "doubtful"),
            "the period in its title is over",
        ),
        (
            {"title": "云溪市“十三五”河道整治办法"},
            ("declare_invalid", "task_done", "doubtful"),
            "the five-year plan is over",
        ),
        (
            {"title": "云溪市暂住证管理办法"},
            ("declare_invalid", "object_gone", "doubtful"),
            "what it regulates is no more",
        ),
        (
            {"text": "第三条 市环境保护局负责监督。"},
            ("to_be_revised", "organ_change", "doubtful"),
            "an organ it charges was abolished",
        ),
        (
            {"text": "采购时优先采购本市产品。"},
            ("repeal", "anti_competition", "doubtful"),
            "it favours local goods",
        ),
    ],
)
def test_signals(more: dict[str, Any], expected: tuple[str, str, str], why: str) -> None:
    assert said(only(world({"instrument_id": "a"} | more))) == expected, why


def test_a_stated_repeal_is_a_fact_with_its_sentence() -> None:
    sentence = "《云溪市河道管理办法》自本通知印发之日起废止。"
    tables = world(
        {"instrument_id": "a", "status": "repealed", "since": date(2022, 1, 1), "because": ["v0"]},
        events=[{"relation": "repeal", "on": "a", "evidence": sentence}],
    )
    row = only(tables)
    assert said(row) == ("repeal", "already_ended", "certain")
    assert row["evidence"] == [sentence]
    assert "云政发〔2022〕1号" in row["reasons"][0]


def test_a_stated_invalidity_stays_one() -> None:
    tables = world(
        {"instrument_id": "a", "status": "declared_invalid", "since": date(2022, 1, 1), "because": ["v0"]},
        events=[{"relation": "declare_invalid", "on": "a", "evidence": "下列文件宣布失效"}],
    )
    assert said(only(tables)) == ("declare_invalid", "already_ended", "certain")


def test_an_extended_term_ends_when_the_extension_does() -> None:
    tables = world(
        {
            "instrument_id": "a",
            "status": "expired",
            "since": date(2024, 1, 1),
            "because": ["v0", "v1"],
            "end": date(2020, 12, 31),
        },
        events=[
            {"relation": "expire_self", "on": "a", "evidence": "有效期至2020年12月31日"},
            {"relation": "extend", "on": "a", "evidence": "有效期延长至2023年12月31日"},
        ],
    )
    row = only(tables)
    assert said(row) == ("declare_invalid", "term_expired", "certain")
    assert "2023-12-31" in row["reasons"][0]
    assert len(row["evidence"]) == 2


def test_a_continuation_that_the_status_leaves_out_makes_an_ended_term_doubtful() -> None:
    tables = world(
        {"instrument_id": "a", "status": "expired", "since": date(2024, 1, 1), "because": []},
        events=[{"relation": "continue", "on": "a", "evidence": "继续有效，有效期重新计算"}],
    )
    assert said(only(tables)) == ("declare_invalid", "term_expired", "doubtful")


def test_a_revoked_decision_names_the_one_that_revoked_it() -> None:
    tables = world(
        {"instrument_id": "a", "status": "repealed", "since": date(2022, 1, 1), "because": ["v0"]},
        events=[{"relation": "revoke", "on": "a", "evidence": "撤销《关于废止河道管理办法的决定》"}],
    )
    row = only(tables)
    assert said(row) == ("repeal", "already_ended", "certain")
    assert "云政发〔2022〕1号" in row["reasons"][0]


def test_a_residual_lapse_is_never_certain() -> None:
    tables = world(
        {"instrument_id": "a", "status": "residual_lapsed", "since": date(2022, 1, 1), "because": ["v0"]},
        events=[{"relation": "residual_lapse", "on": "a", "evidence": "未列入目录的，不再执行"}],
    )
    assert said(only(tables)) == ("declare_invalid", "applicability_over", "doubtful")


def test_a_proposed_repeal_is_no_signal() -> None:
    event = {"relation": "repeal", "on": "a", "evidence": "建议废止", "modality": "proposed"}
    assert said(only(world({"instrument_id": "a"}, events=[event])))[1] == "valid_needed"


def test_an_overdue_revision_comes_first() -> None:
    event = {"relation": "to_be_revised", "on": "a", "evidence": "拟修改", "effective_date": date(2022, 12, 31)}
    row = only(world({"instrument_id": "a"}, events=[event]))
    assert said(row) == ("repeal", "revision_overdue", "doubtful")
    assert row["priority"] < only(world({"instrument_id": "a"}))["priority"]


def test_a_later_version_by_the_same_organ() -> None:
    later = {"instrument_id": "b", "work_id": "w", "written": date(2021, 5, 1), "document_number": "云政发〔2021〕5号"}
    row = only(world({"instrument_id": "a", "work_id": "w"}, later))
    assert said(row) == ("repeal", "superseded_not_repealed", "doubtful")
    assert "云政发〔2021〕5号" in row["reasons"][0]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"issuer": "白石县人民政府"}, "another organ's text of the same template"),
        ({"written": date(2016, 5, 1)}, "an earlier version"),
        ({"held": False}, "a version that is only cited"),
    ],
)
def test_what_is_no_later_version(more: dict[str, Any], why: str) -> None:
    other = {"instrument_id": "b", "work_id": "w", "written": date(2021, 5, 1)} | more
    assert only(world({"instrument_id": "a", "work_id": "w"}, other))["reason_code"] == "valid_needed", why


def cited(title: str, text: str, target: str | None = None) -> dict[str, Any]:
    start = text.index("《")
    return {
        "doc_id": "d-a",
        "span_start": start,
        "span_end": text.index("》") + 1,
        "title": title,
        "as_basis": True,
        "target_instrument_id": target,
    }


def test_a_basis_that_is_repealed_is_shown_in_its_sentence() -> None:
    text = "为了规范管理。根据《云岭省渡口条例》，制定本办法。第一条"
    tables = world(
        {"instrument_id": "a", "text": text},
        {"instrument_id": "b", "title": "云岭省渡口条例", "held": False, "status": "repealed"},
        citations=[cited("云岭省渡口条例", text, "b")],
    )
    row = only(tables)
    assert said(row) == ("repeal", "basis_repealed", "doubtful")
    assert row["evidence"] == ["根据《云岭省渡口条例》，制定本办法。"]


def test_a_basis_that_was_replaced_asks_for_revision() -> None:
    text = "根据《中华人民共和国合同法》，制定本办法。"
    tables = world({"instrument_id": "a", "text": text}, citations=[cited("中华人民共和国合同法", text)])
    assert said(only(tables)) == ("to_be_revised", "basis_amended", "doubtful")


def test_every_document_in_scope_has_one_row_and_others_have_none() -> None:
    tables = world(
        {"instrument_id": "a"},
        {"instrument_id": "b", "normativity": "needs_review"},
        {"instrument_id": "c", "normativity": "not_normative"},
        {"instrument_id": "d", "held": False},
    )
    found = propose(**tables)
    assert found.get_column("instrument_id").to_list() == ["a", "b"]
    assert set(found.get_column("proposal")) <= {reason.result for reason in reasons().values()}


def test_decisions_are_remembered_and_come_back_when_the_evidence_changes() -> None:
    def decided(seen: str, **more: Any) -> pl.DataFrame:
        row = {
            "seq": 1,
            "subject_kind": "instrument",
            "subject_key": "a",
            "evidence_hash": seen,
            "supersedes": None,
        } | more
        return pl.DataFrame([row], schema_overrides={"supersedes": pl.Int64})

    row = only(world({"instrument_id": "a"}))
    now = evidence_hash(row["proposal"], row["reason_code"], row["evidence"])
    states = {
        seen: only(world({"instrument_id": "a"}, decisions=decided(seen)))["review_state"]
        for seen in (now, "other", "")
    }
    assert states == {now: "decided", "other": "reopened", "": "decided"}


@pytest.mark.parametrize(
    ("title", "year", "why"),
    [
        ("云溪市2013—2015年渡口改造方案", 2015, "a range"),
        ("云溪市渡口改造三年行动计划（2018-2020年）", 2020, "a range in brackets"),
        ("云溪市2012年工作要点", 2012, "a year's work"),
        ("云溪市“十二五”规划", 2015, "a five-year plan"),
        ("云溪市河道管理办法（2019年修订）", None, "the year of an edition"),
        ("关于废止2010年文件的决定", None, "years of other documents"),
        ("云溪市河道管理办法第十五条的说明", None, "an article"),
        ("云溪市河道管理办法", None, "no year"),
    ],
)
def test_task_years(title: str, year: int | None, why: str) -> None:
    assert last_task_year(title) == year, why


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        ("由市环境保护局、市工商局负责。", ["环境保护局", "工商局"], "both abolished in 2018"),
        ("由市文化和旅游局负责。", [], "the new organ's name ends like the old one's"),
        ("《市环保局关于检查的通知》同时执行。", [], "inside a title"),
        ("由市市场监督管理局负责。", [], "an organ of today"),
    ],
)
def test_abolished_organs(text: str, words: list[str], why: str) -> None:
    assert [sign.word for sign in abolished_organs(text, made=date(2016, 1, 1))] == words, why


def test_an_organ_abolished_before_the_document_was_made_is_no_sign() -> None:
    assert abolished_organs("原市环境保护局的职责", made=date(2020, 1, 1)) == []


def test_deadlines_favour_the_latest() -> None:
    found = last_deadline("2014年底前完成一期。2015年12月底前完成二期改造；2013年底前完成。")
    assert found is not None
    assert (found.year, found.sentence) == (2015, "2015年12月底前完成二期改造；")


def test_competition_words() -> None:
    assert [sign.sentence for sign in competition_signs("甲。同等条件下优先采购本地产品。乙")] == [
        "同等条件下优先采购本地产品。"
    ]


@pytest.mark.parametrize("title", ["合同法", "中华人民共和国合同法", "《中华人民共和国合同法》"])
def test_upper_laws_go_with_and_without_the_state(title: str) -> None:
    law = upper_law(title)
    assert law is not None
    assert law.successor == "民法典"


def test_a_sentence_of_an_endless_line_is_cut() -> None:
    text = "甲" * 10_000
    assert len(sentence_at(text, 5000, 5002)) <= 402


def store(*rows: dict[str, Any]) -> pl.DataFrame:
    plain = {"field": "", "result": "", "snapshot": "", "supersedes": None, "decided_at": datetime(2025, 1, 1)}
    held = [plain | {"seq": number} | row for number, row in enumerate(rows, start=1)]
    return pl.DataFrame(held, schema_overrides={"supersedes": pl.Int64})


def frozen(*instruments: str, campaign: str = "2025") -> dict[str, Any]:
    snapshot = {"name": "2025年清理", "cutoff": "2024-12-31", "scope": "云溪市", "instruments": list(instruments)}
    return {
        "subject_kind": "campaign",
        "subject_key": campaign,
        "field": "freeze",
        "snapshot": json.dumps(snapshot, ensure_ascii=False),
    }


def result(instrument: str, value: str, **more: Any) -> dict[str, Any]:
    return {"subject_kind": "instrument", "subject_key": instrument, "result": value} | more


INSTRUMENTS = pl.DataFrame({"instrument_id": ["a", "b"], "issuer": ["云溪市人民政府", "云溪市水利局"]})


def test_a_frozen_base_stays_as_it_was() -> None:
    decisions = store(frozen("b", "a", "a"), frozen("a", "b", "c"))
    (row,) = campaigns(decisions).iter_rows(named=True)
    assert (row["name"], row["cutoff"], row["base_hash"]) == ("2025年清理", date(2024, 12, 31), base_hash(["a", "b"]))
    assert campaign_base(decisions, INSTRUMENTS).get_column("instrument_id").to_list() == ["a", "b"]


def test_every_instrument_of_the_base_is_on_one_list_or_on_none() -> None:
    decisions = store(
        frozen("a", "b", "gone"),
        result("a", "continue_in_force", field="opinion"),
        result("a", "repeal"),
        result("b", "continue_in_force"),
        result("b", "to_be_revised", supersedes=4),
    )
    rows = campaign_base(decisions, INSTRUMENTS).select("instrument_id", "organ", "opinion", "result", "list").rows()
    assert rows == [
        ("a", "云溪市人民政府", "continue_in_force", "repeal", "废止"),
        ("b", "云溪市水利局", None, "to_be_revised", "拟修改"),
        ("gone", None, None, None, None),
    ]


def test_an_issued_cleanup_bears_its_number() -> None:
    issue = {"subject_kind": "campaign", "subject_key": "2025", "field": "issue"}
    snapshot = json.dumps({"decision_number": "云政发〔2025〕9号", "issued_on": "2025-06-01"}, ensure_ascii=False)
    (row,) = campaigns(store(frozen("a"), issue | {"snapshot": snapshot})).iter_rows(named=True)
    assert (row["decision_number"], row["issued_on"]) == ("云政发〔2025〕9号", date(2025, 6, 1))


def test_no_cleanup_no_rows() -> None:
    assert campaigns(pl.DataFrame()).is_empty()
    assert campaign_base(pl.DataFrame(), pl.DataFrame()).is_empty()
