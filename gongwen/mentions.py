"""Which other documents a piece of text names: titles in 《》, the numbers that belong to them, bare numbers.

It works on one paragraph or sentence of the flow. Whole texts are ``citation``; what is done to them is ``effects``.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongwen.dates import find_dates
from gongwen.flow import Flow
from gongwen.mention_numbers import short_number, with_codes
from gongwen.model import DateMention, DocumentNumber
from gongwen.number import find_numbers
from gongwen.wording import pattern

_BOOK_REACH = 400  # characters a title may have
_LEAD_REACH = 240  # characters before a title in which its issuer, dates and order number may stand
_BRACKET_REACH = 240  # characters the bracket after a title may have
_HIDDEN = "\ue000"
_MARKS = re.compile(r"[《》\n]")
_SUFFIX = re.compile(r"的?(?:决定|通知|公告|通告|意见|批复|办法|函)(?=[（\[〔,、;。]|$)")
_CLAUSE = re.compile(r"[。;!?\n:]")
_PAIRS = {"（": "）", "[": "]", "〔": "〕", "【": "】"}
_NUMBER_AFTER = re.compile(r"[\u3400-\u9fff]{1,14}[〔\[【（](?:19|20)\d\d[〕\]】）]\d{1,4}号")
_JOINS = frozenset({"和", "及", "与", "以及", "并", "或", "或者", "暨"})
_AMENDED_BY = re.compile("(?:修改|修订|修正)的?原?$")
_LIFE = re.compile("发布|公布|印发|颁布|根据|通过|批准|修订|修改|施行|实施")
_AMENDS = re.compile("(?:令|公告)?(?:发布|公布)?的?(?:第[一二三四五六七八九十]+次)?(?:予以)?(?:修改|修正|修订)")
_BARE_CODES = frozenset({"", "令", "公告", "通告", "字"})


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of a document in a piece of the flow; ``lead`` is where the words begin that tell whose and when."""

    start: int
    end: int
    lead: int
    title_start: int
    title_end: int  # equal to title_start where there is no title
    edition: str = ""  # an edition mark that stands behind the 》: 《…办法》（试行）
    numbers: tuple[DocumentNumber, ...] = ()
    dates: tuple[DateMention, ...] = ()
    issuer: str = ""
    as_basis: bool = False
    history: bool = False  # named only as the decision that amended the document named after it
    bracket: str = ""


def mentions(piece: str, series: str = "") -> list[Mention]:
    """Return the mentions in one paragraph or sentence of the flow, with spans into it.

    ``series``: the code of the paper's own announcements (某局公告), which 2020年第57号公告 leaves out.
    """
    books = list(_books(piece))
    if not books and "号" not in piece:
        return []
    reader = _Reader(piece, books, series)
    titled = reader.titled(books)
    found = sorted([*titled, *reader.numbered(titled)], key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:  # a title in the bracket of a number belongs to that number; serials of a range share a place
        in_range = mention.title_start == mention.title_end and bool(kept) and mention.start == kept[-1].start
        if not kept or mention.start >= kept[-1].end or in_range:
            kept.append(mention)
    return kept


def title_words(reading: Flow, begin: int, mention: Mention) -> str | None:
    """Return the title as the original prints it, with the edition mark that stands behind the 》.

    ``begin`` is the place in the flow of the piece that the mention was found in.
    """
    if mention.title_end <= mention.title_start:
        return None
    title = reading.quote(begin + mention.title_start, begin + mention.title_end)
    after = begin + mention.title_end + 1
    return title + (reading.quote(after, after + len(mention.edition)) if mention.edition else "")


class _Reader:
    """A piece with all that was found in it, so that each mention looks only at what stands near it."""

    def __init__(self, piece: str, books: Sequence[tuple[int, int]], series: str) -> None:
        self.piece, self.series = piece, series
        self.outside = _without_titles(piece, books)
        self.numbers = with_codes(piece, find_numbers(piece), series)
        self.number_starts = [number.start for number in self.numbers]
        self.dates = find_dates(piece)
        self.date_starts = [one.start for one in self.dates]
        self.used: set[int] = set()

    def titled(self, books: Sequence[tuple[int, int]]) -> list[Mention]:
        """Return the mentions that have a title."""
        found: list[Mention] = []
        previous = 0
        for start, end in books:
            if start >= previous:
                found.append(self._titled(start, end, previous))
                previous = found[-1].end
        return found

    def numbered(self, titled: Sequence[Mention]) -> Iterator[Mention]:
        """Yield the documents named by a number alone; a number that tells the life of a title names none."""
        ends = [mention.end for mention in titled]
        for index, number in enumerate(self.numbers):
            if index in self.used or number.agency_code in _BARE_CODES:
                continue
            near = bisect_left(ends, number.start + 1)
            if near < len(titled) and number.start >= self._own_from(titled[near]):
                continue
            yield self._numbered(number)

    def _titled(self, start: int, end: int, previous: int) -> Mention:
        edition = pattern("citation", "edition").match(self.piece, end)
        stop, bracket = _bracket(self.piece, edition.end() if edition else end)
        lead = self._lead(start, previous)
        inside = list(self._between(self.number_starts, end, stop))
        if inside and not bracket and self.piece[end : self.numbers[inside[0]].start] in _JOINS:
            stop, inside = end, []  # 《甲办法》和云政发〔2015〕8号 are two papers
        mine = self._not_amending(inside) or self._order_number(lead, start)
        self.used.update(inside, mine)
        short = short_number(self.piece, start, end, bracket, self.series)
        near = [*self._between(self.date_starts, lead, start), *self._between(self.date_starts, end, stop)]
        issuer = pattern("citation", "issuer").search(self.piece[lead:start])
        basis = self._is_basis(start)
        told = bool(pattern("citation", "history").match(self.piece, stop))
        return Mention(
            start=start,
            end=stop,
            lead=lead,
            title_start=start + 1,
            title_end=end - (1 if self.piece[end - 1] == "》" else 0),
            edition=edition.group() if edition else "",
            numbers=(short,) if short else tuple(self.numbers[index] for index in mine),
            dates=tuple(self.dates[index] for index in near),
            issuer=issuer["issuer"] if issuer else "",
            as_basis=basis,
            history=told and (bool(near) or basis),
            bracket=bracket,
        )

    def _numbered(self, number: DocumentNumber) -> Mention:
        """Return the mention of a document by its number alone; a bracket after it may hold its title."""
        stop, title = number.end, (number.end, number.end)
        if self.piece.startswith("文", stop):
            stop += 2 if self.piece.startswith("文件", stop) else 1
        titled = pattern("citation", "title_in_bracket").match(self.piece, stop)
        if titled:
            stop, title = titled.end(), titled.span("title")
        return Mention(
            start=number.start,
            end=stop,
            lead=self._lead(number.start, max(0, number.start - 60)),
            title_start=title[0],
            title_end=title[1],
            numbers=(number,),
            as_basis=self._is_basis(number.start),
            history=bool(pattern("citation", "history").match(self.piece, stop)),
        )

    def _not_amending(self, inside: list[int]) -> list[int]:
        """Return the numbers of a bracket without those of later amendments: （某令第12号公布,某令第30号修正）."""
        return [
            index
            for place, index in enumerate(inside)
            if not (place and _AMENDS.match(self.piece, self.numbers[index].end))
        ]

    def _between(self, starts: Sequence[int], left: int, right: int) -> range:
        return range(bisect_left(starts, left), bisect_left(starts, right))

    def _lead(self, start: int, previous: int) -> int:
        """Return where the attribute of a title begins (2005年3月2日市政府印发的)."""
        begin = max(previous, start - _LEAD_REACH)
        for boundary in pattern("citation", "lead_boundary").finditer(self.piece, begin, start):
            begin = boundary.end()
        return begin

    def _order_number(self, lead: int, start: int) -> list[int]:
        """Return the number before a title that is its own: 某令第86号公布的《…》, 市政府第12号令《…》."""
        before = self._between(self.number_starts, lead, start)
        for index in reversed(before):
            if pattern("citation", "number_then_title").fullmatch(self.piece, self.numbers[index].end, start):
                return [index]
        for index in before:
            if pattern("citation", "number_published").match(self.piece, self.numbers[index].end):
                return [index]
        return []

    def _own_from(self, mention: Mention) -> int:
        """Return from where numbers before a title are no documents but tell of its making and amendment."""
        if mention.numbers and mention.numbers[0].start < mention.start:
            return mention.numbers[0].start
        attribute = self.piece[mention.lead : mention.start]
        told = _LIFE.search(attribute) if _AMENDED_BY.search(attribute) else None
        return mention.lead + told.start() if told else mention.start

    def _is_basis(self, start: int) -> bool:
        """Tell whether a document stands in a phrase that names the authority."""
        begin = max(0, start - 2 * _LEAD_REACH)
        for boundary in _CLAUSE.finditer(self.outside, begin, start):
            begin = boundary.end()
        named = list(pattern("citation", "basis").finditer(self.outside, begin, start))
        return bool(named) and not pattern("citation", "basis_end").search(self.outside, named[-1].end(), start)


def _books(piece: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of titles in 《》, nested ones in the outer; a title that is not closed ends at the first 》."""
    partners = _partners(piece)
    position = 0
    while (start := piece.find("《", position)) >= 0:
        end = partners.get(start, -1) + 1
        if not start < end <= start + _BOOK_REACH:
            end = _first_close(piece, start)
        if end:
            yield start, end
        position = end or start + 1


def _partners(piece: str) -> dict[int, int]:
    """Return the place of the 》 that closes each 《 of its line."""
    closed: dict[int, int] = {}
    opened: list[int] = []
    for mark in _MARKS.finditer(piece):
        if mark.group() == "《":
            opened.append(mark.start())
        elif mark.group() == "\n":
            opened.clear()
        elif opened:
            closed[opened.pop()] = mark.start()
    return closed


def _first_close(piece: str, start: int) -> int:
    line_end = piece.find("\n", start, start + _BOOK_REACH)
    first = piece.find("》", start, line_end if line_end >= 0 else start + _BOOK_REACH) + 1
    suffix = _SUFFIX.match(piece, first) if first else None
    return suffix.end() if suffix else first


def _bracket(piece: str, end: int) -> tuple[int, str]:
    """Return where the bracket or bare number right of a title ends, and the words of the bracket."""
    opened = piece[end : end + 1]
    if opened not in _PAIRS:
        bare = _NUMBER_AFTER.match(piece, end)
        return (bare.end(), "") if bare else (end, "")
    depth = 0
    for place in range(end, min(len(piece), end + _BRACKET_REACH)):
        depth += (piece[place] == opened) - (piece[place] == _PAIRS[opened])
        if depth <= 0 or piece[place] == "\n":
            return place + 1, piece[end : place + 1]
    return end, ""


def _without_titles(piece: str, books: Sequence[tuple[int, int]]) -> str:
    """Return the piece with titles and the brackets behind them hidden: a 根据 inside a title names no authority."""
    parts, place = [], 0
    for start, end in books:
        if start < place:
            continue
        stop, bracket = _bracket(piece, end)
        stop = stop if bracket else end
        parts += [piece[place:start], _HIDDEN * (stop - start)]
        place = stop
    return "".join([*parts, piece[place:]])
