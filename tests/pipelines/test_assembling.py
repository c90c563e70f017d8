"""A paper of many files, from the inbox to the publication."""

from collections.abc import Callable
from pathlib import Path

COVER = """青禾县人民政府文件
青政发〔2018〕5号
青禾县人民政府关于公布行政规范性文件清理结果的通知
各乡镇人民政府：
　　现将清理结果公布如下：废止1件（附件1）。自公布之日起施行。
　　附件：1.废止的行政规范性文件目录
青禾县人民政府
2018年3月6日
"""


def test_a_list_in_an_annex_of_its_own_takes_effect_and_the_draft_does_not(
    inbox: Path, run: Callable[..., int], ask: Callable[[str], list[tuple[object, ...]]]
) -> None:
    folder = inbox / "发文" / "青政发5号"
    folder.mkdir(parents=True)
    (folder / "正文.txt").write_text(COVER, encoding="utf-8")
    (folder / "花脸稿.txt").write_text(COVER.replace("1件", "2件"), encoding="utf-8")
    (folder / "附件1.txt").write_text(
        "附件1\n废止的行政规范性文件目录\n1.青禾县公共绿地管理办法（青政发〔2010〕7号）\n", encoding="utf-8"
    )
    assert run() in (0, 1)
    parts = ask(
        "SELECT path, draft_stage, carrier_class FROM documents WHERE parent_doc_id ="
        " (SELECT doc_id FROM documents WHERE document_number = '青政发〔2018〕5号' AND parent_doc_id IS NULL)"
        " ORDER BY part"
    )
    assert parts == [("发文/青政发5号/附件1.txt", "", "official"), ("发文/青政发5号/花脸稿.txt", "修改稿", "draft")]
    assert ask("SELECT count(*) FROM files WHERE state = 'read' AND path LIKE '发文/%'") == [(3,)]
    assert ask(
        "SELECT s.status FROM statuses s JOIN instruments i USING (instrument_id)"
        " WHERE i.document_number = '青政发〔2010〕7号'"
    ) == [("repealed",)]
    assert ask("SELECT DISTINCT d.path FROM events e JOIN documents d ON d.doc_id = e.source_doc_id"
               " WHERE e.relation = 'repeal' AND e.modality = 'enacted' AND d.path LIKE '发文/%'") == [
        ("发文/青政发5号/附件1.txt",)
    ]  # fmt: skip


def test_the_place_says_whose_code_a_number_is(
    inbox: Path, run: Callable[..., int], ask: Callable[[str], list[tuple[object, ...]]], tmp_path: Path
) -> None:
    (inbox / "2018" / "供暖.txt").parent.mkdir()
    (inbox / "2018" / "供暖.txt").write_text(
        "关于做好供暖工作的通知\n青建〔2018〕6号\n各供暖企业：\n　　现就供暖工作通知如下。\n2018年10月9日\n",
        encoding="utf-8",
    )
    assert run() in (0, 1)
    of_paper = "SELECT issuer, region FROM documents WHERE document_number = '青建〔2018〕6号'"
    assert ask(of_paper) == [("", "")]
    assert ask("SELECT name, verified FROM organs WHERE organ_id = 'learnt-青禾县-青政发'") == [
        ("青禾县人民政府", False)
    ]
    (tmp_path / "home" / "organs.csv").write_text(
        "name,code,region,verified\n青禾县住房和城乡建设局,青建,青禾县,true\n坏行,,,,\n,青某,,\n", encoding="utf-8"
    )
    assert run() in (0, 1)
    assert ask(of_paper) == [("青禾县住房和城乡建设局", "青禾县")]
    assert ask("SELECT witness, rule FROM fields WHERE field = 'issuer' AND chosen AND value LIKE '%住房%'") == [
        ("catalogue", "own_organs")
    ]
    assert ask("SELECT count(*) FROM findings WHERE code = 'organs_unread'") == [(1,)]


def test_a_list_that_a_saved_page_links_to_takes_effect(
    inbox: Path, run: Callable[..., int], ask: Callable[[str], list[tuple[object, ...]]]
) -> None:
    folder = inbox / "网页" / "2018"
    (folder / "通知_files").mkdir(parents=True)
    lines = "".join(f"<p>{line}</p>" for line in COVER.replace("附件：1.废止的行政规范性文件目录\n", "").splitlines())
    link = '<p>附件：1.<a href="%B7%CF%D6%B9.csv">废止的行政规范性文件目录</a></p>'  # 废止.csv in GBK
    (folder / "通知.html").write_text(f"<html><body><div>{lines}{link}</div></body></html>", encoding="utf-8")
    (folder / "通知_files" / "废止.csv").write_text(
        "序号,名称,文号\n1,青禾县公共绿地管理办法,青政发〔2010〕7号\n", encoding="utf-8"
    )
    assert run() in (0, 1)
    assert ask(
        "SELECT s.status FROM statuses s JOIN instruments i USING (instrument_id)"
        " WHERE i.document_number = '青政发〔2010〕7号'"
    ) == [("repealed",)]
    assert ask("SELECT count(*) FROM findings WHERE code = 'annex_missing' AND message LIKE '%废止%'") == [(0,)]
