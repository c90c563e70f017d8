"""Lines held column by column are the same lines as one by one."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.printed_lines import Line, Lines

_PLACE = st.floats(0, 800)
_LINES = st.lists(
    st.builds(Line, st.text(max_size=4), _PLACE, _PLACE, _PLACE, _PLACE, _PLACE, st.booleans(), st.just(())),
    min_size=1,
    max_size=6,
)


@given(_LINES, _LINES, st.data())
def test_columns_and_single_lines_are_the_same(lines: list[Line], others: list[Line], data: st.DataObject) -> None:
    columns = Lines.of(lines)
    assert Lines.of(columns) is columns
    assert (list(columns), len(columns), columns[-1]) == (lines, len(lines), lines[-1])
    assert list(columns.followed_by(Lines.of(others))) == lines + others
    start, end = data.draw(st.integers(0, len(lines))), data.draw(st.integers(0, len(lines)))
    assert list(columns[start:end]) == lines[start:end]
    out = data.draw(st.sets(st.integers(0, len(lines) - 1)))
    assert list(columns.without(sorted(out))) == [line for place, line in enumerate(lines) if place not in out]
    assert [level / 2 for level in columns.levels] == [line.middle for line in lines]


def test_no_lines() -> None:
    assert list(Lines.of([])) == list(Lines()) == [] and not Lines()
