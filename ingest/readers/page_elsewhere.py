"""Pages whose text does not stand in their markup: kept in a script or a text field, or in a file or frame beside them.

What is kept inside is found; what stands elsewhere is named, so that a person can fetch it.
"""

import html
import json
import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

_STRING = re.compile(r"\"((?:[^\"\\]|\\.){60,})\"|'((?:[^'\\]|\\.){60,})'")
_MARKUP = re.compile(r"<(?:p|div|br|span|td)\b", re.I)
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_LEAST = 20  # hanzi that make a kept string a text
_FILE = re.compile(r"[^\s'\"(),;]{1,300}\.(?:pdf|docx?|wps|ofd|xlsx?|et|ceb|rtf|zip|rar)\b", re.I)
_VIEWER = re.compile(r"(?:pdf\w*|iframe\w*|viewer|swf\w*|flexpaper)\s*\([^)]{0,400}\)", re.I)


def kept_inside(source: str) -> str:
    """Return the markup of the longest text that the page keeps for its scripts, "" where there is none."""
    tree = LexborHTMLParser(source)
    found = [one.text() for one in tree.css("textarea")]
    found += [one for script in tree.css("script") for one in _strings(script.text())]
    found = [one for one in found if _MARKUP.search(one) and len(_HANZI.findall(one)) >= _LEAST]
    return max(found, key=len, default="")


def _strings(script: str) -> Iterator[str]:
    for match in _STRING.finditer(script):
        inner = match[1] if match[1] is not None else match[2].replace("\\'", "'").replace('"', '\\"')
        try:
            yield html.unescape(json.loads(f'"{inner}"', strict=False))
        except ValueError:
            continue


def stands_elsewhere(source: str) -> list[str]:
    """Return the files and frames in which a page without text of its own may have it, by name, in order."""
    tree = LexborHTMLParser(source)
    shown = tree.css("frame, iframe, embed, object")
    places = [one.attributes.get(key) or "" for one in shown for key in ("src", "data")]
    for script in tree.css("script"):
        places += [found for call in _VIEWER.findall(script.text()) for found in _FILE.findall(call)]
    places += [link for one in tree.css("a") if _FILE.search(link := one.attributes.get("href") or "")]
    names = (posixpath.basename(unquote(urlsplit(place).path)) for place in places if not place.startswith("about:"))
    listed = list(dict.fromkeys(name for name in names if name))
    pictures = [one.attributes.get("src") or "" for one in tree.css("img")]
    return listed or [posixpath.basename(urlsplit(place).path) for place in pictures if not place.startswith("data:")]
