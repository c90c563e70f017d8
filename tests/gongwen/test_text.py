"""Folding: what becomes what, what stays, and the way back to the original."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.text import fold, fold_key, is_traditional, squeeze


@pytest.mark.parametrize(
    ("text", "folded", "why"),
    [
        ("ＡＢｃ１２３，：；！？％", "ABc123,:;!?%", "full-width letters, digits, punctuation"),
        ("(甲)（乙）﹙丙﹚", "（甲）（乙）（丙）", "parentheses have one form"),
        ("〔2018〕﹝2018﹞［2018］【2018】", "〔2018〕〔2018〕[2018]【2018】", "number brackets stay what they are"),
        ("《办法》〈规定〉“引”", "《办法》〈规定〉“引”", "title marks and quotation marks stay"),
        ("「引」『文』", "“引”‘文’", "corner quotation marks"),
        ("政\u200b府\ufeff令\u00ad", "政府令", "invisible characters go"),
        ("甲\u3000乙\u00a0丙\u2003丁\t戊", "甲 乙 丙 丁\t戊", "spaces become blanks, one for one"),
        ("一\r\n二\u2028三\f四", "一\n二\n三\n四", "line ends and page feeds become newlines"),
        ("一\r二", "一\n二", "old line ends"),
        ("衢州市人民政府辦公室關于印發", "衢州市人民政府办公室关于印发", "Traditional"),
        ("惠府〔2017〕46號", "惠府〔2017〕46号", "one Traditional character in a short text"),
        ("乾县人民政府", "乾县人民政府", "乾 of a Simplified text"),
        ("乾縣人民政府關於乾燥設備", "乾县人民政府关于干燥设备", "乾 of a Traditional text, but for the place"),
        ("於潛鎮關於徵收", "於潜镇关于征收", "於 of a place"),
        ("霽政覆〔2011〕18號批覆、答覆、覆函", "霁政复〔2011〕18号批复、答复、复函", "覆 of a Traditional answer"),
        ("霽州市覆蓋工程、顛覆", "霁州市覆盖工程、颠覆", "覆 of other words"),
        ("批覆盖章", "批覆盖章", "覆 of a Simplified text"),
        ("二○○八◯", "二〇〇八〇", "rings"),
        ("⽂⼈⻓⺠", "文人长民", "radicals of PDF files"),
        ("℃①㈠…—", "℃①㈠…—", "what has more than one character in its plain form stays"),
    ],
)
def test_fold(text: str, folded: str, why: str) -> None:
    assert fold(text).text == folded, why


def test_spans_lead_back_to_the_original() -> None:
    text = "\ufeff依照\u200b衢政\u200b發〔２０１８〕３號執行"
    folded = fold(text)
    start = folded.text.index("衢")
    end = folded.text.index("号") + 1
    left, right = folded.original(start, end)
    assert text[left:right] == "衢政\u200b發〔２０１８〕３號"
    assert folded.original(start, start) == (left, left)
    assert folded.original(len(folded.text), len(folded.text)) == (len(text), len(text))


@settings(max_examples=200)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_every_character_has_its_place(text: str) -> None:
    folded = fold(text)
    assert len(folded.offsets) == len(folded.text)
    assert list(folded.offsets) == sorted(set(folded.offsets))
    for place, character in enumerate(folded.text):
        left, right = folded.original(place, place + 1)
        assert right == left + 1
        assert fold(text[left:right]).text == character or is_traditional(text) or "\r" in text


@settings(max_examples=200)
@given(st.text(alphabet="衢政發发号號〔〕（）()ＡＢ12１２ \u3000\u200b\n乾於", max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once
    assert fold_key(once) == fold_key(text)


def test_keys_ignore_space_punctuation_case_width_and_script() -> None:
    assert fold_key("關於印發《Ａ類 辦法（試行）》的通知") == fold_key("关于印发〈a类办法(试行)〉的通知。")
    assert fold_key("办法") != fold_key("办法（试行）")


def test_squeeze_leaves_blanks_between_latin_words_only() -> None:
    assert squeeze("  青溪市 \n 人民政府  PPP  Project（试 行） ") == "青溪市人民政府PPP Project（试行）"


@pytest.mark.parametrize(
    ("text", "traditional"),
    [
        ("各縣政府", True),
        ("各县政府", False),
        ("46號", True),
        ("二〇一八年", False),
        ("", False),
        ("县" * 9000 + "縣", False),
    ],
)
def test_script(text: str, traditional: bool) -> None:
    assert is_traditional(text) is traditional
