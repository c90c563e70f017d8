"""Which other documents a text names, and whether as the authority (根据, 依照).

The grammar of one mention is ``mentions``; what is done to a document is ``effects``.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from gongwen.flow import Flow, flow
from gongwen.mentions import Mention, mentions, title_words
from gongwen.model import Citation, DateMention, DocumentNumber

_SIGN = re.compile("《|号")


def find_citations(text: str) -> list[Citation]:
    """Return every mention of another document, in order, with spans into the text.

    Several numbers in the bracket of one title are one joint document. A number that fills its paragraph is the
    document's own and is left out.
    """
    reading = flow(text)
    if not _SIGN.search(reading.text):
        return []
    found: list[Citation] = []
    for begin, end in _paragraphs(reading.text):
        piece = reading.text[begin:end]
        found += [_citation(reading, begin, mention) for mention in mentions(piece) if not _own_number(piece, mention)]
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    while begin <= len(text):
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        if end > begin:
            yield begin, end
        begin = end + 1


def _own_number(piece: str, mention: Mention) -> bool:
    return mention.title_start == mention.title_end and len(piece.strip("（）() ")) - (mention.end - mention.start) < 3


def _citation(reading: Flow, begin: int, mention: Mention) -> Citation:
    start, end = reading.original(begin + mention.start, begin + mention.end)
    title = title_words(reading, begin, mention)

    def placed(one: DocumentNumber) -> DocumentNumber:
        left, right = reading.original(begin + one.start, begin + one.end)
        return replace(one, start=left, end=right)

    def dated(one: DateMention) -> DateMention:
        left, right = reading.original(begin + one.start, begin + one.end)
        return replace(one, start=left, end=right)

    return Citation(
        title=title,
        numbers=tuple(placed(one) for one in mention.numbers),
        start=start,
        end=end,
        as_basis=mention.as_basis,
        dates=tuple(dated(one) for one in mention.dates),
        issuer=mention.issuer,
    )
