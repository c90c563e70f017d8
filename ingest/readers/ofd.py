"""Reads OFD (GB/T 33190-2016): the text objects of each page and its templates, in reading order by their places."""

import posixpath
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from gongwen.model import Witness
from ingest.extraction import Extraction, MetadataValue
from ingest.plausible import hanzi_plausibility, odd_share
from ingest.readers import Unreadable
from ingest.readers.office import Package, password_needed
from ingest.readers.page_layout import Glyph, broken_into_lines, placed
from ingest.readers.pages import NOTHING, Page, made_of
from ingest.readers.printed_lines import Line

READER = "ofd"
_POINTS = 72 / 25.4  # a millimetre
_FEW = 15  # characters; with fewer a page of pictures has only a stamp or a watermark as text
_ODD, _COMMON = 0.1, 0.5  # as for PDF: shares that show a broken font table
_MOST_REPEATS = 100_000
_MANY_PATHS = 200  # drawn shapes on one page: letters turned into curves
_MOST_DEPTH = 30  # blocks and composites inside one another
_DRAWN = frozenset({"ImageObject", "CompositeObject"})
_Matrix = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class _Document:
    package: Package
    root: etree._Element
    folder: str
    templates: dict[str, str]
    composites: dict[str, etree._Element]
    width: float  # millimetres, as all measures here
    height: float


def read(data: bytes, *, name: str, recognised: Mapping[int, Page] = NOTHING) -> Extraction:
    """Return the text of all pages of all documents in the file; ``needs_ocr`` where they are pictures only."""
    try:
        package = Package(data)
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable("zip") from error
    if "encryptions.xml" in package.names:
        return password_needed(READER)
    root = package.xml("OFD.xml")
    if root is None:
        raise Unreadable("OFD.xml")
    pages = [_page(document, path) for document, path in _pages_of(package, root)]
    if not pages:
        raise Unreadable("ofd: 0 pages")
    made = made_of(pages, READER, metadata=tuple(_custom(root)), recognised=recognised)
    return replace(made, remarks=(*made.remarks, *package.remarks()))


def _custom(root: etree._Element) -> Iterator[MetadataValue]:
    for entry in _all(root, "CustomData"):
        key, value = entry.get("Name", ""), (entry.text or "").strip()
        if key and value:
            yield MetadataValue(Witness.META, key, value)


def page_picture(data: bytes, page: int) -> bytes:
    """Return the one picture of which a page, from 1, is made; raises ``Unreadable`` where it is not made of one.

    Nothing here draws: a page of letters turned into curves, or of many small pictures, cannot be shown.
    """
    package = Package(data)
    root = package.xml("OFD.xml")
    listed = list(_pages_of(package, root)) if root is not None else []
    document, path = listed[page - 1]
    layers = _layers(document, path) or []
    objects = [each for layer in layers for each in layer.iter()]
    drawn = sum(1 for each in objects if _local(each) == "PathObject")
    pictures = [each for each in objects if _local(each) == "ImageObject"]
    largest = max(pictures, key=_area, default=None)
    if largest is None or drawn > _MANY_PATHS or _area(largest) < 0.5 * document.width * document.height:
        raise Unreadable(f"ofd: {page}")
    content = package.part(_media(document, largest.get("ResourceID", "")))
    if content is None:
        raise Unreadable(f"ofd: {page}")
    return content


def _area(element: etree._Element) -> float:
    _, _, width, height = _numbers(element.get("Boundary", ""), 4) or (0.0, 0.0, 0.0, 0.0)
    return width * height


def _media(document: _Document, resource: str) -> str:
    """Return where the bytes of a picture stand in the package; "" where that is not told."""
    for entry in (*_all(document.root, "PublicRes"), *_all(document.root, "DocumentRes")):
        place = _join(document.folder, (entry.text or "").strip())
        resources = document.package.spare_xml(place)
        if resources is None:
            continue
        base = _join(posixpath.dirname(place), resources.get("BaseLoc", ""))
        for media in _all(resources, "MultiMedia"):
            if media.get("ID") == resource:
                return _join(base, next((each.text or "" for each in _all(media, "MediaFile")), ""))
    return ""


def _pages_of(package: Package, root: etree._Element) -> Iterator[tuple[_Document, str]]:
    for entry in _all(root, "DocRoot"):
        yield from _document_pages(package, (entry.text or "").strip())


def _document_pages(package: Package, path: str) -> Iterator[tuple[_Document, str]]:
    root = package.xml(path)
    if root is None:
        raise Unreadable(path)
    folder = posixpath.dirname(path)
    templates = {each.get("ID", ""): _join(folder, each.get("BaseLoc", "")) for each in _all(root, "TemplatePage")}
    box = _numbers(next((each.text or "" for each in _all(root, "PhysicalBox")), ""), 4) or (0.0, 0.0, 210.0, 297.0)
    document = _Document(package, root, folder, templates, _composites(package, root, folder), *box[2:])
    for page in _all(root, "Page"):
        if page.get("BaseLoc"):
            yield document, _join(folder, page.get("BaseLoc", ""))


def _composites(package: Package, root: etree._Element, folder: str) -> dict[str, etree._Element]:
    found = {}
    for entry in (*_all(root, "PublicRes"), *_all(root, "DocumentRes")):
        resources = package.spare_xml(_join(folder, (entry.text or "").strip()))
        for unit in _all(resources, "CompositeGraphicUnit") if resources is not None else ():
            found[unit.get("ID", "")] = unit
    return found


def _page(document: _Document, path: str) -> Page:
    layers = _layers(document, path)
    if layers is None:
        return Page([], "none")
    glyphs = (glyph for layer in layers for glyph in _glyphs(document, layer, _SAME, 0))
    lines, method = placed(broken_into_lines(glyphs))
    return Page([], "none") if _needs_recognition(layers, lines) else Page(lines, method)


def _layers(document: _Document, path: str) -> list[etree._Element] | None:
    """Return the page with its templates, from the lowest up; None where it cannot be read."""
    root = document.package.spare_xml(path)
    if root is None:
        return None
    below: list[etree._Element] = []
    above: list[etree._Element] = []
    for use in _all(root, "Template"):
        template = document.package.spare_xml(document.templates.get(use.get("TemplateID", ""), ""))
        if template is not None:
            (above if use.get("ZOrder") == "Foreground" else below).append(template)
    return [*below, root, *above]


def _needs_recognition(layers: list[etree._Element], lines: Sequence[Line]) -> bool:
    text = "".join("".join(line.text.split()) for line in lines)
    if text and (odd_share(text) > _ODD or (len(text) >= _FEW and hanzi_plausibility(text) < _COMMON)):
        return True
    drawn = _DRAWN if text else _DRAWN | {"PathObject"}  # letters may be turned into curves
    return len(text) < _FEW and any(_local(each) in drawn for layer in layers for each in layer.iter())


def _glyphs(document: _Document, parent: etree._Element, matrix: _Matrix, depth: int) -> Iterator[Glyph]:
    if depth > _MOST_DEPTH:
        return
    for element in parent:
        kind = _local(element)
        if kind == "TextObject":
            yield from _text_object(document, element, matrix)
        elif kind == "CompositeObject":
            unit = document.composites.get(element.get("ResourceID", ""))
            if unit is not None:
                yield from _glyphs(document, unit, _inside(element, matrix), depth + 1)
        elif kind in ("Content", "Layer", "PageBlock", "CompositeGraphicUnit", "Page"):
            yield from _glyphs(document, element, matrix, depth + 1)


def _text_object(document: _Document, element: etree._Element, outer: _Matrix) -> Iterator[Glyph]:
    matrix = _inside(element, outer)
    size = _number(element.get("Size"), 3.5)
    x = y = 0.0
    for code in _all(element, "TextCode"):
        x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
        text = code.text or ""
        steps_x, steps_y = _steps(code.get("DeltaX", ""), len(text)), _steps(code.get("DeltaY", ""), len(text))
        place_x, place_y = x, y
        for index, character in enumerate(text):
            if character not in "\r\n":
                yield _glyph(document, character, place_x, place_y, size, matrix)
            place_x += steps_x[index] if index < len(steps_x) else 0.0
            place_y += steps_y[index] if index < len(steps_y) else 0.0


def _glyph(document: _Document, character: str, x: float, y: float, size: float, matrix: _Matrix) -> Glyph:
    a, b, c, d, e, f = matrix
    left, base = a * x + c * y + e, document.height - (b * x + d * y + f)
    height = size * ((c * c + d * d) ** 0.5 or 1.0)
    width = size * ((a * a + b * b) ** 0.5 or 1.0) * (1.0 if character > "\u00ff" else 0.5)
    bottom = (base - 0.2 * height) * _POINTS
    return Glyph(character, left * _POINTS, bottom, (left + width) * _POINTS, bottom + height * _POINTS)


def _inside(element: etree._Element, outer: _Matrix) -> _Matrix:
    """Return the matrix from an object's own space to the page: its CTM, its boundary's corner, what it stands in."""
    own = _numbers(element.get("CTM", ""), 6) or _SAME
    corner = _numbers(element.get("Boundary", ""), 4) or (0.0, 0.0, 0.0, 0.0)
    a, b, c, d, e, f = own[0], own[1], own[2], own[3], own[4] + corner[0], own[5] + corner[1]
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def _steps(text: str, most: int) -> list[float]:
    """Return the distances between characters; ``g 5 3.2`` stands for five times 3.2 (GB/T 33190-2016 11.3)."""
    steps: list[float] = []
    words = iter(text.split())
    for word in words:
        if word == "g":
            times, step = next(words, "0"), _number(next(words, None), 0.0)
            count = int(times) if times.isdecimal() else 0
            steps += [step] * min(count, most, _MOST_REPEATS)
        else:
            steps.append(_number(word, 0.0))
        if len(steps) > most:
            break
    return steps


def _join(folder: str, path: str) -> str:
    path = path.strip().replace("\\", "/")
    return path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path)


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _all(root: etree._Element, name: str) -> list[etree._Element]:
    return [element for element in root.iter() if _local(element) == name]


def _number(text: str | None, default: float) -> float:
    try:
        return float(text or "")
    except ValueError:
        return default


def _numbers(text: str, count: int) -> tuple[float, ...] | None:
    values = tuple(_number(word, 0.0) for word in text.split())
    return values if len(values) == count else None
