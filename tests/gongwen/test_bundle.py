"""Several papers in one text: cut where each begins, and never where what follows is part of the paper before it."""

import pytest

from gongwen.bundle import papers_behind
from gongwen.furniture import split_lines

FIRST = """青岚市人民政府文件
青政发〔2009〕5号
青岚市人民政府关于渡口夜间管理的通知
各县（市、区）人民政府，市政府各部门：
为保障夜间渡运安全，现就有关事项通知如下。
一、渡口夜间应当有人值守。
青岚市人民政府
二〇〇九年三月五日
"""
PRINTED = """抄送：市委各部门，市人大常委会办公室。
青岚市人民政府办公室 2009年3月6日印发
"""
SECOND = """青岚市人民政府办公室文件
青政办发〔2009〕17号
青岚市人民政府办公室关于做好防汛值班工作的通知
各县（市、区）人民政府：
汛期将至，请各地落实值班制度。
青岚市人民政府办公室
二〇〇九年四月二日
"""
THIRD = """青政函〔2009〕8号
青岚市人民政府关于同意设立竹溪渡口的批复
竹溪县人民政府：
你县《关于设立竹溪渡口的请示》收悉。经研究，同意设立。
青岚市人民政府
二〇〇九年五月四日
"""
LIST = """青政发〔2010〕9号
青岚市人民政府关于公布废止规范性文件目录的通知
各县（市、区）人民政府：
经清理，决定废止下列文件。
青岚市人民政府
二〇一〇年一月四日
青岚市人民政府
青政发〔2001〕3号
青岚市人民政府关于渡口收费的通知
2001年3月4日
青岚市人民政府
青政发〔2002〕6号
青岚市人民政府关于竹木检查的通知
2002年5月4日
"""


@pytest.mark.parametrize(
    ("text", "begins", "why"),
    [
        (FIRST + SECOND, ["青岚市人民政府办公室文件"], "a masthead and a number behind a signature"),
        (FIRST + PRINTED + SECOND + THIRD, ["青岚市人民政府办公室文件", "青政函〔2009〕8号"], "a volume of three"),
        (FIRST + "特急\n" + SECOND, ["特急"], "a mark above the masthead belongs to the paper below"),
        (
            FIRST.replace("现就", "根据青政办发〔2009〕17号，现就") + SECOND,
            [],
            "what a paper names by its number may be what it has attached",
        ),
        (
            FIRST.replace("关于渡口夜间管理的通知", "转发市政府办公室关于做好防汛值班工作文件的通知") + SECOND,
            [],
            "what a paper forwards stands behind it and is its part",
        ),
        (
            FIRST.replace("关于渡口夜间管理的通知", "转发省政府有关文件的通知") + SECOND + THIRD,
            ["青政函〔2009〕8号"],
            "one text is forwarded; the next paper is one of its own",
        ),
        (FIRST + "附件\n" + SECOND, [], "an annex may be a paper with a head"),
        (FIRST.replace("青政发〔2009〕5号\n", "") + SECOND, [], "a text without a number of its own may be a cover"),
        (FIRST.replace("二〇〇九年三月五日\n", "") + SECOND, [], "a paper that has not ended may be quoting"),
        (LIST, [], "the cells of a list are no papers, though organ, number, title and date stand one below another"),
        (FIRST, [], "one paper"),
        ("", [], "nothing"),
    ],
)
def test_where_papers_begin(text: str, begins: list[str], why: str) -> None:
    lines = split_lines(text)
    assert [lines[place].words for place in papers_behind(lines)] == begins, why
