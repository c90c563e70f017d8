"""What the formats that are zip files of XML share: opening parts safely, relations, table rows, passwords.

What the parts mean is known to the reader of each format.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Sequence

from lxml import etree

from gongwen.messages import record
from gongwen.model import FileState, Remark
from ingest.extraction import Extraction
from ingest.readers import Defining, Oversized, Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_PART_BYTES = 512 * 1024 * 1024  # a part larger than this is no text
_PART_RATIO = 500  # XML packs well; a bomb packs better
_SHOWN = 5  # broken parts named
_LAYOUT_LINES = 4  # in the only filled cell of a row: the table is there for the layout, not for columns
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


class Package:
    """A zip of parts, found whatever the case of their names, each read with a limit on its real bytes.

    ``broken`` names the parts that were asked for, could be done without, and could not be read.
    """

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._parts = {_key(info.filename): info for info in self._zip.infolist()}
        self.names = tuple(self._parts)
        self.broken: list[str] = []

    def part(self, name: str) -> bytes | None:
        """Return the bytes of a part, or None where there is none; raises ``Unreadable`` where it is broken."""
        info = self._parts.get(_key(name))
        if info is None:
            return None
        limit = min(_PART_BYTES, max(_PART_RATIO * info.compress_size, 16 * 1024 * 1024))
        try:
            with self._zip.open(info) as stream:
                content = stream.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
            raise Unreadable(name) from error
        if len(content) > limit:
            raise Oversized(f"{name} > {limit}")
        return content

    def xml(self, name: str) -> etree._Element | None:
        """Return the parsed part, or None where there is none."""
        content = self.part(name)
        return None if content is None else parse_xml(content)

    def spare_xml(self, name: str) -> etree._Element | None:
        """Return the parsed part, or None where there is none or it is broken: then it stands in ``broken``."""
        try:
            return self.xml(name)
        except (Defining, Oversized):
            raise
        except Unreadable:
            self.broken.append(name)
            return None

    def sibling(self, part: str, name: str) -> etree._Element | None:
        """Return the parsed part that stands in the same folder under this name, if it can be read."""
        return self.spare_xml(posixpath.join(posixpath.dirname(part), name))

    def remarks(self) -> tuple[Remark, ...]:
        """Return what a person should know about parts that could not be read."""
        if not self.broken:
            return ()
        told = record("ingest.partly_read", reason=", ".join(sorted(set(self.broken))[:_SHOWN]))
        return (Remark("partly_read", "warning", told),)

    def main_part(self, default: str) -> str:
        """Return where the package's relations say its main document is."""
        for relation in self._relation_elements("_rels/.rels"):
            if relation.get("Type", "").endswith("/officeDocument"):
                target: str = relation.get("Target", "")
                return _key(target) if self._parts.get(_key(target)) else default
        return default

    def relations(self, part: str) -> dict[str, str]:
        """Return the targets inside the package that a part refers to, by relation id."""
        folder, base = posixpath.split(part)
        targets = {}
        for relation in self._relation_elements(posixpath.join(folder, "_rels", base + ".rels")):
            if relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target", "")
            targets[relation.get("Id", "")] = (
                target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            )
        return targets

    def _relation_elements(self, name: str) -> list[etree._Element]:
        root = self.spare_xml(name)
        return [] if root is None else list(root.iter(_RELATIONS))


def _key(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/").lstrip("/")).casefold()


def parse_xml(content: bytes) -> etree._Element:
    """Return the root of an XML part: no entities are expanded, nothing is fetched, small faults are passed over."""
    if _STRICT in content[:4096]:
        for strict, transitional in _TRANSITIONAL:
            content = content.replace(strict, transitional)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("xml") from error
    if root is None:
        raise Unreadable("xml")
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(declared.iterentities()):  # bombs, and ways to other files
        raise Defining("xml")
    return root


def row_text(cells: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of one table row: one cell keeps its lines, several make one line with tabs between them."""
    filled = [cell for cell in cells if any(line.strip() for line in cell)]
    if not filled:
        return []
    if len(filled) == 1 and (len(cells) == 1 or len(filled[0]) >= _LAYOUT_LINES):
        return list(filled[0])
    return ["\t".join(join_lines(cell) for cell in cells)]


def join_lines(lines: Sequence[str]) -> str:
    """Return the lines of a cell as one: without a blank between two Chinese characters, with one elsewhere."""
    joined = ""
    for line in lines:
        piece = line.strip().replace("\t", " ")
        if not piece:
            continue
        tight = joined and _CJK.match(joined[-1]) and _CJK.match(piece[0])
        joined += piece if not joined or tight else " " + piece
    return joined


def password_needed(reader: str, *, format: str = "") -> Extraction:
    """Return the outcome for a file that asks for a password."""
    return Extraction(
        state=FileState.NEEDS_PASSWORD,
        reader=reader,
        format=format,
        problem=record("ingest.password"),
        advice=record("ingest.password_advice"),
    )


def opened(data: bytes, usual: str) -> tuple[Package, str, etree._Element]:
    """Return the package, the name of its main part and that part; raises ``Unreadable`` where there is none."""
    try:
        package = Package(data)
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable("zip") from error
    main = package.main_part(usual)
    root = package.xml(main)
    if root is None:
        raise Unreadable(main)
    return package, main, root
