"""Personal numbers reach a publication by no way: texts, names of files, catalogues, findings, answers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.cli import main

Ask = Callable[[str], list[tuple[object, ...]]]
RunIt = Callable[..., int]
IDENTITY, MOBILE = "330802199001011233", "13800138000"  # an invented person


def identity() -> str:
    """Return the invented number with its right check digit."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(IDENTITY, weights, strict=False))
    return IDENTITY[:17] + "10X98765432"[total % 11]


def test_no_personal_number_is_published(
    run: RunIt, ask: Ask, inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = identity()
    paper = (
        f"青禾县民政局公示\n　　王某，身份证号{number}，联系电话{MOBILE}，符合低保条件。\n青禾县民政局\n2012年3月1日\n"
    )
    (inbox / "2012").mkdir()
    (inbox / f"2012/王某{number}.txt").write_text(paper, encoding="utf-8")
    (inbox / f"2012/李某 {number}.txt").write_text(paper, encoding="utf-8")
    (inbox / f"2012/空{MOBILE}.txt").write_text("", encoding="utf-8")
    (tmp_path / "catalogue").mkdir()
    rows = f"序号,标题,文号,备注\n1,关于王某（{number}）的公示,青民〔2012〕1号,电话{MOBILE}\n"
    (tmp_path / "catalogue/目录.csv").write_text(rows, encoding="utf-8")
    run("--catalogue", str(tmp_path / "catalogue"))
    published = [path for path in (tmp_path / "home/published").rglob("*") if path.is_file()]
    for secret in (number, MOBILE):
        assert not [path for path in published if secret.encode() in path.read_bytes()]
    masked = "*" * 18
    assert ask("SELECT path FROM files WHERE path LIKE '2012/%' AND state <> 'empty' ORDER BY path") == [
        (f"2012/李某 {masked}.txt",),
        (f"2012/王某{masked}.txt",),
    ]
    assert ask("SELECT count(*) FROM files WHERE same_as IS NOT NULL AND same_as NOT IN (SELECT path FROM files)") == [
        (0,)
    ]
    assert ask("SELECT count(*) FROM documents WHERE path NOT IN (SELECT path FROM files)") == [(0,)]
    capsys.readouterr()
    (doc_id,) = ask("SELECT min(doc_id) FROM documents WHERE path LIKE '2012/%'")[0]
    for command in (["explain", str(doc_id)], ["inventory"], ["query", "SELECT * FROM findings"]):
        main([*command, "--home", str(tmp_path / "home")])
        shown = capsys.readouterr().out
        assert number not in shown and MOBILE not in shown
