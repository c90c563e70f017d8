"""How names on disk and in archives are decoded and shown: one way for all, reversible and unique within its folder.

A name is bytes until something proves its encoding; the choice is made member by member and its evidence is kept. What
a name says about a paper (year, title, number) is not told here.
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.plausible import hanzi_plausibility, is_plausible_utf8

SEPARATOR = "!"  # between an archive and its member
ESCAPED = re.compile(r"[\x00-\x1f\x7f-\x9f\\\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_MARGIN = 0.2  # how much better Big5 must fit than GB18030, which nearly all mainland archives use
_SURE = 0.8


@dataclass(frozen=True, slots=True)
class DecodedName:
    """A name as text, the encoding that was chosen, and how sure that choice is (0–1)."""

    text: str
    encoding: str  # ascii, utf-8, gb18030, big5, bytes
    confidence: float = 1.0


def decode_name(raw: bytes, *, declared_utf8: bool = False) -> DecodedName:
    """Return the name that these bytes most plausibly spell; ``declared_utf8`` is the archive's own claim."""
    if raw.isascii():
        return DecodedName(raw.decode("ascii"), "ascii")
    utf8 = _decode(raw, "utf-8")
    if utf8 is not None and (declared_utf8 or is_plausible_utf8(utf8, raw)):
        return DecodedName(utf8, "utf-8")
    gb, big5 = _decode(raw, "gb18030"), _decode(raw, "big5hkscs")
    gb_fit = hanzi_plausibility(gb) if gb is not None else -1.0
    big5_fit = hanzi_plausibility(big5) if big5 is not None else -1.0
    if gb is not None and gb_fit + _MARGIN >= big5_fit:
        rival = big5_fit if big5 is not None else 0.0
        return DecodedName(gb, "gb18030", 1.0 if gb_fit >= _SURE and gb_fit >= rival else 0.5)
    if big5 is not None:
        return DecodedName(big5, "big5", 1.0 if big5_fit >= _SURE else 0.5)
    return DecodedName(raw.decode("utf-8", "surrogateescape"), "bytes", 0.0)


def _decode(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def show(name: str) -> str:
    """Return the name with control, direction and undecodable characters and backslashes written as escapes."""
    return ESCAPED.sub(_escape, name)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte that no encoding explains
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


class Unique:
    """Gives each name of one folder or archive only once: later ones equal to it become ``#2``, ``#3`` and so on."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}

    def give(self, name: str) -> str:
        """Return the name, or the name with the next free mark."""
        given, count = name, self._counts.get(name, 1)
        while given in self._taken:
            count += 1
            given = f"{name}#{count}"
        self._counts[name] = count
        self._taken.add(given)
        return given


def is_escape(name: str) -> bool:
    """Tell whether a member's name would leave the folder it is unpacked into."""
    plain = name.replace("\\", "/")
    parts = plain.split("/")
    return plain.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", plain) is not None


def has_controls(name: str) -> bool:
    """Tell whether a name holds characters that steer a terminal: nobody types them."""
    return _CONTROLS.search(name) is not None


def member_path(name: str) -> str:
    """Return a member's name as it is shown: parts divided by ``/``, no empty ones, each with its escapes."""
    parts = name.replace("\\", "/").split("/")
    return "/".join(show(part) for part in parts if part not in ("", ".")) or "\\x2e"


def folder_names(raw: Iterable[str]) -> list[tuple[str, str]]:
    """Return the entries of a folder on disk, sorted, each with the name under which it is shown.

    A name that no encoding of the system explains is decoded as ``decode_name`` does. ``!`` is escaped where the name
    would read as a member of its neighbour.
    """
    given = sorted(raw, key=os.fsencode)
    unique = Unique()
    shown = {name: unique.give(_shown_on_disk(name)) for name in given}
    present = set(shown.values())

    def masked(name: str) -> str:
        places = [place for place, character in enumerate(name) if character == SEPARATOR]
        return name.replace(SEPARATOR, "\\x21") if any(name[:place] in present for place in places) else name

    return [(name, masked(shown[name])) for name in given]


def _shown_on_disk(name: str) -> str:
    if not any("\udc80" <= character <= "\udcff" for character in name):
        return show(name)
    return show(decode_name(os.fsencode(name)).text)
