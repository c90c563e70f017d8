"""The expectation suites: sound tables pass, each kind of breach is found by the expectation meant for it and named."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import polars as pl
import pytest

from checks.data_tests import SHOWN_ROWS, data_tests
from checks.expectation_frames import chunks, under_test
from checks.expectation_suites import Suite, suites
from checks.expectations import Examined, ExpectationBroke, run_suite
from warehouse.schema import conform, published

FIRST, SECOND = "00000000000000aa-0", "00000000000000bb-0"
SHA = "a" * 64
SOUND: Mapping[str, list[dict[str, Any]]] = {
    "files": [
        {"path": "2009/甲.txt", "sha256": SHA, "accession_year": "2009", "bytes": 9, "state": "read", "pages": 2,
         "pages_read": 2, "text_chars": 5, "first_seen": date(2020, 1, 1), "last_seen": date(2020, 1, 1)},
        {"path": "未分/乙.zip", "accession_year": "unknown", "bytes": 0, "state": "damaged"},
    ],
    "documents": [
        {"doc_id": FIRST, "path": "2009/甲.txt", "part": 0, "document_number": "青政发〔2009〕4号", "number_year": 2009,
         "number_serial": 4, "date_written": date(2009, 3, 4), "date_published": date(2009, 3, 9),
         "date_in_force": date(2009, 5, 1), "validity_end": date(2014, 4, 30), "year": 2009, "carrier": "archive",
         "disclosure_attribute": "", "carrier_class": "official", "normativity": "normative", "sha256": SHA,
         "text_start": 0, "text_end": 5},
        {"doc_id": SECOND, "path": "2009/甲.txt", "part": 1, "document_number": "青禾县人民政府令第3号",
         "date_written": date(2018, 6, 1), "date_published": date(2015, 2, 2), "carrier_class": "official",
         "sha256": SHA, "text_start": 5, "text_end": 5},
    ],
    "fields": [
        {"doc_id": FIRST, "field": "title", "witness": "body", "ordinal": 0, "span_start": 0, "span_end": 3,
         "confidence": 1.0, "chosen": True},
        # the day of writing of the second paper is that of its amendment: it may be later than the web page
        {"doc_id": SECOND, "field": "date_written", "witness": "note", "ordinal": 0, "rule": "note_amended",
         "confidence": 0.5, "chosen": True},
    ],
    "events": [
        {"event_id": "e1", "source_doc_id": FIRST, "relation": "repeal", "scope": "whole", "modality": "enacted",
         "via": "sentence", "effective_basis": "in_force", "effective_date": date(2009, 5, 1), "span_start": 1,
         "span_end": 3, "confidence": 1.0},
    ],
    "pairs": [{"left_doc_id": FIRST, "right_doc_id": SECOND, "verdict": "version", "score": 0.8}],
    "instruments": [
        {"instrument_id": "i1", "work_id": "w1", "held": True, "document_number": "青政发〔2009〕4号", "year": 2009},
        {"instrument_id": "i2", "work_id": "w2", "held": False},
    ],
    "instrument_documents": [{"instrument_id": "i1", "doc_id": FIRST}],
    "status_periods": [
        {"instrument_id": "i1", "valid_from": date(2009, 5, 1), "valid_to": date(2014, 4, 30), "status": "in_force"},
        {"instrument_id": "i1", "valid_from": date(2014, 5, 1), "status": "expired", "confidence": 1.0},
        {"instrument_id": "i2", "valid_from": date(1949, 10, 1), "status": "unknown"},
    ],
    "statuses": [{"instrument_id": "i1", "status": "expired"}, {"instrument_id": "i2", "status": "unknown"}],
    "catalogue": [{"entry_id": "c1", "source": "目录.xlsx", "row_number": 2, "document_number": "青政发〔2009〕4号"}],
    "matches": [{"match_id": "m1", "entry_id": "c1", "doc_id": FIRST, "verdict": "held", "score": 1.0}],
    "gaps": [{"region": "青禾县", "agency_code": "青政发", "year": 2009, "serial": 3, "tier": "explain"}],
}  # fmt: skip


def tables(changed: Mapping[str, list[dict[str, Any]]] | None = None) -> dict[str, pl.DataFrame]:
    """Return the sound tables, some of them changed."""
    rows = {**SOUND, **(changed or {})}
    return {name: conform(name, pl.DataFrame(some, infer_schema_length=None)) for name, some in rows.items()}


def said(name: str, frames: Mapping[str, pl.DataFrame], before: Mapping[str, int] | None = None) -> dict[str, Examined]:
    """Return what one suite says of the tables."""
    (suite,) = (one for one in suites() if one.name == name)
    return {one.expectation.name: one for one in run_suite(suite, under_test(suite, frames, before or {}))}


def failing(tested: Mapping[str, Examined]) -> dict[str, tuple[str, ...]]:
    """Return the rows that break an expectation, by the name of the expectation."""
    return {name: one.rows for name, one in tested.items() if one.failing_rows}


@pytest.mark.parametrize("suite", suites(), ids=lambda suite: suite.name)
def test_sound_and_empty_tables_pass(suite: Suite) -> None:
    sound = tables()
    empty = {name: frame.clear() for name, frame in sound.items()}
    for frames in (sound, empty):
        tested = run_suite(suite, under_test(suite, frames, {name: frame.height for name, frame in frames.items()}))
        assert [one for one in tested if one.failing_rows] == []
        assert len(tested) == len(suite.expectations)


BREACHES = [
    ("files", "state", "lost", "files_one_of_state", "no such state in the contract"),
    ("files", "state", None, "files_not_null_state", "a path that nothing became of"),
    ("files", "state", "", "files_not_null_state", "an empty word is no word"),
    ("files", "accession_year", "2005-2008", "files_like_accession_year", "a range is not a year"),
    ("files", "sha256", "A" * 64, "files_like_sha256", "not as it is written everywhere else"),
    ("files", "pages_read", 3, "files_not_less_pages", "more pages read than there are"),
    ("files", "bytes", -1, "files_within_bytes", "no file is smaller than nothing"),
    ("files", "last_seen", date(2019, 1, 1), "files_not_less_last_seen", "seen last before it was seen first"),
    ("documents", "doc_id", "甲-0", "documents_like_doc_id", "does not point back at the bytes"),
    ("documents", "carrier_class", "order", "documents_one_of_carrier_class", "not of the contract"),
    ("documents", "path", None, "documents_not_null_path", "no way back to the file"),
    ("documents", "normativity", "maybe", "documents_one_of_normativity", "not of the contract"),
    ("documents", "carrier", "radio", "documents_one_of_carrier", "not of the contract"),
    ("documents", "date_written", date(1905, 3, 4), "documents_within_date_written", "before there was a government"),
    ("documents", "date_in_force", date(2209, 5, 1), "documents_within_date_in_force", "2009 misread"),
    ("documents", "date_written", date(2009, 3, 10), "documents_not_less_date_published", "written after published"),
    ("documents", "date_printed", date(2009, 3, 1), "documents_not_less_date_printed", "printed before written"),
    ("documents", "validity_end", date(2009, 4, 30), "documents_not_less_validity_end", "ends before it begins"),
    ("documents", "text_start", 6, "documents_not_less_text_end", "ends before it begins"),
    ("documents", "number_year", 209, "documents_within_number_year", "a digit lost"),
    ("documents", "number_serial", 0, "documents_within_number_serial", "series begin with 1"),
    ("documents", "document_number", "青政发[2009]4号", "documents_like_document_number", "not the canonical brackets"),
    ("documents", "document_number", "青政发〔2009〕4", "documents_like_document_number", "not written to its end"),
    ("documents", "document_number", "青政发〔2009〕04号", "documents_equal_document_number",
     "the pattern lets a leading nought pass, the grammar writes 4"),
    ("fields", "witness", "hearsay", "fields_one_of_witness", "not of the contract"),
    ("fields", "chosen", None, "fields_not_null_chosen", "taken or not?"),
    ("fields", "confidence", 1.5, "fields_within_confidence", "a share of one"),
    ("fields", "span_end", -1, "fields_not_less_span_end", "ends before it begins"),
    ("events", "relation", "annul", "events_one_of_relation", "not of the contract"),
    ("events", "modality", None, "events_not_null_modality", "enacted or merely reported?"),
    ("events", "effective_date", date(1900, 1, 1), "events_within_effective_date", "before there was a government"),
    ("events", "expected_count", 0, "events_within_expected_count", "a list of nothing"),
    ("pairs", "verdict", "near", "pairs_one_of_verdict", "not of the contract"),
    ("pairs", "score", -0.1, "pairs_within_score", "a share of one"),
    ("instruments", "held", None, "instruments_not_null_held", "the first thing the count says"),
    ("instruments", "year", 20009, "instruments_within_year", "a digit too many"),
    ("instruments", "document_number", "某文件", "instruments_like_document_number", "no number at all"),
    ("status_periods", "status", "dormant", "status_periods_one_of_status", "not of the contract"),
    ("status_periods", "valid_to", date(2009, 4, 30), "status_periods_not_less_valid_to", "ends before it begins"),
    ("status_periods", "valid_from", date(1911, 1, 1), "status_periods_within_valid_from", "before 1949"),
    ("catalogue", "source", None, "catalogue_not_null_source", "no way back to the sheet"),
    ("catalogue", "document_number", "4号文", "catalogue_like_document_number", "what is no number is left empty"),
    ("matches", "verdict", "lost", "matches_one_of_verdict", "not of the contract"),
    ("gaps", "tier", "fatal", "gaps_one_of_tier", "not of the contract"),
    ("gaps", "serial", 0, "gaps_within_serial", "series begin with 1"),
]  # fmt: skip


def breach(number: int) -> dict[str, Any]:
    """Return the sound first row of the table with the one thing wrong, under a key of its own."""
    table, column, value, *_ = BREACHES[number]
    row = {**SOUND[table][0], keys(table)[0]: f"{number:016x}-0"}
    return {**row, column: value}


def keys(table: str) -> list[str]:
    """Return the key columns of a table."""
    return next(one.keys for one in published() if one.name == table)


@cache
def breached(table: str) -> dict[str, Examined]:
    """Return what the suite says of the table with all its breaches, one a row, beside the sound rows."""
    wrong = [breach(number) for number, one in enumerate(BREACHES) if one[0] == table]
    return said(table, tables({table: [*SOUND[table], *wrong]}))


@pytest.mark.parametrize("number", range(len(BREACHES)), ids=lambda number: f"{BREACHES[number][3]}-{number}")
def test_a_breach_is_found_by_the_expectation_meant_for_it(number: int) -> None:
    table, _, _, check, why = BREACHES[number]
    row = breach(number)
    examined = breached(table)[check]
    assert " ".join(str(row[key]) for key in keys(table)) in examined.rows, why
    sound = {" ".join(str(one[key]) for key in keys(table)) for one in SOUND[table]}
    assert not sound & set(examined.rows), "and what is sound is not blamed"


@pytest.mark.parametrize("table", ["files", "fields", "status_periods", "gaps"])
def test_a_key_that_stands_twice_is_named(table: str) -> None:
    twice = failing(said(table, tables({table: [*SOUND[table], SOUND[table][0]]})))
    assert list(twice) == [f"{table}_key"]
    assert len(twice[f"{table}_key"]) == 1


def test_a_key_that_is_missing_is_named() -> None:
    without = [{**SOUND["gaps"][0], "serial": None}]
    assert failing(said("gaps", tables({"gaps": without}))) == {"gaps_key": ("青禾县 青政发 2009 ∅",)}


def test_a_column_of_another_type_is_named() -> None:
    frames = tables()
    frames["documents"] = frames["documents"].with_columns(
        pl.col("date_printed").cast(pl.String), pl.col("part").cast(pl.Float64)
    )
    wrong = failing(said("documents", frames))
    assert wrong["documents_types"] == ("date_printed", "part")
    # nothing can be said of the days in a column of texts: what is expected of them does not hold
    assert wrong["documents_not_less_date_printed"] == wrong["documents_within_date_printed"] == ("date_printed",)
    assert len(wrong) == 3


@pytest.mark.parametrize(
    ("changed", "book", "why"),
    [
        ({"files": [{**SOUND["files"][0], "state": "lost"}]}, "files_by_state", "a state that no one counts"),
        ({"documents": [{**SOUND["documents"][0], "path": "b"}]}, "documents_by_file", "of a file that is not there"),
        ({"statuses": SOUND["statuses"][:1]}, "instruments_with_status", "an instrument without a standing"),
        ({"status_periods": SOUND["status_periods"][:2]}, "instruments_with_periods", "or without a life"),
        ({"instrument_documents": []}, "instruments_held", "held, and no paper carries it"),
        ({"statuses": [{"instrument_id": "i1", "status": "amended"}, *SOUND["statuses"][1:]]}, "statuses_in_periods",
         "a standing that is in no stretch of its life"),
        ({"matches": []}, "entries_matched", "an entry that was never compared"),
    ],
)  # fmt: skip
def test_books_that_do_not_balance_are_named(changed: Mapping[str, list[dict[str, Any]]], book: str, why: str) -> None:
    tested = said("books", tables(changed))["books_balance"]
    assert tested.expectation.severity == "blocking"
    assert book in [row.split()[0] for row in tested.rows], why


def test_what_is_made_after_the_day_balances() -> None:
    later = {"instrument_id": "i2", "status": "not_yet_in_force", "rule": "not_yet_made"}
    tested = said("books", tables({"statuses": [SOUND["statuses"][0], later]}))["books_balance"]
    assert not tested.rows, "its life begins later, and no stretch of it has that standing"


@pytest.mark.parametrize(
    ("before", "shrunk", "why"),
    [
        ({}, (), "nothing was published before"),
        ({"files": 2, "documents": 2}, (), "as many as before"),
        ({"files": 1}, (), "more than before"),
        ({"files": 20, "documents": 2}, ("files 20 2",), "most of the files are gone"),
        ({"gaps": 500}, (), "fewer gaps are good news"),
    ],
)
def test_a_table_that_has_shrunk_is_named(before: Mapping[str, int], shrunk: tuple[str, ...], why: str) -> None:
    tested = said("drift", tables(), before)["tables_keep_their_rows"]
    assert tested.rows == shrunk, why
    assert tested.expectation.severity == "warning"


def test_chunks_keep_a_key_together_and_add_up() -> None:
    (suite,) = (one for one in suites() if one.name == "pairs")
    rows = [{**SOUND["pairs"][0], "left_doc_id": f"{number // 4:04d}", "score": 2.0} for number in range(40)]
    frame = under_test(suite, {"pairs": conform("pairs", pl.DataFrame(rows))}, {})
    pieces = list(chunks(suite, frame, size=6))
    assert [piece.height for piece in pieces] == [8, 8, 8, 8, 8]
    tested = {one.expectation.name: one for one in run_suite(suite, frame, size=6)}
    assert tested["pairs_key"].failing_rows == 10 == len(tested["pairs_key"].rows)
    assert tested["pairs_within_score"].failing_rows == 10


def test_the_rows_that_are_named_are_capped_and_the_count_is_not() -> None:
    rows = [{"match_id": f"m{number:04d}", "verdict": "lost"} for number in range(SHOWN_ROWS + 50)]
    tested = said("matches", tables({"matches": rows}))["matches_one_of_verdict"]
    assert tested.failing_rows == SHOWN_ROWS + 50
    assert tested.rows == tuple(f"m{number:04d}" for number in range(SHOWN_ROWS))


def test_a_defect_inside_the_library_is_raised_and_is_no_failing_check() -> None:
    (suite,) = (one for one in suites() if one.name == "gaps")
    texts = under_test(suite, tables(), {}).with_columns(pl.lit("两千").alias("year"))
    with pytest.raises(ExpectationBroke, match="gaps_within_year"):
        run_suite(replace(suite, types={}), texts)


def test_names_are_one_of_a_kind_and_twins_exist() -> None:
    tests = {one.name for one in data_tests()} | {f"key_{one.name}" for one in published()}
    expectations = [one for suite in suites() for one in suite.expectations]
    names = [one.name for one in expectations]
    assert len(set(names)) == len(names) and not set(names) & tests
    assert {one.named_by for one in expectations} <= tests | {""}
    assert {one.severity for one in expectations} == {"blocking", "warning"}


def test_types_are_those_of_the_dictionary() -> None:
    kinds = {"str": pl.String(), "int": pl.Int64(), "float": pl.Float64(), "bool": pl.Boolean(), "date": pl.Date()}
    for suite in suites():
        schema = {column.name: column.type for one in published() if one.name == suite.table for column in one.columns}
        assert {name: kinds[kind] for name, kind in suite.types.items()} == {name: schema[name] for name in suite.types}


def test_the_suites_are_known_without_the_library() -> None:
    code = (
        "import sys, checks.expectations as one; print(len(one.chunks.__name__), 'great_expectations' in sys.modules)"
    )
    outcome = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert outcome.stdout.split()[-1] == "False"
