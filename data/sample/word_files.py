"""A paper as the word processors of twenty years saved it: binary Word (also .wps), RTF, OpenDocument, Word 2003 XML.

Written after [MS-DOC], the RTF specification 1.9.1, ODF 1.2 and the WordML of 2003, no more of each than a paper needs.
"""

import io
import struct
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from carriers import CLOCK, INDENT, Line
from compound import compound_file

_FIRST = 1024  # byte at which the text begins
_IN_TABLE, _ROW_END = 0x2416, 0x2417
_FKP_RUNS = 28  # paragraphs that one page of properties holds with room to spare


def as_doc(lines: list[Line]) -> bytes:
    """Return the paper as Word 97 saves it: one piece of UTF-16 text, tables as marked paragraphs."""
    paragraphs = list(_marked(lines))
    text = "".join(piece for piece, _ in paragraphs)
    raw = text.encode("utf-16-le")
    fib = bytearray(_FIRST)
    struct.pack_into("<HH", fib, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", fib, 6, 0x0804)  # the language: simplified Chinese
    struct.pack_into("<H", fib, 0x0A, 0x1200)  # the table stream is 1Table; wide characters
    struct.pack_into("<II", fib, 0x18, _FIRST, _FIRST + len(raw))
    struct.pack_into("<H", fib, 0x20, 14)  # [MS-DOC] 2.5.1: counts of the parts that follow
    struct.pack_into("<H", fib, 0x3E, 22)
    struct.pack_into("<i", fib, 0x4C, len(text))
    struct.pack_into("<H", fib, 0x98, 93)
    stream = (bytes(fib) + raw).ljust(-(-(_FIRST + len(raw)) // 512) * 512, b"\0")
    pieces = struct.pack("<BIIIHIH", 2, 16, 0, len(text), 0, _FIRST, 0)
    properties, places = _properties(paragraphs, first_page=len(stream) // 512)
    whole = bytearray(stream + properties)
    struct.pack_into("<II", whole, 0x1A2, 0, len(pieces))
    struct.pack_into("<II", whole, 0x102, len(pieces), len(places))
    return compound_file({"WordDocument": bytes(whole), "1Table": pieces + places})


def _marked(lines: list[Line]) -> Iterator[tuple[str, int]]:
    """Yield each paragraph with its end sign and the property it bears."""
    for line in lines:
        if line.kind == "row":
            yield from ((f"{cell}\x07", _IN_TABLE) for cell in line.cells)
            yield "\x07", _ROW_END
        else:
            yield _indented(line) + "\r", 0


def _properties(paragraphs: list[tuple[str, int]], *, first_page: int) -> tuple[bytes, bytes]:
    """Return pages of paragraph properties, and the table of where each page holds good."""
    pages, bounds, place = b"", [_FIRST], _FIRST
    for at in range(0, len(paragraphs), _FKP_RUNS):
        runs = paragraphs[at : at + _FKP_RUNS]
        edges = [place]
        for text, _ in runs:
            edges.append(edges[-1] + 2 * len(text))
        page = bytearray(512)
        struct.pack_into(f"<{len(edges)}I", page, 0, *edges)
        for index, (_, mark) in enumerate(runs):
            if mark:
                where = 490 if mark == _ROW_END else 500
                record = struct.pack("<BHHB", 3, 0, _IN_TABLE, 1)
                if mark == _ROW_END:
                    record = struct.pack("<BHHBHB", 5, 0, _IN_TABLE, 1, _ROW_END, 1)
                page[where : where + len(record)] = record
                page[4 * len(edges) + 13 * index] = where // 2
        page[-1] = len(runs)
        pages, place = pages + bytes(page), edges[-1]
        bounds.append(place)
    count = len(bounds) - 1
    table = struct.pack(f"<{count + 1}I{count}I", *bounds, *range(first_page, first_page + count))
    return pages, table


def _indented(line: Line) -> str:
    return INDENT + line.text if line.kind == "body" else line.text


def as_rtf(lines: list[Line]) -> bytes:
    """Return the paper as RTF in code page 936, as WordPad and the Word of 2003 wrote it."""
    sides = {"title": "\\qc\\b ", "centred": "\\qc ", "mast": "\\qc\\cf1 ", "right": "\\qr "}
    fonts = "{\\fonttbl{\\f0\\fnil\\fcharset134 \\'cb\\'ce\\'cc\\'e5;}}\n"
    head = "{\\rtf1\\ansi\\ansicpg936\\deff0\\deflang1033\\deflangfe2052" + fonts
    head += "{\\colortbl ;\\red255\\green0\\blue0;}\n\\viewkind4\\uc1\\lang2052\\f0\\fs32\n"
    body = ""
    for line in lines:
        if line.kind == "row":
            cells = "".join(f"\\cellx{2000 * place}" for place in range(1, len(line.cells) + 1))
            body += f"\\trowd{cells}\\intbl " + "".join(f"{_rtf(cell)}\\cell " for cell in line.cells) + "\\row\n"
        else:
            body += f"\\pard{sides.get(line.kind, ' ')}{_rtf(_indented(line))}\\par\n"
    return (head + body + "}\n").encode("ascii")


def _rtf(text: str) -> str:
    return "".join(
        sign if sign.isascii() and sign not in "\\{}" else "".join(f"\\'{byte:02x}" for byte in sign.encode("gbk"))
        for sign in text
    )


_ODT_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.2"'
)


def as_odt(lines: list[Line]) -> bytes:
    """Return the paper as an OpenDocument text."""
    body, in_table = "", False
    for line in lines:
        row = line.kind == "row"
        if row != in_table:
            body += "<table:table>" if row else "</table:table>"
            in_table = row
        cells = "".join(f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in line.cells)
        body += f"<table:table-row>{cells}</table:table-row>" if row else f"<text:p>{escape(_indented(line))}</text:p>"
    body += "</table:table>" if in_table else ""
    content = f"<office:document-content {_ODT_SPACES}><office:body><office:text>{body}</office:text></office:body>"
    kind = "application/vnd.oasis.opendocument.text"
    manifest = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    entries = (("/", kind), ("content.xml", "text/xml"))
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{media}"/>' for path, media in entries
    )
    return zipped(
        {
            "mimetype": kind,
            "content.xml": f'<?xml version="1.0" encoding="UTF-8"?>{content}</office:document-content>',
            "META-INF/manifest.xml": f"<manifest:manifest {manifest}>{listed}</manifest:manifest>",
        }
    )


def zipped(parts: dict[str, str]) -> bytes:
    """Return a zip of the parts, of one moment; the part that names the kind is stored as it is."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(zipfile.ZipInfo(name, CLOCK.timetuple()[:6]), content, how, 9)
    return packed.getvalue()


def as_word_xml(lines: list[Line]) -> bytes:
    """Return the paper as the XML of Word 2003."""
    body, rows = "", ""
    for line in [*lines, Line("end", "")]:
        if line.kind == "row":
            cells = "".join(f"<w:tc>{_word_paragraph(cell)}</w:tc>" for cell in line.cells)
            rows += f"<w:tr>{cells}</w:tr>"
            continue
        body += f"<w:tbl>{rows}</w:tbl>" if rows else ""
        rows = ""
        body += _word_paragraph(_indented(line)) if line.kind != "end" else ""
    space = "http://schemas.microsoft.com/office/word/2003/wordml"
    text = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<?mso-application progid="Word.Document"?>\n'
    text += f'<w:wordDocument xmlns:w="{space}"><w:body>{body}</w:body></w:wordDocument>\n'
    return text.encode("utf-8")


def _word_paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"
