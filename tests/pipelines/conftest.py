"""A little inbox of an invented county, written anew for each test that changes it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.cli import main

COVER = """青禾县人民政府关于印发《青禾县{name}管理办法》的通知
青政发〔{year}〕{serial}号

各乡镇人民政府、街道办事处，县政府各部门：
　　《青禾县{name}管理办法》已经县政府常务会议审议通过，现印发给你们，请遵照执行。

青禾县人民政府
{year}年3月{serial}日

青禾县{name}管理办法

　　第一条　为了加强{name}管理，制定本办法。
　　第二条　单位和个人不得擅自占用{name}，违者由主管部门责令改正。
　　第三条　本办法自{year}年5月1日起施行。{last}
"""
PAPERS = (
    ("2009年/停车.txt", {"name": "停车场", "year": 2009, "serial": 4, "last": ""}),
    ("2010/绿地.txt", {"name": "公共绿地", "year": 2010, "serial": 7, "last": "有效期5年。"}),
    (
        "2016/新停车.txt",
        {
            "name": "公共停车场",
            "year": 2016,
            "serial": 9,
            "last": "《青禾县停车场管理办法》（青政发〔2009〕4号）同时废止。",
        },
    ),
)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    for name, words in PAPERS:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(COVER.format(**words), encoding="utf-8")
    return folder


@pytest.fixture
def run(inbox: Path, tmp_path: Path) -> Callable[..., int]:
    """Run the whole job on the little inbox and return its exit code."""

    def do(*more: str) -> int:
        return main(["run", "--inbox", str(inbox), "--home", str(tmp_path / "home"), "--as-of", "2020-06-30", *more])

    return do


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Callable[[str], list[tuple[object, ...]]]]:
    """Ask the newest publication."""

    def do(sql: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(tmp_path / "home" / "published" / "dishu.duckdb"), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    yield do
