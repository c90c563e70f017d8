"""Raw text → clean text: the carrier's furniture is cut, damage is mended where proved, all of it is reported.

The raw text is never changed; ``Cleaned`` leads from every character of the clean text back to it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from gongwen import corruption, furniture, personal
from gongwen.front_matter import read_front_matter
from gongwen.labels import is_information_line, read_labels, read_listed, read_stamp
from gongwen.messages import record
from gongwen.model import Remark, Witness
from gongwen.mojibake import find_mojibake
from gongwen.text import fold, is_traditional
from ingest.extraction import MetadataValue
from ingest.plausible import hanzi_plausibility

_HEAD_LINES = 40  # how far from either end of a text lines of labels and of a site's frame are looked for
_TAIL_LINES = 25
_LONGEST_LABELS = 200  # characters in a line of labels
_PLAUSIBLE = 0.6  # share of common characters below which a text is taken for garbled
_QUOTED = 40  # characters of evidence shown of a damaged place


@dataclass(frozen=True, slots=True)
class Edit:
    """A piece of the raw text that is cut or replaced."""

    start: int
    end: int
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The clean text, the way back to the raw text, what the carrier said in lines of labels, and what was noticed."""

    text: str
    metadata: tuple[MetadataValue, ...]
    remarks: tuple[Remark, ...]
    starts: tuple[int, ...]  # where each kept or replaced piece begins in the clean text
    raw_starts: tuple[int, ...]  # and in the raw text
    exact: tuple[bool, ...]  # whether the piece is as long as in the raw text
    raw_length: int

    def raw(self, place: int) -> int:
        """Return the offset in the raw text of an offset in the clean text."""
        if place >= len(self.text) or not self.starts:
            return self.raw_length
        if place < 0:
            return 0
        piece = bisect_right(self.starts, place) - 1
        return self.raw_starts[piece] + (place - self.starts[piece] if self.exact[piece] else 0)


def clean(raw: str) -> Cleaned:
    """Cut the carrier's furniture, mend what is proved, mask personal numbers and report all of it."""
    raw, found = personal.mask(raw)  # at equal length, and first: remarks quote the text
    remarks = _personal(found)
    edits: list[Edit] = []
    front, rows = read_front_matter(raw)
    metadata = tuple(MetadataValue(Witness.META, key, value) for key, value in rows)
    if front:
        edits.append(Edit(0, front))
    edits.extend(_invisible(raw, front))
    lines = furniture.split_lines(raw[front:])
    lines = [replace(line, start=line.start + front, end=line.end + front) for line in lines]
    cut, told = _carrier_lines(raw, lines)
    edits.extend(_line_cuts(raw, lines, cut))
    kept = [line for place, line in enumerate(lines) if place not in cut]
    edits.extend(_joins(raw, kept))
    edits.extend(_markdown(kept, raw))
    edits.extend(_damage(raw, lines, remarks))
    return _apply(raw, edits, (*metadata, *told), tuple(remarks))


def _invisible(raw: str, front: int) -> list[Edit]:
    """Cut the characters that folding drops, so that folded and clean text are of one length."""
    folded = fold(raw[front:])
    if len(folded.text) == folded.length:
        return []
    edits = []
    expected = 0
    for place in folded.offsets:
        if place != expected:
            edits.append(Edit(expected + front, place + front))
        expected = place + 1
    if expected < folded.length:
        edits.append(Edit(expected + front, folded.length + front))
    return edits


def _carrier_lines(raw: str, lines: Sequence[furniture.Line]) -> tuple[set[int], list[MetadataValue]]:
    """Return the places of lines that belong to the carrier, and what its lines of labels say."""
    cut = furniture.page_furniture(lines)
    near_ends = [place for place in range(len(lines)) if place < _HEAD_LINES or place >= len(lines) - _TAIL_LINES]
    cut.update(place for place in near_ends if furniture.is_furniture(lines[place].words))
    words = {place: raw[lines[place].start : lines[place].end] for place in near_ends}
    if corruption.find_ruby(raw):
        words = {place: corruption.without_ruby(line) for place, line in words.items()}
    listed, labels = read_listed([words[place] for place in range(min(_HEAD_LINES, len(lines)))])
    telling = _telling_lines(words, near_ends) - set(listed)
    for place in sorted(telling):
        labels += read_labels(words[place]) or read_stamp(words[place])
    told = [MetadataValue(Witness.PAGE_TABLE, label.label, label.value) for label in labels if label.value]
    cut |= telling | set(listed)
    for place in range(max(0, len(lines) * 3 // 4), len(lines)):
        if furniture.begins_tail(lines[place].words) and len(lines) - place <= _TAIL_LINES:
            cut.update(range(place, len(lines)))
            break
    return cut, told


def _telling_lines(words: Mapping[int, str], places: Sequence[int]) -> set[int]:
    """Return the places of lines of labels; those with labels that texts have as well only beside a surer one."""
    short = [place for place in places if len(words[place]) <= _LONGEST_LABELS]
    telling = {place for place in short if is_information_line(words[place])}
    for place in [*short, *reversed(short)]:
        beside = place - 1 in telling or place + 1 in telling
        if beside and is_information_line(words[place], beside_another=True):
            telling.add(place)
    return telling


def _line_cuts(raw: str, lines: Sequence[furniture.Line], cut: set[int]) -> list[Edit]:
    """Cut whole lines with the line end and the blanks that follow them."""
    edits = []
    for place in sorted(cut):
        line = lines[place]
        until = lines[place + 1].start if place + 1 < len(lines) else len(raw)
        newline = raw.rfind("\n", line.end, until)
        edits.append(Edit(line.start, newline + 1 if newline >= 0 else line.end))
    return edits


def _joins(raw: str, lines: Sequence[furniture.Line]) -> list[Edit]:
    """Cut the line ends inside the paragraphs of a text that was wrapped at one width."""
    return [Edit(lines[place].end, lines[place + 1].start) for place in furniture.wrapped_breaks(lines)]


def _markdown(lines: Iterable[furniture.Line], raw: str) -> list[Edit]:
    """Cut the marks of headings."""
    edits = []
    for line in lines:
        if line.words.startswith("#"):
            words = raw[line.start : line.end]
            edits.append(Edit(line.start, line.start + len(words) - len(words.lstrip("#").lstrip())))
    return edits


def _damage(raw: str, lines: Sequence[furniture.Line], remarks: list[Remark]) -> list[Edit]:
    edits = []
    for slip in corruption.find_byte_slips(raw):
        quoted = raw[max(0, slip.start - 4) : slip.end + 4]
        if slip.repaired is None:
            remarks.append(Remark("garbled", "warning", record("parse.garbled", at=slip.start), quoted[:_QUOTED]))
        else:
            message = record("parse.byte_slip_repaired", at=slip.start, text=slip.repaired)
            remarks.append(Remark("byte_slip_repaired", "notice", message, quoted[:_QUOTED]))
            edits.append(Edit(slip.start, slip.end, slip.repaired))
    edits.extend(_misread(raw, remarks))
    traditional = is_traditional(raw)
    frame = {*range(3), *range(len(lines) - 6, len(lines))}
    for place, line in enumerate(lines):
        if place not in frame and not corruption.may_advertise(raw[line.start : line.end]):
            continue
        edits.extend(_injected(raw, line, remarks, traditional_page=traditional))
    glosses = corruption.find_ruby(raw)
    if glosses:
        remarks.append(Remark("ruby_cut", "notice", record("parse.ruby_cut", count=len(glosses))))
        edits.extend(Edit(gloss.start, gloss.end) for gloss in glosses)
    if hanzi_plausibility(raw) < _PLAUSIBLE and not any(one.code == "mojibake_mended" for one in remarks):
        remarks.append(Remark("mojibake", "warning", record("parse.mojibake", share=f"{_PLAUSIBLE:.0%}")))
    if corruption.is_translated(raw):
        remarks.append(Remark("translated", "warning", record("parse.translated")))
    lost = corruption.find_lost(raw)
    if lost:
        remarks.append(Remark("characters_lost", "warning", record("parse.characters_lost", count=len(lost))))
    return edits


def _misread(raw: str, remarks: list[Remark]) -> list[Edit]:
    """Mend what was read in the wrong encoding where that is proved; told once for all."""
    found = find_mojibake(raw)
    mended = [one for one in found if one.repaired is not None]
    lost = [one for one in found if one.repaired is None]
    if mended:
        message = record("parse.mojibake_mended", at=mended[0].start, count=len(mended))
        remarks.append(Remark("mojibake_mended", "notice", message, (mended[0].repaired or "")[:_QUOTED]))
    if lost:
        message = record("parse.mojibake_lost", at=lost[0].start, count=len(lost))
        remarks.append(Remark("mojibake_lost", "warning", message, raw[lost[0].start : lost[0].end][:_QUOTED]))
    return [Edit(one.start, one.end, one.repaired or "") for one in mended]


def _injected(raw: str, line: furniture.Line, remarks: list[Remark], *, traditional_page: bool) -> list[Edit]:
    words = raw[line.start : line.end]
    if len(words) > 2000:
        return []
    found = corruption.find_injected(words, traditional_page=traditional_page)
    for piece in found:
        evidence = words[piece.start : piece.end][:_QUOTED]
        remarks.append(
            Remark("injected_text", "warning", record("parse.injected_text", at=line.start + piece.start), evidence)
        )
    return [Edit(line.start + piece.start, line.start + piece.end) for piece in found]


def _personal(found: Iterable[tuple[str, int, int]]) -> list[Remark]:
    counts: dict[str, int] = {}
    for kind, _, _ in found:
        counts[kind] = counts.get(kind, 0) + 1
    return [
        Remark("personal_number", "warning", record("parse.personal_number", kind=kind, count=count), kind)
        for kind, count in sorted(counts.items())
    ]


def _apply(
    raw: str, edits: Iterable[Edit], metadata: tuple[MetadataValue, ...], remarks: tuple[Remark, ...]
) -> Cleaned:
    """Apply the edits from left to right; of edits that overlap the first counts, and what sticks out is cut too."""
    pieces: list[str] = []
    starts: list[int] = []
    raw_starts: list[int] = []
    exact: list[bool] = []
    length = 0
    at = 0

    def add(words: str, raw_start: int, same: bool) -> None:
        nonlocal length
        if words:
            pieces.append(words)
            starts.append(length)
            raw_starts.append(raw_start)
            exact.append(same)
            length += len(words)

    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.end <= at:
            continue
        add(raw[at : edit.start], at, True)
        add(edit.replacement if edit.start >= at else "", edit.start, False)
        at = edit.end
    add(raw[at:], at, True)
    return Cleaned("".join(pieces), metadata, remarks, tuple(starts), tuple(raw_starts), tuple(exact), len(raw))
