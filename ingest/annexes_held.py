"""Which of the annexes that a paper lists are there as files of their own, so that nobody is asked for them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from gongwen.enclosures import annex_names
from gongwen.file_roles import read_file_role
from gongwen.furniture import split_lines
from gongwen.messages import record
from gongwen.model import Remark
from gongwen.text import fold_key
from ingest.parsed import ParsedDocument

_MISSING = {"annex_missing", "enclosed_missing"}


@dataclass(frozen=True, slots=True)
class Held:
    """An annex that is there: its number, 0 where it bears none, and the keys of the names it goes by."""

    ordinal: int
    keys: tuple[str, ...] = ()


def held_as(*names: str) -> Held:
    """Return an annex by what its file and the link to it are called."""
    roles = [read_file_role(name) for name in names]
    ordinal = next((role.ordinal for role in roles if role.name == "annex" and role.ordinal), 0)
    stems = [name.rpartition(".")[0] or name for name in names]
    return Held(ordinal, tuple(key for stem in stems if len(key := fold_key(stem)) >= 3))


def listed_annexes(paper: ParsedDocument) -> tuple[str, ...]:
    """Return the names of annexes that the paper lists."""
    lines = split_lines(paper.text)
    return annex_names(lines, 0, len(lines))


def covered(paper: ParsedDocument, annexes: Iterable[Held]) -> ParsedDocument:
    """Return the paper without the remark that its annexes are missing, where they are there as files."""
    held = tuple(annexes)
    if not held or not any(remark.code in _MISSING for remark in paper.remarks):
        return paper
    names = listed_annexes(paper)
    ordinals = {one.ordinal for one in held} | ({1} if len(names) == 1 else set())
    lost = [name for place, name in enumerate(names, start=1) if place not in ordinals and not _named(name, held)]
    kept = []
    for remark in paper.remarks:
        if remark.code == "enclosed_missing" and (_named(remark.evidence, held) or len(held) == 1):
            continue
        if remark.code != "annex_missing":
            kept.append(remark)
        elif still := [name for name in lost if name in remark.evidence]:
            kept.append(_missing(remark, still))
    return replace(paper, remarks=tuple(kept))


def _named(name: str, held: Iterable[Held]) -> bool:
    key = fold_key(name)
    return any(other in key or key in other for one in held for other in one.keys)


def _missing(remark: Remark, names: list[str]) -> Remark:
    told = "、".join(names)
    return replace(remark, message=record("parse.annex_missing", names=told), evidence=told)
