"""Saved pages: encodings whatever the tag says, the text of record in many systems' pages, the page's own table."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.model import FileState, Witness
from ingest.readers.html import read

BODY = "<p>各县（市）人民政府：</p><p>　　现将有关事项通知如下，请照办。</p><p>青溪市人民政府</p><p>2019年3月4日</p>"
WORDS = "各县（市）人民政府：\n现将有关事项通知如下，请照办。\n青溪市人民政府\n2019年3月4日"


def page(body: str, *, head: str = "", charset: str = "utf-8") -> str:
    tag = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if charset else ""
    return f"<html><head>{tag}{head}</head><body>{body}</body></html>"


def told(data: bytes) -> dict[str, str]:
    return {value.key: value.value for value in read(data, name="页.html").metadata}


@pytest.mark.parametrize(
    ("encoding", "tag", "why"),
    [
        ("utf-8", "utf-8", "as it should be"),
        ("gb18030", "gb2312", "the tag names the smaller set"),
        ("gb18030", "utf-8", "the tag is wrong"),
        ("gb18030", "", "no tag"),
        ("utf-8", "gb2312", "the tag is wrong the other way"),
        ("utf-8-sig", "gbk", "a byte order mark"),
        ("utf-16", "", "another byte order mark"),
    ],
)
def test_the_characters_are_read_whatever_the_tag_says(encoding: str, tag: str, why: str) -> None:
    found = read(page(f'<div id="zoom">{BODY}</div>', charset=tag).encode(encoding), name="页.html")
    assert found.text == WORDS, why
    assert not found.remarks


def test_big5_is_read_by_its_tag() -> None:
    words = "青溪市人民政府關於加強管理工作的通知，請認真貫徹執行。"
    found = read(page(f'<div id="zoom"><p>{words}</p></div>', charset="big5").encode("big5"), name="页.html")
    assert found.text == words


def test_lost_bytes_are_remarked() -> None:
    data = page(f'<div id="zoom">{BODY}</div>').encode().replace("照办".encode(), "照".encode() + b"\xff\xfe")
    found = read(data, name="页.html")
    assert "现将有关事项通知如下" in found.text
    assert [remark.code for remark in found.remarks] == ["bytes_lost"]


NAV = '<div class="nav"><a href="/">首页</a> &gt; <a href="/a">政务公开</a> &gt; <a href="/b">文件</a></div>'
LINKS = "<ul>" + "".join(f'<li><a href="/{n}">青溪市第{n}号相关新闻标题一则</a></li>' for n in range(12)) + "</ul>"
FOOT = '<div class="foot">主办：青溪市人民政府办公室　联系电话：（略）</div>'


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (f'<div id="UCAP-CONTENT">{BODY}</div>', "the State Council's library"),
        (f'<div class="a"><div id="zoom">{BODY}</div></div>', "大汉"),
        (f'<div class="view TRS_UEDITOR trs_editor_view">{BODY}</div>', "TRS"),
        (f'<div id="vsb_content"><div class="v_news_content">{BODY}</div></div>', "博达"),
        (f"<div><!--ZJEG_RSS.content.begin-->{BODY}<!--ZJEG_RSS.content.end--></div>", "comments around the text"),
        (f'<table><tr><td><table><tr><td class="x">{BODY}</td></tr></table></td></tr></table>', "a table lays it out"),
        (f'<div class="wrap"><div class="inner">{BODY}</div></div>', "a system nobody knows: the densest block"),
    ],
)
def test_the_text_of_record_is_found(body: str, why: str) -> None:
    found = read(page(NAV + body + LINKS + FOOT).encode(), name="页.html")
    assert found.text == WORDS, why


def test_a_menu_is_told_by_its_links_alone() -> None:
    entries = "".join(f"<a href='/'>{word}</a> " for word in ("首页", "新闻", "政务公开", "办事服务"))
    assert read(page(f'<div class="top">{entries}</div>{BODY}').encode(), name="页.html").text == WORDS


def test_a_page_of_pictures_has_no_text_and_no_links_instead() -> None:
    body = f'{NAV}<div id="zoom"><img src="a.jpg"></div>{LINKS}'
    found = read(page(body, head="<title>一图读懂停车办法</title>").encode(), name="页.html")
    assert found.text == ""
    assert found.state is FileState.READ, "its title names a paper"
    assert [(one.code, "a.jpg" in one.message) for one in found.remarks] == [("text_elsewhere", True)]


def test_what_is_not_shown_is_not_read() -> None:
    hidden = '<div style="display: none">来源：某处</div><script>var a = 1;</script><style>p {color: red}</style>'
    assert read(page(f'<div id="zoom">{BODY}{hidden}</div>').encode(), name="页.html").text == WORDS


def test_breaks_of_the_source_are_no_blanks_between_characters() -> None:
    found = read(
        page(
            '<div id="zoom"><p>第一条\n   为了加强\n管理，制定本办法。<br>第二条 Word  and\nWord。</p></div>'
        ).encode(),
        name="",
    )
    assert found.text == "第一条为了加强管理，制定本办法。\n第二条 Word and Word。"


def test_rows_of_data_keep_their_cells() -> None:
    rows = "<tr><th>序号</th><th>名称</th></tr><tr><td><p>1</p></td><td><p>青溪市</p><p>绿化办法</p></td></tr>"
    found = read(
        page(f'<div id="zoom"><p>目录如下，共计一件文件，请各单位遵照执行：</p><table>{rows}</table></div>').encode(),
        name="",
    )
    assert found.text.split("\n")[1:] == ["序号\t名称", "1\t青溪市 绿化办法"]


TABLE = """
<table><tr><td><b>索 引 号：</b></td><td>QX0001/2019-00012</td><td><b>发文机关：</b></td><td>青溪市人民政府</td></tr>
<tr><td><b>发文字号：</b></td><td>青政发〔2019〕2号</td><td><b>发布日期：</b></td><td>2019年03月06日</td></tr>
<tr><td><b>主 题 词：</b></td><td></td><td></td><td></td></tr></table>
"""
CELLS = "<table><tr><td><b>索  引  号: </b>QX0001/2019-00012</td><td><b>文    号:</b> 无</td></tr></table>"
LIST = "<ul><li><b>索引号：</b>QX0001/2019-00012</li><li><span>公开方式：</span><span>主动公开</span></li></ul>"
BOXED = "<div>【索引号】 QX0001/2019-00012　【发布机构】 青溪市司法局</div>"
INFO = '<div class="info">发布日期：2019-03-06 10:12　信息来源：市司法局　浏览次数：12 次　字号：[ 大 小 ]</div>'
STACKED = "<dl><dt>索引号：</dt><dd>QX0001/2019-00012</dd><dt>有效性：</dt><dd>已失效</dd></dl>"


SET_OFF = "<ul><li><label>文号</label><span>青政发〔2019〕2号</span></li><li><b>制发机关</b> 青溪市人民政府</li></ul>"
DEFINED = "<dl><dt>文号</dt><dd>青政发〔2019〕2号</dd><dt>成文日期</dt><dd>2019-03-04</dd></dl>"
BELOW = "<h1>关于开展检查的通知</h1><div>青政发〔2019〕2号</div>"
BELOW_TRADITIONAL = "<h1>關於開展檢查的通知</h1><div>青政發〔2019〕2號</div>"
INLINE = (
    "<div><span>索引号：</span><i>QX1/2019-12</i><span>文号：</span><i>青政发〔2019〕2号</i><b>办文人：</b>柳岸</div>"
)
PAIRS = (
    "<table>"
    + "".join(
        f"<tr><td>{label}</td><td>{value}</td></tr>"
        for label, value in (("名称", "关于开展检查的通知"), ("索引号", "QX1/2019-12"), ("文号", "青政发〔2019〕2号"))
    )
    + "</table>"
)
POSTED = "<h1>关于开展检查的通知<small>(2019年03月06日)</small></h1>"
OTHERS = "<ul><li>青政发〔2019〕2号</li><li>青政发〔2019〕3号</li></ul>"


@pytest.mark.parametrize(
    ("table", "want", "why"),
    [
        (
            TABLE,
            {"索引号": "QX0001/2019-00012", "发文机关": "青溪市人民政府", "发文字号": "青政发〔2019〕2号"},
            "pairs of cells",
        ),
        (TABLE, {"发布日期": "2019年03月06日"}, "a date as printed"),
        (CELLS, {"索引号": "QX0001/2019-00012", "文号": "无"}, "label and value in one cell"),
        (LIST, {"索引号": "QX0001/2019-00012", "公开方式": "主动公开"}, "a list"),
        (BOXED, {"索引号": "QX0001/2019-00012", "发布机构": "青溪市司法局"}, "labels in brackets"),
        (INFO, {"发布日期": "2019-03-06 10:12", "信息来源": "市司法局"}, "a line of labels"),
        (
            SET_OFF,
            {"文号": "青政发〔2019〕2号", "制发机关": "青溪市人民政府"},
            "labels set off by their elements alone",
        ),
        (DEFINED, {"文号": "青政发〔2019〕2号", "成文日期": "2019-03-04"}, "terms and their definitions"),
        (BELOW, {"文号": "青政发〔2019〕2号"}, "the number below the heading"),
        (BELOW_TRADITIONAL, {"文号": "青政发〔2019〕2号"}, "the same in Traditional script"),
        (
            INLINE,
            {"索引号": "QX1/2019-12", "文号": "青政发〔2019〕2号"},
            "labels set off on one line",
        ),
        (PAIRS, {"名称": "关于开展检查的通知"}, "a label that texts have as well, in a table of such pairs"),
        (POSTED, {"heading": "关于开展检查的通知", "发布时间": "2019年03月06日"}, "the day behind the heading"),
        (OTHERS, {"文号": None}, "several numbers are other papers"),
        (STACKED, {"索引号": "QX0001/2019-00012", "有效性": "已失效"}, "the value below its label"),
    ],
)
def test_the_pages_own_table_is_read(table: str, want: dict[str, str], why: str) -> None:
    found = told(page(f'{table}<div id="zoom">{BODY}</div>').encode())
    assert {key: found.get(key) for key in want} == want, why


def test_headings_and_meta_tags_are_kept() -> None:
    head = '<title>关于开展检查的通知_青溪市人民政府</title><meta name="ArticleTitle" content="关于开展检查的通知">'
    head += '<meta name="PubDate" content="2019-03-06 10:12"><meta name="Keywords" content="null">'
    body = f'<h1 class="logo">青溪市人民政府网</h1><h1>关于开展检查的通知</h1><div id="zoom">{BODY}</div>'
    found = read(page(body, head=head).encode(), name="页.html")
    assert told(page(body, head=head).encode())["heading"] == "关于开展检查的通知"
    assert {(value.witness, value.key) for value in found.metadata} >= {
        (Witness.META, "ArticleTitle"),
        (Witness.META, "PubDate"),
        (Witness.META, "page_title"),
    }
    assert "Keywords" not in told(page(body, head=head).encode()), "null is nothing"


def test_a_smaller_heading_counts_where_the_pages_title_repeats_it() -> None:
    body = f'<h2>政策文件</h2><h2>关于开展检查的通知</h2><div id="zoom">{BODY}</div>'
    assert (
        told(page(body, head="<title>关于开展检查的通知_青溪市人民政府</title>").encode())["heading"]
        == "关于开展检查的通知"
    )
    site = "<title>青溪市人民政府</title>"
    assert told(page(body, head=site).encode())["heading"] == "关于开展检查的通知", "the only title among them"
    two = f"<h3>关于举办展会的通知</h3>{body}"
    assert "heading" not in told(page(two, head=site).encode()), "either may be a link to another paper"


def test_pages_may_nest_deeply() -> None:
    deep = "<div>" * 3000 + BODY + "</div>" * 3000
    assert read(page(deep).encode(), name="页.html").text == WORDS


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    found = read(b"<html><body>" + data, name="页.html")
    assert found.state in (FileState.READ, FileState.EMPTY)


TANGLED = {
    "rows of a label and its value": ("<tr><td>文号</td><td>甲</td></tr>", "<table>"),
    "elements inside each other": ("<div>甲", ""),
    "containers inside each other": ("<div class=TRS_Editor>", ""),
    "tables inside each other": ("<table><tr><td>甲</td><td>", ""),
    "formats never closed": ("<table><tr><td><b><i><font>", ""),
    "hidden elements inside each other": ('<div style="display:none">甲', ""),
}


@pytest.mark.parametrize("kind", TANGLED)
def test_a_page_is_read_in_time_linear_in_its_length(kind: str) -> None:
    piece, before = TANGLED[kind]

    def seconds(count: int) -> float:
        data = f"<html><body>{before}{piece * count}</body></html>".encode()
        begun = time.process_time()
        read(data, name="a.html")
        return time.process_time() - begun

    large = min(seconds(6000), seconds(6000))
    assert large < 0.3 or large < 3 * seconds(3000)


@pytest.mark.parametrize("tag", ["font", "div", "b"])
def test_a_page_of_elements_never_closed_keeps_its_words_and_says_so(tag: str) -> None:
    words = "各乡镇人民政府：<br>为加强渡口管理，现通知如下。"
    head = "<head><title>关于加强渡口管理的通知</title><style>p{margin:0}</style></head>"
    found = read(f"<html>{head}<body>{f'<{tag}>' * 3000}{words}</body></html>".encode(), name="a.html")
    assert found.text == "各乡镇人民政府：\n为加强渡口管理，现通知如下。"
    assert [remark.code for remark in found.remarks] == ["markup_broken"]
    assert ("page_title", "关于加强渡口管理的通知") in {(value.key, value.value) for value in found.metadata}
