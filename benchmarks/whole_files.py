"""One small whole file of every format, to be broken: those of the sample, and those that are made here."""

import io
import struct
import tarfile
import zipfile
import zlib
from email.message import EmailMessage
from pathlib import Path

import py7zr
import xlsxwriter
from PIL import Image

from benchmarks.printed_papers import KINDS, printed

_SAMPLE = Path(__file__).parents[1] / "data" / "sample" / "inbox"
_KEPT = Path(__file__).parents[1] / "tests" / "ingest"  # what no library here writes
_MOST = 400_000  # bytes; larger files take time and break no better
TEXT = "云溪市人民政府关于渡口管理的通知\n云政发〔2016〕9号\n各区县人民政府：\n　　现将有关事项通知如下。\n" * 12


def whole_files() -> dict[str, bytes]:
    """Return small whole files by name, in a fixed order."""
    found = {
        path.name: path.read_bytes()
        for path in sorted(_SAMPLE.rglob("*"))
        if path.is_file() and 0 < path.stat().st_size <= _MOST
    }
    for folder in ("archives", "books"):
        found |= {path.name: path.read_bytes() for path in sorted((_KEPT / folder).glob("*[!md]"))}
    made = {f"{kind}.pdf": printed(kind, pages=2, seed=1).content for kind in KINDS}
    made |= {
        "文.rtf": _rtf(),
        "文.ofd": _ofd(),
        "文.odt": _odt(),
        "文.eml": _eml(),
        "文.mht": _mht(),
        "表.xlsx": _xlsx(),
        "片.pptx": _pptx(),
        "文.uof": _uof(),
    }
    made |= {
        "表.csv": TEXT.replace("\n", ",").encode("gb18030"),
        "文.xml": f"<?xml version='1.0'?><文>{TEXT}</文>".encode(),
    }
    made |= {f"图.{kind}": _picture(kind) for kind in ("png", "jpeg", "tiff", "bmp", "gif", "webp")}
    inner = {"渡口.txt": TEXT.encode(), "夹/文.rtf": made["文.rtf"], "夹/表.xlsx": made["表.xlsx"]}
    made |= {
        "包.zip": _zip(inner),
        "包.tar": _tar(inner, "w"),
        "包.tar.gz": _tar(inner, "w:gz"),
        "包.tar.xz": _tar(inner, "w:xz"),
    }
    made |= {"包.7z": _7z(inner), "包.rar": _rar(inner)}
    made["套.zip"] = _zip({"内.7z": made["包.7z"], "内.rar": made["包.rar"], "内.tar.gz": made["包.tar.gz"]})
    return found | made


def _zip(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2016, 5, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _tar(members: dict[str, bytes], mode: str) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def _7z(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with py7zr.SevenZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(content, name)
    return packed.getvalue()


def _rar(members: dict[str, bytes]) -> bytes:
    """A RAR 4 archive with stored members and GBK names, as old WinRAR wrote them."""
    out = b"Rar!\x1a\x07\x00" + _rar_block(0x73, 0, bytes(6))
    for name, content in members.items():
        raw = name.replace("/", "\\").encode("gb18030")
        time = (36 << 25) | (5 << 21) | (1 << 16)
        sizes = struct.pack("<IIBII", len(content), len(content), 2, zlib.crc32(content), time)
        out += _rar_block(0x74, 0x8000, sizes + struct.pack("<BBHI", 20, 0x30, len(raw), 0x20) + raw) + content
    return out + _rar_block(0x7B, 0x4000, b"")


def _rar_block(kind: int, flags: int, body: bytes) -> bytes:
    head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head


def _rtf() -> bytes:
    coded = "".join(f"\\u{ord(sign)}?" if ord(sign) < 0x8000 else f"\\u{ord(sign) - 0x10000}?" for sign in TEXT)
    cells = "\\trowd\\cellx2000\\cellx4000 {甲}\\cell {乙}\\cell\\row".replace("甲", "\\u30002?").replace(
        "乙", "\\u20057?"
    )
    return ("{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 SimSun;}}\\f0 " + coded + "\\par " + cells + "}").encode("ascii")


def _ofd() -> bytes:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    runs = "".join(
        f'<ofd:TextObject ID="{10 + n}" Boundary="20 {20 + 8 * n} 160 8" Font="1" Size="5">'
        f'<ofd:TextCode X="0" Y="5" DeltaX="g {len(line) - 1} 5">{line}</ofd:TextCode></ofd:TextObject>'
        for n, line in enumerate(TEXT.split("\n")[:20])
        if line
    )
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    root = "<ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
    pages = '<ofd:Pages><ofd:Page ID="2" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>'
    common = f"<ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID>{area}</ofd:CommonData>"
    layer = f'<ofd:Content><ofd:Layer ID="3">{runs}</ofd:Layer></ofd:Content>'
    parts = {
        "OFD.xml": f'<ofd:OFD {space} Version="1.0" DocType="OFD"><ofd:DocBody>{root}</ofd:DocBody></ofd:OFD>',
        "Doc_0/Document.xml": f"<ofd:Document {space}>{common}{pages}</ofd:Document>",
        "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {space}>{area.replace('PageArea', 'Area')}{layer}</ofd:Page>",
    }
    return _zip({name: content.encode() for name, content in parts.items()})


def _odt() -> bytes:
    office, text = "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    lines = "".join(f"<t:p>{line}</t:p>" for line in TEXT.split("\n"))
    body = f'<o:document-content xmlns:o="{office}" xmlns:t="{text}"><o:body><o:text>{lines}</o:text></o:body>'
    kind = "application/vnd.oasis.opendocument.text"
    return _zip({"mimetype": kind.encode(), "content.xml": f"{body}</o:document-content>".encode()})


def _eml() -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "关于报送文件的函", "a@yunxi.example", "b@yunxi.example"
    mail["Date"] = "Mon, 09 May 2016 10:00:00 +0800"
    mail.set_content(TEXT)
    mail.add_attachment(TEXT.encode(), maintype="text", subtype="plain", filename="渡口.txt")
    return mail.as_bytes()


def _mht() -> bytes:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"; type="text/html"\r\n\r\n'
    part = b"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return head + part + f"<html><body><p>{TEXT}</p></body></html>".encode() + b"\r\n--b--\r\n"


def _xlsx() -> bytes:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        sheet = book.add_worksheet("目录")
        for row, line in enumerate(TEXT.split("\n")):
            sheet.write_row(row, 0, [row, line, "云政发〔2016〕9号"])
    return packed.getvalue()


def _pptx() -> bytes:
    spaces = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    spaces += 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    spaces += 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide"
    told = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in TEXT.splitlines())
    parts = {
        "[Content_Types].xml": "<Types/>",
        "ppt/presentation.xml": f'<p:p {spaces}><p:sldIdLst><p:sldId r:id="r1"/></p:sldIdLst></p:p>',
        "ppt/_rels/presentation.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="r1" Type="{kind}" Target="slides/slide1.xml"/></Relationships>',
        "ppt/slides/slide1.xml": f"<p:sld {spaces}><p:sp><p:txBody>{told}</p:txBody></p:sp></p:sld>",
    }
    return _zip({name: part.encode() for name, part in parts.items()})


def _uof() -> bytes:
    told = "".join(f"<字:段落><字:句><字:文本串>{line}</字:文本串></字:句></字:段落>" for line in TEXT.splitlines())
    spaces = 'xmlns:uof="http://schemas.uof.org/cn/2003/uof" xmlns:字="http://schemas.uof.org/cn/2003/uof-wordproc"'
    whole = f"<uof:UOF {spaces}><uof:文字处理><字:主体>{told}</字:主体></uof:文字处理></uof:UOF>"
    return f"<?xml version='1.0'?>{whole}".encode()


def _picture(kind: str) -> bytes:
    packed = io.BytesIO()
    Image.linear_gradient("L").save(packed, kind)
    return packed.getvalue()
