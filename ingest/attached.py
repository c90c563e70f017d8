"""Files that a paper hands in as its annexes: by the links of a saved page, or inside a Word or OFD paper.

Their documents become parts of the paper. An e-mail is no paper of theirs, but what it carries is not missing from it.
A file that begins a paper of its own, or is the paper once more, stays apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gongwen.file_roles import read_file_role
from gongwen.messages import record
from gongwen.model import CarrierClass, Remark
from gongwen.text import fold_key
from gongwen.title import ENCLOSING, parse_title
from ingest.annexes_held import Held, covered, held_as, listed_annexes
from ingest.beside import Shelf
from ingest.extraction import LINK, Link
from ingest.names import SEPARATOR
from ingest.parse import adopted
from ingest.parsed import ParsedDocument
from ingest.read_file import Found, ReadFile, begins, doc_id, read_documents, split_path

_PAPERS = frozenset({"docx", "ofd"})  # what these carry belongs to the paper
_MAILS = frozenset({"eml", "msg"})
_ADOPTING = frozenset({CarrierClass.OFFICIAL, CarrierClass.DRAFT})
_APART = frozenset({CarrierClass.INTERPRETATION, CarrierClass.DRAFT})  # what stays so under an official paper
_LEAST_TEXT = 20  # characters: a page with less shows a paper that stands elsewhere
_TITLE = 8  # characters: less is the name of an organ or a kind of paper
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Claim:
    """A file that another one names as its own: by which words, and whether it says that it is an annex."""

    file: ReadFile
    label: str
    is_annex: bool


class Attachments:
    """What the files of one folder year hand in as annexes of one another."""

    def __init__(self, files: Sequence[ReadFile], known: Mapping[str, str | None]) -> None:
        self._files = {file.path: file for file in files}
        self._known = {**dict.fromkeys(self._files), **known}
        self._claims: dict[str, list[_Claim]] = defaultdict(list)
        self._held: dict[str, list[Held]] = defaultdict(list)
        self._lost: dict[str, list[str]] = defaultdict(list)
        self._taken: dict[str, str] = {}  # path of an annex: path of the file that names it
        self._carried: dict[str, list[str]] = defaultdict(list)  # path of a file that carries others: theirs
        for path in sorted(self._known):
            if SEPARATOR in path:
                self._carried[path.rpartition(SEPARATOR)[0]].append(path)
        links = {file.path: [Link.of(value) for value in file.metadata if value.key == LINK] for file in files}
        self._links = {path: told for path, told in links.items() if told}
        shelf = Shelf(self._known if self._links else ())
        for file in sorted(files, key=lambda one: one.path):
            if file.format in _PAPERS | _MAILS:
                self._claim_carried(file)
            for link in self._links.get(file.path, ()):
                self._claim_linked(file, link, shelf.find(file.path, link))

    def __contains__(self, path: str) -> bool:
        """Tell whether a file is named by another one as its own."""
        return path in self._taken

    def joined(self, folder: Iterable[Found]) -> Iterator[Found]:
        """Yield what was found in a folder, and behind each paper what it hands in as annexes."""
        found = list(folder) if self._taken or self._held or self._lost else folder
        for one in found:
            told = self._reminded(one)
            yield told
            yield from self._attached(told, found if isinstance(found, list) else [])

    def _reminded(self, one: Found) -> Found:
        """Return what was found with what is said of annexes set right by the files there are."""
        path = one.file.path
        if not one.documents or (path not in self._held and path not in self._lost):
            return one
        root, *rest = one.documents
        told = _with_lost(covered(root, self._held.get(path, ())), self._lost.get(path, ()), inline=bool(rest))
        return replace(one, documents=(told, *rest))

    def _attached(self, one: Found, folder: Sequence[Found]) -> Iterator[Found]:
        claims = self._claims.get(one.file.path, ())
        if not one.documents:
            for claim in claims:
                yield from self._alone(claim.file)
            return
        paper = one.documents[0]
        key = doc_id(one.file, paper)
        parts = [document.part for other in folder if other.parent == key for document in other.documents]
        first = max([*parts, *(document.part for document in one.documents)]) + 1
        named = _names(paper)
        for claim in claims:
            if not _belongs(paper, read_documents(claim.file), claim, named):
                yield from self._alone(claim.file)
                continue
            made = adopted(
                read_documents(claim.file, of_place=paper.carrier_class),
                paper, first=first, stage=paper.draft_stage, title=_title(claim, paper),
            )  # fmt: skip
            first += len(made)
            told = self._reminded(Found(claim.file, made, key))
            yield told
            yield from self._attached(told, ())

    def _alone(self, file: ReadFile) -> Iterator[Found]:
        told = self._reminded(Found(file, read_documents(file)))
        yield told
        yield from self._attached(told, ())

    # which files there are, and whose

    def _claim_linked(self, file: ReadFile, link: Link, path: str | None) -> None:
        if path is None:
            self._lost[file.path].append(link.label or split_path(link.address)[1])
            return
        self._held[file.path].append(held_as(split_path(path)[1], link.label))
        for one in self._read_at(path):
            if one.path not in self._links:  # a page with files of its own is no annex
                self._claim(file, one, link.label, is_annex=link.is_annex)

    def _claim_carried(self, file: ReadFile) -> None:
        for path in self._carried.get(file.path, ()):
            name = split_path(path)[1]
            self._held[file.path].append(held_as(name))
            for one in self._read_at(path) if file.format in _PAPERS else ():
                self._claim(file, one, name, is_annex=False)

    def _claim(self, file: ReadFile, one: ReadFile, label: str, *, is_annex: bool) -> None:
        if one.year == file.year and one.path != file.path and one.path not in self._taken:
            self._taken[one.path] = file.path
            self._claims[file.path].append(_Claim(one, label, is_annex))

    def _read_at(self, path: str) -> list[ReadFile]:
        """Return what was read of a file: itself, the file with the same bytes, or the members of an archive."""
        path = self._known.get(path) or path
        if path in self._files:
            return [self._files[path]]
        return [self._files[one] for one in self._carried.get(path, ()) if one in self._files]


def _names(paper: ParsedDocument) -> list[str]:
    """Return the keys of the names of what the paper encloses and of its annexes."""
    return [fold_key(name) for name in (*parse_title(paper.title).enclosed, *listed_annexes(paper))]


def _belongs(paper: ParsedDocument, own: Sequence[ParsedDocument], claim: _Claim, named: Sequence[str]) -> bool:
    """Tell whether a file is an annex: no copy of the paper, no paper of its own, nothing that only speaks of it."""
    if not own or paper.carrier_class not in _ADOPTING or len(paper.text.strip()) < _LEAST_TEXT:
        return False
    first = own[0]
    if paper.carrier_class == CarrierClass.OFFICIAL and first.carrier_class in _APART:
        return False
    if first.document_number and first.document_number == paper.document_number:
        return False
    encloses = parse_title(paper.title).wrapper in ENCLOSING and not parse_title(first.title).wrapper
    if first.title_core and first.title_core == paper.title_core and not encloses:
        return False
    called = fold_key(claim.label.rpartition(".")[0] or claim.label)
    if first.document_number:  # it counts in a series of its own: only its own title makes it an annex
        title = fold_key(first.title)
        return any(title in name or (len(name) >= _TITLE and name in title) for name in named if title)
    is_named = any(called in name or name in called for name in named if called)
    return is_named or claim.is_annex or not begins(first, named)


def _title(claim: _Claim, paper: ParsedDocument) -> str:
    """Return the name under which the paper lists an annex, else what its link calls it, else ""."""
    names = listed_annexes(paper)
    role = read_file_role(claim.label)
    if role.name == "annex" and 0 < role.ordinal <= len(names):
        return names[role.ordinal - 1]
    called = claim.label.rpartition(".")[0] or claim.label
    key = fold_key(called)
    if listed := next((name for name in names if key and (key in fold_key(name) or fold_key(name) in key)), ""):
        return listed
    return names[0] if len(names) == 1 and claim.is_annex else ""


def _with_lost(paper: ParsedDocument, lost: Sequence[str], *, inline: bool) -> ParsedDocument:
    """Return the paper with the remark that linked files are not there; what its text holds too is missed less."""
    if not lost:
        return paper
    told = covered(paper, [held_as(name) for name in lost])
    names = "、".join(dict.fromkeys(lost[:_SHOWN])) + ("…" if len(lost) > _SHOWN else "")
    remark = Remark(
        "annex_missing", "notice" if inline else "warning", record("parse.annex_link_missing", names=names), names
    )
    return replace(told, remarks=(*told.remarks, remark))
