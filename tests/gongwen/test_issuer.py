"""Organs: told from other words, joined, placed, written out in full; known and invented places alike."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.issuer import (
    find_issuer,
    full_name,
    is_organ,
    level_of,
    organ_of_code,
    organs,
    parse_issuers,
    region_of,
    rules_of_government,
    same_organ,
    without_province,
)
from gongwen.organs import NATIONWIDE


@pytest.mark.parametrize(
    ("name", "region", "level", "why"),
    [
        ("国务院办公厅", NATIONWIDE, "central", "central"),
        ("最高人民法院", NATIONWIDE, "central", "a court of the centre"),
        ("财政部", NATIONWIDE, "central", "a ministry"),
        ("浙江省人民政府", "浙江省", "province", "a province"),
        ("江西省市场监督管理局", "江西省", "province", "市 of 市场 is no place"),
        ("浙江省城市管理局", "浙江省", "province", "城市 is no city"),
        ("青溪市人民政府办公室", "青溪市", "city", "an invented city"),
        ("青溪市市场监督管理局", "青溪市", "city", "市市"),
        ("青溪市云岭县人民政府", "云岭县", "county", "the narrowest place counts"),
        ("江山市人民政府", "江山市", "county", "the table knows a city of county level"),
        ("云岭县石湖镇人民政府", "石湖镇", "town", "a town"),
        ("青溪经济技术开发区管理委员会", "青溪经济技术开发区", "functional", "a zone"),
        ("青屿综合实验区管委会", "青屿综合实验区", "functional", "综合 belongs to the kind of zone"),
        ("青屿综合实验区社会事业局", "青屿综合实验区", "functional", "an organ of such a zone"),
        ("青溪东湾新技术开发区管委会", "青溪东湾新技术开发区", "functional", "技术 belongs to the kind of zone"),
        ("云溪自由贸易试验区管理委员会", "云溪自由贸易试验区", "functional", "a free-trade zone"),
        ("和泉县人民政府", "和泉县", "county", "和 may begin a place"),
        ("青溪市禾泉区人民政府", "禾泉区", "county", "a district"),
        ("恩泉土家族苗族自治州人民政府", "恩泉土家族苗族自治州", "city", "an autonomous prefecture"),
        ("市人民政府办公室", "", "city", "a bare level names no place"),
    ],
)
def test_an_organ_has_its_place_and_level(name: str, region: str, level: str, why: str) -> None:
    assert is_organ(name), why
    assert (region_of(name), level_of(name)) == (region, level), why


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("各县人民政府", "addressees"),
        ("本市人民政府", "whoever it is"),
        ("有关部门", "nobody"),
        ("管理办法", "an instrument"),
        ("经市政府同意", "a clause"),
        ("《青溪市人民政府》", "quoted"),
        ("青溪市市区住房办法", "a title"),
        ("人民政府", "no place"),
    ],
)
def test_other_words_are_no_organ(words: str, why: str) -> None:
    assert not is_organ(words), why


@pytest.mark.parametrize(
    ("text", "names", "why"),
    [
        ("青溪市财政局、青溪市民政局", ("青溪市财政局", "青溪市民政局"), "the usual joint"),
        ("青溪市财政局　　青溪市民政局", ("青溪市财政局", "青溪市民政局"), "parted by blanks"),
        ("省发展改革委、财政厅、农业厅", ("省发展改革委", "财政厅", "农业厅"), "later names leave out the place"),
        ("青溪市财政局和青溪市民政局", ("青溪市财政局", "青溪市民政局"), "parted by 和"),
        ("国家发展和改革委员会", ("国家发展和改革委员会",), "和 inside a name"),
        ("国　务　院", ("国务院",), "set apart"),
        ("国 务 院  中 央 军 委", ("国务院", "中央军委"), "two names, each set apart"),
        ("青溪市人民政府文件", ("青溪市人民政府",), "a masthead"),
        ("中华人民共和国国务院", ("国务院",), "the state's name is left out"),
        ("原环境保护部", ("环境保护部",), "an organ of former days goes by its name"),
        ("原平市人民政府", ("原平市人民政府",), "a place whose name begins with 原"),
        ("转发青溪市人民政府", (), "a verb begins no organ"),
        ("关于印发", (), "no organ"),
    ],
)
def test_organs_that_issue_together(text: str, names: tuple[str, ...], why: str) -> None:
    assert parse_issuers(text) == names, why


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("青溪市人民政府办公室印发关于金融支持若干措施的通知", ("青溪市人民政府办公室",)),
        ("省市场监管局防控工作领导小组关于组织培训的通知", ("省市场监管局防控工作领导小组",)),
        ("國務院辦公廳、中央軍委辦公廳關於加強管理的通知", ("国务院办公厅", "中央军委办公厅")),
        ("关于印发青溪市绿化办法的通知", ()),
        ("青溪市人民代表大会常务委员会工作条例", ()),
    ],
)
def test_the_organs_that_lead_a_title(title: str, names: tuple[str, ...]) -> None:
    found = find_issuer(title)
    assert (found.names if found else ()) == names
    if found:
        assert found.start == 0 and title[: found.end]


@pytest.mark.parametrize(
    ("name", "region", "full", "why"),
    [
        ("省市场监管局", "江西省", "江西省市场监督管理局", "short, and without its place"),
        ("青溪市政府办公室", "", "青溪市人民政府办公室", "short"),
        ("青溪市发改委", "", "青溪市发展和改革委员会", "short"),
        ("省防汛抗旱指挥部", "江西省", "省防汛抗旱指挥部", "a body for the occasion keeps its printed name"),
        ("国务院", NATIONWIDE, "国务院", "the nation is no prefix"),
        ("市财政局", "江西省", "市财政局", "whose city is not known"),
    ],
)
def test_names_are_written_out(name: str, region: str, full: str, why: str) -> None:
    assert full_name(name, region) == full, why
    assert same_organ(name, full, region=region), why


def test_the_table_of_organs_is_in_order() -> None:
    rows = organs()
    assert len({row.organ_id for row in rows}) == len(rows)
    assert all(row.source and row.level in {"central", "province", "city", "county"} for row in rows)
    assert all(region_of(row.name) == row.region for row in rows if row.level != "central")
    assert all(is_organ(row.name) for row in rows)


@pytest.mark.parametrize(
    ("code", "organ", "why"),
    [
        ("国办发", ("国务院办公厅",), "one central organ's alone, and verified"),
        ("国函", ("国务院",), "one of several codes of an organ"),
        ("浙政发", ("浙江省人民政府",), "one provincial organ's alone, and verified"),
        ("常政发", (), "codes of counties are not unique"),
        ("青政发", (), "a county's, though verified: other places may use it too"),
        ("宁政发", (), "an autonomous region's and a county's"),
        ("云政办发", (), "a province's, and by an unverified row a county's as well"),
        ("国能发", (), "an unverified row proves nothing by itself"),
    ],
)
def test_a_code_proves_an_organ_only_where_it_is_one_organs_alone(code: str, organ: tuple[str, ...], why: str) -> None:
    assert organ_of_code(code) == organ, why


def test_no_row_is_verified_whose_code_was_filled_in_from_general_knowledge() -> None:
    assert not [row.name for row in organs() if row.verified and ("通行写法" in row.source or "未见" in row.source)]


PLACES = st.builds(
    lambda stem, level: stem + level,
    st.text(alphabet="青溪云岭禾泉塘谷石湖梅屿", min_size=2, max_size=3),
    st.sampled_from(["市", "县", "区"]),
)
BODIES = st.sampled_from(["人民政府", "人民政府办公室", "财政局", "市场监督管理局", "民政局", "人民法院", "教育局"])


@settings(max_examples=80)
@given(place=PLACES, body=BODIES, outer=st.sampled_from(["", "浙江省", "江西省"]))
def test_grammar_reads_organs_of_any_place(place: str, body: str, outer: str) -> None:
    name = outer + place + body
    assert parse_issuers(name) == (name,)
    assert region_of(name) == place
    found = find_issuer(f"{name}关于加强管理工作的通知")
    assert found and found.names == (name,)


@pytest.mark.parametrize(
    ("name", "beside", "want", "why"),
    [
        ("江西省青溪市人民政府", ["青溪市渡口管理规定"], "青溪市人民政府", "the title names the place alone"),
        ("江西省青溪市人民政府", ["江西省青溪市人民政府关于节水的通知"], "江西省青溪市人民政府", "the title has both"),
        ("重庆市云岭区人民政府", ["云岭区渡口管理办法"], "重庆市云岭区人民政府", "districts of a city bear its name"),
        ("江西省水利厅", ["水利厅"], "江西省水利厅", "an organ of the province"),
    ],
)
def test_a_citys_organ_is_named_without_its_province(name: str, beside: list[str], want: str, why: str) -> None:
    assert without_province(name, beside) == want, why


def test_short_names_of_autonomous_regions_are_written_out() -> None:
    assert full_name("广西自治区人民政府") == "广西壮族自治区人民政府"
    assert full_name("自治区财政厅", "宁夏回族自治区") == "宁夏回族自治区财政厅"
    assert full_name("青溪市人民代表大会常委会") == "青溪市人民代表大会常务委员会"


@pytest.mark.parametrize(
    ("words", "want", "why"),
    [
        ("财政部税务总局", ("财政部", "税务总局"), "two ministries"),
        ("国家卫生健康委国家中医药局", ("国家卫生健康委", "国家中医药局"), "two that both begin with 国家"),
        ("中共中央办公厅国务院办公厅", ("中共中央办公厅", "国务院办公厅"), "not 中共中央 and an office"),
        ("浙江省财政厅浙江省民政厅", ("浙江省财政厅", "浙江省民政厅"), "one place again"),
        ("省发展改革委省财政厅", ("省发展改革委", "省财政厅"), "a bare level again"),
        (
            "浙江省财政厅国家税务总局浙江省税务局浙江省民政厅",
            ("浙江省财政厅", "国家税务总局浙江省税务局", "浙江省民政厅"),
            "a central organ's local office between two of the place",
        ),
        ("国家税务总局浙江省税务局", ("国家税务总局浙江省税务局",), "an office and whose it is are one"),
        ("国务院国有资产监督管理委员会", ("国务院国有资产监督管理委员会",), "an organ of the State Council is one"),
        ("青溪市青溪工业园区管理委员会", ("青溪市青溪工业园区管理委员会",), "a place that bears its city's name"),
        ("县政府网站", (), "a site is no organ"),
    ],
)
def test_organs_with_nothing_between_them_are_taken_apart(words: str, want: tuple[str, ...], why: str) -> None:
    assert parse_issuers(words) == want, why


@pytest.mark.parametrize(
    ("title", "want", "why"),
    [
        ("青溪县人民政府工作规则", "青溪县人民政府", "a government's own rules"),
        ("青溪县人民政府信息公开指南", "", "a page about it may be its office's"),
        ("青溪县停车办法", "", "a place is no government"),
    ],
)
def test_rules_of_a_government_name_it(title: str, want: str, why: str) -> None:
    assert rules_of_government(title) == want, why


@pytest.mark.parametrize("others", ["等三部门", "等2部门", "等有关部门", "等5个部门", "等部门"])
def test_organs_that_are_only_counted_leave_the_lead(others: str) -> None:
    found = find_issuer(f"青溪市教育局{others}关于加强校车管理的通知")
    assert found is not None and found.names == ("青溪市教育局",)


def test_an_organ_before_the_year_of_its_budget_leads_the_title() -> None:
    found = find_issuer("青溪市粮食和物资储备局2023年部门预算")
    assert found is not None and found.names == ("青溪市粮食和物资储备局",)
    found = find_issuer("青溪市民政局2023年机关运行经费决算")
    assert found is not None and found.names == ("青溪市民政局",), "关 of 机关 is not the word 关于"
    assert find_issuer("青溪市人民政府2023年关于预算的报告") is None, "关于 stands between the year and the word"
    assert find_issuer("青溪市公安局2023年招聘辅警") is None, "who holds an event need not have issued the page"
