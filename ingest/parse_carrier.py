"""What is known of a document from outside its text: the page's titles and site, the file's name and folder."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from gongwen.carriers import carrier_of
from gongwen.file_names import read_file_name
from gongwen.issuer import find_issuer
from gongwen.model import Witness
from gongwen.personal import mask
from gongwen.text import fold_key, squeeze
from gongwen.title import ends_like_title
from gongwen.title_lines import may_be_title
from ingest.extraction import MetadataValue
from ingest.parse_witnesses import Witnesses, add_issuers, add_number

_TITLE_JOINTS = re.compile(r"[_|｜]+|--+|\s+(?:[-–—]+\s+)?|(?<=[\u4e00-\u9fff）》])[-–—](?=[\u4e00-\u9fff])")
_CUT_SHORT = ("...", "…")


@dataclass(frozen=True, slots=True)
class Carrier:
    """The carrier of one file: its path, its format, and the fields that it tells."""

    path: str
    format: str
    told: Sequence[tuple[str, MetadataValue]]
    named: bool = True  # whether the file is named after this document
    of_place: str = ""  # the carrier class that its place in the file tells: its cover's, or an issue's contents

    def values(self, name: str) -> list[MetadataValue]:
        """Return what the carrier tells of one field."""
        return [value for field, value in self.told if field == name]

    def first(self, name: str) -> str:
        """Return the first that the carrier tells of one field, or ""."""
        found = self.values(name)
        return squeeze(found[0].value) if found else ""

    def is_page(self) -> bool:
        """Tell whether the carrier is a page that tells of one paper: it has a table of it, or a heading."""
        return any(value.witness is Witness.PAGE_TABLE or field == "heading" for field, value in self.told)

    def titles(self) -> list[tuple[str, MetadataValue]]:
        """Return the page's titles, the best first: heading, the table's own and <meta>; else <title>."""
        found = [("heading", value) for value in self.values("heading")]
        found += [("title", value) for value in self.values("title")]
        found.sort(key=lambda told: told[1].value.endswith(_CUT_SHORT))
        bare = [replace(value, value=self._bare(value.value)) for value in self.values("page_title")]
        titles = found or [("page_title", value) for value in bare]
        return [told for told in titles if may_be_title(squeeze(told[1].value))]

    def _bare(self, title: str) -> str:
        """Return a <title> without the names of the site and the column: the longest of its pieces."""
        pieces = [piece.strip() for piece in _outside_brackets(title)]
        known = {fold_key(self.first("site")), fold_key(self.first("column"))}
        pieces = [piece for piece in pieces if piece and fold_key(piece) not in known]
        return max(pieces, key=lambda piece: (ends_like_title(piece), len(piece)), default="")

    def title(self) -> str:
        """Return the best of the page's titles, or ""."""
        titles = self.titles()
        return squeeze(titles[0][1].value) if titles else ""

    def title_keys(self) -> frozenset[str]:
        """Return the keys of the page's titles."""
        return frozenset(fold_key(value.value) for rule, value in self.titles() if rule != "page_title")

    def kind(self) -> str:
        """Return website, gazette, archive, register or other; 主题词 alone makes no page: papers bore it."""
        shown = any(value.witness is Witness.PAGE_TABLE and field != "topic" for field, value in self.told)
        return carrier_of(self.path, self.format, has_page=shown or bool(self.values("site")))


def _outside_brackets(title: str) -> list[str]:
    """Split a <title> at its joints; a blank within 《…》 or （…） parts nothing."""
    pieces, begin = [], 0
    for joint in _TITLE_JOINTS.finditer(title):
        before = title[: joint.start()]
        if all(before.count(opening) <= before.count(closing) for opening, closing in _BRACKETS):
            pieces.append(title[begin : joint.start()])
            begin = joint.end()
    return [*pieces, title[begin:]]


_BRACKETS = (("《", "》"), ("（", "）"), ("(", ")"))


def bear_filename(witnesses: Witnesses, path: str) -> None:
    """Gather what the file's name says."""
    name = mask(PurePosixPath(path.replace("!", "/")).name)[0]
    said = read_file_name(name)
    if said.date and said.date.value:
        day = said.date.value.isoformat()
        witnesses.add("date_written", Witness.FILENAME, day, raw=said.date.raw, rule="filename", confidence=0.6)
    if said.number:
        add_number(witnesses, said.number, Witness.FILENAME, rule="filename")
    if said.title:
        witnesses.add("title", Witness.FILENAME, said.title, raw=name, rule="filename", confidence=0.3)
        if lead := find_issuer(said.title):
            add_issuers(witnesses, lead.names, Witness.FILENAME, rule="filename", confidence=0.5)
