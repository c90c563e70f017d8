"""Parsing: a table of papers; witnesses and spans; gazettes; what the page and the file's name may say."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.model import Witness
from ingest.extraction import MetadataValue
from ingest.parse import ParsedDocument, parse

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "papers.toml").read_text(encoding="utf-8"))["case"]
NOTICE = next(case["text"] for case in CASES if case["why"] == "a notice as offices print it")


def read(text: str, *, path: str = "2019/文件.txt", told: tuple[MetadataValue, ...] = ()) -> tuple[ParsedDocument, ...]:
    return parse(text, path=path, metadata=told, accession_year="2019", format="txt")


def shown(value: object) -> object:
    """As a case writes it: days in ISO form, nothing as an empty string."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else "" if value is None else value


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_a_paper_is_read(case: dict[str, object]) -> None:
    root, *parts = read(str(case["text"]), path="未定/1.txt")
    for field, want in case.items():
        if field == "parts":
            assert [part.title for part in parts] == want
        elif field == "remarks":
            assert set(want) <= {remark.code for remark in root.remarks}  # type: ignore[call-overload]
        elif field not in ("text", "why"):
            assert shown(getattr(root, field)) == want, field


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_every_witness_points_at_its_words(case: dict[str, object]) -> None:
    text = str(case["text"])
    documents = read(text)
    for document in documents:
        assert document.text in documents[0].text
        assert 0 <= document.offset <= document.end <= len(text)
        chosen: dict[str, int] = {}
        for witness in document.fields:
            chosen[witness.field] = chosen.get(witness.field, 0) + witness.chosen
            if witness.start is not None and witness.end is not None:
                assert 0 <= witness.start < witness.end <= len(document.text)
                assert document.text[witness.start : witness.end] == witness.raw
        assert all(count == 1 for name, count in chosen.items() if name != "validity_end")


def test_parts_stand_where_they_say_in_the_raw_text() -> None:
    root, part = read(NOTICE)
    assert part.parent == root.part == 0 and part.part == 1
    assert root.offset == 0 and root.end == len(NOTICE)
    assert NOTICE[part.offset :].startswith("青溪市公共停车场管理办法\n　　第一条")
    assert NOTICE[part.offset : part.end].split()[:2] == part.text.split()[:2]
    assert (part.issuer, part.date_written, part.document_number) == (root.issuer, root.date_written, "")


def page(**values: str) -> tuple[MetadataValue, ...]:
    return tuple(MetadataValue(Witness.PAGE_TABLE, key, value) for key, value in values.items())


def test_the_body_outranks_the_page_and_both_are_kept() -> None:
    told = page(
        标题="青溪市公共停车场办法", 成文日期="2019-05-09", 发文字号="青政办发〔2019〕21号", 索引号="QX0001/2019-00012"
    )
    root = read(NOTICE, told=(*told, *page(发布日期="2019年05月10日")))[0]
    assert root.date_written == date(2019, 5, 6)
    assert root.document_number == "青政办发〔2019〕12号"
    assert root.date_published == date(2019, 5, 10)
    assert root.index_number == "QX0001/2019-00012"
    assert {"date_differs", "number_differs", "title_differs"} <= {remark.code for remark in root.remarks}
    days = [
        (witness.witness, witness.value, witness.chosen) for witness in root.fields if witness.field == "date_written"
    ]
    assert (Witness.PAGE_TABLE, "2019-05-09", False) in days
    assert (Witness.SIGNATURE_BLOCK, "2019-05-06", True) in days


def test_a_page_without_body_is_known_by_what_the_page_says() -> None:
    told = page(发文机关="省市场监管局", 文号="无", 成文日期="2020-02-11")
    told += (
        MetadataValue(Witness.META, "ArticleTitle", "关于开展检查的通知"),
        MetadataValue(Witness.META, "SiteName", "青溪省人民政府"),
    )
    root = read("各有关单位：\n　　现将检查事项通知如下。\n2020年2月11日", told=told, path="页面.html")[0]
    assert root.title == "关于开展检查的通知"
    assert root.issuer == "青溪省市场监督管理局", "省 is the place of the site"
    assert root.document_number == ""
    assert not [remark for remark in root.remarks if remark.code == "number_unread"], (
        "无 is no number that cannot be read"
    )


def test_a_pages_title_that_cannot_be_one_is_not_heard() -> None:
    told = (MetadataValue(Witness.META, "page_title", "青溪电力公司："),)
    root = read(
        "关于开展老旧路灯排查的函\n青溪电力公司：\n　　请函复我局。\n青溪市城市管理局\n2018年8月20日", told=told
    )[0]
    assert root.title == "关于开展老旧路灯排查的函"


@pytest.mark.parametrize(
    ("title", "want", "why"),
    [
        ("关于开展检查的通知_青溪市人民政府", "关于开展检查的通知", "an underscore"),
        ("青溪市人民政府 政策文件 关于开展检查的通知", "关于开展检查的通知", "site and column first"),
        ("关于开展检查的通知-政策文件-青溪市人民政府门户网站", "关于开展检查的通知", "dashes"),
        (
            "关于《青溪市停车条例(修改二稿 征求意见稿)》公开征求意见的公告 - 青溪市人大常委会",
            "关于《青溪市停车条例（修改二稿征求意见稿）》公开征求意见的公告",
            "a blank inside brackets parts nothing",
        ),
    ],
)
def test_a_pages_title_is_freed_of_the_sites_name(title: str, want: str, why: str) -> None:
    root = read("　　现将检查事项通知如下。", told=(MetadataValue(Witness.META, "page_title", title),), path="1.html")[
        0
    ]
    assert root.title == want, why


@pytest.mark.parametrize(
    ("value", "code", "why"),
    [("见附件", "number_unread", "words"), ("1", "number_unread", "a bare serial")],
)
def test_a_number_field_that_holds_no_number_is_remarked(value: str, code: str, why: str) -> None:
    root = read("　　正文。", told=page(文号=value))[0]
    assert root.document_number == "" and code in {remark.code for remark in root.remarks}, why


@pytest.mark.parametrize(
    ("title", "cell", "want", "why"),
    [
        (
            "关于检验机构核准结果的公告",
            "2020年第15号",
            "青岚市市场监督管理局公告2020年第15号",
            "counted by organ and genre",
        ),
        ("关于加强渡口管理的通知", "2020年第15号", "", "notices have a code: a serial alone is no number"),
        ("关于药品抽检结果的公告", "2020年第9期", "", "the number of an issue"),
    ],
)
def test_an_announcement_of_which_the_page_gives_the_serial_borrows_its_organ(
    title: str, cell: str, want: str, why: str
) -> None:
    text = f"{title}\n经审查，现将有关情况公布如下。\n青岚市市场监督管理局\n2020年4月16日"
    found = read(text, told=page(标题=title, 文号=cell, 发布机构="青岚市市场监督管理局"))[0]
    assert found.document_number == want, why
    assert ("number_unread" in {remark.code for remark in found.remarks}) is not bool(want), why


def test_a_web_date_is_never_the_date_of_writing() -> None:
    root = read("青溪市人民政府关于开展检查的通知\n各单位：\n　　现通知如下。", told=page(发布日期="2021-11-29"))[0]
    assert root.date_written is None and root.year is None
    assert root.date_published == date(2021, 11, 29)


def test_the_files_name_is_the_last_witness() -> None:
    root = read("　　正文。", path="2020/青政发〔2020〕5号关于加强节约用水的意见(2020-03-04).txt")[0]
    assert root.title == "关于加强节约用水的意见"
    assert root.document_number == "青政发〔2020〕5号"
    assert root.date_written == date(2020, 3, 4)
    assert "title_from_filename" in {remark.code for remark in root.remarks}
    weighed = ("carrier_class", "normativity")
    told = {witness.witness for witness in root.fields if witness.chosen and witness.field not in weighed}
    assert told == {Witness.FILENAME}


def test_a_pages_filler_dates_are_kept_and_not_taken() -> None:
    root = read(NOTICE, told=page(废止日期="2020-05-06", 有效性="有效"))[0]
    assert root.validity_end == date(2024, 6, 9)
    assert root.shown_status == "有效"
    root = read("青溪市人民政府关于开展检查的通知\n各单位：\n　　现通知如下。", told=page(废止日期="2020-05-06"))[0]
    assert root.validity_end is None


@pytest.mark.parametrize(
    ("day", "text", "want", "why"),
    [
        ("2019-03-04", "　　请照办。", None, "the day of writing over again"),
        ("2019-05-01", "　　请照办。", date(2019, 5, 1), "a day of its own"),
        ("2019-03-04", "　　自本通知发布之日起，解除限行。", date(2019, 3, 4), "the text counts from its publication"),
    ],
)
def test_a_pages_day_in_force_that_repeats_another_is_not_taken(
    day: str, text: str, want: date | None, why: str
) -> None:
    told = page(实施日期=day, 成文日期="2019-03-04", 发布日期="2019-03-06")
    root = read(f"青溪市人民政府关于开展检查的通知\n各单位：\n{text}\n青溪市人民政府\n2019年3月4日", told=told)[0]
    assert root.date_in_force == want, why
    assert any(field.field == "date_in_force" for field in root.fields), "kept as a witness"


def test_a_page_that_names_only_the_decree_is_named_by_what_the_decree_promulgates() -> None:
    told = (MetadataValue(Witness.META, "page_title", "青溪市人民政府令（第7号）_青溪市人民政府"),)
    root = read(
        "青溪市人民政府令\n第7号\n　　现公布《青溪市停车管理办法》，自公布之日起施行。\n市长　某某\n2019年3月4日\n"
        "青溪市停车管理办法\n第一条　为了规范停车，制定本办法。\n第二条　本市停车适用本办法。\n"
        "第三条　市公安局负责停车管理。",
        told=told,
    )[0]
    assert root.title == "青溪市停车管理办法"
    assert root.document_number == "青溪市人民政府令第7号"


GAZETTE = """青溪市人民政府公报
2011年第3期（总第57期）
目　录
青溪市人民政府关于印发《青溪市渡口管理办法》的通知（青政发〔2011〕20号）……2
青溪市人民政府办公室关于做好防汛工作的通知（青政办发〔2011〕44号）…………4
青溪市人民政府关于印发《青溪市渡
口管理办法》的通知
青政发〔2011〕20号
各县人民政府：
《青溪市渡口管理办法》已经市政府同意，现印发给你们。
青溪市人民政府
二○一一年四月十二日
青溪市渡口管理办法
第一条　为加强渡口管理，制定本办法。
第二条　本办法自2011年5月15日起施行。
青溪市人民政府办公室关于做好防汛工作的通知
青政办发〔2011〕44号
各县人民政府：
现就做好防汛工作通知如下。
青溪市人民政府办公室
二○一一年六月二日
"""


def test_an_issue_of_a_gazette_gives_its_papers() -> None:
    documents = read(GAZETTE, path="2011/政府公报2011年第3期.txt")
    roots = [document for document in documents if document.parent is None]
    assert [root.document_number for root in roots] == ["", "青政发〔2011〕20号", "青政办发〔2011〕44号"]
    assert [document.part for document in documents] == list(range(len(documents)))
    enclosed = next(document for document in documents if document.parent is not None)
    assert documents[enclosed.parent or 0].document_number == "青政发〔2011〕20号"
    assert {root.carrier for root in roots} == {"gazette"}
    assert roots[1].date_written == date(2011, 4, 12) and roots[2].date_written == date(2011, 6, 2)
    assert "防汛" not in roots[1].text and "渡口" not in roots[2].text
    assert len({document.offset for document in documents}) == len(documents)


def test_a_volume_of_papers_gives_each_of_them() -> None:
    first = """青溪市人民政府文件
青政发〔2009〕5号
关于渡口夜间管理的通知
各县人民政府：
为保障夜间渡运安全，渡口夜间应当有人值守。
青溪市人民政府
二○○九年三月五日
"""
    second = """青政办发〔2009〕17号
关于做好防汛值班工作的通知
各县人民政府：
汛期将至，请各地落实值班制度。
青溪市人民政府办公室
二○○九年四月二日
"""
    documents = read(first + second, path="2009/0231-WS-2009-Y-0007.txt")
    assert [(one.part, one.parent, one.document_number, one.title) for one in documents] == [
        (0, None, "青政发〔2009〕5号", "关于渡口夜间管理的通知"),
        (1, None, "青政办发〔2009〕17号", "关于做好防汛值班工作的通知"),
    ]
    assert [one.date_written for one in documents] == [date(2009, 3, 5), date(2009, 4, 2)]
    assert [one.offset for one in documents] == [0, len(first)]
    assert "papers_parted" in {one.code for one in documents[0].remarks}
    page = (MetadataValue(Witness.PAGE_TABLE, "文号", "青政发〔2009〕5号"),)
    assert len(read(first + second, path="2009/1.html", told=page)) == 1  # a page tells of one paper


def test_contents_and_papers_of_an_issue_are_held_against_each_other() -> None:
    text = GAZETTE.replace("……2\n", "……2\n青溪市人民政府关于加强烟花爆竹管理的通告（青政发〔2011〕23号）……3\n").replace(
        "青政办发〔2011〕44号）…", "青政办发〔2011〕41号）…"
    )
    documents = read(text, path="2011/政府公报2011年第3期.txt")
    assert [one.evidence for one in documents[0].remarks if one.code == "contents_paper_missing"] == [
        "青溪市人民政府关于加强烟花爆竹管理的通告"
    ]
    assert [one.evidence for one in documents[-1].remarks if one.code == "contents_differ"] == ["青政办发〔2011〕41号"]
    assert documents[-1].document_number == "青政办发〔2011〕44号"


@settings(max_examples=40, deadline=None)
@given(
    st.text(alphabet="青溪市人民政府关于印发《》的通知〔〕（）2019年5月6日号第一条附件：、。\n　 \t#—", max_size=200)
)
def test_no_text_is_too_odd(text: str) -> None:
    documents = read(text)
    assert documents[0].part == 0
    for document in documents:
        assert 0 <= document.offset <= document.end <= max(len(text), 1)
        assert document.text in documents[0].text


PLACES = st.sampled_from(["青溪市", "云岭县", "禾泉区", "塘谷市", "和石县"])
BODIES = st.sampled_from(["人民政府", "人民政府办公室", "财政局", "教育局"])
DAYS = st.dates(min_value=date(2005, 1, 1), max_value=date(2024, 12, 31))


@settings(max_examples=40, deadline=None)
@given(place=PLACES, body=BODIES, day=DAYS, serial=st.integers(1, 400), chinese=st.booleans())
def test_a_notice_of_any_place_is_read_back(place: str, body: str, day: date, serial: int, chinese: bool) -> None:
    organ, digits = place + body, str.maketrans("0123456789", "〇一二三四五六七八九")
    written = f"{day.year}年{day.month}月{day.day}日"
    if chinese:
        written = f"{str(day.year).translate(digits)}年{numeral(day.month)}月{numeral(day.day)}日"
    number = f"{place[0]}政发〔{day.year}〕{serial}号"
    text = f"{organ}关于加强防火工作的通知\n{number}\n各单位：\n　　请认真执行。\n\n{organ}\n{written}\n"
    root = read(text)[0]
    assert (root.title, root.document_number) == (f"{organ}关于加强防火工作的通知", number)
    assert (root.issuer, root.region, root.date_written) == (organ, place, day)


def numeral(value: int) -> str:
    ones = "〇一二三四五六七八九"
    if value < 10:
        return ones[value]
    tens = ("" if value // 10 == 1 else ones[value // 10]) + "十"
    return tens + (ones[value % 10] if value % 10 else "")


def test_class_and_normativity_list_the_rules_that_spoke_with_their_words() -> None:
    root, part = read(NOTICE)
    rules = {witness.rule: witness for witness in root.fields if witness.field == "normativity"}
    assert rules["norm.sum"].chosen and rules["norm.sum"].value == root.normativity
    assert rules["norm.duties"].raw == "任何单位和个人不得" and rules["norm.rule_form"].value == "normative"
    for witness in rules.values():
        assert witness.rule == "norm.sum" or not witness.chosen
        assert witness.start is None or root.text[witness.start : witness.end] == witness.raw
    assert [one.rule for one in part.fields if one.field == "carrier_class"] == ["carrier.of_place"]


def test_an_enclosed_text_of_a_draft_is_a_draft() -> None:
    text = (
        "关于公开征求《青溪市养犬管理规定（征求意见稿）》意见的公告\n现将《青溪市养犬管理规定（征求意见稿）》公开征求意见。\n"
        "青溪市公安局\n2021年5月31日\n青溪市养犬管理规定（征求意见稿）\n第一条　为规范养犬，制定本规定。\n"
        "第二条　任何单位和个人不得弃养。\n第三条　本规定自2021年8月1日起施行，有效期5年。\n"
    )
    root, part = read(text)
    assert (root.carrier_class, part.carrier_class, part.normativity) == ("draft", "draft", "not_normative")


def test_the_key_words_of_a_printed_paper_make_it_no_web_page() -> None:
    text = "青溪市人民政府关于渡口管理的通知\n青政发〔2008〕3号\n\n各县人民政府：\n现就有关事项通知如下。\n"
    text += "青溪市人民政府\n二○○八年三月二日\n主题词：交通　渡口　通知\n"
    assert read(text, path="2008/渡口.doc")[0].carrier == "other"


def test_the_page_tells_how_the_organs_of_a_joint_title_are_parted() -> None:
    text = "青溪市财政局　青溪市民政局\n关于核定标准的通知\n青财〔2019〕2号\n各县（市）财政局：\n现将标准通知如下。"
    named = "青溪市财政局、青溪市民政局关于核定标准的通知"
    root = read(text, told=(MetadataValue(Witness.PAGE_TABLE, "标题", named),), path="1.html")[0]
    assert root.title == named
    assert (root.issuer, root.co_issuers) == ("青溪市财政局", ("青溪市民政局",))


def test_an_annex_titled_behind_its_label_by_an_organ_is_read() -> None:
    text = (
        "青禾市人民政府关于废止部分文件的决定\n青政发〔2019〕3号\n\n　　决定废止2件文件（目录见附件1）。\n\n"
        "青禾市人民政府\n2019年3月1日\n\n附件1：青禾市人民政府决定废止的文件目录（2件）\n"
        "1.关于城市规划的通知（青政发〔2000〕65号）\n2.关于商品市场的通知（青政发〔2000〕1号）\n"
    )
    assert read(text)[0].document_number == "青政发〔2019〕3号"


def test_an_announcement_that_the_page_prints_as_its_heading_heads_the_number() -> None:
    text = (
        "2020年第4号\n关于发布《山茶油》地方标准的公告\n根据标准化法，现予公告。\n青溪市市场监督管理局\n2020年2月28日"
    )
    named = MetadataValue(Witness.PAGE_TABLE, "heading", "青溪市市场监督管理局公告")
    root = read(text, told=(named,), path="1.html")[0]
    assert root.document_number == "青溪市市场监督管理局公告2020年第4号"
