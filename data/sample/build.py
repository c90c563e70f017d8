"""Write the sample city's inbox and catalogues from plan.toml, sources/ and catalogues.toml.

    python data/sample/build.py            writes beside this file
    python data/sample/build.py FOLDER     writes there

What it writes is kept in the repository as well: the sample can be used without building it. The same sources give the
same bytes (texts and pages always; packed formats as long as the libraries that pack them stay the same). Pictures of
pages that cannot be drawn here (no Chinese font) are those of the repository.
"""

import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import archives
import carriers
import catalogues
import mails
import ofd_files
import pictures
import sheets
import web_pages
import word_files

HERE = Path(__file__).parent
Item = dict[str, Any]
_WORD: dict[str, Callable[[list[carriers.Line]], bytes]] = {
    "docx": carriers.as_docx,
    "doc": word_files.as_doc,
    "rtf": word_files.as_rtf,
    "odt": word_files.as_odt,
    "xml": word_files.as_word_xml,
    "xls": sheets.as_xls,
    "xlsx": sheets.as_xlsx,
}
_PICTURES = ("png", "jpg", "tif", "scanned")


def main(target: Path) -> None:
    """Write inbox/ and catalogue/ below ``target``."""
    plan = tomllib.loads((HERE / "plan.toml").read_text(encoding="utf-8"))
    tree: dict[str, bytes] = {}
    for item in plan["file"]:
        tree[item["path"]] = tree[item["of"]] if item["form"] == "copy" else kept(item, carry(item))
    for path, content in packed(tree, plan["archives"]).items():
        write(target / "inbox" / path, content)
    for name, content in catalogues.build(HERE / "catalogues.toml").items():
        write(target / "catalogue" / name, content)


def kept(item: Item, content: bytes) -> bytes:
    """Return as much of a file as arrived; ``keep`` cuts it off, as a broken transfer does."""
    return content[: int(len(content) * item.get("keep", 1))]


def carry(item: Item) -> bytes:
    """Return the bytes of one file of the plan."""
    form = item["form"]
    if form == "bytes":
        return bytes.fromhex(item["hex"])
    if form == "scan":
        return carriers.as_scan()
    papers = [carriers.lines_of(source) for source in texts_of(item)]
    if form == "pdf":
        return carriers.as_pdf(papers)
    if form == "ofd":
        return ofd_files.as_ofd(papers, title=item["title"])
    if form in _PICTURES:
        return drawn(item, papers)
    lines = [line for paper in papers for line in paper]
    if form in _WORD:
        return _WORD[form](lines)
    if form == "mht":
        return web_pages.as_mht(lines, item)
    if form == "eml":
        return mails.as_eml(carriers.as_txt(lines), item, attached(item))
    return plain(lines, item).encode(item.get("encoding", "utf-8"))


def texts_of(item: Item) -> list[str]:
    """Return the sources of a file, the slots of a series ({年} and so on) filled with what the plan gives."""
    texts = [(HERE / "sources" / f"{name}.txt").read_text(encoding="utf-8") for name in item["source"]]
    for name, value in item.get("slots", {}).items():
        texts = [text.replace("{" + name + "}", value) for text in texts]
    return texts


def plain(lines: list[carriers.Line], item: Item) -> str:
    """Return a carrier that is text: txt, md or a web page."""
    if item["form"] == "txt":
        return carriers.as_txt(lines, newline="\r\n" if item.get("newline") == "crlf" else "\n")
    return carriers.as_md(lines) if item["form"] == "md" else web_pages.as_html(lines, item)


def drawn(item: Item, papers: list[list[carriers.Line]]) -> bytes:
    """Return the page picture of the plan, or the one in the repository where there is no font to draw with."""
    pages = pictures.page_pictures(papers, seal=item.get("seal", ""), turn=item.get("turn", 0.0))
    if not pages:
        return (HERE / "inbox" / item["path"]).read_bytes()
    number = item.get("page_number")
    return pictures.as_picture(pages if number is None else pages[number - 1 : number], item["form"])


def attached(item: Item) -> dict[str, bytes]:
    """Return the attachments of a mail: file name → bytes, each a small item of its own."""
    return {name: carry(inner) for name, inner in item.get("attach", {}).items()}


def packed(tree: dict[str, bytes], settings: dict[str, dict[str, Any]]) -> dict[str, bytes]:
    """Return the tree with its archives packed, the innermost first; members keep the order of the plan."""
    while inner := max(
        (path.rpartition("!")[0] for path in tree if "!" in path), key=lambda a: a.count("!"), default=""
    ):
        members = [
            (path.removeprefix(f"{inner}!"), content) for path, content in tree.items() if path.startswith(f"{inner}!")
        ]
        tree = {path: content for path, content in tree.items() if not path.startswith(f"{inner}!")}
        tree[inner] = kept(settings[inner], pack(members, settings[inner]))
    return tree


def pack(members: archives.Members, how: dict[str, Any]) -> bytes:
    """Return one archive."""
    if how["kind"] != "zip":
        return {"tar.gz": archives.tar_gz, "7z": archives.seven_zip, "rar": archives.rar}[how["kind"]](members)
    return archives.zip_file(members, names=how["names"], password=how.get("password", ""))


def write(path: Path, content: bytes) -> None:
    """Write a file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
