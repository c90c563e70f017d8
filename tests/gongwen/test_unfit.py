"""Signs in one text that it is no text of record: what counts, and what papers bear by rule."""

import time

import pytest

from gongwen.text import fold_key
from gongwen.unfit import MARK, branded, glosses, is_brand, is_sample, marked, masked_names

DAY = "云溪市人民政府\n2017年6月5日\n"


@pytest.mark.parametrize(
    ("text", "count", "why"),
    [
        ("加强渡(dù)口(kǒu)安(ān)全管理", 3, "common characters, glossed one by one"),
        ("加强渡（du）口（kou）安（an）全管理", 3, "without tones, in wide brackets"),
        ("加强渡(dù)口(kǒu)管理", 0, "two may be an accident"),
        ("氿(guǐ)、瀼(ráng)、洑(fú)三处水面", 0, "rare characters are glossed in papers too"),
        ("公斤(kg)、千米(km)、平方米(m)、千瓦(kw)", 0, "units, not readings"),
        ("一公顷(ha)、二公顷(ha)、三公顷(ha)", 0, "one unit again and again"),
    ],
)
def test_glosses(text: str, count: int, why: str) -> None:
    assert len(glosses(text)) == count, why


@pytest.mark.parametrize(
    ("text", "places", "why"),
    [
        ("由×××负责，报××局备案", 2, "crosses"),
        ("由***负责", 1, "asterisks"),
        ("由某某镇负责", 1, "某某"),
        ("联系XX局", 1, "Latin letters"),
        ("由○○镇负责", 1, "circles"),
        ("由█████负责", 1, "blacked out"),
        ("由云溪市（略）负责", 1, "as sites of tenders do"),
        ("二○○八年、二〇〇〇年、一九○○年", 0, "circles are zeros in a year"),
        ("合格□ 不合格□", 0, "boxes of a form"),
        ("数据*为初步核算数", 0, "one asterisk is a footnote"),
        ("MAXXIM、FOXXX", 0, "inside a Latin word"),
        ("附件（略）", 0, "an annex left out, alone at the end"),
    ],
)
def test_masked_places(text: str, places: int, why: str) -> None:
    assert fold_key(marked(text)).count(MARK) == places, why


@pytest.mark.parametrize(
    ("title", "text", "dated", "found", "why"),
    [
        ("××市人民政府关于加强渡口管理的通知", DAY, True, False, "no sign in the text itself"),
        (
            "××市人民政府关于加强渡口管理的通知",
            "××市人民政府关于加强渡口管理的通知\n" + DAY,
            True,
            True,
            "organ masked",
        ),
        ("某县人民政府关于渡口的通知", "某县人民政府关于渡口的通知\n" + DAY, True, True, "某县"),
        ("××市人民政府关于××的通知", "××市人民政府关于××的通知\n", False, False, "a sample has no day"),
        ("××市行政处罚决定书（样本）", "××市行政处罚决定书（样本）\n" + DAY, True, False, "calls itself a sample"),
        ("××县人民法院民事判决书", "××县人民法院民事判决书\n" + DAY, True, False, "courts mask by rule"),
        ("关于对李某某处罚的决定", "关于对李某某处罚的决定\n" + DAY, True, False, "a person's name, not an organ's"),
        ("关于××市场的通知", "关于××市场的通知\n" + DAY, True, False, "not at the head of the title"),
    ],
)
def test_masked_title(title: str, text: str, dated: bool, found: bool, why: str) -> None:
    assert bool(masked_names(text, title, dated=dated)) is found, why


@pytest.mark.parametrize(
    ("text", "count", "why"),
    [
        ("按照huachuan.com规定，huachuan.com要求，由huachuan.com决定", 3, "again and again in the place of a word"),
        ("按照huachuan.com规定", 0, "once"),
        ("登录zwfw.com填报，登录zwfw.com查询，登录zwfw.com打印", 0, "told as an address"),
        ("由zwfw.com平台受理，由zwfw.com平台审核，由zwfw.com平台办结", 0, "a platform by its address"),
        ("经yunxi.gov.cn公布，须yunxi.gov.cn公布，应yunxi.gov.cn公布", 0, "a government's own"),
        ("邮箱：a@huachuan.com、b@huachuan.com、c@huachuan.com", 0, "mail addresses"),
    ],
)
def test_site_names(text: str, count: int, why: str) -> None:
    assert len(branded(text)) == count, why


@pytest.mark.parametrize(
    ("words", "original", "is_one", "why"),
    [
        ("华川网", "国务院", True, "a site in the place of an organ"),
        ("华川在线", "云溪市人民政府", True, "the same"),
        ("政府门户网", "市政府", False, "an official site: the rule was amended"),
        ("互联网", "电视", False, "a common word for another"),
        ("本机关网站", "当地报纸", False, "another place of publication"),
        ("市场监督管理局", "工商行政管理局", False, "an organ renamed"),
    ],
)
def test_brand(words: str, original: str, is_one: bool, why: str) -> None:
    assert is_brand(words, original) is is_one, why


def test_a_sample_says_so() -> None:
    assert is_sample("渡口管理协议（示范文本）", "")
    assert not is_sample("云溪市渡口管理办法", "第一条 为了加强渡口管理，制定本办法。")


@pytest.mark.parametrize("piece", ["×", "某", "○", "（略", "x", "a.", "渡(dù", "X×*□"])
def test_takes_linear_time(piece: str) -> None:
    text = piece * 200_000
    start = time.perf_counter()
    marked(text), glosses(text), branded(text), masked_names(text, "××市通知", dated=True)
    assert time.perf_counter() - start < 5
