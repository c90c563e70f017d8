"""What stands above the provisions of a text: where they begin, and when it says it was adopted and amended.

The dates here serve comparison of two texts; the fields of a document (date_adopted …) are read elsewhere.
"""

import re
from dataclasses import dataclass
from datetime import date

from gongwen.dates import find_dates
from gongwen.text import fold

_ARTICLE_LINE = re.compile(r"^[ \t#*>“\"]*第[ \t]*一[ \t]*条", re.MULTILINE)
_DAMAGED_LINE = re.compile(  # one of its three characters misread
    r"^[ \t]*(?:\S[ \t]*一[ \t]*条|第[ \t]*\S[ \t]*条|第[ \t]*一[ \t]*[^\s章节编部款项届次])(?=[ \t])", re.MULTILINE
)
_ARTICLE_INLINE = re.compile(r"(?<=[则定文录。）：:\s])第一条[ \t]+")
_SENTENCE_LINE = re.compile(r"^[ \t]*([^\n]{24,})$", re.MULTILINE)
_AMENDED = re.compile(r"修正|修订|修改")
_ADOPTED = re.compile(r"通过|批准|公布|发布|颁布|签发")
_LIMIT = 8000
_UNKNOWN_HEAD = 400  # characters taken for the heading where no beginning of the provisions is found


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a text: how long it is and the days it names."""

    length: int  # characters of the raw text before the provisions
    articles: bool  # whether the provisions begin with 第一条
    adopted: tuple[date, ...]
    amended: tuple[date, ...]


def read_heading(text: str) -> Heading:
    """Return the heading: everything before 第一条, or before the first whole sentence of a text without articles."""
    start, articles = _body_start(text)
    head = text[: min(start or _UNKNOWN_HEAD, _LIMIT)]
    mentions = [mention for mention in find_dates(head) if mention.value]
    ends = [*[mention.start for mention in mentions], len(head)][1:]
    adopted, amended = set(), set()
    for mention, end in zip(mentions, ends, strict=True):
        words = head[mention.end : min(end, mention.end + 120)]
        assert mention.value
        if _AMENDED.search(words):
            amended.add(mention.value)
        elif _ADOPTED.search(words):
            adopted.add(mention.value)
    return Heading(start, articles, tuple(sorted(adopted)), tuple(sorted(amended)))


def _body_start(text: str) -> tuple[int, bool]:
    folded = fold(text[: 5 * _LIMIT])
    for pattern in (_ARTICLE_LINE, _ARTICLE_INLINE, _DAMAGED_LINE):
        if found := pattern.search(folded.text):
            break
    if found:
        return folded.original(found.start(), found.end())[0], True
    for line in _SENTENCE_LINE.finditer(folded.text):
        if line[1].rstrip()[-1:] in "。；：:;" and not _ADOPTED.search(line[1][-6:]):
            return folded.original(line.start(), line.end())[0], False
    return 0, False
