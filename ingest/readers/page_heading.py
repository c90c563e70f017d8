"""The heading of a web page, and the day that some pages show in brackets behind it."""

import re

from selectolax.lexbor import LexborHTMLParser

from gongwen.labels import page_table
from gongwen.model import Witness
from gongwen.text import fold, fold_key, squeeze
from gongwen.title import ends_like_title
from ingest.extraction import MetadataValue

_POSTED = re.compile(r"\s*[（(](?:19|20)\d\d[-年./]\d{1,2}[-月./]\d{1,2}日?(?: \d{1,2}:\d\d(?::\d\d)?)?[)）]$")
_SUBJECT = re.compile(r"关于|關於|《|印发|印發|转发|轉發")


def page_heading(tree: LexborHTMLParser, known: set[str]) -> str:
    """Return the heading of the page: of the candidates the one that <title> or <meta> repeats, else an <h1>."""
    candidates = []
    content = page_table()["content"]
    for selector in (*content["headings"], *content["echoed"]):
        for node in tree.css(selector):
            words = _POSTED.sub("", closed(node.text(separator=" ")))
            if 4 <= len(words) <= 200:
                candidates.append((selector, words))
    for _, words in candidates:
        key = fold_key(words)
        if any(key == other or (len(key) > 8 and key in other) for other in known):
            return words
    own = [words for selector, words in candidates if selector not in content["echoed"]]
    named = [words for words in own if ends_like_title(squeeze(words))]
    subjects = {words for _, words in candidates if _SUBJECT.search(words) and ends_like_title(squeeze(words))}
    return next(iter([*named, *(subjects if len(subjects) == 1 else ()), *own]), "")


def posted_beside(lines: list[str], heading: str) -> list[MetadataValue]:
    """Return the day that stands in brackets behind the page's heading, as some pages show when it was put up."""
    for line in lines:
        found = _POSTED.search(closed(line))
        if found and heading and fold_key(closed(line)[: found.start()]) == fold_key(heading):
            return [MetadataValue(Witness.PAGE_TABLE, "发布时间", found.group().strip(" （()）"))]
    return []


def closed(words: str) -> str:
    """Return folded words with one blank where there are several: blanks may part the organs that lead a title."""
    return " ".join(fold(words).text.split())
