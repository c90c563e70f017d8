"""The checks of a publication: what a breach does to it, what `dishu check` says, and the page that shows both."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines.checking import planned_checks
from pipelines.cli import main
from pipelines.exit_codes import NEEDS_A_PERSON, OK, UNBALANCED, WRONG_USAGE
from pipelines.states import WHOLE, States
from warehouse.decisions import Decision, DecisionStore
from warehouse.lake import Lake

HOSTILE = '关于<script src="//x">alert(1)</script>的通知'
PAPER = """青禾县人民政府关于报送{name}名单的通知
青政发〔{year}〕{serial}号

各乡镇人民政府：
　　请报送{name}名单。

青禾县人民政府
{written}年3月5日
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder with an inbox and a home."""

    root: Path

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def command(self) -> list[str]:
        return ["run", "--inbox", str(self.root / "inbox"), "--home", str(self.home), "--as-of", "2020-06-30"]

    @property
    def page(self) -> str:
        return (self.home / "published" / "reports-000001" / "checks.html").read_text(encoding="utf-8")

    def put(self, name: str, *, year: int, serial: int, written: int) -> None:
        text = PAPER.format(name=name, year=year, serial=serial, written=written)
        (self.root / "inbox" / f"{name}.txt").write_text(text, encoding="utf-8")

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.home / "published" / "dishu.duckdb"), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def change(self, *statements: str) -> None:
        """Do to the publication what nobody should be able to do."""
        path = self.home / "published" / "dishu-000001.duckdb"
        path.chmod(0o644)
        with duckdb.connect(str(path)) as connection:
            for sql in statements:
                connection.execute(sql)


@pytest.fixture(scope="module")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Publish three papers; nobody changes this one."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    (desk.root / "inbox").mkdir()
    for serial, name in enumerate(("渡口", "林场", "水库"), start=1):
        desk.put(name, year=2012, serial=serial, written=2012)
    main(desk.command)
    return desk


@pytest.fixture
def desk(published_once: Desk, tmp_path: Path) -> Desk:
    """Return a copy of the published desk."""
    shutil.copytree(published_once.root, tmp_path / "desk", symlinks=True)
    return Desk(tmp_path / "desk")


def test_every_publication_has_a_page_that_says_every_check(published_once: Desk) -> None:
    page = published_once.page
    assert not re.findall(r"https?:|src=|href=|@import|url\(", page)
    assert [one.name for one in planned_checks() if escape(one.message) not in page or one.name not in page] == []
    checks = published_once.ask("SELECT check_name, kind, severity, passed FROM checks ORDER BY check_name")
    assert checks == [(one.name, one.kind, one.severity, True) for one in planned_checks()]


def test_a_page_that_a_kill_left_out_is_written_by_the_next_run(desk: Desk) -> None:
    page = desk.home / "published" / "reports-000001" / "checks.html"
    before = page.read_text(encoding="utf-8")
    page.unlink()
    main(desk.command)
    assert page.read_text(encoding="utf-8") == before


def test_checked_again_a_sound_publication_passes(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--home", str(desk.home)]) == OK
    said = capsys.readouterr().out
    assert "全部通过" in said and "checks.html" in said and "✗" not in said
    assert "与发布时所记的完全相同" in desk.page


def test_where_nothing_is_published_that_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--home", str(tmp_path)]) == WRONG_USAGE
    assert str(tmp_path) in capsys.readouterr().err


def test_what_was_changed_behind_the_publication_comes_out(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    first = "doc_id = (SELECT min(doc_id) FROM documents)"
    desk.change(
        f"UPDATE documents SET document_number = '青政发[2009]4号', title = '{HOSTILE}' WHERE {first}",
        "UPDATE statuses SET status = 'suspended'",
        "UPDATE status_periods SET valid_to = valid_from - 1 WHERE valid_from > DATE '2000-01-01'",
    )
    assert main(["check", "--home", str(desk.home)]) == UNBALANCED
    said, page = capsys.readouterr().out, desk.page
    assert said.index("[阻断]") < said.index("[提醒]"), "the gravest first"
    for text in (said, page):
        assert "document_number=青政发[2009]4号" in text, "what stands there"
        assert "statuses_in_periods 0 3" in text, "both sides of the book"
        assert "与发布时所记不同" in text and "不应采用" in text
    assert "<script" not in page and escape(HOSTILE) in page
    assert "所涉的行已列在内容相同的另一项检查之下" in page, "rows that a data test names are named once"


def test_the_terminal_speaks_english_and_the_page_chinese(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.change("UPDATE instruments SET year = 209")
    monkeypatch.setenv("DISHU_LANG", "en")
    assert main(["check", "--home", str(desk.home)]) == NEEDS_A_PERSON
    said = capsys.readouterr().out
    assert "[warning] instruments: year lies between 1949 and 2099" in said and "there are warnings" in said
    assert "年度应在 1949 至 2099 之间" in desk.page


def test_an_odd_paper_and_a_shrunken_table_are_findings_and_withhold_nothing(desk: Desk) -> None:
    for gone in ("渡口", "林场"):
        (desk.root / "inbox" / f"{gone}.txt").unlink()
    desk.put("老档", year=2012, serial=9, written=1912)
    assert main(desk.command) == NEEDS_A_PERSON
    found = desk.ask("SELECT code, severity, path, evidence FROM findings JOIN documents ON doc_id = row_id")
    assert ("check_documents_within_date_written", "warning", "老档.txt", "date_written=1912-03-05") in found
    shrunken = desk.ask("SELECT row_id FROM findings WHERE code = 'check_tables_keep_their_rows' ORDER BY row_id")
    assert ("files 3 2",) in shrunken
    report = (desk.home / "published" / "reports-000002" / "summary.html").read_text(encoding="utf-8")
    assert "上次发布 3 行，现在 2 行" in report and "files 3 2" not in report  # where people read, in words


def test_a_breach_that_would_be_a_lie_withholds_the_publication(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    lake = Lake(desk.home / "lake")
    lake.replace("status_periods", lake.read("status_periods").with_columns(pl.lit("dormant").alias("status")))
    States(lake).remember("audit", {}, forget=[WHOLE])
    assert main(desk.command) == UNBALANCED
    assert "效力状态只能是" in capsys.readouterr().err
    assert (desk.home / "published" / "CURRENT").read_text(encoding="utf-8").strip() == "dishu-000001.duckdb"


def test_a_decision_does_not_pay_for_the_library_again(desk: Desk) -> None:
    """The first run behind a publication compares the counts; from then on only what has changed is looked at."""
    for number in (1, 2):
        decision = Decision("finding", f"some-{number}", "accepted", "王某", datetime(2020, 7, number, tzinfo=UTC))
        DecisionStore(desk.home / "decisions.sqlite").append(decision)
        if number == 1:
            main(desk.command)
    job = f"from pipelines.cli import main; main({desk.command})"
    code = f"import sys; {job}; print('great_expectations' in sys.modules)"
    outcome = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert outcome.stdout.split()[-1] == "False"
    assert (desk.home / "published" / "dishu-000003.duckdb").is_file()
