"""Damage: lost bytes and what proves the repair, advertising, glosses, lost characters; sound texts stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.corruption import find_byte_slips, find_injected, find_lost, find_ruby


def slipped(words: str) -> str:
    """Return what a page shows of words whose first GBK byte was lost and became a question mark."""
    return "?" + words.encode("gbk")[1:].decode("gbk")


PROVED = "各單位要加強領導,加" + slipped("強管理人員") + "“落到實處”。"


def test_a_lost_byte_is_proved_by_the_same_pair_elsewhere() -> None:
    (slip,) = find_byte_slips(PROVED)
    assert slip.repaired == "強管理人員"
    assert PROVED[: slip.start] + slip.repaired + PROVED[slip.end :] == "各單位要加強領導,加強管理人員“落到實處”。"


def test_without_proof_nothing_is_mended() -> None:
    (slip,) = find_byte_slips(PROVED.replace("加強領導", "改善領導"))
    assert slip.repaired is None
    assert PROVED[slip.start] == "?"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("是否符合条件?如符合,请说明理由。", "a question"),
        ("http://www.example.cn/a?id=12&type=文件", "an address"),
        ("为什么要制定本办法?主要基于以下考虑。", "a question at a sentence's end"),
        ("青溪市霅溪镇瑗珲村?", "rare characters that belong there"),
    ],
)
def test_question_marks_of_sound_texts_are_left_alone(text: str, why: str) -> None:
    assert not [slip for slip in find_byte_slips(text) if slip.repaired], why


@pytest.mark.parametrize(
    ("line", "traditional", "cut", "why"),
    [
        (
            "Produced By 大漢網絡 亚洲国产综合无码一区二区",
            True,
            ["亚洲国产综合无码一区二区"],
            "the other script, and sure words",
        ),
        ("百家乐娱乐城开户 本县财政局", False, ["百家乐娱乐城开户"], "two sure words"),
        ("不以营利为目的,进行带有少量财物输赢的棋牌娱乐活动,不以赌博论处。", False, [], "a sentence about gambling"),
        ("體育局關於免費開放體育場館的通知", True, [], "a title of the page's own script"),
        ("关于加强彩票销售管理的通知", False, [], "one word of the trade is not enough"),
    ],
)
def test_advertising_is_told_from_text(line: str, traditional: bool, cut: list[str], why: str) -> None:
    found = find_injected(line, traditional_page=traditional)
    assert [line[piece.start : piece.end] for piece in found] == cut, why


def test_glosses_are_cut_where_they_are_no_accident() -> None:
    text = "開(kāi)展政(zhèng)務(wù)公開(kāi)(kai)工作"
    found = find_ruby(text)
    for gloss in reversed(found):
        text = text[: gloss.start] + text[gloss.end :]
    assert text == "開展政務公開工作"
    assert not find_ruby("采用公斤(kg)计量，用电量(kw)另计。")


def test_lost_characters_are_found() -> None:
    assert [(lost.start, lost.end) for lost in find_lost("青溪\ufffd\ufffd市\ufffd")] == [(2, 4), (5, 6)]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="青溪市人民政府加強監督管理工作辦法通知,。第一條?", max_size=80))
def test_ordinary_characters_are_never_damage(text: str) -> None:
    assert not [slip for slip in find_byte_slips(text) if slip.repaired]
    assert not find_injected(text, traditional_page=True)
