"""What stands at the edge of a page and is not text: page numbers; and what begins a paragraph for certain.

Whether such a line is at the edge of its page is known to the reader of the file.
"""

import re
from collections.abc import Sequence

_DASHES = r"[\-‐-―－—─~～·•*]"
_NUMBER = re.compile(
    rf"(?:第?(?P<plain>\d{{1,4}})页?"
    rf"|{_DASHES}{{1,4}}(?P<dashed>\d{{1,4}}){_DASHES}{{1,4}}"
    r"|第(?P<of>\d{1,4})页[，,/／]?共?\d{1,4}页?"
    r"|(?P<slash>\d{1,4})[/／]\d{1,4}页?"
    r"|[Pp]age(?P<page>\d{1,4})(?:of\d{1,4})?"
    r"|[（(](?P<round>\d{1,4})[）)])"
)
_OPENING = re.compile(
    r"\s*(?:第[一二三四五六七八九十百千零〇两\d]{1,6}[条章节编款项部分]"
    r"|[一二三四五六七八九十]{1,3}[、．.，]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,3}[、．.)）](?!\d)"
    r"|[①-⑳㈠-㈩]"
    r"|附件|附表|附录|抄送|主题词|联系人|注[：:]"
    r"|[《（(〔]?此件)"
)
_OPENERS = frozenset("第一二三四五六七八九十附抄主联注此")  # hanzi with which an opening begins
_ADDRESSED = re.compile(  # 各县（市、区）人民政府，市政府各部门： alone on its line
    r"(?:各[\u4e00-\u9fff（）()、，, ]{1,80}|[\u4e00-\u9fff]{2,20}(?:人民政府|委员会|办公室|[厅局院]))[：:]"
)
_ADDRESS_ENDS = frozenset("：:")
_ENDS = "。！？；：.!?;:…"


def page_number(line: str) -> tuple[int, bool] | None:
    """Return the page number that the line is, and whether its form alone says so; None for any other line."""
    compact = "".join(line.split())
    found = _NUMBER.fullmatch(compact) if len(compact) <= 20 else None
    if found is None:
        return None
    figure = next(value for value in found.groups() if value is not None)
    sure = found["plain"] is None or compact.startswith("第")
    return int(figure), sure and found["round"] is None


def opens_paragraph(line: str) -> bool:
    """Tell whether the line begins an article, an item or another part that always starts a paragraph."""
    if line[-1:] in _ADDRESS_ENDS and _ADDRESSED.fullmatch(line.strip()):
        return True
    return _OPENING.match(line) is not None


def openings(lines: Sequence[str]) -> list[bool]:
    """Tell of each line whether it opens a paragraph; nearly all are told by their first and last sign."""
    return [
        (
            not "\u4e00" <= line[:1] <= "\u9fff"  # signs and figures
            or line[:1] in _OPENERS
            or line[-1:] in _ADDRESS_ENDS
        )
        and opens_paragraph(line)
        for line in lines
    ]


def ends_sentence(line: str) -> bool:
    """Tell whether the line ends in a sign after which a paragraph may end."""
    return line.rstrip().rstrip("”’」』）)》")[-1:] in _ENDS
