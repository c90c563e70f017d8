"""Scans come last: counted first, their first pages before the rest; a kill, a mark of secrecy, a switch."""

import importlib.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from PIL import Image

from pipelines.cli import main
from pipelines.home import home_at
from pipelines.plan import step
from pipelines.progress import PlainProgress
from pipelines.running import held
from warehouse.lake import Lake

_PLACE = Path(__file__).parents[2] / "benchmarks" / "drawn_pages.py"
_SPEC = importlib.util.spec_from_file_location("drawn_pages", _PLACE)
assert _SPEC is not None and _SPEC.loader is not None
draw: Any = importlib.util.module_from_spec(_SPEC)
sys.modules["drawn_pages"] = draw
_SPEC.loader.exec_module(draw)

pytestmark = pytest.mark.skipif(not draw.has_own_font(), reason="this build of OpenCV carries no font with hanzi")
HEAD = draw.COVER[:5]
TAIL = (draw.Row("第二条  本办法自2016年5月1日起施行。"), draw.Row("— 2 —", 3.8))
SECRET = (draw.Row("机密★1年"), draw.Row("青禾县某某专项方案"))


def scan(path: Path, *pages: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    first, *rest = [Image.fromarray(draw.drawn(rows, dpi=100)) for rows in pages]
    first.save(path, save_all=True, append_images=rest) if rest else first.save(path)


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    inbox = tmp_path_factory.mktemp("scans") / "inbox"
    scan(inbox / "2016" / "通知.pdf", HEAD, TAIL)
    scan(inbox / "2016" / "方案.png", SECRET)
    scan(inbox / "2017" / "后有密级.pdf", HEAD, SECRET)
    (inbox / "2017" / "函.txt").write_text("青禾县人民政府关于停车的函\n青政函〔2017〕3号\n", encoding="utf-8")
    return inbox


def run(inbox: Path, home: Path) -> int:
    return main(["run", "--inbox", str(inbox), "--home", str(home), "--as-of", "2020-06-30"])


def extracted(inbox: Path, home: Path) -> pl.DataFrame:
    """Run the one step and return what it has read."""
    with held(home_at(home, inbox=inbox), PlainProgress(), as_of=date(2020, 6, 30)) as opened:
        opened.alone(step("extract"))
    return Lake(home / "lake").read("texts")


def ask(home: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home / "published" / "dishu.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


STATES = "SELECT regexp_replace(path, '.*/', ''), state, pages, pages_read FROM files ORDER BY path"


@pytest.fixture(scope="module")
def home(scans: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home") / "home"
    run(scans, home)
    return home


def test_scans_are_read_and_say_how(home: Path) -> None:
    assert ask(home, STATES) == [
        ("方*.png", "quarantined", None, None),
        ("通知.pdf", "read", 2, 2),
        ("函.txt", "read", None, None),
        ("后***.pdf", "quarantined", None, None),
    ]
    pages = ask(home, "SELECT page, method, confidence > 0.9, text_end > text_start FROM pages ORDER BY page")
    assert pages == [(1, "ocr", True, True), (2, "ocr", True, True)]
    ((number, text),) = ask(home, "SELECT document_number, text FROM documents WHERE path LIKE '%通知.pdf'")
    assert number == "青政发〔2016〕29号"
    assert "2016年5月1日起施行" in text and "— 2 —" not in text


def test_nothing_of_a_secret_scan_is_kept(home: Path) -> None:
    held = b"".join(path.read_bytes() for path in (home / "lake" / "texts").rglob("*.parquet"))
    assert "专项方案".encode() not in held
    assert not (home / ".scans").exists() and not (home / ".scratch").exists()


def test_a_switch_leaves_scans_alone_until_it_is_turned(scans: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    settings = home / "dishu.toml"
    settings.write_text("ocr = false\n", encoding="utf-8")
    assert set(extracted(scans, home).get_column("state")) == {"needs_ocr", "read"}
    settings.write_text(settings.read_text(encoding="utf-8").replace("ocr = false", "ocr = true"), encoding="utf-8")
    assert set(extracted(scans, home).get_column("state")) == {"quarantined", "read"}


def test_a_kill_costs_the_pages_in_flight(scans: Path, tmp_path: Path, home: Path) -> None:
    killed = tmp_path / "home"
    command = [sys.executable, "-m", "pipelines.cli", "run", "--as-of", "2020-06-30"]
    with subprocess.Popen(
        [*command, "--inbox", str(scans), "--home", str(killed)],
        cwd=_PLACE.parents[1],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        wait_for(lambda: any(killed.glob(".scans/*/*/*.json")) or process.poll() is not None)
        os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert any(killed.glob(".scans/*/*/*.json"))
    assert extracted(scans, killed).equals(Lake(home / "lake").read("texts"))
    assert Lake(killed / "lake").read("pages").equals(Lake(home / "lake").read("pages"))


def wait_for(reached: Callable[[], bool]) -> None:
    until = time.monotonic() + 120
    while not reached() and time.monotonic() < until:
        time.sleep(0.02)
