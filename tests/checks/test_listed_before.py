"""Lists of continuation and reviewers outrank the weighed rules of normativity."""

import polars as pl

from checks.listed_before import documents_listed, keep_reviewed, reviewed, with_listed

INSTRUMENTS = pl.DataFrame(
    {
        "instrument_id": ["a", "b", "c", "d"],
        "region": ["青溪市", "青溪市", "青禾县", "青溪市"],
        "document_number": ["青政发〔2011〕3号", "青政发〔2011〕4号", "青政发〔2011〕3号", "青溪市人民政府令第3号"],
        "normativity": ["needs_review", "needs_review", "not_normative", "not_normative"],
    }
)
DOCUMENTS = pl.DataFrame(
    {
        "doc_id": ["list", "draft", "1"],
        "region": ["青溪市", "青溪市", "青溪市"],
        "carrier_class": ["official", "draft", "official"],
        "normativity": ["normative", "not_normative", "not_normative"],
    }
)


def stated(source: str, number: str, *, modality: str = "enacted", via: str = "list_row") -> dict[str, str]:
    return {
        "source_doc_id": source, "relation": "continue", "modality": modality, "via": via, "target_number": number,
        "evidence": f"1. 青溪市供水办法（{number}）",
    }  # fmt: skip


def verdicts(*events: dict[str, str]) -> list[str]:
    frame = pl.DataFrame(list(events)) if events else pl.DataFrame()
    return with_listed(INSTRUMENTS, frame, DOCUMENTS).get_column("normativity").to_list()


BEFORE = INSTRUMENTS.get_column("normativity").to_list()


def test_a_listed_document_of_the_place_is_normative_and_no_other() -> None:
    assert verdicts(stated("list", "青政发〔2011〕3号")) == ["normative", *BEFORE[1:]]


def test_drafts_sentences_proposals_and_lists_of_rules_change_nothing() -> None:
    assert verdicts() == BEFORE
    assert verdicts(stated("draft", "青政发〔2011〕3号")) == BEFORE
    assert verdicts(stated("list", "青政发〔2011〕3号", modality="proposed")) == BEFORE
    assert verdicts(stated("list", "青政发〔2011〕3号", via="sentence")) == BEFORE
    assert verdicts(stated("list", "青溪市人民政府令第3号")) == BEFORE


def test_a_reviewer_outranks_the_list() -> None:
    fields = pl.DataFrame(
        {"doc_id": ["1", "list"], "field": ["normativity"] * 2, "witness": ["reviewer", "body"], "chosen": [True, True]}
    )
    assert reviewed(fields) == {"1"}
    listed = with_listed(INSTRUMENTS, pl.DataFrame([stated("list", "青政发〔2011〕3号")]), DOCUMENTS)
    carriers = pl.DataFrame({"instrument_id": ["a", "b"], "doc_id": ["1", "list"]})
    kept = keep_reviewed(listed, carriers, DOCUMENTS, reviewed(fields)).get_column("normativity").to_list()
    assert kept == ["not_normative", *BEFORE[1:]]


def test_the_row_of_the_list_is_the_witness_of_what_it_names() -> None:
    held = pl.DataFrame(
        {
            "doc_id": ["a", "b", "c", "list"],
            "region": ["青溪市", "青溪市", "青禾县", "青溪市"],
            "document_number": ["青政发〔2011〕3号", "青政发〔2011〕4号", "青政发〔2011〕3号", "青政发〔2018〕1号"],
            "carrier_class": ["official"] * 4,
            "normativity": ["needs_review", "needs_review", "not_normative", "normative"],
            "accession_year": ["2011"] * 4,
        }
    )
    weighed = pl.DataFrame(
        {
            "doc_id": ["a", "b"], "field": ["normativity"] * 2, "witness": ["body"] * 2, "ordinal": [0, 0],
            "value": ["needs_review"] * 2, "rule": ["norm.sum"] * 2, "chosen": [True, True],
        }
    )  # fmt: skip
    events = pl.DataFrame([stated("list", "青政发〔2011〕3号；青政发〔2011〕4号")])
    documents, fields = documents_listed(held, weighed, events)
    assert documents.get_column("normativity").to_list() == ["normative", "normative", "not_normative", "normative"]
    chosen = fields.filter(pl.col("chosen")).select("doc_id", "witness", "rule", "raw").rows()
    row = "1. 青溪市供水办法（青政发〔2011〕3号；青政发〔2011〕4号）"
    assert chosen == [(doc, "catalogue", "norm.listed_to_continue", row) for doc in ("a", "b")]
    assert fields.height == 4  # what was weighed is kept
    by_hand = weighed.with_columns(witness=pl.lit("reviewer"))
    assert documents_listed(held, by_hand, events)[1].height == 2, "a reviewer outranks the list"
