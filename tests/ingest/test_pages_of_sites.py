"""Saved pages of the common systems of government sites, and odd ones: the text of record, or where it stands."""

import json

import pytest

from gongwen.model import FileState
from ingest.readers import READERS

TITLE = "青溪县人民政府关于加强渡口管理的通知"
LINES = ("各乡镇人民政府：", "为保障出行安全，现将加强渡口管理的有关事项通知如下。", "青溪县人民政府", "2009年3月4日")
BODY = "".join(f"<p>　　{line}</p>" for line in LINES)
META = (
    f'<meta name="SiteName" content="青溪县人民政府"><meta name="ArticleTitle" content="{TITLE}">'
    '<meta name="PubDate" content="2009-03-06 10:00"><meta name="ContentSource" content="县政府办公室">'
)
TABLE = (
    "<table><tr><td>索 引 号：</td><td>001008003/2009-00012</td><td>发布机构：</td><td>县政府办公室</td></tr>"
    "<tr><td>文号：</td><td>青政发〔2009〕4号</td><td>成文日期：</td><td>2009-03-04</td></tr></table>"
)


def page(inner: str) -> bytes:
    menu = '<div class="nav"><a href="/">首页</a><a href="/zw">政务公开</a><a href="/fw">办事服务</a></div>'
    foot = '<div class="footer"><p>主办：县政府办公室　技术支持：某某公司</p><p>网站标识码：0000000001</p></div>'
    head = f"<head><meta charset='utf-8'><title>{TITLE}</title>{META}</head>"
    return f"<!DOCTYPE html><html>{head}<body>{menu}{inner}{foot}</body></html>".encode()


SYSTEMS = {
    "大汉": f"<h1>{TITLE}</h1>{TABLE}<div id='zoom'><!--ZJEG_RSS.content.begin-->{BODY}"
    "<!--ZJEG_RSS.content.end--></div>",
    "拓尔思 TRS": f"<h1>{TITLE}</h1>{TABLE}<div class='TRS_Editor'><style>P{{margin:0}}</style>{BODY}</div>"
    "<p>附件：<a href='./P0200903.doc'>渡口名录.doc</a></p>",
    "开普": f"<div class='article-detail'><h1>{TITLE}</h1>{TABLE}<div class='article-con'>{BODY}</div></div>",
    "博达 VSB": f"<form name='_newscontent_fromname'><h1>{TITLE}</h1>{TABLE}<div id='vsb_content'>"
    f"<div class='v_news_content'>{BODY}</div></div><p>附件【<a href='/d.jsp'>名录.doc</a>】已下载 3 次</p></form>",
    "gkmlpt": f"<div class='gkmlpt'><div class='classify'>{TABLE}</div><div class='content'><h1>{TITLE}</h1>"
    f"<div class='article-content'>{BODY}</div></div></div>",
    "gov.cn": f"<h1>{TITLE}</h1>{TABLE}<div id='UCAP-CONTENT'>{BODY}</div>",
    "an unknown one": f"<div class='a1'><h2>{TITLE}</h2>{TABLE}<div class='b7'>{BODY}</div></div>",
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_text_and_witnesses_of_every_system(system: str) -> None:
    extraction = READERS["html"].read(page(SYSTEMS[system]), name="a.html")
    assert "\n".join(LINES) in extraction.text
    assert not any(words in extraction.text for words in ("首页", "技术支持", "已下载"))
    told = {value.key: value.value for value in extraction.metadata}
    assert told["ArticleTitle"] == TITLE
    assert told["PubDate"] == "2009-03-06 10:00"
    known = {"索引号": "001008003/2009-00012", "文号": "青政发〔2009〕4号", "成文日期": "2009-03-04"}
    assert all(told.get(key) == value or value in extraction.text for key, value in known.items())


SCRIPT = json.dumps({"title": TITLE, "content": BODY}, ensure_ascii=False).replace("</", "<\\/")


@pytest.mark.parametrize(
    "inner",
    [
        f"<h1>{TITLE}</h1><div id='c'></div><script>window._CONFIG = {SCRIPT};</script>",
        f"<h1>{TITLE}</h1><div id='c'></div><script>var content = '{BODY}';</script>",
        f"<h1>{TITLE}</h1><textarea style='display:none'>{BODY.replace('<', '&lt;')}</textarea>",
    ],
    ids=["JSON in a script", "a string in a script", "a hidden text field"],
)
def test_a_text_that_the_page_keeps_for_its_scripts_is_read(inner: str) -> None:
    assert READERS["html"].read(page(inner), name="a.html").text == "\n".join(LINES)


@pytest.mark.parametrize(
    ("inner", "names"),
    [
        (f"<h1>{TITLE}</h1><iframe src='/x/content.htm?id=1'></iframe>", "content.htm"),
        (f"<h1>{TITLE}</h1><div id='zoom'><embed src='a.pdf'></div>", "a.pdf"),
        (
            "<div id='vsb_content'><script>showVsbpdfIframe('/__local/1/%E9%80%9A%E7%9F%A5.pdf','100%','600');"
            "</script></div>",
            "通知.pdf",
        ),
        (f"<h1>{TITLE}</h1><div id='zoom'><img src='img/1.jpg'><img src='img/2.jpg'></div>", "1.jpg、2.jpg"),
    ],
)
def test_a_page_without_text_names_its_paper_and_says_where_the_text_stands(inner: str, names: str) -> None:
    extraction = READERS["html"].read(page(inner), name="a.html")
    assert (extraction.state, extraction.text) == (FileState.READ, "")
    (remark,) = extraction.remarks
    assert (remark.code, remark.severity) == ("text_elsewhere", "warning") and names in remark.message
    assert TITLE in [value.value for value in extraction.metadata]


def test_a_page_of_frames_names_them() -> None:
    frames = "<html><frameset cols='20%,80%'><frame src='left.htm'><frame src='main.htm'></frameset></html>"
    extraction = READERS["html"].read(frames.encode(), name="index.htm")
    assert extraction.state is FileState.EMPTY
    assert extraction.problem.endswith("left.htm、main.htm")
    short = page("<div id='zoom'><a href='x/通知.pdf'>点击下载</a></div>")
    remarks = READERS["html"].read(short, name="a.html").remarks
    assert [remark.code for remark in remarks] == ["text_elsewhere"]
