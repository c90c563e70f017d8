"""Verbs of which one half stands before a document and the other behind it: 暂停《甲》的执行, 恢复《乙》的实施.

It works on one sentence in which documents are hidden, as ``effects_grammar`` does.
"""

import re

from gongwen.effects_grammar import TITLE, Verb, verb_pattern


def find_parted_verbs(masked: str) -> list[Verb]:
    """Return the first halves of verbs whose second half stands behind a document: 暂停《…》的执行."""
    words, kinds = verb_pattern("parted")
    found = []
    for match in words.finditer(masked):
        if _WITHIN_REACH.match(masked, match.end()):
            relation, side = kinds[int((match.lastgroup or "v0")[1:])]
            found.append(Verb(relation, side, match.start(), match.end(), parted=True))
    return found


# what may stand before the document: 原市物价局印发的, 对, 青禾县的
_WITHIN_REACH = re.compile(f"(?!执行|实施|施行|适用|使用)[^,。;:、{TITLE}]{{0,30}}{TITLE}")


def other_half(masked: str, start: int, end: int) -> int | None:
    """Return where the second half of a parted verb begins behind a document, None where there is none."""
    found = _OTHER_HALF.search(masked, start, end)
    return found.start() if found else None


_OTHER_HALF = re.compile("的(?:执行|实施|施行|适用)(?=[,。;（]|$|至|到|直至)")
