"""Which other documents a piece of text names: titles in 《》, the numbers that belong to them, numbers without a title.

It works on one paragraph or sentence of the flow. Whole texts are ``citation``; what is done to a document is ``effects``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from gongwen.dates import find_dates
from gongwen.flow import Flow
from gongwen.model import DateMention, DocumentNumber
from gongwen.number import find_numbers
from gongwen.wording import pattern

_BOOK_REACH = 400  # characters a title may have
_LEAD_REACH = 240  # characters before a title in which its issuer, dates and order number may stand
_BRACKET_REACH = 240  # characters the bracket after a title may have
_MARKS = re.compile(r"[《》\n]")
_SUFFIX = re.compile(r"的?(?:决定|通知|公告|通告|意见|批复|办法|函)(?=[（\[〔,、;。]|$)")
_CLAUSE = re.compile(r"[。;!?\n:]")


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of a document in a piece of the flow; ``lead`` is where the words begin that tell whose and when."""

    start: int
    end: int
    lead: int
    title_start: int
    title_end: int  # equal to title_start where there is no title
    edition: str  # an edition mark that stands behind the 》: 《…办法》（试行）
    numbers: tuple[DocumentNumber, ...]
    dates: tuple[DateMention, ...]
    issuer: str
    as_basis: bool
    history: bool  # named only as the decision that amended the document named after it
    bracket: str


def mentions(piece: str) -> list[Mention]:
    """Return the mentions in one paragraph or sentence of the flow, with spans into it."""
    books = list(_books(piece))
    if not books and not _NUMBER_SIGN.search(piece):
        return []
    numbers = find_numbers(piece)
    dates = find_dates(piece)
    found: list[Mention] = []
    used: set[int] = set()
    previous = 0
    outside = _without_titles(piece, books)
    for start, end in books:
        if found and start < found[-1].end:
            continue
        titled = _titled(piece, outside, start, end, previous, numbers, dates, used)
        found.append(titled)
        previous = titled.end
    inside = [(_own_from(piece, mention), mention.end) for mention in found]
    for index, number in enumerate(numbers):
        bare = not number.agency_code or number.agency_code in _BARE_CODES
        if index in used or bare or any(left <= number.start < right for left, right in inside):
            continue
        found.append(_numbered(piece, outside, number))
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:  # a title inside the bracket of a number belongs to that number; serials of a range share a place
        in_range = mention.title_start == mention.title_end and bool(kept) and mention.start == kept[-1].start
        if not kept or mention.start >= kept[-1].end or in_range:
            kept.append(mention)
    return kept


_AMENDED_BY = re.compile("(?:修改|修订|修正)的?原?$")
_LIFE = re.compile("发布|公布|印发|颁布|根据|通过|批准|修订|修改|施行|实施")


def _own_from(piece: str, mention: Mention) -> int:
    """Return from where numbers before a title are no documents of their own but tell of its making and amendment."""
    attribute = piece[mention.lead : mention.start]
    if mention.numbers and mention.numbers[0].start < mention.start:
        return mention.numbers[0].start
    told = _LIFE.search(attribute) if _AMENDED_BY.search(attribute) else None
    return mention.lead + told.start() if told else mention.start


_BARE_CODES = frozenset({"令", "公告", "通告", "字"})
_NUMBER_SIGN = re.compile(r"号")
def _books(piece: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of titles in 《》, nested ones as part of the outer; a title that is not closed ends at the first 》."""
    position = 0
    while (start := piece.find("《", position)) >= 0:
        end = _close(piece, start)
        if end:
            yield start, end
        position = end or start + 1


def _close(piece: str, start: int) -> int:
    depth, first = 0, 0
    for mark in _MARKS.finditer(piece, start, start + _BOOK_REACH):
        if mark.group() == "\n":
            break
        depth += 1 if mark.group() == "《" else -1
        if mark.group() == "》" and not first:
            first = mark.end()
        if depth == 0:
            return mark.end()
    if first and (suffix := _SUFFIX.match(piece, first)):
        return suffix.end()
    return first


def _titled(
    piece: str,
    outside: str,
    start: int,
    end: int,
    previous: int,
    numbers: Sequence[DocumentNumber],
    dates: Sequence[DateMention],
    used: set[int],
) -> Mention:
    edition = pattern("citation", "edition").match(piece, end)
    stop, bracket = _bracket(piece, edition.end() if edition else end)
    lead = _lead(piece, start, previous)
    mine = [index for index, number in enumerate(numbers) if end <= number.start < stop]
    if not mine:
        mine = _order_numbers(piece, lead, start, numbers)
    used.update(mine)
    near = tuple(one for one in dates if lead <= one.start < start or end <= one.start < stop)
    inner = 1 if piece[end - 1] == "》" else 0
    before = piece[lead:start]
    issuer = pattern("citation", "issuer").search(before)
    return Mention(
        start=start,
        end=stop,
        lead=lead,
        title_start=start + 1,
        title_end=end - inner,
        edition=edition.group() if edition else "",
        numbers=tuple(numbers[index] for index in mine),
        dates=near,
        issuer=issuer["issuer"] if issuer else "",
        as_basis=_is_basis(outside, start),
        history=bool(pattern("citation", "history").match(piece, stop)) and bool(near or _is_basis(outside, start)),
        bracket=bracket,
    )


def _bracket(piece: str, end: int) -> tuple[int, str]:
    """Return where the bracket or bare number right of a title ends, and the words of the bracket."""
    opened = piece[end : end + 1]
    if opened in _PAIRS:
        depth = 0
        for place in range(end, min(len(piece), end + _BRACKET_REACH)):
            depth += (piece[place] == opened) - (piece[place] == _PAIRS[opened])
            if depth <= 0 or piece[place] == "\n":
                return place + 1, piece[end : place + 1]
        return end, ""
    bare = _NUMBER_AFTER.match(piece, end)
    return (bare.end(), "") if bare else (end, "")


_PAIRS = {"（": "）", "[": "]", "〔": "〕", "【": "】"}
_NUMBER_AFTER = re.compile(r"[\u3400-\u9fff]{1,14}[〔\[【（](?:19|20)\d\d[〕\]】）]\d{1,4}号")


def _lead(piece: str, start: int, previous: int) -> int:
    """Return where the attribute of a title begins (2005年3月2日市政府印发的), or the title itself where it has none."""
    begin = max(previous, start - _LEAD_REACH)
    for boundary in _LEAD_BOUNDARY().finditer(piece, begin, start):
        begin = boundary.end()
    return begin


@cache
def _LEAD_BOUNDARY() -> re.Pattern[str]:
    return pattern("citation", "lead_boundary")


def _order_numbers(piece: str, lead: int, start: int, numbers: Sequence[DocumentNumber]) -> list[int]:
    """Return the numbers before a title that are its own: 某令第86号公布的《…》, 市政府第12号令《…》."""
    for index in range(len(numbers) - 1, -1, -1):
        number = numbers[index]
        if not lead <= number.start < start:
            continue
        after = piece[number.end : start]
        if pattern("citation", "number_then_title").fullmatch(after):
            return [index]
    for index, number in enumerate(numbers):
        if lead <= number.start < start and pattern("citation", "number_published").match(piece, number.end):
            return [index]
    return []


_HIDDEN = "\ue000"


def _without_titles(piece: str, books: Sequence[tuple[int, int]]) -> str:
    """Return the piece with titles and the brackets behind them hidden: a 根据 inside a title names no authority."""
    parts, place = [], 0
    for start, end in books:
        stop, bracket = _bracket(piece, end)
        stop = stop if bracket else end
        parts += [piece[place:start], _HIDDEN * (stop - start)]
        place = stop
    return "".join([*parts, piece[place:]])


def _is_basis(outside: str, start: int) -> bool:
    """Tell whether the title stands in a phrase that names the authority."""
    begin = max(0, start - 2 * _LEAD_REACH)
    for boundary in _CLAUSE.finditer(outside, begin, start):
        begin = boundary.end()
    found = None
    for found in pattern("citation", "basis").finditer(outside, begin, start):
        pass
    return found is not None and not pattern("citation", "basis_end").search(outside, found.end(), start)


def _numbered(piece: str, outside: str, number: DocumentNumber) -> Mention:
    """Return the mention of a document by its number alone; a bracket after it may hold its title."""
    stop, title = number.end, (number.end, number.end)
    if piece.startswith("文", stop):
        stop += 2 if piece.startswith("文件", stop) else 1
    titled = pattern("citation", "title_in_bracket").match(piece, stop)
    if titled:
        stop, title = titled.end(), titled.span("title")
    lead = _lead(piece, number.start, max(0, number.start - 60))
    return Mention(
        start=number.start,
        end=stop,
        lead=lead,
        title_start=title[0],
        title_end=title[1],
        edition="",
        numbers=(number,),
        dates=(),
        issuer="",
        as_basis=_is_basis(outside, number.start),
        history=bool(pattern("citation", "history").match(piece, stop)),
        bracket="",
    )


def title_words(reading: Flow, begin: int, mention: Mention) -> str | None:
    """Return the title as the original prints it, with the edition mark that stands behind the 》; ``begin`` is the place
    of the piece in the flow.
    """
    if mention.title_end <= mention.title_start:
        return None
    title = reading.quote(begin + mention.title_start, begin + mention.title_end)
    after = begin + mention.title_end + 1
    return title + (reading.quote(after, after + len(mention.edition)) if mention.edition else "")
