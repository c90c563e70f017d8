"""A paper as a saved web page, dressed as several site systems dress it, and as a web archive (mht)."""

import html
import quopri
from collections.abc import Iterator
from typing import Any

from carriers import INDENT, Line

_LABELS = {"index": "索引号", "number": "文　号", "registration": "统一编号", "written": "成文日期", "status": "有效性"}
_SHAPES = {
    "title": '<h1 align="center">{}</h1>',
    "centred": '<p align="center">{}</p>',
    "mast": '<p align="center"><font color="red">{}</font></p>',
    "left": "<p>{}</p>",
    "right": '<p align="right">{}</p>',
    "body": "<p>" + INDENT + "{}</p>",
}


def as_html(lines: list[Line], item: dict[str, Any]) -> str:
    """Return the paper as a web page, dressed as ``item['page']`` says."""
    slots = _slots(lines, item)
    if item["page"] == "portal":
        slots |= {"metas": _metas(slots), "table": _portal_table(item, slots["origin"])}
    if item["page"] in ("catalogue", "columns"):
        slots["rows"] = _rows(item, slots["origin"])
    return _PAGES[item["page"]].format(**slots)


def as_mht(lines: list[Line], item: dict[str, Any]) -> bytes:
    """Return the page as the browsers of 2008 saved it: one mail of several parts, the page in quoted-printable."""
    page = as_html(lines, item).encode(item.get("encoding", "utf-8"))
    head = (
        b"From: <Saved by Microsoft Internet Explorer 7>\r\nSubject: page\r\n"
        b"Date: Fri, 31 Dec 2021 10:00:00 +0800\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----=_NextPart_000_0000"\r\n\r\n'
    )
    part = f'------=_NextPart_000_0000\r\nContent-Type: text/html;\r\n\tcharset="{_charset(item)}"\r\n'.encode()
    coded = quopri.encodestring(page).replace(b"\n", b"\r\n")
    return (
        head
        + part
        + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        + coded
        + b"\r\n------=_NextPart_000_0000--\r\n"
    )


def _charset(item: dict[str, Any]) -> str:
    return {"gb18030": "gb2312"}.get(item.get("encoding", "utf-8"), "utf-8")


def _slots(lines: list[Line], item: dict[str, Any]) -> dict[str, str]:
    site = item.get("site", "霁州市人民政府")
    return {
        "charset": _charset(item),
        "title": html.escape(next(line.text for line in lines if line.kind == "title")),
        "body": _body(lines),
        "published": item.get("published", ""),
        "site": site,
        "column": item.get("column", "政府文件"),
        "origin": item.get("origin", f"{site}办公室"),
    }


def _metas(slots: dict[str, str]) -> str:
    head = {"SiteName": f"{slots['site']}门户网站", "ColumnName": slots["column"], "ArticleTitle": slots["title"]}
    head |= {"PubDate": f"{slots['published']} 09:00", "ContentSource": slots["origin"]}
    return "\n".join(f'<meta name="{name}" content="{value}">' for name, value in head.items())


def _cells(item: dict[str, Any], origin: str) -> list[tuple[str, str]]:
    cells = [(label, item[key]) for key, label in _LABELS.items() if key in item]
    return [*cells, ("发布机构", origin), ("公开日期", item["published"])] if cells else []


def _portal_table(item: dict[str, Any], origin: str) -> str:
    rows = "\n".join(f"<tr><th>{name}：</th><td>{html.escape(value)}</td></tr>" for name, value in _cells(item, origin))
    return f'<table class="xxgk">\n{rows}\n</table>\n' if rows else ""


def _rows(item: dict[str, Any], origin: str) -> str:
    """Two labels a row, as open-government catalogues print them."""
    cells = [f"<td>{name}：</td><td>{html.escape(value)}</td>" for name, value in _cells(item, origin)]
    return "\n".join(f"<tr>{''.join(cells[at : at + 2])}</tr>" for at in range(0, len(cells), 2))


def _body(lines: list[Line]) -> str:
    return "\n".join(_blocks(lines))


def _blocks(lines: list[Line]) -> Iterator[str]:
    in_table = False
    for line in lines:
        row = line.kind == "row"
        if row != in_table:
            yield "<table border=1>" if row else "</table>"
            in_table = row
        cells = "".join(f"<td>{html.escape(cell)}</td>" for cell in line.cells) if row else ""
        yield f"<tr>{cells}</tr>" if row else _SHAPES[line.kind].format(html.escape(line.text))
    if in_table:
        yield "</table>"


_BARE = """<html><head><meta charset="{charset}"><title>{title}</title></head>
<body>
{body}
</body></html>
"""

_OLD = """<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset={charset}">
<TITLE>{title}</TITLE></HEAD>
<BODY><TABLE width=760 align=center><TR><TD>首页 | 政务信息 | 网上办事 | 市长信箱</TD></TR>
<TR><TD align=right>发布时间：{published}　【字体：大 中 小】【打印】【关闭】</TD></TR>
<TR><TD>
{body}
</TD></TR>
<TR><TD align=center>主办：霁州市人民政府办公室　技术支持：市信息中心</TD></TR></TABLE></BODY></HTML>
"""

_PORTAL = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="{charset}">
{metas}
<title>{title}_{site}</title>
<script>var visits = 0;</script></head>
<body>
<div class="header"><a href="/">首页</a> <a href="/zwgk/">政务公开</a> <a href="/jlhd/">交流互动</a></div>
<div class="position">您现在的位置：首页 &gt; 政务公开 &gt; {column}</div>
{table}<div class="tools">来源：{origin}　发布时间：{published}　浏览次数：<span id="n">…</span>　字号：[大 中 小]</div>
<div id="zoom">
{body}
</div>
<div class="share">分享到：　打印本页　关闭窗口</div>
<div class="footer">主办：{site}办公室　网站标识码：0000000000　网址：www.jizhou.example</div>
</body></html>
"""

_CATALOGUE = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}" />
<title>{site}信息公开目录 {title}</title>
<script type="text/javascript">function doZoom(size) {{}}</script></head>
<body>
<div id="top">{site}信息公开目录　公开指南　公开年报　依申请公开</div>
<table class="bt-xxgk" width="920" cellspacing="0">
{rows}
</table>
<div class="wzbt">{title}</div>
<div class="wzxx">【字体：<a href="javascript:doZoom(16)">大</a> <a href="#">中</a>】　阅读次数：0</div>
<div class="TRS_Editor">
{body}
</div>
<div class="gb"><a href="javascript:window.print()">打印</a>　<a href="javascript:window.close()">关闭</a></div>
<div class="foot">{site}　联系我们　网站地图　备案号：0000000</div>
</body></html>
"""

_COLUMNS = """<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>{title}-{site}</title></head>
<body class="gkmlpt">
<nav><a href="/">网站首页</a><a href="/gk/">信息公开</a><a href="/gk/zc/">政策</a></nav>
<div class="crumb">当前位置：首页 &gt; 信息公开 &gt; {column}</div>
<div class="gkmlpt"><div class="classify"><table>
{rows}
</table></div>
<h1 class="title">{title}</h1>
<div class="article-content">
{body}
</div>
<div class="annex">扫一扫在手机打开当前页</div></div>
<footer>{site}版权所有　网站支持 IPv6</footer>
</body></html>
"""

_VSB = """<html><head><meta charset="{charset}"><meta name="pageType" content="3"/><title>{title}-{site}</title></head>
<body><div class="menu"><ul><li>首页</li><li>机构职能</li><li>通知公告</li><li>政策法规</li></ul></div>
<form name="_newscontent_fromname">
<div class="content-title">{title}</div>
<div class="content-date">{published} 　作者： 　来源：{origin}　浏览：[0]</div>
<div id="vsb_content"><div class="v_news_content">
{body}
</div></div>
<p>上一条：关于开展政风行风测评的通知　下一条：没有了</p></form>
<div class="copyright">{site}　地址：霁州市石磴路1号</div></body></html>
"""

_PAGES = {"bare": _BARE, "old": _OLD, "portal": _PORTAL, "catalogue": _CATALOGUE, "columns": _COLUMNS, "vsb": _VSB}
