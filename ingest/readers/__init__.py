"""The one list of readers: which module turns which format into text. Modules are loaded when first needed."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import cast

from gongwen.messages import record
from gongwen.model import FileState
from ingest.extraction import Extraction

_HALVES = re.compile("[\ud800-\udfff]")


class Unreadable(Exception):
    """The bytes are not what their format promises; the message says where it failed."""


class Defining(Unreadable):
    """XML that defines entities of its own; no paper does, and what is in their place would be lost."""


class Oversized(Unreadable):
    """A part of the file unpacks to more than any paper has; the message names it."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader by name; ``version`` changes whenever its output may, and then what it read is read again."""

    name: str
    version: str

    def read(self, data: bytes, *, name: str, **recognised: object) -> Extraction:
        """Return what the bytes of one file say; raises ``Unreadable`` or whatever its library raises.

        Readers of formats whose pages may be pictures take what has been ``recognised`` of them, by page from 1.
        """
        read = import_module(f"ingest.readers.{self.name}").read
        try:
            return _writable(cast(Callable[..., Extraction], read)(data, name=name, **recognised))
        except Defining:
            told, advice = record("ingest.entities"), record("ingest.entities_advice")
            return Extraction(state=FileState.REFUSED, reader=self.name, problem=told, advice=advice)


def _writable(extraction: Extraction) -> Extraction:
    """Return what was read without halves of characters, which broken files give and no table takes."""
    told = [extraction.text, extraction.problem, *(one.value + one.key for one in extraction.metadata)]
    told += [one.message + one.evidence for one in extraction.remarks]
    if not any(_HALVES.search(one) for one in told):
        return extraction
    metadata = tuple(replace(one, key=_whole(one.key), value=_whole(one.value)) for one in extraction.metadata)
    remarks = tuple(
        replace(one, message=_whole(one.message), evidence=_whole(one.evidence)) for one in extraction.remarks
    )
    text, problem = _whole(extraction.text), _whole(extraction.problem)
    return replace(extraction, text=text, problem=problem, metadata=metadata, remarks=remarks)


def _whole(text: str) -> str:
    return _HALVES.sub("\ufffd", text)


_TEXT = Reader("text", "2")
_DELIMITED = Reader("delimited", "1")
_HTML = Reader("html", "4")
_DOCX = Reader("docx", "2")
_PDF = Reader("pdf", "4")
_DOC = Reader("doc", "2")
_RTF = Reader("rtf", "2")
_ODT = Reader("odt", "2")
_OFD = Reader("ofd", "4")
_SHEET = Reader("sheet", "2")
_SLIDES = Reader("slides", "1")
_MHT = Reader("mht", "4")
_EML = Reader("eml", "3")
_MSG = Reader("msg", "1")
_XML = Reader("xml", "3")
_PICTURE = Reader("picture", "1")
CLOSED = Reader("closed", "4")

READERS: dict[str, Reader] = {
    "txt": _TEXT,
    "md": _TEXT,
    "csv": _DELIMITED,
    "json": _TEXT,
    "html": _HTML,
    "mht": _MHT,
    "eml": _EML,
    "msg": _MSG,
    "xml": _XML,
    "docx": _DOCX,
    "doc": _DOC,
    "wps": _DOC,
    "rtf": _RTF,
    "odt": _ODT,
    "odp": _ODT,
    "pptx": _SLIDES,
    "ofd": _OFD,
    "pdf": _PDF,
    "xlsx": _SHEET,
    "xlsb": _SHEET,
    "xls": _SHEET,
    "et": _SHEET,
    "ods": _SHEET,
    "png": _PICTURE,
    "jpg": _PICTURE,
    "tif": _PICTURE,
    "bmp": _PICTURE,
    "gif": _PICTURE,
    "webp": _PICTURE,
    "jp2": _PICTURE,
}
READER_VERSIONS: dict[str, str] = {reader.name: reader.version for reader in (*READERS.values(), CLOSED)}


def reader_for(format: str) -> Reader:
    """Return the reader of a format; formats that nothing here can open have one that says so."""
    return READERS.get(format, CLOSED)
