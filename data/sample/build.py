"""Write the sample city's inbox and catalogues from plan.toml, sources/ and catalogues.toml.

    python data/sample/build.py            writes beside this file
    python data/sample/build.py FOLDER     writes there

What it writes is kept in the repository as well: the sample can be used without building it. The same sources give the
same bytes (texts and pages always; packed formats as long as the libraries that pack them stay the same).
"""

import sys
import tomllib
from pathlib import Path
from typing import Any

import archives
import carriers
import catalogues

HERE = Path(__file__).parent


def main(target: Path) -> None:
    """Write inbox/ and catalogue/ below ``target``."""
    plan = tomllib.loads((HERE / "plan.toml").read_text(encoding="utf-8"))
    tree: dict[str, bytes] = {}
    for item in plan["file"]:
        tree[item["path"]] = tree[item["of"]] if item["form"] == "copy" else carry(item)
    for path, content in packed(tree, plan["archives"]).items():
        write(target / "inbox" / path, content)
    for name, content in catalogues.build(HERE / "catalogues.toml").items():
        write(target / "catalogue" / name, content)


def carry(item: dict[str, Any]) -> bytes:
    """Return the bytes of one file of the plan."""
    if item["form"] == "bytes":
        return bytes.fromhex(item["hex"])
    if item["form"] == "scan":
        return carriers.as_scan()
    sources = [(HERE / "sources" / f"{name}.txt").read_text(encoding="utf-8") for name in item["source"]]
    if item["form"] == "pdf":
        return carriers.as_pdf([carriers.lines_of(source) for source in sources])
    lines = carriers.lines_of("".join(sources))
    if item["form"] == "docx":
        return carriers.as_docx(lines)
    newline = "\r\n" if item.get("newline") == "crlf" else "\n"
    texts = {"txt": lambda: carriers.as_txt(lines, newline=newline), "md": lambda: carriers.as_md(lines)}
    text = texts.get(item["form"], lambda: carriers.as_html(lines, item))()
    return text.encode(item.get("encoding", "utf-8"))


def packed(tree: dict[str, bytes], settings: dict[str, dict[str, Any]]) -> dict[str, bytes]:
    """Return the tree with its archives packed, the innermost first; members keep the order of the plan."""
    while inner := max(
        (path.rpartition("!")[0] for path in tree if "!" in path), key=lambda a: a.count("!"), default=""
    ):
        members = [
            (path.removeprefix(f"{inner}!"), content) for path, content in tree.items() if path.startswith(f"{inner}!")
        ]
        tree = {path: content for path, content in tree.items() if not path.startswith(f"{inner}!")}
        tree[inner] = pack(members, settings[inner])
    return tree


def pack(members: archives.Members, how: dict[str, Any]) -> bytes:
    """Return one archive; ``keep`` cuts it off, as a broken transfer does."""
    if how["kind"] == "tar.gz":
        return archives.tar_gz(members)
    content = archives.zip_file(members, names=how["names"], password=how.get("password", ""))
    return content[: int(len(content) * how.get("keep", 1))]


def write(path: Path, content: bytes) -> None:
    """Write a file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
