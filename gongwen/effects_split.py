"""Where the sentences of a paragraph end in which effects are stated."""

import re
from collections.abc import Iterator

from gongwen.effects_grammar import find_verbs

_SENTENCE_END = re.compile("[。！？!?;；]+[”）]*")
_LONGEST_TITLE = 400  # characters over which a title may hold marks that end sentences elsewhere
_LONGEST_SENTENCE = 20_000  # characters; an endless line is read in pieces


def sentences(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences; a part that only names documents stays with the part that acts."""
    start = place = begin
    open_books = 0
    for stop in _SENTENCE_END.finditer(text, begin, end):
        open_books += text.count("《", place, stop.start()) - text.count("》", place, stop.start())
        place = stop.end()
        if open_books > 0 and stop.start() - start < _LONGEST_TITLE:
            continue
        open_books = 0
        only_named = stop.group()[0] in ";；" and text[stop.start() - 1] in "》）"
        if only_named and place - start < _LONGEST_SENTENCE and _goes_on(text[start : stop.start()]):
            continue
        yield from _pieces(start, place)
        start = place
    if start < end:
        yield from _pieces(start, end)


def _goes_on(piece: str) -> bool:
    """Tell whether the verb of the documents so far is still to come, or announces them all (废止:《甲》;《乙》)."""
    return not find_verbs(piece) or _ANNOUNCES.search(piece) is not None


_ANNOUNCES = re.compile(
    "(?:废止|失效|停止执行|不再执行|撤销)(?:以下|下列)?(?:[\u3400-\u9fff\\d]{0,10}(?:文件|规定|办法))?:《"
)


def _pieces(start: int, end: int) -> Iterator[tuple[int, int]]:
    for place in range(start, end, _LONGEST_SENTENCE):
        yield place, min(place + _LONGEST_SENTENCE, end)
