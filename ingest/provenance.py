"""What a path says about where a file came from: the year of its folder and who handed it in. Nothing of its paper."""

from gongwen.folder_year import folder_year
from ingest.names import SEPARATOR
from ingest.sniff import ARCHIVES, extension

_FIRST_YEAR = 2005  # what is older is one partition
NO_YEAR = "unknown"


def accession_year(path: str) -> str:
    """Return the partition of a path: the innermost folder or archive named as one year, else ``unknown``."""
    containers = path.replace(SEPARATOR, "/").split("/")
    if extension(containers[-1]) not in ARCHIVES:
        containers.pop()
    for part in reversed(containers):
        year = folder_year(_bare(part))
        if year is not None:
            return str(year) if year >= _FIRST_YEAR else f"before-{_FIRST_YEAR}"
    return NO_YEAR


def _bare(part: str) -> str:
    """Return the name of a folder as it is, and that of an archive without its extension."""
    if extension(part) not in ARCHIVES:
        return part
    stem = part.rpartition(".")[0]
    return stem[:-4] if stem.casefold().endswith(".tar") else stem


def submitter(path: str) -> str:
    """Return the outermost folder (报送单位), or "" where there is none or it is a year."""
    first, slash, _ = path.partition("/")
    first, _, _ = first.partition(SEPARATOR) if SEPARATOR in first else (first, "", "")
    return first if slash and SEPARATOR not in path.partition("/")[0] and folder_year(first) is None else ""
