"""Notes below titles: which lines they are, what happened when, who did it and under which number."""

import pytest

from gongwen.furniture import split_lines
from gongwen.notes import acting_organs, is_note, note_lines, promulgating_number, read_notes, text_date


def dates(text: str) -> list[tuple[str, str]]:
    return [(note.kind, str(note.mention.value)) for note in read_notes(text, split_lines(text))]


@pytest.mark.parametrize(
    ("line", "want", "why"),
    [
        (
            "（2009年3月24日青溪省人民政府令第120号公布，自2009年5月1日起施行）",
            [("promulgated", "2009-03-24"), ("in_force", "2009-05-01")],
            "two deeds in brackets",
        ),
        (
            "1998年9月28日 青溪市第八届人民代表大会常务委员会第十二次会议通过",
            [("adopted", "1998-09-28")],
            "no brackets",
        ),
        (
            "(1988年5月18日青溪省人民政府发布　根据2016年2月6日《关于修改部分规章的决定》第一次修订)",
            [("promulgated", "1988-05-18"), ("amended", "2016-02-06")],
            "an amendment",
        ),
        ("2004年1月1日 施行", [("in_force", "2004-01-01")], "in force"),
        ("（ 1992 年 11 月 7 日 青溪市人大常委会通过 ）", [("adopted", "1992-11-07")], "blanks inside the date"),
        (
            "（2009年3月24日中华人民共和国青溪部令第20号 自2009年5月1日起施行）",
            [("promulgated", "2009-03-24"), ("in_force", "2009-05-01")],
            "no verb",
        ),
    ],
)
def test_what_happened_when(line: str, want: list[tuple[str, str]], why: str) -> None:
    assert is_note(split_lines(line)[0].words), why
    assert dates(line) == want, why


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("2019年3月4日", "a date alone"),
        ("2019年，全市共公布规范性文件12件。", "a sentence"),
        ("（试行）", "an edition"),
        ("（2021—2025年）", "years"),
        ("各县人民政府：", "addressees"),
    ],
)
def test_other_lines_are_no_notes(line: str, why: str) -> None:
    assert not is_note(split_lines(line)[0].words), why


def test_a_note_may_run_over_lines() -> None:
    text = "（2020年6月8日青溪市中级人民法院审判委员会\n第41次会议通过，\n自2020年8月1日起施行）\n第一条 甲。"
    assert note_lines(split_lines(text), 0) == 3


@pytest.mark.parametrize(
    ("line", "organs", "number", "why"),
    [
        ("（2009年3月24日青溪省人民政府令第120号公布）", ("青溪省人民政府",), "青溪省人民政府令第120号", "a decree"),
        (
            "（2009年3月24日青溪省人民政府令2009年第4号公布）",
            ("青溪省人民政府",),
            "青溪省人民政府令2009年第4号",
            "with a year",
        ),
        (
            "1998年9月28日 青溪市第八届人民代表大会常务委员会第十二次会议通过",
            ("青溪市人民代表大会常务委员会",),
            "",
            "a congress",
        ),
        ("2020年6月8日 青溪市中级人民法院审判委员会第41次会议通过", ("青溪市中级人民法院",), "", "a court's council"),
        ("(1994年7月18日青交路发〔1994〕86号公布)", (), "青交路发〔1994〕86号", "a paper"),
    ],
)
def test_who_did_it_and_by_what(line: str, organs: tuple[str, ...], number: str, why: str) -> None:
    notes = read_notes(line, split_lines(line))
    assert acting_organs(notes[0]) == organs, why
    found = promulgating_number(notes)
    assert (found.canonical if found else "") == number, why
    if found:
        assert line[found.start : found.end]


def test_a_text_dates_from_the_last_that_happened_to_it() -> None:
    text = "1998年9月28日 青溪市人大常委会通过\n2012年3月31日 修正\n2012年5月1日 施行"
    last = text_date(read_notes(text, split_lines(text)))
    assert last and str(last.mention.value) == "2012-03-31"
    assert text_date([]) is None
