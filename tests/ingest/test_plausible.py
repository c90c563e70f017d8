"""Whether a text is one that somebody wrote."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.plausible import hanzi_plausibility, looks_written, odd_share


@given(
    st.text(alphabet="的一是乡镇渡口管理龘靐爨齉\ue000\ufffd\x00abc，。 \n鄉鎮", max_size=60),
    st.sampled_from([0.0, 0.5, 0.8, 1.0]),
    st.sampled_from([0.0, 0.1, 0.5]),
)
def test_the_quick_answer_is_that_of_the_exact_shares(text: str, least: float, most_odd: float) -> None:
    exact = odd_share(text) <= most_odd and hanzi_plausibility(text) >= least
    assert looks_written(text, least=least, most_odd=most_odd) is exact
