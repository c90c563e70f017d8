"""Front matter of plain texts: the block between two lines of --- with which collections of laws begin their files."""

import re

from gongwen.text import squeeze

_BLOCK = re.compile(r"\ufeff?\s{0,8}---[ \t]*\r?\n(?P<rows>(?:[^\n]{0,400}\n){1,60}?)---[ \t]*(?:\r?\n|$)")
_ROW = re.compile(
    r"^(?P<key>[A-Za-z_][\w-]{1,30})[ \t]*:[ \t]*[\"']?(?P<value>[^\"'\r\n]{1,300}?)[\"']?[ \t]*$", re.MULTILINE
)


def read_front_matter(text: str) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Return where the text behind the block begins (0 without one) and the block's keys and values."""
    found = _BLOCK.match(text)
    if not found:
        return 0, ()
    return found.end(), tuple((row["key"], squeeze(row["value"])) for row in _ROW.finditer(found["rows"]))
