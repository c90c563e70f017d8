"""Reads saved web pages: the text of record, the page's own table, its heading and its <meta> tags.

Only markup and what stands outside the text is cut here. What a value means is told by ``ingest.parse``.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongwen.labels import IGNORED, Labelled, field_of, page_table, read_labels, read_number, read_stamp
from gongwen.messages import record
from gongwen.model import FileState, Remark, Witness
from gongwen.text import fold_key
from ingest.extraction import Extraction, Link, MetadataValue, PageText
from ingest.readers.page_bytes import decode_page
from ingest.readers.page_densest import BLOCKS, EDGES, ENOUGH, RUN, children_of, unknown_content
from ingest.readers.page_depth import page_tree
from ingest.readers.page_elsewhere import kept_inside, stands_elsewhere
from ingest.readers.page_heading import closed, page_heading, posted_beside
from ingest.readers.page_links import attachment_links
from ingest.readers.page_ruby import take_out

READER = "html"
_DROPPED = ["script", "style", "noscript", "iframe", "object", "svg", "select", "button", "textarea", "template"]
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SOURCE_BREAK = re.compile(r"[ \t\r\f]*\n[ \t\r\n\f]*")
_CJK_BREAK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])")
_LONG_CELL = 800  # characters in one cell: the table lays the page out, its rows are not rows of data
_SHOWN = 5  # names shown
_LABELS = frozenset({"label", "b", "strong", "span", "em", "i", "font", "dt", "th", "h4", "h5"})
_LONGEST_LABEL = 12
_PAIRS = 3  # rows of a label and its value that make a table of the paper's facts
_NEAR = 40  # nodes to either side in which they are looked for


def read(data: bytes, *, name: str) -> Extraction:
    """Read one saved page; ``name`` is not needed to read it."""
    source, remarks = decode_page(data)
    source, tree, is_broken = page_tree(source)
    if is_broken:
        remarks = (*remarks, Remark("markup_broken", "notice", record("ingest.markup_broken")))
    title_node = tree.css_first("title")
    title = " ".join(title_node.text().split()) if title_node else ""
    meta = _meta_tags(tree)
    tree.strip_tags(_DROPPED)
    meta += take_out(tree)
    heading = page_heading(tree, {fold_key(title)} | {fold_key(value.value) for value in meta})
    text, outside, links = _text_and_rest(tree, source)
    metadata = [*_labelled(outside), *posted_beside(outside, heading), *meta, *(link.told() for link in links)]
    if heading:
        metadata.append(MetadataValue(Witness.PAGE_TABLE, "heading", heading))
    if title:
        metadata.append(MetadataValue(Witness.META, "page_title", title))
    if len(text) < ENOUGH and (kept := kept_inside(source)):
        inside = _stripped(kept)
        text = "\n".join(_lines(inside))
        metadata += [link.told() for link in attachment_links(inside, None)]
    pages = (PageText(1, "text_layer", 0, len(text)),) if text else ()
    if len(text) < ENOUGH and (names := stands_elsewhere(source)):
        if not (text or heading or title):
            return _elsewhere(names, tuple(metadata))  # nothing even names a paper
        remarks = (*remarks, Remark("text_elsewhere", "warning", record("ingest.text_elsewhere", names=_shown(names))))
    state = FileState.READ if text or heading or title else FileState.EMPTY
    return Extraction(state, READER, "html", text, pages, 1, tuple(metadata), remarks)


def _stripped(markup: str) -> LexborNode:
    tree = LexborHTMLParser(f"<body>{markup}</body>")
    tree.strip_tags(_DROPPED)
    take_out(tree)
    assert tree.body is not None
    return tree.body


def _shown(names: list[str]) -> str:
    return "、".join(names[:_SHOWN]) + ("…" if len(names) > _SHOWN else "")


def _elsewhere(names: list[str], metadata: tuple[MetadataValue, ...]) -> Extraction:
    """Return the outcome for a page that only shows a file, a frame or pictures kept beside it."""
    problem, advice = record("ingest.text_elsewhere", names=_shown(names)), record("ingest.text_elsewhere_advice")
    return Extraction(FileState.EMPTY, READER, "html", metadata=metadata, page_count=1, problem=problem, advice=advice)


def _meta_tags(tree: LexborHTMLParser) -> list[MetadataValue]:
    values = []
    for node in tree.css("meta"):
        key = node.attributes.get("name") or node.attributes.get("property") or ""
        value = closed(node.attributes.get("content") or "")
        if key and value and value != "null":
            values.append(MetadataValue(Witness.META, key, value))
    return values


def _text_and_rest(tree: LexborHTMLParser, source: str) -> tuple[str, list[str], list[Link]]:
    """Return the text of record, the lines of the page outside it, and the links to files that belong to it."""
    if tree.body is None:
        return "", [], []
    content = _known_content(tree) or _marked(source) or unknown_content(tree)
    links = attachment_links(content, tree.body)
    if content is None:
        return "", list(_lines(tree.body)), links
    text = "\n".join(_lines(content))
    if content.tag == "body":
        return text, text.split("\n"), links
    content.decompose()
    return text, list(_lines(tree.body, closing=True)), links


def _marked(source: str) -> LexborNode | None:
    """Return what stands between the comments with which some systems enclose the text."""
    content = page_table()["content"]
    _, begun, rest = source.partition(str(content["begin_comment"]))
    inside, ended, _ = rest.partition(str(content["end_comment"]))
    if not begun or not ended:
        return None
    inner = LexborHTMLParser(inside.partition("-->")[2].rpartition("<!--")[0])
    inner.strip_tags(_DROPPED)
    take_out(inner)
    return inner.body if inner.body is not None and len(inner.body.text().strip(EDGES)) >= ENOUGH else None


def _known_content(tree: LexborHTMLParser) -> LexborNode | None:
    """Return the first known container with text, else an empty one that has a name of its own (a page of pictures)."""
    empty = None
    for selector in page_table()["content"]["selectors"]:
        for node in tree.css(selector):
            if len(node.text().strip(EDGES)) >= ENOUGH:
                return node
            empty = empty or (node if selector.startswith("#") else None)
    return empty


def _lines(root: LexborNode, *, closing: bool = False) -> Iterator[str]:
    """Yield one line a block, one line a table row with tabs between its cells; no recursion, pages may nest deeply.

    With ``closing``, a label that only its element sets off from its value is closed with a colon.
    """
    pending: list[str] = []
    for node, leaving in _walk(root):
        tag = node.tag
        if tag == "-text":
            pending.append(node.text_content or "")
        elif tag == "br":
            pending.append("\v")
        elif tag == "tr" and not leaving and (row := _row(node)):
            yield from _flush(pending)
            yield row
        elif closing and leaving and tag in _LABELS and _is_bare_label(node):
            pending.append("：")
        elif closing and not leaving and tag in _LABELS and _is_label(node):
            pending.append(" ")
        elif tag in BLOCKS or tag in ("td", "th"):
            yield from _flush(pending)
    yield from _flush(pending)


def _is_bare_label(node: LexborNode) -> bool:
    """Tell whether an element holds a known label without its colon, and something stands beside the element."""
    words = node.text().strip(EDGES)
    return len(words) <= _LONGEST_LABEL and node.next is not None and bool(field_of(words)) and words[-1] not in ":："


def _is_label(node: LexborNode) -> bool:
    """Tell whether an element holds a short label with its colon and nothing else: what stands before it is no part."""
    words = node.text().strip(EDGES)
    return len(words) <= _LONGEST_LABEL and words[-1:] in (":", "：")


def _walk(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Yield each shown node as it is entered and left; the cells of a data row are not entered."""
    stack: list[tuple[LexborNode, bool]] = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        if (
            not leaving
            and node is not root
            and _HIDDEN.search(node.attributes.get("style") or "" if _element(node) else "")
        ):
            continue
        yield node, leaving
        if leaving or not _element(node) or (node.tag == "tr" and _row(node)):
            continue
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(list(children_of(node))))


def _element(node: LexborNode) -> bool:
    return not (node.tag or "-").startswith(("-", "!", "_"))


def _row(node: LexborNode) -> str:
    """Return the cells of a row of data with tabs between them, "" for a row that lays the page out."""
    cells = [cell for cell in children_of(node) if cell.tag in ("td", "th")]
    if len(cells) < 2 or any(cell.css_first("table tr") for cell in cells):
        return ""
    texts = [" ".join(_flush([_plain(cell)])) for cell in cells]
    if sum(1 for text in texts if text) < 2 or any(len(text) > _LONG_CELL for text in texts):
        return ""
    if len(texts) == 2 and texts[0][-1:] not in ":：" and field_of(texts[0]) and _is_of_pairs(node):
        texts[0] += "："
    return "\t".join(texts)


def _is_of_pairs(row: LexborNode) -> bool:
    """Tell whether a row stands near others of its table that each hold a known label and its value."""
    pairs = 1
    for step in ("prev", "next"):
        other = row
        for _ in range(_NEAR):
            other = getattr(other, step)
            if other is None:
                break
            cells = [cell for cell in children_of(other) if cell.tag in ("td", "th")]
            pairs += len(cells) == 2 and bool(field_of(cells[0].text()))
            if pairs >= _PAIRS:
                return True
    return False


def _plain(cell: LexborNode) -> str:
    parts = []
    for inner in cell.traverse(include_text=True):
        if inner.tag == "-text":
            parts.append(inner.text_content or "")
        elif inner.tag == "br" or inner.tag in BLOCKS:
            parts.append(" ")
    return "".join(parts)


def _flush(pending: list[str]) -> Iterator[str]:
    if not pending:
        return
    joined = _CJK_BREAK.sub("", _SOURCE_BREAK.sub("\n", "".join(pending)))
    pending.clear()
    for piece in joined.split("\v"):
        line = RUN.sub(" ", piece).strip(EDGES)
        if line:
            yield line


def _labelled(lines: list[str]) -> list[MetadataValue]:
    """Read the labels outside the text; a label alone on its line takes the next line as its value.

    A number alone on its line is the paper's where no other number stands so: several are a list of other papers.
    """
    values: list[MetadataValue] = []
    numbers = {label.value for line in lines for label in read_number(line)}
    waiting: Labelled | None = None
    for line in lines:
        labels = read_labels(line)
        if waiting and not labels:
            values.append(MetadataValue(Witness.PAGE_TABLE, waiting.label, closed(line)))
        elif not labels:
            labels = read_stamp(line) or (read_number(line) if len(numbers) == 1 else ())
        waiting = None
        for label in labels:
            if label.value:
                values.append(MetadataValue(Witness.PAGE_TABLE, label.label, closed(label.value)))
            elif len(labels) == 1 and label.field not in IGNORED:
                waiting = label
    return values
