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
