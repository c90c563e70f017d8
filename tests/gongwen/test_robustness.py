"""Bad input: an answer for every text, in time linear in its length, and spans that quote what they claim."""

import random
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gongwen
from gongwen import (
    CarrierClass,
    Effect,
    Validity,
    find_citations,
    find_dates,
    find_effects,
    find_issuer,
    find_numbers,
    find_personal,
    find_registration_numbers,
    find_validity,
    fold,
    parse_title,
)
from gongwen.cleanup import abolished_organs, competition_signs, last_deadline, objects_gone, upper_law
from gongwen.corruption import find_byte_slips, find_injected, find_lost, find_ruby, is_translated
from gongwen.file_names import read_file_name
from gongwen.file_roles import page_of, read_file_role
from gongwen.flow import flow
from gongwen.folder_year import folder_year
from gongwen.furniture import page_furniture, split_lines, wrapped_breaks
from gongwen.gazette import paper_starts
from gongwen.heading import read_heading
from gongwen.issuer import full_name, join_organs
from gongwen.labels import is_information_line, read_labels, read_stamp
from gongwen.lifespan import read_renewal, read_stretch
from gongwen.normative import Seen, classify_carrier, classify_normativity
from gongwen.numerals import read_numeral, read_slipped
from gongwen.organs import read_own_organs
from gongwen.personal import mask
from gongwen.power import organ_kind
from gongwen.secrecy import mask_name
from gongwen.series import parse_registration, tier_of
from gongwen.text import squeeze
from gongwen.title import core_key
from ingest.clean import clean
from ingest.parse import parse
from ingest.parsed import ParsedDocument

CASES = Path(__file__).parent.parent / "cases"


def _validity(text: str) -> Validity:
    return find_validity(text, date_written=None, date_published=None)


def _effects(text: str, title: str = "青禾市人民政府关于废止部分文件的决定") -> list[Effect]:
    return find_effects(
        text,
        title=title,
        carrier_class=CarrierClass.OFFICIAL,
        validity=Validity(),
        date_written=None,
        date_published=None,
    )


def _parse(text: str) -> tuple[ParsedDocument, ...]:
    return parse(text, path="a/纸.txt", metadata=[], accession_year="unknown", format="txt")


def _lines(text: str) -> object:
    lines = split_lines(text)
    return page_furniture(lines), wrapped_breaks(lines), paper_starts(lines)


def _related(text: str) -> object:
    return gongwen.relate_titles(gongwen.title_key(text), gongwen.title_key(text + "办法"))


FUNCTIONS: dict[str, Callable[[str], object]] = {
    "find_citations": find_citations,
    "find_dates": find_dates,
    "find_effects": _effects,
    "find_effects in a title": lambda text: _effects("", text),
    "find_issuer": find_issuer,
    "find_numbers": find_numbers,
    "find_personal": find_personal,
    "find_provision": lambda text: gongwen.find_provision(text, text),
    "find_provisions": gongwen.find_provisions,
    "find_registration_numbers": find_registration_numbers,
    "find_validity": _validity,
    "fold": fold,
    "fold_key": gongwen.fold_key,
    "is_traditional": gongwen.is_traditional,
    "level_of": gongwen.level_of,
    "parse_date": gongwen.parse_date,
    "parse_issuers": gongwen.parse_issuers,
    "parse_number": gongwen.parse_number,
    "parse_numbers": gongwen.parse_numbers,
    "parse_title": parse_title,
    "region_of": gongwen.region_of,
    "relate_titles": _related,
    "same_organ": lambda text: gongwen.same_organ(text, text + "局"),
    "secrecy_mark": gongwen.secrecy_mark,
    "title_key": gongwen.title_key,
    "abolished_organs": lambda text: abolished_organs(text, made=date(2001, 1, 1)),
    "classify_carrier": lambda text: classify_carrier(Seen(title=text, body=text)),
    "classify_normativity": lambda text: classify_normativity(Seen(title=text, body=text), "official"),
    "competition_signs": competition_signs,
    "core_key": core_key,
    "find_byte_slips": find_byte_slips,
    "find_injected": lambda text: find_injected(text, traditional_page=False),
    "find_lost": find_lost,
    "find_ruby": find_ruby,
    "flow": flow,
    "folder_year": folder_year,
    "full_name": full_name,
    "is_information_line": is_information_line,
    "is_translated": is_translated,
    "join_organs": join_organs,
    "last_deadline": last_deadline,
    "lines": _lines,
    "mask": mask,
    "mask_name": mask_name,
    "objects_gone": objects_gone,
    "organ_kind": organ_kind,
    "parse_registration": parse_registration,
    "page_of": page_of,
    "read_file_name": read_file_name,
    "read_file_role": read_file_role,
    "read_own_organs": read_own_organs,
    "read_heading": read_heading,
    "read_labels": read_labels,
    "read_numeral": read_numeral,
    "read_renewal": read_renewal,
    "read_slipped": read_slipped,
    "read_stamp": read_stamp,
    "read_stretch": read_stretch,
    "squeeze": squeeze,
    "tier_of": tier_of,
    "upper_law": upper_law,
    "clean": clean,
    "parse": _parse,
}
READERS = ["find_numbers", "find_dates", "find_citations", "find_effects", "find_validity", "find_issuer", "fold"]
READERS += ["find_personal", "secrecy_mark", "find_registration_numbers", "parse_title", "clean", "parse"]

ROW = "12. 《青禾市供水办法》（青政发〔2006〕8号）\n"
SENTENCE = (
    "根据国发〔2011〕3号，现决定对《青禾市供水办法》（青政发〔2006〕8号）等3件文件予以废止，"
    "自2019年5月6日起施行，有效期5年。"
)


def _rubbish() -> str:
    return random.Random(7).randbytes(4096).decode("latin-1")


REPEATED = {
    **{
        f"all {sign!r}": sign
        for sign in "《》〔〕（）()[]【】“”0一〇号第年月日\n \u3000\x00\t，。；：、令发市局的\u200b件x*"
    },
    "endless prose": SENTENCE,
    "prose in lines": SENTENCE + "\n",
    "prose without a stop": "关于青禾市供水管理工作的意见以及其他若干事项",
    "rows of a list": ROW,
    "rows without line ends": ROW.strip(),
    "rows of a table": "3\t青禾市供水办法\t青政发〔2006〕8号\t2006年8月1日\n",
    "binary rubbish": _rubbish(),
    "lone surrogates": "\ud800a\udfff\udc80",
    "《 and 》 by turns": "《》",
    "》 and 《 by turns": "》《",
    "titles that open and never close": "《办法（〔",
    "codes and years": "青政发〔2018〕",
    "serials": "12、",
    "ordinals": "第一号、",
    "years": "2018年",
    "days": "1月1日",
    "repeals": "《青禾市供水办法》同时废止",
    "acts alone": "废止",
    "grounds": "根据《",
    "series without a year": "》（青财字第",
    "minutes": "青禾市人民政府会议纪要",
    "days of articles": "第三条、第五条自2019年1月1日起施行，其余",
    "days of places": "自2019年1月1日起在甲地",
    "starts": "自2019年1月1日起",
    "places": "青禾市",
    "organs": "青禾市财政局、",
    "titles one after another": "青禾市财政局关于印发办法的通知\n",
    "forwarding": "关于转发市政府关于",
    "signatures": "青禾市财政局\n2019年5月6日\n",
    "annexes": "附件1\n",
    "chapters": "第一章 总则\n",
    "items": "（一）甲；\n",
    "points": "一、甲。\n",
    "articles": "第一条 本办法\n",
    "labels": "索引号：",
    "lines of labels": "索引号：a\n",
    "amendments": "第一条修改为：“办法”。",
    "identity numbers": "11010119900101001",
    "lines of one sign": "青\n",
    "front matter": "---\n",
}
NESTED = {"nested " + pair: pair for pair in ("《》", "〔〕", "（）", "()", "“”", "【】")}


def _text(kind: str, length: int) -> str:
    if kind in NESTED:
        opened, closed = NESTED[kind]
        return opened * (length // 2) + closed * (length // 2)
    piece = REPEATED[kind]
    return (piece * (length // len(piece) + 1))[:length]


KINDS = [*REPEATED, *NESTED]


# ---------------------------------------------------------------- an answer, always


@pytest.mark.parametrize("name", FUNCTIONS)
def test_answers_whatever_the_text(name: str) -> None:
    for text in ("", *(_text(kind, length) for kind in KINDS for length in (1, 2, 600))):
        FUNCTIONS[name](text)


@pytest.mark.parametrize("name", ["read_numeral", "read_slipped", "title_key", "folder_year", "find_numbers"])
def test_more_digits_than_an_integer_may_have(name: str) -> None:
    for digit in "1一〇O":
        FUNCTIONS[name](digit * 10_000)


@pytest.mark.parametrize("name", FUNCTIONS)
@settings(max_examples=15, deadline=None)
@given(text=st.text(alphabet=st.characters(), max_size=200))
def test_answers_arbitrary_text(name: str, text: str) -> None:
    FUNCTIONS[name](text)


# ---------------------------------------------------------------- time linear in the length

BASE = 10_000  # characters; twice as many may take three times as long
FLOOR = 0.15  # seconds: below, a ratio is noise


def _seconds(function: Callable[[str], object], text: str) -> float:
    begun = time.process_time()
    function(text)
    return time.process_time() - begun


def _grows_badly(function: Callable[[str], object], kind: str, base: int) -> str:
    """Return the times where each of three tries grows worse than linearly, else nothing."""
    large = _seconds(function, _text(kind, 2 * base))
    if large < FLOOR:
        return ""
    small = _seconds(function, _text(kind, base))
    for more in range(1, 4):  # a text of its own each time: what was read before may be remembered
        if large < max(FLOOR, 3 * small):
            return ""
        large = min(large, _seconds(function, _text(kind, 2 * base + more)))
    return f"{kind}: {small:.3f} s, then {large:.3f} s"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_time_is_linear(name: str) -> None:
    assert not [told for kind in KINDS if (told := _grows_badly(FUNCTIONS[name], kind, BASE))]


@pytest.mark.parametrize("name", ["find_numbers", "find_citations", "find_dates", "find_effects", "parse"])
def test_time_stays_linear_in_texts_without_end(name: str) -> None:
    """What is too slow to be seen in a short text is seen in one ten times as long."""
    kinds = ["all '第'", "all '〔'", "all '、'", "all '《'", "all '0'", "endless prose", "binary rubbish"]
    assert not [told for kind in kinds if (told := _grows_badly(FUNCTIONS[name], kind, 10 * BASE))]
