"""Links of a saved page to files that belong to its paper: 附件：1.申请表.doc. Nothing is followed.

Whether such a file lies beside the page is found out where the paths are known.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from selectolax.lexbor import LexborNode

from gongwen.enclosures import calls_annex
from gongwen.text import squeeze
from ingest.extraction import Link

_TEXTS = "pdf docx? docm dotx? wps wpt et ett dps ofd odt ods rtf xlsx? xlsm xlsb csv txt ceb sep gd pptx? zip rar 7z"
_ENDS = re.compile(rf"\.(?:{'|'.join(_TEXTS.split())})$", re.I)
_BOXED = re.compile(
    rf"[【\[「(（]([^【】\[\]「」]{{1,200}}\.(?:{'|'.join(_TEXTS.split())}))[】\]」)）]", re.I
)  # 附件【某表.doc】
_PAGES = re.compile(r"\.(?:s?html?|mht|jpe?g|png|tiff?|bmp)$", re.I)  # annexes only where the page says so
_BLOCKS = frozenset(
    """address article body caption center dd div dl dt fieldset form h1 h2 h3 h4 h5 h6 hr li ol p pre section table
    tbody td tfoot th thead tr ul br html""".split()  # noqa: SIM905
)
_BESIDE = 14  # characters beside the links of a line that is nothing but links: 点击下载：1.
_SAID = ("title", "download", "otitle", "textvalue")  # attributes in which systems keep the file's own name
_NEIGHBOURS = 12  # siblings looked at: a page may hold thousands
_ANCHORS = 2000  # links looked at
_LEVELS = 4  # elements up from a link to the label of its list
_LABEL = 8  # characters of such a label
_MOST = 300  # links of a page
_LONGEST = 300  # characters of a label


def file_names(address: str, *labels: str) -> list[str]:
    """Return the names that a linked file may have: in the address, in its query, and as the page calls it."""
    parts = urlsplit(address)
    said = [value for _, value in parse_qsl(parts.query)]
    names = [posixpath.basename(unquote(parts.path).replace("\\", "/")), *said, *labels]
    return [name for name in dict.fromkeys(map(str.strip, names)) if _ENDS.search(name)]


def attachment_links(content: LexborNode | None, rest: LexborNode | None) -> list[Link]:
    """Return the links to files in the text of record, and those outside it that the page calls annexes."""
    found: dict[str, Link] = {}
    for root, inside in ((content, True), (rest, False)):
        for anchor in root.css("a[href]")[:_ANCHORS] if root is not None else ():
            if (link := _link(anchor, inside=inside)) and len(found) < _MOST:
                found.setdefault(link.address, link)
    return list(found.values())


def _link(anchor: LexborNode, *, inside: bool) -> Link | None:
    address = "".join((anchor.attributes.get("href") or "").split("\n")).strip()
    if not address or address.startswith("#") or re.match(r"(?!https?:|file:)[a-z]{2,12}:", address, re.I):
        return None
    shown = squeeze(anchor.text())[:_LONGEST]
    label = boxed[1] if (boxed := _BOXED.search(shown)) else shown
    try:
        names = file_names(address, label, *(anchor.attributes.get(key) or "" for key in _SAID))
    except ValueError:
        return None  # no address at all
    if not names and not _PAGES.search(urlsplit(address).path):
        return None
    line, links = _line_of(anchor)
    is_annex = calls_annex(shown) or calls_annex(line) or _under_label(anchor)
    if not (is_annex or (inside and names and len(line) - links <= _BESIDE)):
        return None
    if not names and not is_annex:
        return None
    if not label and names:
        label = squeeze(names[-1])
    return Link(label.replace("\t", " "), address.replace("\t", ""), is_annex)


def _line_of(anchor: LexborNode) -> tuple[str, int]:
    """Return the line that a link stands in, and how many of its characters are in links."""
    words, linked = squeeze(anchor.text()), len(squeeze(anchor.text()))
    node: LexborNode | None = anchor
    while node is not None and node.tag not in _BLOCKS:
        for other in _siblings(node, "prev"):
            words = _words(other) + words
            linked += _linked(other)
        for other in _siblings(node, "next"):
            words += _words(other)
            linked += _linked(other)
        node = node.parent
    return words.strip(), linked


def _under_label(anchor: LexborNode) -> bool:
    """Tell whether what stands before a link or the list that it is in is the label of annexes and nothing else."""
    node: LexborNode | None = anchor
    for _ in range(_LEVELS):
        if node is None:
            return False
        if (before := _before(node)) is not None:
            words = _words(before)
            return len(words) <= _LABEL and calls_annex(words)
        node = node.parent
    return False


def _before(node: LexborNode) -> LexborNode | None:
    """Return what stands before a node: other links, and lines of nothing but links, are passed over."""
    other = node.prev
    for _ in range(_NEIGHBOURS):
        if other is None:
            return None
        is_list = other.tag in ("a", "li", "br") or (other.tag == "p" and other.css_first("a") is not None)
        if not is_list and _words(other):
            return other
        other = other.prev
    return None


def _siblings(node: LexborNode, way: str) -> Iterator[LexborNode]:
    other = getattr(node, way)
    for _ in range(_NEIGHBOURS):
        if other is None or other.tag in _BLOCKS:
            return
        yield other
        other = getattr(other, way)


def _words(node: LexborNode) -> str:
    if node.tag == "-text":
        return squeeze(node.text_content or "")
    return "" if (node.tag or "-").startswith(("-", "!", "_")) else squeeze(node.text())


def _linked(node: LexborNode) -> int:
    anchors: Iterable[LexborNode] = [node] if node.tag == "a" else () if node.tag in ("-text",) else node.css("a")
    return sum(len(squeeze(one.text())) for one in anchors)
