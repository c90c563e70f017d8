"""Through which carrier (载体) a paper came, told from its path and format."""

import re

_PLACES = (
    ("gazette", re.compile(r"公报|政报")),
    ("archive", re.compile(r"档案|归档|案卷|全宗|卷内")),
    ("register", re.compile(r"登记簿|备案|发文登记|收文登记")),
)


def carrier_of(path: str, format: str, *, has_page: bool) -> str:
    """Return gazette, archive, register, website or other: folders first, then whether it is a page of a site."""
    folders, _, name = path.rpartition("/")
    for carrier, pattern in _PLACES:
        if pattern.search(folders) or (carrier == "gazette" and pattern.search(name)):
            return carrier
    return "website" if has_page or format in ("html", "mht") else "other"
