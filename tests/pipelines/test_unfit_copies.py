"""One paper handed in four times: as it was issued, glossed in pinyin, masked, and under a site's name."""

from collections.abc import Callable
from pathlib import Path

PAPER = """青禾县人民政府关于加强渡口安全管理的通知
青政发〔2017〕12号

各乡镇人民政府、街道办事处，县政府各部门：
　　为了贯彻国务院关于水上交通安全的部署，保障渡口安全，根据国务院有关规定，现将加强渡口安全管理的有关事项通知如下：
　　一、落实责任。青禾县交通运输局负责渡口的日常检查，青禾县应急管理局负责综合协调，柳湾镇人民政府负责东渡、西渡两处渡口的值守。
　　二、加强检查。渡船每年检验一次，载客不得超过三十人；遇有国务院规定的停航情形，应当立即停航并报告青禾县交通运输局。
　　三、严肃纪律。擅自开航的，由青禾县交通运输局处以二千元罚款；造成事故的，依照国务院的规定追究责任。
　　四、加强宣传。柳湾镇人民政府应当在汛期前对船工集中培训，并把国务院的要求张贴在渡口。
　　本通知自2017年7月1日起施行。

青禾县人民政府
2017年6月5日
"""
PINYIN = {"安": "ān", "全": "quán", "管": "guǎn", "理": "lǐ", "渡": "dù", "口": "kǒu"}


def _glossed(text: str) -> str:
    """The paper as a page of an old mirror: every line a paragraph, six common characters glossed."""
    words = "".join(f"<ruby>{c}<rp>(</rp><rt>{PINYIN[c]}</rt><rp>)</rp></ruby>" if c in PINYIN else c for c in text)
    lines = "".join(f"<p>{line}</p>" for line in words.split("\n"))
    return f"<html><head><title>通知</title></head><body><div class='TRS_Editor'>{lines}</div></body></html>"


def _masked(text: str) -> str:
    head, number, body = text.partition("青政发〔2017〕12号")
    for words in ("青禾县交通运输局", "柳湾镇人民政府", "二千元"):
        body = body.replace(words, "×××")
    return head + number + body


def _branded(text: str) -> str:
    return text.replace("国务院", "华川网")


def _records(ask: Callable[[str], list[tuple[object, ...]]]) -> list[tuple[object, ...]]:
    return ask(
        "SELECT i.document_number, d.path, c.is_text_of_record FROM instrument_documents c"
        " JOIN documents d USING (doc_id) JOIN instruments i USING (instrument_id)"
        " WHERE d.path LIKE '2017/%' ORDER BY d.path"
    )


def _told(ask: Callable[[str], list[tuple[object, ...]]]) -> list[tuple[object, ...]]:
    return ask(
        "SELECT d.path, f.code FROM findings f JOIN documents d ON d.doc_id = f.row_id"
        " WHERE f.code LIKE 'copy_%' ORDER BY 1"
    )


def test_four_carriers_are_one_instrument_and_the_original_is_its_text_of_record(
    inbox: Path, run: Callable[..., int], ask: Callable[[str], list[tuple[object, ...]]]
) -> None:
    folder = inbox / "2017"
    folder.mkdir()
    (folder / "原件.txt").write_text(PAPER, encoding="utf-8")
    (folder / "注音.html").write_text(_glossed(PAPER), encoding="utf-8")
    (folder / "掩去.txt").write_text(_masked(PAPER), encoding="utf-8")
    (folder / "改名.txt").write_text(_branded(PAPER), encoding="utf-8")
    assert run() in (0, 1)
    number = "青政发〔2017〕12号"
    assert _records(ask) == [
        (number, "2017/原件.txt", True),
        (number, "2017/掩去.txt", False),
        (number, "2017/改名.txt", False),
        (number, "2017/注音.html", False),
    ]
    assert (
        len({row for (row,) in ask("SELECT instrument_id FROM instruments WHERE document_number = '" + number + "'")})
        == 1
    )
    assert _told(ask) == [
        ("2017/掩去.txt", "copy_masked"),
        ("2017/改名.txt", "copy_branded"),
        ("2017/注音.html", "copy_ruby"),
    ]
    assert ask("SELECT count(*) FROM documents WHERE path = '2017/注音.html' AND text LIKE '%dù%'") == [(0,)]
    (message,) = next(iter(ask("SELECT message FROM findings WHERE code = 'copy_masked'")))
    assert "×＝青禾县交通运输局" in str(message)
    assert ask("SELECT count(*) FROM findings WHERE code = 'record_unfit'") == [(0,)]


def test_where_only_an_unfit_copy_was_handed_in_it_stays_with_a_doubt(
    inbox: Path, run: Callable[..., int], ask: Callable[[str], list[tuple[object, ...]]]
) -> None:
    (inbox / "2017").mkdir()
    (inbox / "2017" / "注音.html").write_text(_glossed(PAPER), encoding="utf-8")
    assert run() in (0, 1)
    assert _records(ask) == [("青政发〔2017〕12号", "2017/注音.html", True)]
    assert ask("SELECT count(*) FROM findings WHERE code = 'record_unfit'") == [(1,)]
