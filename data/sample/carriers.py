"""A paper as lines, and its plain carriers as bytes: txt, md, docx, PDF with a text layer.

A source is a text file; the first character of a line says how the line stands on the paper:
``#`` title, ``=`` centred, ``@`` the issuer's name in the masthead, ``<`` flush left, ``>`` to the right,
``|`` a row of a table, anything else a paragraph. Carriers of other
makes stand in modules of their own: ``web_pages``, ``word_files``, ``sheets``, ``ofd_files``, ``pictures``.
"""

import io
import math
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

_KINDS = {"#": "title", "=": "centred", "@": "mast", "<": "left", ">": "right", "|": "row"}
INDENT = "　　"
CLOCK = datetime(2021, 12, 31, 10, 0, 0)


Page = list[tuple[float, str]]  # (indent in characters, text) of each printed line


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
    shapes = {"body": INDENT + "{}", "right": "　" * 18 + "{}", "centred": "　" * 8 + "{}", "mast": "　" * 8 + "{}"}
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


def as_docx(lines: list[Line]) -> bytes:
    """Return the paper as a Word document with a fixed clock."""
    paper = docx.Document()
    package = paper.part.package.rels
    for name in [name for name, relation in package.items() if relation.reltype.endswith("/thumbnail")]:
        package.pop(name)  # a picture of the template, not of the paper
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
        paragraph = paper.add_paragraph(INDENT + line.text if line.kind == "body" else line.text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if line.kind == "right" else sides.get(line.kind)
    packed = io.BytesIO()
    paper.save(packed)
    return _same_clock(packed.getvalue())


def _same_clock(packed: bytes) -> bytes:
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, CLOCK.timetuple()[:6]), old.read(name), zipfile.ZIP_DEFLATED, 9)
    return fixed.getvalue()


_CLINGS = re.compile(r".[，。、；：）》”]|[（《“〔].|[0-9.][0-9.]")
_FONT, _SIZE, _PER_LINE, _PER_TITLE, _LINES_A_PAGE = "STSong-Light", 16, 28, 22, 22  # titles are set larger


def as_pdf(papers: list[list[Line]]) -> bytes:
    """Return papers as one PDF with a text layer: 28 characters a line, 22 lines a page, each paper from a new page."""
    registerFont(UnicodeCIDFont(_FONT))
    packed = io.BytesIO()
    canvas = Canvas(packed, pagesize=A4, invariant=1)
    for page, rows in enumerate(printed_pages(papers), start=1):
        for place, (indent, text) in enumerate(rows):
            canvas.setFont(_FONT, _SIZE)
            canvas.drawString(74 + indent * _SIZE, 740 - place * 30, text)
        canvas.setFont(_FONT, 14)
        canvas.drawCentredString(A4[0] / 2, 50, f"— {page} —")
        canvas.showPage()
    canvas.save()
    return packed.getvalue()


def printed_pages(papers: list[list[Line]]) -> list[Page]:
    """Return the printed lines of each page, every paper from a new page."""
    pages: list[Page] = []
    for lines in papers:
        rows = [row for line in lines for row in _wrapped(line)]
        pages += [rows[start : start + _LINES_A_PAGE] for start in range(0, len(rows), _LINES_A_PAGE)]
    return pages


def _wrapped(line: Line) -> Page:
    """Return (indent in characters, text) for each printed line."""
    text = "　".join(line.cells) if line.kind == "row" else line.text
    if line.kind == "title":
        room = math.ceil(width_of(text) / math.ceil(width_of(text) / _PER_TITLE))  # lines of about one length
        pieces = _cut(text, first=room, width=room)
    else:
        pieces = _cut(text, first=_PER_LINE - 2 if line.kind == "body" else _PER_LINE)
    if line.kind == "body":
        return [(2 if place == 0 else 0, piece) for place, piece in enumerate(pieces)]
    if line.kind == "right":
        return [(_PER_LINE - width_of(piece) - 2, piece) for piece in pieces]
    middle = line.kind in ("title", "centred", "mast")
    return [((_PER_LINE - width_of(piece)) / 2 if middle else 0, piece) for piece in pieces]


def width_of(text: str) -> float:
    """Return how many characters wide a text is printed; Latin letters and digits are half as wide as characters."""
    return sum(0.5 if sign.isascii() else 1.0 for sign in text)


def _cut(text: str, *, first: float, width: float = _PER_LINE) -> list[str]:
    """Cut a text into printed lines: none begins with a closing mark or ends with an opening one, no number is torn."""
    pieces, room = [], first
    while width_of(text) > room:
        at = next(at for at in range(len(text), 0, -1) if width_of(text[:at]) <= room)
        while _CLINGS.match(text, at - 1):
            at -= 1
        pieces.append(text[:at])
        text, room = text[at:], width
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
