"""Blocks of zero bytes, as a failing disk or a broken copy leaves them in a file: found, and left out of texts."""

import re

BLOCK = re.compile(rb"\x00{16,}")  # no encoding of a text has so many in a row
_TEXTUAL = frozenset({"txt", "md", "csv", "json", "html", "xml", "mht", "eml", "rtf"})


def is_all_zeros(data: bytes) -> bool:
    """Tell whether there is nothing but zero bytes."""
    return not data.strip(b"\x00")


def without_zero_blocks(data: bytes, format: str) -> tuple[bytes, int]:
    """Return the bytes of a textual format without their zero blocks, and how many bytes those had."""
    if format not in _TEXTUAL or b"\x00" not in data:
        return data, 0
    kept = BLOCK.sub(b"", data)
    return kept, len(data) - len(kept)
