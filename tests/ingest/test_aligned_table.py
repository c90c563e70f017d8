"""Tables without rules: whatever the layout, rows are told whole or the page is left as it was."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers.aligned_table import rows_among, with_aligned_tables
from ingest.readers.page_layout import Glyph, lines_of
from ingest.readers.printed_lines import Line

SIZE = 12.0
LEFTS = (60.0, 110.0, 330.0, 450.0)
SIGNS = (3, 16, 8, 6)  # characters that a line of each column holds
HEADING = ["序号", "文件名称", "文号", "制定机关"]


def printed(text: str, left: float, top: float) -> Line:
    return Line(text, left, top - SIZE, left + SIZE * len(text), top, SIZE)


def wrapped(text: str, signs: int) -> list[str]:
    return [text[at : at + signs] for at in range(0, len(text), signs)]


def laid_out(rows: Sequence[Sequence[str]], *, middle: bool, leading: float, padding: float, top: float) -> list[Line]:
    """Print the rows downwards, each as high as its longest cell; the cells begin at its top or hang in its middle."""
    lines = []
    for row in rows:
        cells = [wrapped(cell, signs) for cell, signs in zip(row, SIGNS, strict=True)]
        height = max(len(cell) for cell in cells)
        for cell, left in zip(cells, LEFTS, strict=True):
            above = (height - len(cell)) / 2 if middle else 0
            lines += [printed(text, left, top - (above + place) * leading) for place, text in enumerate(cell)]
        top -= height * leading + padding
    return lines


def texts(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines]


ROWS = st.lists(
    st.tuples(
        st.integers(1, 60).map(
            lambda length: ("青禾市关于印发加强和规范公共设施建设安全生产监督管理工作办法的" * 2)[:length]
        ),
        st.integers(1, 99).map(lambda serial: f"青政发〔2001〕{serial}号"),
        st.sampled_from(["市政府", "青禾市人民政府办公室", ""]),
    ),
    min_size=3,
    max_size=12,
)


@settings(deadline=None, max_examples=60)
@given(ROWS, st.booleans(), st.sampled_from([14.4, 18.0]), st.sampled_from([0.0, 2.0, 8.0]), st.booleans())
def test_rows_are_told_whatever_the_layout(
    cells: list[tuple[str, str, str]], middle: bool, leading: float, padding: float, headed: bool
) -> None:
    rows = [[str(number), *row] for number, row in enumerate(cells, start=1)]
    before = printed("经研究，决定废止下列规范性文件，现予公布，自公布之日起施行，请认真做好衔接工作。", 60.0, 800.0)
    after = printed("联系单位是青禾市司法局，本目录自公布之日起施行，请认真做好衔接和宣传解释工作。", 60.0, 0.0)
    table = laid_out(
        [*([HEADING] if headed else []), *rows], middle=middle, leading=leading, padding=padding, top=700.0
    )
    after = after._replace(bottom=table[-1].bottom - 400, top=table[-1].bottom - 400 + SIZE)
    told = texts(with_aligned_tables([[before, *table, after]])[0])
    expected = ["\t".join(row).rstrip("\t") for row in [*([HEADING] if headed else []), *rows]]
    assert told == [before.text, *expected, after.text]


def table(count: int, *, first: int = 1, top: float = 700.0) -> list[Line]:
    rows = [
        [str(first + n), "青禾市人民政府关于加强渡口安全管理的通知", f"青政发〔2001〕{n}号", "市政府"]
        for n in range(count)
    ]
    return laid_out(rows, middle=False, leading=18.0, padding=4.0, top=top)


def test_a_table_goes_on_over_the_page_with_a_single_row() -> None:
    told = with_aligned_tables([table(4), table(1, first=5)])
    assert texts(told[1]) == ["5\t青禾市人民政府关于加强渡口安全管理的通知\t青政发〔2001〕0号\t市政府"]


def test_a_single_row_alone_is_no_table() -> None:
    assert list(with_aligned_tables([table(1, first=5)])[0]) == table(1, first=5)


def left_out(lines: Sequence[Line], *texts_: str) -> list[Line]:
    return [line for line in lines if line.text not in texts_]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (left_out(table(5), "3"), "a number is missing: two rows could be told as one"),
        ([line for line in table(5) if line.left <= LEFTS[1]], "a numbered list: one gutter only"),
        ([line._replace(text="文") if line.left == LEFTS[0] else line for line in table(5)], "columns without numbers"),
        (
            [*table(5), printed("青禾市人民政府关于加强渡口安全管理青政发〔2001〕", LEFTS[1], 690.0)],
            "a line through a gutter where the cells stand",
        ),
        (
            [
                *(
                    line._replace(left=line.left - 24, right=line.right - 24) if line.left == 330.0 else line
                    for line in table(5)
                ),
                printed("文件名称", LEFTS[1], 718.0),
                printed("文号", 306.0, 718.0),
                printed("序号", LEFTS[0], 718.0),
            ],
            "two headings over what looks like one column",
        ),
    ],
)
def test_what_is_not_sure_is_left_alone(lines: list[Line], why: str) -> None:
    assert list(with_aligned_tables([lines])[0]) == lines, why


def test_two_cells_recognised_as_one_piece_do_not_hide_the_gutter() -> None:
    pieces = table(9)
    maker = [one for one in pieces if one.text == "市政府"][4]
    level = maker.top
    pieces = [one for one in pieces if not (level - 19 <= one.top <= level and one.left >= LEFTS[2])]
    pieces.append(Line("青政发〔2001〕4号 市政府", LEFTS[2], level - SIZE, maker.right, level, SIZE))
    above, rows, below = rows_among(pieces)
    assert (above, below, len(rows)) == ([], [], 9)
    assert [row.text.count("\t") for row in rows] == [3, 3, 3, 3, 2, 3, 3, 3, 3]
    assert rows[4].text.endswith("\t青政发〔2001〕4号 市政府")


def test_cells_of_one_row_half_a_line_apart_are_lines_of_their_own() -> None:
    glyphs = [Glyph(sign, at * SIZE, 100.0, at * SIZE + SIZE, 112.0) for at, sign in enumerate("12")]
    glyphs += [Glyph(sign, 60 + at * SIZE, 107.0, 72 + at * SIZE, 119.0) for at, sign in enumerate("青政发")]
    assert texts(lines_of(glyphs)) == ["12", "青政发"]
    raised = [*glyphs[:2], glyphs[2]._replace(left=24.0, right=36.0)]
    assert texts(lines_of(raised)) == ["12青"], "raised type beside its word"
