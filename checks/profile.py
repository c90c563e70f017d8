"""One document as comparison sees it: its title taken apart, its number, its dates and its folded text.

Nothing is compared here.
"""

import html
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from checks.alignment import distinct, shingle_hashes
from gongwen.heading import Heading, read_heading
from gongwen.likeness import TitleKey, title_key
from gongwen.text import fold_key
from gongwen.unfit import is_sample, marked

SHINGLE = 5  # characters
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_LINK = re.compile(r"\]\([^()\s]{0,300}\)|\{[^{}\n\u4e00-\u9fff]{0,100}\}")


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one document for comparison; head and body are folded."""

    doc_id: str
    parent_doc_id: str | None
    title: str
    key: TitleKey
    number: str
    agency_code: str
    number_year: int | None
    number_serial: int | None
    issuer: str
    region: str
    reading: bool
    listing: bool  # a list of papers: a register, the cover and contents of an issue of a gazette
    carries: bool  # holds the text that its title encloses
    heading: Heading
    written: date | None
    head: str
    body: str
    masked: str  # the folded provisions with a mark in each place where a sign masks words; "" where there is none
    sample: bool  # a form or a sample: its signs are for others to fill in
    shingles: npt.NDArray[np.uint64]


def split_text(text: str) -> tuple[Heading, str, str]:
    """Return the heading of a text, the folded heading and the folded provisions."""
    text = _without_markup(text)
    heading = read_heading(text)
    return heading, fold_key(text[: heading.length]), fold_key(text[heading.length :])


def _masked(text: str) -> str:
    if marked(text) == text:
        return ""
    text = _without_markup(text)
    return fold_key(marked(text[read_heading(text).length :]))


def _without_markup(text: str) -> str:
    """Drop tags, links and character references that a carrier left in the text."""
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub("", text))
    return _LINK.sub("", text)


def profile(row: dict[str, Any], *, parent: bool = False) -> Profile:
    """Return the profile of one row of documents; ``parent`` tells that other documents are enclosed in it."""
    heading, head, body = split_text(row.get("text") or "")
    title = row.get("title") or ""
    return Profile(
        doc_id=row["doc_id"],
        parent_doc_id=row.get("parent_doc_id"),
        title=title,
        key=title_key(title),
        number=row.get("document_number") or "",
        agency_code=row.get("agency_code") or "",
        number_year=row.get("number_year"),
        number_serial=row.get("number_serial"),
        issuer=row.get("issuer") or "",
        region=row.get("region") or "",
        reading=row.get("carrier_class") == "interpretation",
        listing=row.get("carrier_class") == "catalogue",
        carries=parent or heading.articles,
        heading=heading,
        written=row.get("date_written"),
        head=head,
        body=body,
        masked=_masked(row.get("text") or ""),
        sample=is_sample(title, row.get("text") or ""),
        shingles=distinct(shingle_hashes(head + body, SHINGLE)),
    )
