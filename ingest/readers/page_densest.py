"""The text of a page of a system nobody knows: its densest block, beside what frames every page of a site."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongwen.labels import page_table

BLOCKS = frozenset(
    """address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3
    h4 h5 h6 header hr html li main nav ol p pre section table tbody tfoot thead tr ul""".split()  # noqa: SIM905
)
RUN = re.compile(r"[ \t\n\f]+")
EDGES = " \t\n\u3000\xa0\ufeff\u200b"
ENOUGH = 20  # characters that make a container the text of record
_INLINE = frozenset({"td", "th", "font", "span"})  # that may hold a whole text
_FRAME_SHARE = 0.9  # of a page that is no frame, whatever it is called
_DEEPEST = 60  # levels that the search goes down
_MENU = 4  # links side by side that are a menu
_LONGEST_ENTRY = 8  # characters of a menu's entry
_MOSTLY = 0.6  # share of the weight that makes the search for the densest block go one level down


def unknown_content(tree: LexborHTMLParser) -> LexborNode | None:
    """Return the densest block beside what frames every page of a site; None where there is nothing but the frame."""
    assert tree.body is not None
    before = len(tree.body.text().strip(EDGES))
    for node in tree.css(", ".join(page_table()["content"]["frame"])):
        if len(node.text()) < _FRAME_SHARE * before:
            node.decompose()
    for node in tree.body.css("div, ul, p, td"):
        if _is_menu(node):
            node.decompose()
    links_and_headings = sum(len(one.text().strip()) for one in tree.body.css("a, h1"))
    rest = len(tree.body.text().strip(EDGES))
    if rest < before and rest - links_and_headings < ENOUGH:
        return None
    return _densest(tree.body)


def _is_menu(node: LexborNode) -> bool:
    """Tell whether an element holds short links side by side and nothing else."""
    links = [RUN.sub("", link.text()) for link in node.css("a")]
    if len(links) < _MENU or any(len(words) > _LONGEST_ENTRY for words in links):
        return False
    return sum(map(len, links)) == len(_NOT_WORDS.sub("", node.text()))


_NOT_WORDS = re.compile(r"[\W_]+")


def _densest(body: LexborNode) -> LexborNode:
    """Go down from the body for as long as one child holds most of the text that is not in links."""
    node = body
    for _ in range(_DEEPEST):
        children = [child for child in children_of(node) if child.tag in BLOCKS | _INLINE]
        weights = [(_weight(child), -place) for place, child in enumerate(children)]
        if not weights:
            return node
        best, place = max(weights)
        if best < ENOUGH or best < _MOSTLY * _weight(node) or children[-place].tag in ("p", "font", "span", "tr"):
            return node
        node = children[-place]
    return node


def _weight(node: LexborNode) -> int:
    linked = sum(len(link.text().strip()) for link in node.css("a"))
    return len(RUN.sub("", node.text())) - 2 * linked


def children_of(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the children of a node, text included."""
    child = node.child
    while child is not None:
        yield child
        child = child.next
