"""Takes the glosses in pinyin out of a page that marks them up (<ruby>渡<rt>dù</rt></ruby>); what they gloss stays."""

from selectolax.lexbor import LexborHTMLParser

from gongwen.model import Witness
from gongwen.unfit import glossed
from ingest.extraction import MetadataValue


def take_out(tree: LexborHTMLParser) -> list[MetadataValue]:
    """Drop the glosses, and return the note of how many common characters had one, if enough to tell."""
    rubies = tree.css("ruby")
    for node in rubies:
        for gloss in node.css("rt, rp, rtc"):
            gloss.decompose()
    count = glossed([character for node in rubies for character in node.text() if character.strip()])
    return [MetadataValue(Witness.NOTE, "ruby", str(count))] if count else []
