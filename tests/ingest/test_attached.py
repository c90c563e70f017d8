"""Files that a page links to, and files inside papers: whose annexes they are, and what is missing."""

from urllib.parse import quote

import pytest

from ingest.assemble import Found, ReadFile, assemble
from ingest.beside import Shelf
from ingest.extraction import Link
from ingest.readers import READERS

TITLE = "青溪市人民政府关于公布失效文件目录的通知"
ROWS = "序号\t文件名称\n1\t青溪市人民政府关于加强粮食流通管理的通知\n"
RULES = "青溪市公共停车场管理办法\n第一条 为加强停车场管理，制定本办法。\n第二条 本办法自2019年7月1日起施行。\n"


def page(links: str, *, title: str = TITLE, beside: str = "", body: str = "现将失效文件目录予以公布。") -> str:
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1>'
        f'<div class="TRS_Editor"><p>青政发〔2019〕5号</p><p>各区人民政府：</p><p>{body}</p>{links}'
        f"<p>青溪市人民政府</p><p>2019年6月1日</p></div>{beside}</body></html>"
    )


def read(pages: dict[str, str | bytes], others: dict[str, str], *, known: tuple[str, ...] = ()) -> dict[str, Found]:
    files = []
    for path, source in pages.items():
        data = source if isinstance(source, bytes) else source.encode()
        extraction = READERS["html"].read(data, name=path)
        files.append(ReadFile(path, f"{len(files):016x}", "html", "2019", extraction.text, extraction.metadata))
    for path, text in others.items():
        files.append(ReadFile(path, f"{len(files):016x}", path.rpartition(".")[2], "2019", text))
    paths = dict.fromkeys([*pages, *others, *known])
    found = list(assemble(files, known=paths))
    assert sorted(one.file.path for one in found) == sorted([*pages, *others]), "every file once"
    return {one.file.path: one for one in found}


def codes(found: Found) -> list[str]:
    return [remark.code for remark in (*found.remarks, *(r for one in found.documents for r in one.remarks))]


@pytest.mark.parametrize(
    ("address", "label", "lies_at", "why"),
    [
        ("./附件1.xls", "失效文件目录", "2019/附件1.xls", "beside the page, as it is called"),
        (quote("失效目录.xls"), "失效文件目录", "2019/失效目录.xls", "percent-encoded in UTF-8"),
        (quote("失效目录.xls".encode("gbk")), "失效文件目录", "2019/失效目录.xls", "percent-encoded in GBK"),
        ("通知.files/目录.xls", "失效文件目录", "2019/通知.files/目录.xls", "the folder that the browser saved"),
        ("P020190601.xls", "失效文件目录", "2019/通知_files/P020190601.xls", "in the page's folder, by its name"),
        ("../../fj/a.xls", "失效文件目录", "2019/附件/a.xls", "in a folder of annexes, by its name"),
        ("/upload/2019/a.xls", "失效文件目录", "upload/2019/a.xls", "from the root of a site that was saved whole"),
        ("http://www.example.cn/x/P0201.xls", "失效文件目录", "2019/失效文件目录.xls", "as the page calls it"),
        ("/download.jsp?wbfileid=7", "附件【失效目录.xls】", "2019/失效目录.xls", "only the label names it"),
        ("/down.aspx?f=" + quote("失效目录.xls"), "目录", "2019/失效目录.xls", "the query names it"),
    ],
)
def test_a_linked_file_beside_the_page_is_its_annex(address: str, label: str, lies_at: str, why: str) -> None:
    found = read({"2019/通知.html": page(f'<p>附件：<a href="{address}">{label}</a></p>')}, {lies_at: ROWS})
    assert found[lies_at].parent == "0000000000000000-0", why
    assert found[lies_at].documents[0].carrier_class == "official"
    assert found[lies_at].documents[0].title == "失效文件目录" or "附件" in label or label == "目录"
    assert "annex_missing" not in codes(found["2019/通知.html"])


@pytest.mark.parametrize(
    ("address", "label", "known", "missing"),
    [
        ("人事名单.docx", "附件", "2019/人***.docx", False),
        ("/upload/P0201.docx", "人事名单", "2019/附件/人***.docx", False),
        ("人事名单.docx", "附件", "2019/预****.docx", True),
        ("人事名单.docx", "附件", "2018/人***.docx", True),
    ],
)
def test_a_linked_file_that_was_set_apart_is_not_missing(address: str, label: str, known: str, missing: bool) -> None:
    """It is there; to fetch it again would spread it. Only its masked name is known here."""
    links = f'<p>附件：<a href="{address}">{label}</a></p>'
    found = read({"2019/通知.html": page(links)}, {}, known=(known,))
    assert ("annex_missing" in codes(found["2019/通知.html"])) is missing


def test_a_link_of_a_page_in_gbk_is_read_in_its_own_encoding() -> None:
    source = page('<p>附件：<a href="失效目录.xls">失效文件目录</a></p>').replace("utf-8", "gbk").encode("gbk")
    found = read({"2019/通知.html": source}, {"2019/失效目录.xls": ROWS})
    assert found["2019/失效目录.xls"].parent


def test_a_linked_file_that_is_not_there_is_told_once() -> None:
    found = read({"2019/通知.html": page('<p>附件：<a href="P0201.xls">失效文件目录</a></p>')}, {})
    remarks = [one for one in found["2019/通知.html"].documents[0].remarks if one.code == "annex_missing"]
    assert [one.evidence for one in remarks] == ["失效文件目录"]
    assert remarks[0].severity == "warning"


def test_a_linked_file_that_lies_there_unread_is_not_missing() -> None:
    links = '<p>附件：<a href="P0201.pdf">失效文件目录</a></p>'
    found = read({"2019/通知.html": page(links)}, {}, known=("2019/P0201.pdf",))
    assert "annex_missing" not in codes(found["2019/通知.html"])


@pytest.mark.parametrize(
    ("links", "beside", "why"),
    [
        ("<p>根据《<a href='a.doc'>停车场条例</a>》第三条的规定，现作如下通知，请遵照执行。</p>", "", "a citation"),
        ("", "<div class='foot'><a href='a.doc'>帮助</a></div>", "a link of the site"),
        ("<p><a href='a.html'>下一篇</a></p>", "", "another page"),
        ("<p><a href='javascript:down(1)'>附件</a><a href='mailto:a@b.example'>附件</a></p>", "", "no file"),
    ],
)
def test_other_links_are_no_annexes(links: str, beside: str, why: str) -> None:
    found = read({"2019/通知.html": page(links, beside=beside)}, {"2019/a.doc": ROWS})
    assert found["2019/a.doc"].parent is None, why
    assert "annex_missing" not in codes(found["2019/通知.html"]), why


def test_the_text_that_a_notice_encloses_is_its_part() -> None:
    title = "青溪市人民政府关于印发青溪市公共停车场管理办法的通知"
    links = '<p><a href="a.doc">青溪市公共停车场管理办法.doc</a></p>'
    found = read({"通知.html": page(links, title=title, body="现将办法印发给你们。")}, {"a.doc": RULES})
    assert found["a.doc"].parent and "enclosed_missing" not in codes(found["通知.html"])


def test_copies_interpretations_and_papers_of_their_own_stay_apart() -> None:
    copy = f"青政发〔2019〕5号\n{TITLE}\n各区人民政府：\n现将失效文件目录予以公布。\n青溪市人民政府\n2019年6月1日\n"
    other = "青溪市水利局文件\n青水发〔2019〕8号\n青溪市水利局关于开展河道清淤的通知\n各区水利局：\n现通知如下。\n"
    told = "《失效文件目录》政策解读\n一、出台背景\n为做好工作，制定本目录。\n二、主要内容\n略。\n"
    links = (
        "<p><a href='盖章.pdf'>下载</a></p><p>附件：<a href='b.doc'>水利局</a></p><p><a href='c.doc'>政策解读</a></p>"
    )
    found = read({"通知.html": page(links)}, {"盖章.pdf": copy, "b.doc": other, "c.doc": told})
    assert all(found[path].parent is None for path in ("盖章.pdf", "b.doc", "c.doc"))


def test_a_paper_that_the_notice_passes_on_is_its_part_with_its_own_number() -> None:
    title = "青溪市人民政府转发青溪市水利局关于开展河道清淤的通知的通知"
    other = "青溪市水利局文件\n青水发〔2019〕8号\n青溪市水利局关于开展河道清淤的通知\n各区水利局：\n现通知如下。\n"
    links = '<p>附件：<a href="b.doc">青溪市水利局关于开展河道清淤的通知</a></p>'
    found = read({"通知.html": page(links, title=title)}, {"b.doc": other})
    assert found["b.doc"].parent and found["b.doc"].documents[0].document_number == "青水发〔2019〕8号"


def test_members_of_a_linked_archive_are_annexes() -> None:
    links = '<p>附件：<a href="附件.zip">附件</a></p>'
    found = read({"通知.html": page(links)}, {"附件.zip!失效文件目录.xls": ROWS}, known=("附件.zip",))
    assert found["附件.zip!失效文件目录.xls"].parent


MAIL = "青溪市司法局关于报送清理意见的通知\n各部门：\n现报送清理意见。\n附件：清理意见表\n青溪市司法局\n2019年7月20日\n"


def test_what_a_mail_carries_is_not_missing_and_stays_a_paper_of_its_own() -> None:
    found = read({}, {"函.eml": MAIL, "函.eml!清理意见表.xlsx": ROWS})
    assert found["函.eml!清理意见表.xlsx"].parent is None
    assert "annex_missing" not in codes(found["函.eml"])
    assert "annex_missing" in codes(read({}, {"函.eml": MAIL})["函.eml"])


def test_what_lies_inside_a_word_paper_is_its_annex_through_all_depths() -> None:
    cover = (
        "青政发〔2019〕5号\n"
        + TITLE
        + "\n各区人民政府：\n现予公布。\n附件：失效文件目录\n青溪市人民政府\n2019年6月1日\n"
    )
    links = '<p>附件：<a href="b.docx">失效文件目录</a></p>'
    found = read({}, {"a.docx": cover, "a.docx!目录.xls": ROWS})
    assert found["a.docx!目录.xls"].parent and "annex_missing" not in codes(found["a.docx"])
    deep = read({"p.html": page(links)}, {"b.docx": ROWS, "b.docx!c.xls": "路名\t泊位\n青石路\t30\n"})
    assert deep["b.docx"].parent == "0000000000000000-0" and deep["b.docx!c.xls"].parent == "0000000000000001-0"
    assert [deep[path].documents[0].part for path in ("p.html", "b.docx", "b.docx!c.xls")] == [0, 1, 2]


def test_the_same_name_in_two_places_is_no_answer() -> None:
    shelf = Shelf(["a/p.html", "a/附件/表.xls", "a/附件/表.XLS#2.xls", "b/表.xls", "a/x/表.xls"])
    assert shelf.find("a/p.html", Link("表", "http://www.example.cn/表.xls")) == "a/附件/表.xls"
    assert shelf.find("b/q.html", Link("表", "../../../表.xls")) == "b/表.xls"
    assert shelf.find("c/q.html", Link("表", "表.xls")) is None
    assert shelf.find("a/p.html", Link("表", "http://[bad")) is None
