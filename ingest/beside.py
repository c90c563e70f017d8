"""Where the file that a page links to lies: at its address, or under its name beside the page or in the page's folder.

Paths only. Addresses may be percent-encoded in UTF-8 or GBK; the same name in two places that fit is no answer.
"""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote_to_bytes, urlsplit

from gongwen.secrecy import mask_name
from gongwen.text import fold_key
from ingest.extraction import Link
from ingest.names import decode_name, show
from ingest.read_file import split_path

_MASK = "*"  # in the name of a file that was set apart for a mark of secrecy
_OF_PAGE = ("{}.files", "{}_files", "{}.file", "{}_文件", "{}附件", "{}_附件", "{}")
_OF_ANNEXES = re.compile(r"附件\d*|相关附件|attach(?:ment)?s?|annex|fujian|fj|files?|uploads?|upfiles?|download", re.I)


class Shelf:
    """All paths there are, found by what links call them."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths: dict[str, str] = {}
        self._masked: dict[str, str] = {}
        self._folders: dict[str, set[str]] = defaultdict(set)  # key of a folder: keys of the folders in it
        self._names: dict[tuple[str, str, str], list[str]] = defaultdict(list)  # folder, stem and kind: paths
        for path in sorted(paths):
            self._paths.setdefault(path.casefold(), path)
            folder, name = split_path(path)
            if _MASK in name:
                self._masked[path.casefold()] = path
            self._names[(folder.casefold(), *_name_key(name))].append(path)
            while folder:
                above, _ = split_path(folder)
                self._folders[above.casefold()].add(folder.casefold())
                folder = above

    def find(self, page: str, link: Link) -> str | None:
        """Return the path of the file that a page links to, or None."""
        folder, name = split_path(page)
        try:
            parts = urlsplit(link.address)
        except ValueError:
            return None
        place = _decoded(parts.path).replace("\\", "/")
        if not parts.scheme and not parts.netloc and (there := self._at(folder, place)):
            return there if there != page else None
        names = [posixpath.basename(place), *(_decoded(value) for _, value in parse_qsl(parts.query)), link.label]
        kind = posixpath.splitext(names[0])[1]
        names += [link.label + kind] if kind and not link.label.casefold().endswith(kind.casefold()) else []
        for near in self._near(folder.casefold(), name):
            for called in names:
                found = self._names.get((near, *_name_key(called)), []) if "." in called else []
                if len(found) == 1 and found[0] != page:
                    return found[0]
        return self._set_apart(
            folder, place, [name for name in names if "." in name], self._near(folder.casefold(), name)
        )

    def _set_apart(self, folder: str, place: str, names: Iterable[str], near: Iterable[str]) -> str | None:
        """Return the file with a mark of secrecy that the link means: it is there, under its masked name."""
        called = [_joined(folder, place), *(f"{one}/{name}".lstrip("/") for name in names for one in near)]
        return next((found for one in called if (found := self._masked.get(mask_name(one).casefold()))), None)

    def _at(self, folder: str, place: str) -> str | None:
        """Return what lies at an address: seen from the page, or from any folder above where the site's root may be."""
        if not place.startswith("/"):
            return self._paths.get(_joined(folder, place))
        while True:
            if found := self._paths.get(_joined(folder, place.lstrip("/"))):
                return found
            if not folder:
                return None
            folder = split_path(folder)[0]

    def _near(self, folder: str, name: str) -> list[str]:
        stem = posixpath.splitext(name)[0].casefold()
        of_page = {f"{folder}/{one.format(stem)}".lstrip("/") for one in _OF_PAGE}
        inner = sorted(self._folders.get(folder, ()))
        own = [one for one in inner if one in of_page]
        return [*own, folder, *(one for one in inner if _OF_ANNEXES.fullmatch(split_path(one)[1]))]


def _joined(folder: str, place: str) -> str:
    """Return the key of an address below a folder; what leaves the inbox is nowhere."""
    whole = posixpath.normpath(posixpath.join(folder, place)) if place else ""
    return "" if whole.startswith("..") else "/".join(map(show, whole.split("/"))).casefold()


def _decoded(address: str) -> str:
    return decode_name(unquote_to_bytes(address)).text


def _name_key(name: str) -> tuple[str, str]:
    stem, dot, kind = name.strip().rpartition(".")
    return (fold_key(stem), kind.casefold()) if dot else (fold_key(name), "")
