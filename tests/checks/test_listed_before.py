"""Lists of continuation and reviewers outrank the weighed rules of normativity."""

import polars as pl

from checks.listed_before import keep_reviewed, reviewed, with_listed

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
