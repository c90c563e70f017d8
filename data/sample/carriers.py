"""A paper as lines, and each carrier of it as bytes: txt, md, html, docx, PDF with a text layer, PDF that is a picture.

A source is a text file; the first character of a line says how the line stands on the paper:
``#`` title, ``=`` centred, ``@`` the issuer's name in the masthead, ``<`` flush left, ``>`` to the right,
``|`` a row of a table, anything else a paragraph.
"""

import html
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

_KINDS = {"#": "title", "=": "centred", "@": "mast", "<": "left", ">": "right", "|": "row"}
_INDENT = "　　"
_CLOCK = datetime(2021, 12, 31, 10, 0, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paper and how it stands: title, centred, mast, left, right, row or body."""

    kind: str
    text: str

    @property
    def cells(self) -> list[str]:
        """The cells of a row."""
        return [cell.strip() for cell in self.text.strip("|").split("|")]


def lines_of(source: str) -> list[Line]:
    """Return the lines of a source text."""
    found = []
    for raw in source.splitlines():
        kind = _KINDS.get(raw[0], "body")
        found.append(Line(kind, raw if kind in ("row", "body") else raw[1:].strip()))
    return found


def as_txt(lines: list[Line], *, newline: str = "\n") -> str:
    """Return the paper as plain text: paragraphs indented by two characters, cells parted by tabs."""
    shapes = {"body": _INDENT + "{}", "right": "　" * 18 + "{}", "centred": "　" * 8 + "{}", "mast": "　" * 8 + "{}"}
    rows = [
        "\t".join(line.cells) if line.kind == "row" else shapes.get(line.kind, "{}").format(line.text) for line in lines
    ]
    return newline.join(rows) + newline


def as_md(lines: list[Line]) -> str:
    """Return the paper as Markdown: titles as headings, a blank line after each paragraph."""
    out = []
    for line in lines:
        out.append(f"# {line.text}" if line.kind == "title" else line.text)
    return "\n\n".join(out) + "\n"


def as_html(lines: list[Line], item: dict[str, Any]) -> str:
    """Return the paper as a web page, dressed as ``item['page']`` says."""
    charset = {"gb18030": "gb2312"}.get(item.get("encoding", "utf-8"), "utf-8")
    title = html.escape(next(line.text for line in lines if line.kind == "title"))
    body = _html_body(lines)
    if item["page"] == "bare":
        return f'<html><head><meta charset="{charset}"><title>{title}</title></head>\n<body>\n{body}\n</body></html>\n'
    if item["page"] == "old":
        return _OLD_PAGE.format(charset=charset, title=title, body=body, published=item["published"])
    site = item.get("site", "霁州市人民政府")
    column, origin = item.get("column", "政府文件"), item.get("origin", f"{site}办公室")
    head = {"SiteName": f"{site}门户网站", "ColumnName": column, "ArticleTitle": title}
    head |= {"PubDate": f"{item['published']} 09:00", "ContentSource": origin}
    metas = "\n".join(f'<meta name="{name}" content="{value}">' for name, value in head.items())
    slots = {"charset": charset, "metas": metas, "site": site, "column": column, "title": title, "origin": origin}
    return _PORTAL_PAGE.format(table=_page_table(item, origin), body=body, published=item["published"], **slots)


def _page_table(item: dict[str, Any], origin: str) -> str:
    labels = {
        "index": "索引号",
        "number": "文　号",
        "registration": "统一编号",
        "written": "成文日期",
        "status": "有效性",
    }
    cells = [(label, item[key]) for key, label in labels.items() if key in item]
    if not cells:
        return ""
    cells += [("发布机构", origin), ("公开日期", item["published"])]
    rows = "\n".join(f"<tr><th>{name}：</th><td>{html.escape(value)}</td></tr>" for name, value in cells)
    return f'<table class="xxgk">\n{rows}\n</table>\n'


def _html_body(lines: list[Line]) -> str:
    shapes = {
        "title": '<h1 align="center">{}</h1>',
        "centred": '<p align="center">{}</p>',
        "mast": '<p align="center"><font color="red">{}</font></p>',
        "left": "<p>{}</p>",
        "right": '<p align="right">{}</p>',
        "body": "<p>" + _INDENT + "{}</p>",
    }
    out, in_table = [], False
    for line in lines:
        row = line.kind == "row"
        if row != in_table:
            out.append("<table border=1>" if row else "</table>")
            in_table = row
        cells = "".join(f"<td>{html.escape(cell)}</td>" for cell in line.cells) if row else ""
        out.append(f"<tr>{cells}</tr>" if row else shapes[line.kind].format(html.escape(line.text)))
    return "\n".join([*out, "</table>"] if in_table else out)


_OLD_PAGE = """<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset={charset}">
<TITLE>{title}</TITLE></HEAD>
<BODY><TABLE width=760 align=center><TR><TD>首页 | 政务信息 | 网上办事 | 市长信箱</TD></TR>
<TR><TD align=right>发布时间：{published}　【字体：大 中 小】【打印】【关闭】</TD></TR>
<TR><TD>
{body}
</TD></TR>
<TR><TD align=center>主办：霁州市人民政府办公室　技术支持：市信息中心</TD></TR></TABLE></BODY></HTML>
"""

_PORTAL_PAGE = """<!DOCTYPE html>
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


def as_docx(lines: list[Line]) -> bytes:
    """Return the paper as a Word document with a fixed clock."""
    paper = docx.Document()
    paper.core_properties.author, paper.core_properties.comments = "霁州市人民政府办公室", ""
    sides = {
        "title": WD_ALIGN_PARAGRAPH.CENTER,
        "centred": WD_ALIGN_PARAGRAPH.CENTER,
        "mast": WD_ALIGN_PARAGRAPH.CENTER,
    }
    table = None
    for line in lines:
        if line.kind == "row":
            table = table or paper.add_table(rows=0, cols=len(line.cells))
            for cell, text in zip(table.add_row().cells, line.cells, strict=True):
                cell.text = text
            continue
        table = None
        paragraph = paper.add_paragraph(_INDENT + line.text if line.kind == "body" else line.text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if line.kind == "right" else sides.get(line.kind)
    packed = io.BytesIO()
    paper.save(packed)
    return _same_clock(packed.getvalue())


def _same_clock(packed: bytes) -> bytes:
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != "docProps/thumbnail.jpeg":
                new.writestr(zipfile.ZipInfo(name, _CLOCK.timetuple()[:6]), old.read(name), zipfile.ZIP_DEFLATED, 9)
    return fixed.getvalue()


_CLINGS = re.compile(r".[，。、；：）》”]|[（《“〔].|[0-9.][0-9.]")
_FONT, _SIZE, _PER_LINE, _LINES_A_PAGE = "STSong-Light", 16, 28, 22


def as_pdf(papers: list[list[Line]]) -> bytes:
    """Return papers as one PDF with a text layer: 28 characters a line, 22 lines a page, each paper from a new page."""
    registerFont(UnicodeCIDFont(_FONT))
    packed = io.BytesIO()
    canvas = Canvas(packed, pagesize=A4, invariant=1)
    for page, rows in enumerate(_pages(papers), start=1):
        for place, (indent, text) in enumerate(rows):
            canvas.setFont(_FONT, _SIZE)
            canvas.drawString(74 + indent * _SIZE, 740 - place * 30, text)
        canvas.setFont(_FONT, 14)
        canvas.drawCentredString(A4[0] / 2, 50, f"— {page} —")
        canvas.showPage()
    canvas.save()
    return packed.getvalue()


def _pages(papers: list[list[Line]]) -> list[list[tuple[float, str]]]:
    pages = []
    for lines in papers:
        rows = [row for line in lines for row in _wrapped(line)]
        pages += [rows[start : start + _LINES_A_PAGE] for start in range(0, len(rows), _LINES_A_PAGE)]
    return pages


def _wrapped(line: Line) -> list[tuple[float, str]]:
    """Return (indent in characters, text) for each printed line."""
    text = "　".join(line.cells) if line.kind == "row" else line.text
    pieces = _cut(text, first=_PER_LINE - 2 if line.kind == "body" else _PER_LINE)
    if line.kind == "body":
        return [(2 if place == 0 else 0, piece) for place, piece in enumerate(pieces)]
    if line.kind == "right":
        return [(_PER_LINE - len(piece) - 2, piece) for piece in pieces]
    return [
        ((_PER_LINE - len(piece)) / 2 if line.kind in ("title", "centred", "mast") else 0, piece) for piece in pieces
    ]


def _cut(text: str, *, first: int) -> list[str]:
    """Cut a text into printed lines: none begins with a closing mark or ends with an opening one, no number is torn."""
    pieces, width = [], first
    while len(text) > width:
        at = width
        while _CLINGS.match(text, at - 1):
            at -= 1
        pieces.append(text[:at])
        text, width = text[at:], _PER_LINE
    return [*pieces, text]


def as_scan() -> bytes:
    """Return a PDF whose one page is a picture of lines, as a scanner would make it: there is no text in it."""
    picture = Image.new("L", (420, 594), 245)
    for top in range(60, 540, 24):
        picture.paste(90, (50, top, 370 - top % 96, top + 9))
    packed = io.BytesIO()
    canvas = Canvas(packed, pagesize=A4, invariant=1)
    canvas.drawInlineImage(picture, 0, 0, *A4)
    canvas.showPage()
    canvas.save()
    return packed.getvalue()
