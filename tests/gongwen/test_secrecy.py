"""Marks of secrecy, told from texts that merely speak about secrecy."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.secrecy import _tables, mask_name, secrecy_mark

BODY = "云溪市人民政府文件\n云政发〔2018〕3号\n关于渡口应急准备的通知\n各区县：\n现将有关事项通知如下。\n"


@pytest.mark.parametrize(
    ("text", "level", "why"),
    [
        ("秘密★1年\n" + BODY, "秘密", "level and term with a star"),
        ("000017\n机密★长期\n特急\n" + BODY, "机密", "between copy number and urgency"),
        ("000017 机密★10年 加急\n" + BODY, "机密", "all on one line"),
        ("绝密★\n" + BODY, "绝密", "no term"),
        ("机密☆五年\n" + BODY, "机密", "another star, term in hanzi"),
        ("秘密\uf0ab6个月\n" + BODY, "秘密", "a star lost in conversion"),
        ("秘　密★１年\n" + BODY, "秘密", "spaced, full-width"),
        ("機密★5年\n" + BODY, "机密", "Traditional"),
        ("机密\n" + BODY, "机密", "level alone on top"),
        ("秘密 3年\n" + BODY, "秘密", "no star"),
        ("密级：机密\n题名：某事\n", "机密", "a labelled line"),
        ("密级：秘密★1年\n", "秘密", "a labelled line with term"),
        ("题名\t某事\t密级\t秘密\t期限\t1年\n", "秘密", "a table with the label beside it"),
        ("关于某事的通知（秘密★一年）\n正文。\n", "秘密", "behind the title"),
        (BODY + "附件\n绝密★启用前\n试卷\n", "绝密", "further below, with a star"),
        ("密码电报\n" + BODY, "密码电报", "a cipher telegram"),
        ("密码电报第12号\n" + BODY, "密码电报", "a numbered one"),
        (BODY + "（此件发至县团级）\n", "此件发至县团级", "restricted circulation"),
        ("内部资料　注意保存\n" + BODY, "内部资料注意保存", "internal material"),
        ("工作秘密★3年\n" + BODY, "工作秘密", "a work secret"),
        ("机　　密\n特 急\n" + BODY, "机密", "wide blanks, urgency below"),
        ("绝 密 ★ 启 用 前\n2009年招聘考试\n综合基础知识试卷", "绝密", "an exam paper, spaced"),
        ("【秘密】\n" + BODY, "秘密", "in brackets alone on top"),
        ("某局文件\t秘密★5年\n" + BODY, "秘密", "in the last cell of the first line"),
        ("机密级★10年\n" + BODY, "机密", "with 级"),
        ("秘密*3年\n" + BODY, "秘密", "an asterisk"),
        ("№ 000123\n绝密\n" + BODY, "绝密", "below the copy number"),
        ("保密期限：10年\n密级：秘密\n" + BODY, "秘密", "two labelled lines"),
        ("内部资料　请注意保存\n" + BODY, "内部资料请注意保存", "politely"),
        ("内部文件 不得翻印\n" + BODY, "内部文件不得翻印", "internal paper"),
        ("内部资料，严禁外传\n" + BODY, "内部资料严禁外传", "internal material"),
        ("内部文件  请勿外传\n" + BODY, "内部文件请勿外传", "internal papers, politely"),
        ("此件发至县团级，注意保密\n" + BODY, "此件发至县团级注意保密", "how far down, with a warning behind it"),
        ("内部事项 不得公开\n" + BODY, "内部事项不得公开", "internal matter"),
        ("序号\t标题\t密级\n1\t关于渡口的通知\t\n2\t关于码头的通知\t机密\n", "机密", "a register's column, second row"),
        ("秘密★解密时间：2028年6月5日\n" + BODY, "秘密", "the day on which it ends to be one"),
        ("机密★解密时间:2028-06\n" + BODY, "机密", "the same in figures"),
        ("秘密★保密期限至2028年6月\n" + BODY, "秘密", "until a month"),
        ("秘密★保密期限：5年\n" + BODY, "秘密", "the term with its label"),
        ("秘密★至2028年12月31日止\n" + BODY, "秘密", "until a day"),
        ("秘密★壹年\n" + BODY, "秘密", "years in the figures of accounts"),
        ("机密★贰拾年\n" + BODY, "机密", "two of them"),
        ("机密拾年\n" + BODY, "机密", "the same without a star, on top"),
        ("密级：机密★保密期限至2030年\n", "机密", "labelled, until a year"),
        ("秘密（1年）\n" + BODY, "秘密", "the term in brackets, alone on top"),
        ("000012\n机密（长期）\n特急\n" + BODY, "机密", "the same between copy number and urgency"),
        ("机密·5年\n" + BODY, "机密", "a dot for the star"),
        ("秘密—保密期限3年\n" + BODY, "秘密", "a dash for the star"),
        ("文号\t密 级\t题名\n云政发1号\t秘密★3年\t通知", "秘密", "a register's column with term"),
    ],
)
def test_marks(text: str, level: str, why: str) -> None:
    mark = secrecy_mark(text)
    assert mark is not None and mark.certain, why
    assert mark.level == level, why
    assert text[mark.start : mark.end].strip() == mark.raw


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (BODY, "an ordinary paper"),
        ("关于加强保密教育的通知\n要了解绝密、机密、秘密三级密级的划分。\n", "a sentence"),
        ("国家秘密的密级分为\n绝密\n机密\n秘密\n三级。\n", "a list of the levels"),
        ("密级\n绝密\t机密\t秘密\n1\t2\t3\n", "the head of a statistical table"),
        ("密级：无\n", "no level"),
        ("密级：绝密□ 机密□ 秘密□\n", "a form not filled in"),
        ("密级：\n", "a form left blank"),
        ("机密文件管理办法\n" + BODY, "a title that begins with the word"),
        ("秘密级文件应当\n", "a sentence begins with the word"),
        (BODY + "下列事项属于\n秘密\n", "the word alone, far from the top"),
        ("密码电报管理规定\n" + BODY, "a rule about telegrams"),
        ("商业秘密保护条例\n", "another kind of secret"),
        ("（此件公开发布）\n", "public"),
        ("泄露国家秘密的，依法处理。★\n", "a star elsewhere"),
        ("第一条 机密★5年的标注方法如下\n", "an explanation of marks"),
        ("密级标注如“秘密★1年”应当顶格编排。\n", "an example in a sentence"),
        ("内部资料性出版物管理办法\n" + BODY, "a rule about internal publications"),
        ("关于印发《内部控制规范》的通知\n" + BODY, "internal control is no secret"),
        ("考生不得翻印本资料，解释权归招考办。\n", "a sentence in an exam rule"),
        ("机密印刷厂关于停业的公告\n" + BODY, "a name that begins with the word"),
        ("密级（绝密、机密、秘密）：\n" + BODY, "a form with the choices printed"),
        ("序号\t标题\t密级\n1\t关于渡口的通知\t公开\n2\t关于码头的通知\t—\n", "a register of public papers"),
        ("序号\t标题\t密级\n1\t关于机密文件清退的通知\t无\n", "the word in a title of a register"),
        ("目录\n秘密  3\n机密  9\n绝密  15\n", "a table of contents"),
        ("序号\t事项\t密级\t保密期限\n1\t考试试题\t绝密\t启用前\n2\t档案\t秘密\t长期\n", "a list of what is secret"),
        ("密级：公开\n", "labelled as public"),
        ("此件公开发布\n" + BODY, "for publication"),
        ("各密级的最长期限\n绝密（30年）\n机密（20年）\n秘密（10年）\n", "a list of the terms of all levels"),
        ("绝密·30年\n机密·20年\n秘密·10年\n", "the same with dots"),
        ("机密·五年规划编制工作保密提醒\n" + BODY, "a title that goes on behind the word"),
        (BODY + "一、下列事项\n秘密（1年）\n", "a term in brackets far from the top"),
        (BODY + "机密·5年\n", "a dot far from the top"),
        ("秘密的解密时间：2028年6月5日\n" + BODY, "speaks about declassification, no star"),
        ("保密期限至2028年6月\n" + BODY, "a term without a level"),
        ("解密时间：2028年6月5日\n" + BODY, "the same"),
        ("请勿将内部文件外传\n" + BODY, "a request with an object"),
        ("请勿外传他人照片的通知\n" + BODY, "a title that begins with the words"),
        ("秘密行动（1年）\n" + BODY, "another word behind it"),
    ],
)
def test_no_marks(text: str, why: str) -> None:
    mark = secrecy_mark(text)
    assert mark is None or not mark.certain, why


@pytest.mark.parametrize("words", [row["words"] for row in _tables()["phrase"]])  # type: ignore[attr-defined]
@pytest.mark.parametrize(
    ("before", "blank", "after"), [("", "", ""), ("（", "\u3000", " 第00012号）"), ("【", " ", "】")]
)
def test_every_phrase_is_found_alone_on_its_line(words: str, before: str, blank: str, after: str) -> None:
    line = before + blank.join(words) + after
    mark = secrecy_mark(f"{line}\n{BODY}")
    assert mark is not None and mark.level == words, line
    assert secrecy_mark(f"任何单位和个人{words}，违反规定的依照有关规定予以处理\n{BODY}") is None, "in a sentence"


def test_doubtful_marks_do_not_hide_certain_ones() -> None:
    mark = secrecy_mark("不得翻印\n" + BODY)
    assert mark is not None and not mark.certain
    mark = secrecy_mark("不得翻印\n" + BODY + "秘密★1年\n")
    assert mark is not None and mark.certain


@pytest.mark.parametrize(
    ("path", "masked"),
    [
        ("2013/关于应急准备的通知.doc", "2013/关********.doc"),
        ("包.zip!夹/云政发2013 5号.pdf", "包.zip!夹/云**2013 5*.pdf"),
        ("plain.doc", "plain.doc"),
        ("无扩展名", "无***"),
        ("夹.d/甲乙", "夹.d/甲*"),
    ],
)
def test_mask_name(path: str, masked: str) -> None:
    assert mask_name(path) == masked


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="绝机秘密级★1年：\n\t 。（）", max_size=40))
def test_never_fails_and_spans_fit(text: str) -> None:
    mark = secrecy_mark(text)
    assert mark is None or text[mark.start : mark.end].strip() == mark.raw


def test_one_endless_line_takes_linear_time() -> None:
    start = time.perf_counter()
    secrecy_mark("机密秘密绝密、" * 200_000)
    assert time.perf_counter() - start < 5
