"""What format a file really is: told by its bytes first, and by its name only where the bytes leave it open.

Nothing is unpacked or read here; whether a file can be read at all is found out by its reader.
"""

import bz2
import codecs
import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import IO

import olefile

from ingest.plausible import hanzi_plausibility
from ingest.zeros import BLOCK

HEAD = 64 * 1024  # bytes of a file that ``sniff`` wants to see
UNKNOWN = "unknown"

ARCHIVES = frozenset(
    {"zip", "rar", "7z", "tar", "tar.gz", "tar.bz2", "tar.xz", "gz", "bz2", "xz", "cab", "iso", "lzh", "tnef"}
)
CARRIERS = frozenset({"eml", "msg", "ofd", "docx", "xlsx", "pptx"})  # read as they are, and opened for what they carry
_STREAMS = {"gz": gzip.open, "bz2": bz2.open, "xz": lzma.open}

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x78\x9f\x3e\x22", "tnef"),  # winmail.dat
    (b"MSCF\x00\x00\x00\x00", "cab"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"\x00\x00\x00\x0cjP  ", "jp2"),
    (b"Founder CEB", "ceb"),
    (b"CAJ\x00", "caj"),
    (b"KDH ", "kdh"),
    (b"\x00\x01\x00\x00Standard Jet DB", "mdb"),
    (b"\x00\x01\x00\x00Standard ACE DB", "accdb"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "lnk"),
    (b"\x00\x05\x16\x07", "appledouble"),
    (b"\x09\x00\x04\x00", "xls"),  # Excel 2, 3, 4: without OLE
    (b"\x09\x02\x06\x00", "xls"),
    (b"\x09\x04\x06\x00", "xls"),
    (b"MSWIM\x00\x00\x00", "wim"),
    (b"\x28\xb5\x2f\xfd", "zst"),
    (b"\x1f\x9d", "z"),
    (b"\x60\xea", "arj"),
    (b"\xdb\xa5\x2d\x00", "doc"),  # Word 2
    (b"\x9b\xa5\x21\x00", "doc"),  # Word 1
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_EXTENSIONS = {
    "htm": "html", "shtml": "html", "xhtml": "html", "mhtml": "mht", "markdown": "md", "text": "txt", "log": "txt",
    "jpeg": "jpg", "jpe": "jpg", "tiff": "tif", "dib": "bmp", "docm": "docx", "dotx": "docx", "dot": "doc",
    "wpt": "wps", "xlsm": "xlsx", "xltx": "xlsx", "xlt": "xls", "ett": "et", "tgz": "tar.gz", "tbz2": "tar.bz2",
    "txz": "tar.xz", "gzip": "gz", "lha": "lzh", "pptm": "pptx", "pps": "ppt", "tsv": "csv",
}  # fmt: skip
TEXTUAL = frozenset({"txt", "md", "csv", "html", "xml", "mht", "eml", "json"})
_OFFICE = frozenset({"docx", "xlsx", "xlsb", "pptx", "odt", "ods", "odp", "ofd"})
_PACKED = {"doc": "docx", "wps": "docx", "xls": "xlsx", "et": "xlsx", "ppt": "pptx"}  # saved anew under the old name
SLIDES = frozenset({"pptx", "odp", "ppt", "dps"})
_PICTURES = frozenset({"png", "jpg", "tif", "bmp", "gif", "webp", "jp2"})
# Founder; Sursen; Dianju; CNKI; SSReader; DynaDoc. Only ceb, caj and kdh are known by their bytes.
CLOSED = frozenset(
    {"ceb", "cebx", "sep", "gd", "gw", "s2", "s72", "s92", "aip", "nfh", "caj", "kdh", "nh", "teb", "pdg", "wdl", "edc"}
)
PACKED_ELSEWHERE = frozenset({"wim", "zst", "lzma", "z", "arj", "ace", "kz", "alz", "egg", "dmg", "cpio"})  # archives
_OTHER = frozenset(
    {"svg", "xps", "vsdx", "epub", "dbf", "mdb", "accdb", "msg", "dwg", "mp3", "wma", "wav", "mp4", "avi", "wmv", "exe"}
)
_BINARY = (
    _OFFICE
    | _PICTURES
    | CLOSED
    | _OTHER
    | ARCHIVES
    | PACKED_ELSEWHERE
    | SLIDES
    | {"doc", "wps", "xls", "et", "pdf", "rtf"}
)
FORMATS = TEXTUAL | _BINARY | {"ole", "lnk", "appledouble"}
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HTML_START = re.compile(
    r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body|meta|title)\b", re.I | re.S
)
_HTML_TAG = re.compile(
    r"<(?:/?(?:p|div|span|table|tr|td|br|font|a|h[1-6]|ul|li|center|style|script)\b[^<>]{0,400})>", re.I
)
_HEADER = re.compile(r"^(from|to|subject|date|message-id|received|return-path|mime-version|content-type):", re.I | re.M)


def extension(name: str) -> str:
    """Return the format that the name claims, or ""."""
    plain = name.rsplit("/", 1)[-1].casefold()
    for double in ("tar.gz", "tar.bz2", "tar.xz"):
        if plain.endswith("." + double):
            return double
    last = plain.rsplit(".", 1)[-1].strip() if "." in plain else ""
    return _EXTENSIONS.get(last, last)


def needs_whole(head: bytes) -> bool:
    """Tell whether the format shows only in the whole file (zip and OLE containers, packed streams)."""
    return head.startswith((*_ZIP, _OLE, b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"))


def sniff(head: bytes, name: str, *, whole: IO[bytes] | None = None) -> str:
    """Return the format of a file from its first bytes, its name and, for containers, its ``whole`` (seekable)."""
    claimed = extension(name)
    found = _by_magic(head)
    if found in _STREAMS:
        return _packed(found, head, claimed, whole)
    if found:
        return found
    if head.startswith(_ZIP):
        return _zip_kind(whole, claimed)
    if head.startswith(_OLE):
        return _ole_kind(whole, claimed)
    text = as_text(head)
    if text is not None:
        return _text_kind(text, claimed)
    return claimed if claimed in _BINARY else UNKNOWN


def _by_magic(head: bytes) -> str:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head[:2] == b"BM" and len(head) > 26 and head[6:10] == b"\0\0\0\0":
        return "bmp"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[257:262] == b"ustar":
        return "tar"
    if head[:3] == b"BZh" and head[4:10] == b"1AY&SY":
        return "bz2"
    if head[2:5] == b"-lh" and head[6:7] == b"-":
        return "lzh"
    if head[32769:32774] == b"CD001":
        return "iso"
    if head[7:14] == b"**ACE**":
        return "ace"
    return ""


def _packed(kind: str, head: bytes, claimed: str, whole: IO[bytes] | None) -> str:
    start = _unpack_start(kind, head, whole)
    if start[257:262] == b"ustar" or (not start and claimed == f"tar.{kind}"):
        return f"tar.{kind}"
    return kind


def _unpack_start(kind: str, head: bytes, whole: IO[bytes] | None) -> bytes:
    source: IO[bytes] = whole if whole is not None else io.BytesIO(head)
    source.seek(0)
    opened: Callable[..., IO[bytes]] = _STREAMS[kind]  # type: ignore[assignment]
    try:
        with opened(source, "rb") as stream:
            return stream.read(512)
    except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError):
        return b""


def _zip_kind(whole: IO[bytes] | None, claimed: str) -> str:
    if whole is None:
        return "zip"
    whole.seek(0)
    try:
        with zipfile.ZipFile(whole) as container:
            return _zip_content(container) or "zip"
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, UnicodeDecodeError, zlib.error):
        return _PACKED.get(claimed, claimed) if claimed in _OFFICE | set(_PACKED) else "zip"


def _zip_content(container: zipfile.ZipFile) -> str:
    names = {name.replace("\\", "/").lstrip("/").casefold() for name in container.namelist()}
    if "ofd.xml" in names:
        return "ofd"
    if "mimetype" in names:
        kind = container.read("mimetype")[:100] if "mimetype" in container.namelist() else b""
        for marker, found in (
            (b"epub+zip", "epub"),
            (b"opendocument.text", "odt"),
            (b"spreadsheet", "ods"),
            (b"presentation", "odp"),
        ):
            if marker in kind:
                return found
    if "[content_types].xml" in names or "_rels/.rels" in names:
        folders = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"), ("visio/", "vsdx"))
        for folder, found in folders:
            if any(name.startswith(folder) for name in names):
                return found
        if any(name.endswith(".fdseq") for name in names):
            return "xps"
    return ""


def _ole_kind(whole: IO[bytes] | None, claimed: str) -> str:
    if whole is None:
        return claimed if claimed in _BINARY else "ole"
    whole.seek(0)
    try:
        with olefile.OleFileIO(whole) as container:
            streams = {"/".join(path) for path in container.listdir()}
    except (OSError, ValueError, IndexError, TypeError, AttributeError, OverflowError):
        return claimed if claimed in _BINARY else "ole"
    if "EncryptedPackage" in streams:
        return claimed if claimed in {"docx", "xlsx", "pptx"} else "docx"
    if "WordDocument" in streams:
        return "wps" if claimed == "wps" else "doc"
    if "Workbook" in streams or "Book" in streams:
        return "et" if claimed == "et" else "xls"
    if "PowerPoint Document" in streams:
        return "dps" if claimed == "dps" else "ppt"
    if "__properties_version1.0" in streams:
        return "msg"
    return claimed if claimed in _BINARY else "ole"


def as_text(head: bytes) -> str | None:
    """Return the head decoded well enough to look at, or None where the bytes are not text."""
    head = BLOCK.sub(b"", head) if head.strip(b"\x00") else head
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "ignore")
    if b"\x00" in head:
        return _as_utf16(head)
    if len(_CONTROL.findall(head)) > len(head) // 100:
        return None
    for encoding in ("utf-8", "gb18030", "big5hkscs"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            return decoder.decode(head)
        except UnicodeDecodeError:
            continue
    text = head.decode("gb18030", "replace")
    return text if text.count("\ufffd") * 50 <= len(text) and hanzi_plausibility(text) > 0.5 else None


def _as_utf16(head: bytes) -> str | None:
    even = head[: len(head) & ~1]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = even.decode(encoding, "replace")
        common = sum(
            "\u4e00" <= c <= "\u9fff" or " " <= c <= "~" or c in "\r\n\t" or "\u3000" <= c <= "\u303f" for c in text
        )
        if text and common >= 0.9 * len(text) and hanzi_plausibility(text) > 0.7:
            return text
    return None


def _text_kind(text: str, claimed: str) -> str:
    start = text[:8192]
    headers = {match[1].casefold() for match in _HEADER.finditer(start[:4096])}
    lowered = start.casefold()
    if "mime-version" in headers and ("multipart/related" in lowered or "snapshot-content-location" in lowered):
        return "mht"
    if len(headers & {"from", "to", "subject", "date", "message-id", "received", "return-path"}) >= 3:
        return "eml"
    if "content-type" in headers and "multipart/" in lowered:
        return "mht" if "content-location:" in lowered or claimed != "eml" else "eml"
    if _HTML_START.match(start):
        return "html"
    if lowered.lstrip("\ufeff \r\n\t").startswith("<?xml") or "<?mso-application" in lowered:
        return "html" if "<html" in lowered else "svg" if "<svg" in lowered else "xml"
    if lowered.lstrip("\ufeff \r\n\t").startswith("<svg"):
        return "svg"
    if claimed in {"html", "md", "csv", "json", "xml"}:
        return claimed
    if claimed != "txt" and len(_HTML_TAG.findall(start)) >= 3:
        return "html"
    return "txt"
