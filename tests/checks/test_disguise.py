"""Copies with masked or replaced words: joined with their original where all else is the same, never a sample."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from checks.disguise import undisguised
from checks.duplicates import compare_and_tell, sign
from gongwen.unfit import MARK

TITLE = "云溪市人民政府关于加强渡口管理的通知"
DAY = date(2017, 6, 5)
TEXT = f"""{TITLE}
各县人民政府：
　　为了贯彻国务院的部署，保障渡口安全，根据国务院有关规定，现将有关事项通知如下：
　　一、云溪市交通运输局负责渡口的日常检查，柳湾镇人民政府负责两处渡口的值守。
　　二、渡船每年检验一次，载客不得超过三十人，遇有国务院规定的停航情形，立即停航并报告云溪市交通运输局。
　　三、擅自开航的，处以二千元罚款，结果在当地主要报纸公布；情节严重的，在当地主要报纸公布姓名。
　　四、培训的安排在当地主要报纸公布。
"""
NUMBER = ("云政发", 2017, 12)


def masked(text: str = TEXT, sign: str = "×××") -> str:
    head, line, body = text.partition("各县人民政府：")
    return head + line + body.replace("云溪市交通运输局", sign).replace("柳湾镇人民政府", sign).replace("二千元", sign)


def paper(doc_id: str, text: str, **known: Any) -> dict[str, Any]:
    code, year, serial = known.pop("number", None) or (None, None, None)
    row = {"doc_id": doc_id, "accession_year": "2017", "parent_doc_id": None, "title": TITLE, "date_written": DAY}
    row |= {"document_number": f"{code}〔{year}〕{serial}号" if code else None, "agency_code": code}
    row |= {"number_year": year, "number_serial": serial, "issuer": None, "carrier_class": "official", "text": text}
    return row | known


ORIGINAL = paper("a-0", TEXT)
NUMBERED = paper("a-0", TEXT, number=NUMBER)
CASES = [
    (ORIGINAL, paper("b-0", masked()), "copy_masked", "title and day are the same"),
    (ORIGINAL, paper("b-0", masked(sign="****")), "copy_masked", "asterisks, which folding drops"),
    (ORIGINAL, paper("b-0", masked(sign="某某")), "copy_masked", "某某, which folding keeps"),
    (
        NUMBERED,
        paper("b-0", masked(TEXT.replace("云溪市", "××市")), number=NUMBER, title=TITLE.replace("云溪市", "××市")),
        "copy_masked",
        "the title is masked too: the number tells the paper",
    ),
    (ORIGINAL, paper("b-0", TEXT.replace("国务院", "华川网")), "copy_branded", "a site's name for an organ's"),
    (
        paper("a-0", TEXT.replace("三十人", "×人")),
        paper("b-0", masked(TEXT.replace("三十人", "×人"))),
        "copy_masked",
        "a sign that both have stays",
    ),
    (
        paper("a-0", masked(), title="渡口管理通知（示范文本）"),
        paper("b-0", TEXT, title="渡口管理通知（示范文本）"),
        "",
        "a sample is for others to fill in",
    ),
    (
        NUMBERED,
        paper("b-0", masked(), number=("云政发", 2017, 13)),
        "",
        "another number is another paper, however alike",
    ),
    (ORIGINAL, paper("b-0", masked(), date_written=date(2018, 6, 5)), "", "another day: a form used again"),
    (ORIGINAL, paper("b-0", masked(), date_written=None), "", "nothing says that it is this very paper"),
    (ORIGINAL, paper("b-0", TEXT.replace("二千元", "×××")), "", "one place may be the printer's"),
    (
        ORIGINAL,
        paper("b-0", masked(TEXT.replace("立即停航", "经批准可以继续航行"))),
        "",
        "what is not masked differs as well: another version",
    ),
    (ORIGINAL, paper("b-0", TEXT.replace("当地主要报纸", "本机关网站")), "", "a new place of publication: amended"),
    (ORIGINAL, paper("b-0", TEXT.replace("国务院", "省人民政府")), "", "an organ for another: amended"),
]


@pytest.mark.parametrize(("left", "right", "code", "why"), CASES, ids=[case[-1] for case in CASES])
def test_disguised(left: dict[str, Any], right: dict[str, Any], code: str, why: str) -> None:
    papers = pl.DataFrame([left, right], infer_schema_length=None)
    pairs, told = compare_and_tell(papers, sign(papers))
    assert [remark.code for _, remark in told] == ([code] if code else []), (why, pairs["reasons"].to_list())
    if code:
        assert pairs["verdict"].to_list() == ["same_text"], why
        assert [doc_id for doc_id, _ in told] == ["b-0"], why


def test_what_stands_for_what_is_told_in_order() -> None:
    found = undisguised(
        f"渡口由{MARK}检查，由{MARK}值守，擅自开航的罚款一百元",
        original := "渡口由交通运输局检查，由柳湾镇值守，擅自开航的罚款一百元",
    )
    assert found is not None
    assert found.restored == original
    assert found.places == (("渡口由", MARK, "交通运输局"), (f"由{MARK}检查，由", MARK, "柳湾镇"))


@pytest.mark.parametrize(
    ("copy", "original", "why"),
    [
        ("由交通局检查", "由交通局检查", "the same"),
        (f"由{MARK}检查，由{MARK}值守", "由检查，由值守", "nothing stands there in the other"),
        (f"{MARK}和{MARK}", "甲乙丙丁戊己庚辛和子丑寅卯辰巳", "all of it is masked"),
    ],
)
def test_no_disguise(copy: str, original: str, why: str) -> None:
    assert undisguised(copy, original) is None, why
