"""Files → papers: one paper handed in as many files becomes one document with its parts.

Pages as pictures are joined in order; 正文, 附件, 签发稿, 花脸稿, 扫描件 of a paper hang under it. Where that is not
sure, files stay apart and a remark says so: different papers must never become one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from gongwen.file_roles import FileRole, page_of, read_file_role
from gongwen.folder_year import folder_year
from gongwen.messages import record
from gongwen.model import CarrierClass, Remark
from gongwen.text import fold_key
from gongwen.title import parse_title
from ingest.annexes_held import Held, covered, listed_annexes
from ingest.attached import Attachments
from ingest.parse import adopted
from ingest.parsed import ParsedDocument
from ingest.read_file import Found, ReadFile, begins, doc_id, read_documents, split_path

__all__ = ["Found", "ReadFile", "assemble", "doc_id"]

_PICTURES = frozenset({"jpg", "png", "tif", "bmp", "gif", "webp", "jp2"})
_BEST_FIRST = ("docx", "doc", "wps", "rtf", "odt", "ofd", "html", "txt", "pdf")  # which of two bodies is the text
_ROOTS = ("body", "", "scan", "final")  # which part may stand for the whole paper, the best first
_ORDER = ("annex", "body", "", "scan", "final", "dispatch", "revision", "draft")


def assemble(files: Iterable[ReadFile], *, known: Mapping[str, str | None] | None = None) -> Iterator[Found]:
    """Yield the documents of all files, papers of many files put together; a folder at a time, in order.

    ``known`` are all paths there are, those of files that could not be read too, each with the path that has the same
    bytes, if any.
    """
    given = list(files)
    attachments = Attachments(given, known or {})
    folders: dict[str, list[ReadFile]] = defaultdict(list)
    for file in given:
        if file.path not in attachments:
            folders[split_path(file.path)[0]].append(file)
    for folder, members in sorted(folders.items()):
        yield from attachments.joined(_folder(folder, sorted(members, key=lambda file: file.path)))


def _folder(folder: str, members: Sequence[ReadFile]) -> Iterator[Found]:
    name = split_path(folder)[1]
    loose = folder_year(name) is not None or not folder  # a year's papers side by side: names alone join nothing
    series: dict[str, list[tuple[int, ReadFile]]] = defaultdict(list)
    rest: list[ReadFile] = []
    for file in members:
        page = page_of(split_path(file.path)[1]) if file.format in _PICTURES else None
        if page:
            series[page[0]].append((page[1], file))
        else:
            rest.append(file)
    for stem, pages in sorted(series.items()):
        if len(pages) < 2 or len({number for number, _ in pages}) < len(pages) or (loose and not stem):
            rest += [file for _, file in pages]
        else:
            yield from _pages(sorted(pages, key=lambda page: page[0]))
    yield from _parts(sorted(rest, key=lambda file: file.path), loose=loose)


def _pages(pages: Sequence[tuple[int, ReadFile]]) -> Iterator[Found]:
    """Join pictures that are the pages of one paper: the first begins it, and no other begins one of its own."""
    apart = [(file, read_documents(file)) for _, file in pages]
    first = apart[0][1]
    enclosed = [fold_key(name) for name in parse_title(first[0].title).enclosed] if first else []
    begun = [file for file, read in apart if read and begins(read[0], enclosed if file is not apart[0][0] else [])]
    if begun != [apart[0][0]]:
        doubt = Remark("pages_doubtful", "notice", record("parse.pages_doubtful", count=len(pages), begun=len(begun)))
        for place, (file, read) in enumerate(apart):
            yield Found(file, read, remarks=(doubt,) if place == 0 else ())
        return
    numbers = [number for number, _ in pages]
    lost = sorted(set(range(min(numbers), max(numbers) + 1)) - set(numbers))
    whole = read_documents(pages[0][1], text="\n".join(file.text.strip("\n") for _, file in pages))
    missing = [Remark("pages_missing", "warning", record("parse.pages_missing", pages="、".join(map(str, lost))))]
    yield Found(pages[0][1], whole, remarks=tuple(missing) if lost else ())
    for number, file in pages[1:]:
        told = record("parse.page_of_paper", page=number, path=pages[0][1].path)
        yield Found(file, (), remarks=(Remark("page_of_paper", "notice", told),))


def _parts(files: Sequence[ReadFile], *, loose: bool) -> Iterator[Found]:
    """Put the files of a folder that their names say to be parts of one paper under that paper."""
    named = [(read_file_role(split_path(file.path)[1]), file) for file in files]
    groups: dict[str, list[tuple[FileRole, ReadFile]]] = defaultdict(list)
    for role, file in named:
        groups[role.stem].append((role, file))
    bare = groups.get("", [])
    others = [stem for stem in groups if stem]
    if bare and len(others) == 1 and len(groups[others[0]]) == 1 and not loose and not groups[others[0]][0][0].name:
        bare += groups.pop(others[0])  # one paper under its own title, and 附件1, 签发稿 beside it
        others = []
    for stem, group in sorted(groups.items()):
        sure = bool(stem) or (not loose and not others)
        root = _root(group) if len(group) > 1 and any(role.name for role, _ in group) else None
        if root is None or not sure:
            yield from _apart(group, doubtful=not sure)
        else:
            yield from _together(root, [one for one in group if one is not root])


def _apart(group: Sequence[tuple[FileRole, ReadFile]], *, doubtful: bool) -> Iterator[Found]:
    for role, file in group:
        told = record("parse.part_doubtful")
        doubt = Remark("part_doubtful", "notice", told) if doubtful and role.name and not role.stem else None
        yield Found(file, read_documents(file), remarks=(doubt,) if doubt else ())


def _root(group: Sequence[tuple[FileRole, ReadFile]]) -> tuple[FileRole, ReadFile] | None:
    """Return the file that stands for the paper: its body, in one or in several formats; None where two may be it."""
    for name in _ROOTS:
        found = [one for one in group if one[0].name == name]
        if len({file.format for _, file in found}) < len(found):
            return None
        if found:
            return min(found, key=lambda one: (_place(_BEST_FIRST, one[1].format), one[1].path))
    return None


def _place(order: Sequence[str], value: str) -> int:
    return order.index(value) if value in order else len(order)


def _together(root: tuple[FileRole, ReadFile], parts: Sequence[tuple[FileRole, ReadFile]]) -> Iterator[Found]:
    """Yield a paper and its parts; copies and drafts that say something else about themselves keep it all apart."""
    role, file = root
    documents = read_documents(file)
    read = [(one, other, _part(one, other, documents)) for one, other in sorted(parts, key=_by_role)]
    if not documents or any(_contradicts(documents[0], one, found) for one, _, found in read if found):
        told = record("parse.parts_contradict")
        yield Found(file, documents, remarks=(Remark("parts_contradict", "warning", told),))
        for _, other, _ in read:
            yield Found(other, read_documents(other))
        return
    annexes = [Held(one.ordinal, _keys(found)) for one, _, found in read if one.name == "annex" and found]
    paper = replace(covered(documents[0], annexes), draft_stage=documents[0].draft_stage or role.stage)
    yield Found(file, (paper, *documents[1:]))
    count = len(documents)
    names = listed_annexes(paper)
    for one, other, found in read:
        title = names[one.ordinal - 1] if one.name == "annex" and 0 < one.ordinal <= len(names) else ""
        yield Found(other, adopted(found, paper, first=count, stage=one.stage, title=title), doc_id(file, paper))
        count += len(found)


def _by_role(one: tuple[FileRole, ReadFile]) -> tuple[int, int, str]:
    return _place(_ORDER, one[0].name), one[0].ordinal, one[1].path


def _part(role: FileRole, file: ReadFile, documents: Sequence[ParsedDocument]) -> tuple[ParsedDocument, ...]:
    """Read one part: an annex and a copy are what the paper is, everything on the way to it is a draft."""
    of_paper = documents[0].carrier_class if documents else ""
    return read_documents(file, of_place=str(CarrierClass.DRAFT) if role.stage else of_paper)


def _contradicts(paper: ParsedDocument, role: FileRole, part: Sequence[ParsedDocument]) -> bool:
    """Tell whether a copy or a draft bears another number or another title than the paper."""
    if role.name == "annex" or not part:
        return False
    numbers = {paper.document_number, part[0].document_number} - {""}
    one, other = paper.title_core, part[0].title_core
    named = any(field.field == "title" and field.chosen and field.rule == "heading" for field in part[0].fields)
    return len(numbers) > 1 or bool(named and one and other and one not in other and other not in one)


def _keys(documents: Sequence[ParsedDocument]) -> tuple[str, ...]:
    return (fold_key(documents[0].title),) if documents[0].title else ()
