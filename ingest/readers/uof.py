"""Reads UOF (标文通, GB/T 20916), texts and sheets: the words of paragraphs and cells, in their order.

Names of elements are Chinese, in UOF 2 with a number behind them (文本串, 文本串_415B).
"""

from collections.abc import Iterator

from lxml import etree

from ingest.readers.office import row_text

_BODIES = ("文字处理", "电子表格", "演示文稿", "对象集")
_MOST_COLUMNS = 1000


def is_uof(root: etree._Element) -> bool:
    """Tell whether the root is that of a UOF document, or of a part of one."""
    return _name(root) in ("UOF", *_BODIES) and "uof" in str(root.tag).partition("}")[0].casefold()


def uof_lines(root: etree._Element) -> Iterator[str]:
    """Yield the lines of the document: a paragraph or a row each."""
    bodies = [root] if _name(root) in _BODIES else [one for one in root if _name(one) in _BODIES]
    for body in bodies:
        yield from _blocks(body)


def _blocks(parent: etree._Element) -> Iterator[str]:
    for block in parent:
        name = _name(block)
        if name == "段落":
            yield from _text(block).split("\n")
        elif name == "文字表":
            for row in _all(block, "行"):
                yield from row_text([[_text(one) for one in _all(cell, "段落")] for cell in _own(row, "单元格")])
        elif name == "工作表":
            yield from _sheet(block)
        elif name:
            yield from _blocks(block)


def _sheet(sheet: etree._Element) -> Iterator[str]:
    for row in _all(sheet, "行"):
        cells: list[str] = []
        for cell in _own(row, "单元格"):
            place = next((value for key, value in cell.attrib.items() if "列号" in str(key)), "")
            if str(place).isdecimal() and int(place) <= _MOST_COLUMNS:
                cells += [""] * (int(place) - 1 - len(cells))
            cells.append(_text(cell).replace("\n", " "))
        if any(cells):
            yield "\t".join(cells)


def _text(element: etree._Element) -> str:
    pieces = []
    for one in element.iter(etree.Element):
        name = _name(one)
        if name == "文本串":
            pieces.append(one.text or "")
        elif name == "制表符":
            pieces.append("\t")
        elif name == "换行符":
            pieces.append("\n")
        elif name == "空格符":
            pieces.append(" ")
    return "".join(pieces)


def _all(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (one for one in element.iter(etree.Element) if _name(one) == name)


def _own(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (one for one in element if _name(one) == name)


def _name(element: etree._Element) -> str:
    plain = element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""
    return plain.partition("_")[0]
