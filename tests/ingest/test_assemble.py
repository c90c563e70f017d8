"""One paper of many files: pages as pictures, parts by their names; and papers that must stay apart."""

from datetime import date

import pytest

from ingest.assemble import Found, ReadFile, assemble

COVER = """青溪市人民政府文件
青政发〔2013〕5号
青溪市人民政府关于加强公共停车场管理的通知
各区人民政府，市政府各部门：
现就加强公共停车场管理通知如下。
一、加强领导。
附件：1.停车泊位一览表
"""
SIGNED = "青溪市人民政府\n2013年3月6日\n"
TABLE = "路名\t泊位\n青石路\t30\n青山路\t8\n"
ANNEX = "附件1\n路名\t泊位\n青石路\t30\n柳岸路\t25\n"
OTHER = """青溪市人民政府关于表彰先进集体的决定
青政发〔2013〕9号
各区人民政府：
决定表彰市水利局等10个先进集体。
青溪市人民政府
2013年5月2日
"""


def read(*files: tuple[str, str]) -> dict[str, Found]:
    made = [
        ReadFile(path, f"{number:016x}", path.rpartition(".")[2], "2013", text)
        for number, (path, text) in enumerate(files)
    ]
    return {found.file.path: found for found in assemble(made)}


def codes(found: Found) -> set[str]:
    return {remark.code for remark in found.remarks}


def test_pages_of_one_paper_are_one_document() -> None:
    found = read(
        ("永久/J001-2013-0012/0003.jpg", ANNEX),
        ("永久/J001-2013-0012/0001.jpg", COVER),
        ("永久/J001-2013-0012/0002.jpg", SIGNED),
    )
    paper = found["永久/J001-2013-0012/0001.jpg"]
    root = paper.documents[0]
    assert (root.document_number, root.issuer, root.date_written) == (
        "青政发〔2013〕5号", "青溪市人民政府", date(2013, 3, 6),
    )  # fmt: skip
    assert root.text.index("2013年3月6日") < root.text.index("青石路")
    for page in ("0002.jpg", "0003.jpg"):
        other = found[f"永久/J001-2013-0012/{page}"]
        assert not other.documents and codes(other) == {"page_of_paper"}


def test_a_page_that_is_not_there_is_told() -> None:
    found = read(("卷/1.tif", COVER), ("卷/3.tif", SIGNED))
    assert codes(found["卷/1.tif"]) == {"pages_missing"}
    assert "2" in found["卷/1.tif"].remarks[0].message


@pytest.mark.parametrize(
    ("folder", "texts", "doubt"),
    [
        ("2013年", (COVER + SIGNED, OTHER, SIGNED), False),  # a year's papers side by side
        ("卷", (COVER + SIGNED, OTHER, SIGNED), True),
        ("卷", (SIGNED, ANNEX), True),  # none begins a paper
        ("卷", (SIGNED, COVER), True),  # the first does not
    ],
)
def test_pictures_of_several_papers_stay_apart(folder: str, texts: tuple[str, ...], doubt: bool) -> None:
    found = read(*((f"{folder}/{place}.jpg", text) for place, text in enumerate(texts, start=1)))
    assert all(one.documents and one.parent is None for one in found.values())
    assert ("pages_doubtful" in codes(found[f"{folder}/1.jpg"])) is doubt


def test_the_parts_of_a_folder_hang_under_their_paper() -> None:
    folder = "发文/青政发5号"
    found = read(
        (f"{folder}/花脸稿.docx", COVER.replace("加强领导", "【加强】领导") + SIGNED),
        (f"{folder}/附件1.xlsx", "路名\t泊位\n青石路\t30\n柳岸路\t25\n"),
        (f"{folder}/正文.docx", COVER + SIGNED),
        (f"{folder}/签发稿.doc", "发文稿纸\n签发：同意。柳岸\n标题：关于加强公共停车场管理的通知\n"),
        (f"{folder}/扫描件.pdf", COVER + SIGNED),
    )
    paper = found[f"{folder}/正文.docx"]
    root = paper.documents[0]
    key = f"{paper.file.sha256[:16]}-0"
    assert paper.parent is None and root.draft_stage == ""
    assert "annex_missing" not in {remark.code for remark in root.remarks}
    for name, stage, kind in (
        ("附件1.xlsx", "", "official"),
        ("花脸稿.docx", "修改稿", "draft"),
        ("签发稿.doc", "签发稿", "draft"),
        ("扫描件.pdf", "", "official"),
    ):
        part = found[f"{folder}/{name}"]
        assert part.parent == key
        assert (part.documents[0].draft_stage, part.documents[0].carrier_class) == (stage, kind)
        assert part.documents[0].issuer == "青溪市人民政府"
    assert found[f"{folder}/附件1.xlsx"].documents[0].title == "停车泊位一览表"
    parts = [one.part for part in found.values() for one in part.documents]
    assert sorted(parts) == list(range(len(parts)))


def test_a_paper_under_its_own_title_takes_the_bare_parts_beside_it() -> None:
    found = read(
        ("卷12/关于加强公共停车场管理的通知.docx", COVER + SIGNED),
        ("卷12/附件1.xls", TABLE),
    )
    assert found["卷12/附件1.xls"].parent == f"{found['卷12/关于加强公共停车场管理的通知.docx'].file.sha256[:16]}-0"


def test_parts_named_after_their_paper_find_it_in_a_years_folder() -> None:
    found = read(
        ("2013/关于加强公共停车场管理的通知.docx", COVER + SIGNED),
        ("2013/关于加强公共停车场管理的通知附件1.xls", TABLE),
        ("2013/关于表彰先进集体的决定.docx", OTHER),
    )
    assert found["2013/关于加强公共停车场管理的通知附件1.xls"].parent
    assert found["2013/关于表彰先进集体的决定.docx"].parent is None


@pytest.mark.parametrize("folder", ["2013年", "2013", "文件.zip!2013年度"])
def test_bare_parts_in_a_years_folder_join_nothing(folder: str) -> None:
    found = read((f"{folder}/正文.docx", COVER + SIGNED), (f"{folder}/附件1.xls", TABLE))
    assert all(one.parent is None for one in found.values())
    assert codes(found[f"{folder}/附件1.xls"]) == {"part_doubtful"}


def test_bare_parts_beside_two_papers_join_neither() -> None:
    found = read(
        ("卷/关于加强公共停车场管理的通知.docx", COVER + SIGNED),
        ("卷/关于表彰先进集体的决定.docx", OTHER),
        ("卷/附件.xls", TABLE),
    )
    assert all(one.parent is None for one in found.values())
    assert codes(found["卷/附件.xls"]) == {"part_doubtful"}


def test_files_that_contradict_each_other_stay_apart() -> None:
    found = read(("卷/正文.docx", COVER + SIGNED), ("卷/扫描件.pdf", OTHER))
    assert all(one.parent is None and one.documents for one in found.values())
    assert codes(found["卷/正文.docx"]) == {"parts_contradict"}


def test_a_final_draft_alone_stands_for_the_paper_and_says_so() -> None:
    found = read(("卷/定稿.docx", COVER + SIGNED), ("卷/花脸稿.docx", COVER + SIGNED))
    assert found["卷/定稿.docx"].documents[0].draft_stage == "定稿"
    assert found["卷/花脸稿.docx"].parent


def test_a_folder_of_different_papers_is_left_alone() -> None:
    papers = [(f"2013/第{number}件.docx", COVER.replace("5号", f"{number}号") + SIGNED) for number in range(1, 30)]
    found = read(*papers)
    assert len(found) == 29 and all(one.documents and one.parent is None and not one.remarks for one in found.values())
