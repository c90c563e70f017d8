"""``dishu rules``: the list, one rule explained, and what fired in the newest publication."""

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from gongwen.rule_book import rule_book
from gongwen.rule_traces import trace_of
from pipelines.cli import main
from pipelines.opening import newest


def test_a_rule_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "norm.praise"]) == 0
    told = capsys.readouterr().out
    assert "norm.praise" in told and "-8" in told and "国办发〔2018〕115号" in told and "表彰" in told


def test_the_beginning_of_an_id_lists_the_family(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "number"]) == 0
    told = capsys.readouterr().out
    assert "number.mended" in told and "number.year_first" in told and "norm.praise" not in told


def test_all_are_listed_in_english_too(capsys: pytest.CaptureFixture[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.cli", "rules"], capture_output=True, text=True, check=True,
        env={"DISHU_LANG": "en", "PATH": "", "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert all(rule.rule_id in done.stdout for rule in rule_book())
    assert "what it does" in done.stdout


def test_an_unknown_rule_is_refused_with_what_is_near(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "norm.prais"]) == 0  # a beginning
    capsys.readouterr()
    assert main(["rules", "norm.praises"]) == 2
    assert "norm.praise" in capsys.readouterr().err


def test_a_home_without_a_publication_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--home", str(tmp_path)]) == 2
    assert capsys.readouterr().err


def test_what_fired_is_counted_and_every_rule_that_fired_is_known(
    sample_run: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    named = {rule.rule_id for rule in rule_book()}
    with duckdb.connect(str(newest(sample_run[0])), read_only=True) as connection:
        found = connection.execute(
            "SELECT DISTINCT 'field', rule FROM fields WHERE witness NOT IN ('page_table', 'meta', 'catalogue')"
            " UNION SELECT DISTINCT 'event', rule FROM events UNION SELECT DISTINCT 'status', rule FROM statuses"
        ).fetchall()
        count = connection.execute("SELECT count(*) FROM fields WHERE rule = 'signature'").fetchone()
    assert not [rule for family, rule in found if rule not in named and f"{family}.{rule}" not in named]
    assert count and main(["rules", "field.signature", "--home", str(sample_run[0])]) == 0
    assert f"fields {count[0]} 次" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("rule_id", "tables", "why"),
    [
        ("number.bracketed", ("fields", "citations"), "how a number is read is counted where it is quoted"),
        ("date.full", ("fields",), "and a date"),
    ],
)
def test_how_numbers_and_dates_were_read_is_counted(
    sample_run: tuple[Path, str], capsys: pytest.CaptureFixture[str], rule_id: str, tables: tuple[str, ...], why: str
) -> None:
    assert main(["rules", rule_id, "--home", str(sample_run[0])]) == 0
    told = capsys.readouterr().out
    assert all(f"{table} " in told for table in tables) and "没有用到" not in told, why


def test_words_and_laws_of_places_are_counted_or_it_is_said_why_not(
    sample_run: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    for rule in rule_book():
        trace = trace_of(rule)
        assert (trace is not None) is (rule.kind in ("wording", "place")), rule.rule_id
        assert trace is None or bool(trace.table) is not bool(trace.why), rule.rule_id
    assert main(["rules", "wording.effect_verbs.verb", "--home", str(sample_run[0])]) == 0
    with duckdb.connect(str(newest(sample_run[0])), read_only=True) as connection:
        repeals = connection.execute("SELECT count(*) FROM events WHERE contains(evidence, '废止')").fetchone()
    told = capsys.readouterr().out
    counted = re.search(r"events (\d+) 行写有", told)
    assert repeals and counted and int(counted[1]) >= repeals[0] > 0
    assert main(["rules", "wording", "--home", str(sample_run[0])]) == 0  # every column is there
    assert "清洗以后不留痕迹" in re.sub(r"\s", "", capsys.readouterr().out)
    assert main(["rules", "zhejiang_372.in_force_delay_days", "--home", str(sample_run[0])]) == 0
    assert "程序不据以判断" in capsys.readouterr().out
