"""What the name of a file says of the paper in it: its number, its title, its date; the weakest of all witnesses."""

import re
from dataclasses import dataclass

from gongwen.dates import find_dates, parse_date
from gongwen.issuer import parse_issuers
from gongwen.model import DateMention, DocumentNumber
from gongwen.number import find_numbers
from gongwen.text import squeeze
from gongwen.title_numbers import bracketed_number

_COPY = re.compile(r"(?:_\d{1,3}|（\d{1,2}）)$")
_KIND = re.compile(
    r"（(?:来件|原件|定稿|终稿|最终稿|最终版|扫描件|扫描版|复印件|副本|盖章件|盖章版|红头版|签发稿|打印稿|排版稿)）$"
)
_DATE = re.compile(r"[（_ -]?(?P<date>(?:19|20)\d\d[-.年]?\d{1,2}[-.月]?\d{1,2}日?)）?$")
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_SHORTEST = 4  # Chinese characters that make a name a title


@dataclass(frozen=True, slots=True)
class FileName:
    """A file's name taken apart; what it does not say is "" or None."""

    title: str
    number: DocumentNumber | None
    date: DateMention | None


def read_file_name(name: str) -> FileName:
    """Take a name apart: 法释〔2020〕20号关于….md, 某办法(2019-12-30)_2.docx, 某通知（某政发〔2010〕3号）.pdf."""
    stem = squeeze(name.rsplit(".", 1)[0] if "." in name else name)
    stem = _KIND.sub("", _COPY.sub("", stem))
    date = None
    if (dated := _DATE.search(stem)) and (
        date := parse_date(dated["date"]) or next(iter(find_dates(dated["date"])), None)
    ):
        stem = stem[: dated.start()]
    numbers = [number for number in find_numbers(stem) if number.agency_code]
    number = numbers[0] if len(numbers) == 1 else None
    if number and (number.start == 0 or number.end == len(stem) or bracketed_number(stem)):
        rest = (stem[: number.start] + stem[number.end :]).replace("（）", "").strip(" _-—.、")
        stem = rest if rest and not parse_issuers(rest) else stem
    else:
        number = None
    return FileName(stem if len(_HANZI.findall(stem)) >= _SHORTEST else "", number, date)
