"""One file that has been read and the documents found in it: what putting papers together starts from."""

from collections.abc import Sequence
from dataclasses import dataclass

from gongwen.model import Remark
from gongwen.text import fold_key
from ingest.extraction import MetadataValue
from ingest.parse import parse
from ingest.parsed import ParsedDocument


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file that has been read."""

    path: str
    sha256: str
    format: str
    year: str
    text: str
    metadata: tuple[MetadataValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The documents of one file; ``parent`` is the doc_id of the document in another file that the first belongs to."""

    file: ReadFile
    documents: tuple[ParsedDocument, ...]
    parent: str | None = None
    remarks: tuple[Remark, ...] = ()  # about the file


def doc_id(file: ReadFile, document: ParsedDocument) -> str:
    """Return the id of a document found in a file (contract: Identity)."""
    return f"{file.sha256[:16]}-{document.offset}"


def split_path(path: str) -> tuple[str, str]:
    """Return the folder of a path, inside an archive too, and the name in it."""
    at = max(path.rfind("/"), path.rfind("!"))
    return path[: max(at, 0)], path[at + 1 :]


def read_documents(file: ReadFile, *, of_place: str = "", text: str = "") -> tuple[ParsedDocument, ...]:
    """Return the documents of one file, read as it is or as part of a paper of a known class."""
    return parse(
        text or file.text,
        path=file.path, metadata=file.metadata, accession_year=file.year, format=file.format, of_place=of_place,
    )  # fmt: skip


def begins(document: ParsedDocument, enclosed: Sequence[str]) -> bool:
    """Tell whether a text begins a paper: with a number of its own, or a title that says what it is about."""
    if enclosed and fold_key(document.title) in enclosed:
        return False
    rules = {witness.rule for witness in document.fields if witness.field == "document_number" and witness.chosen}
    if rules & {"masthead", "title_line"}:
        return True
    headed = any(one.field == "title" and one.chosen and one.rule == "heading" for one in document.fields)
    return headed and bool(document.doc_genre) and "关于" in document.title
