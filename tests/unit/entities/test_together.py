"""An article is answered as if it were alone, whatever articles it is asked for with."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.entities.extractor import Extractor
from pipeline.stages import shipped
from tools.made_articles import unique

EXTRACTOR = Extractor(shipped.entities())
PIECES = st.sampled_from(
    ["省委书记", "周立言", "在", "北京市", "强调，", "😀", "𠮷", "12.5亿元", "《山海》", "。", "\n", "星海股份",
     "(600123)", "2月14日", "说", "、", "上海交通大学", "陳國華", "工作会议"]
)  # fmt: skip
BODIES = st.one_of(
    st.just(""),
    st.just("上海交通大学"),
    st.lists(PIECES, max_size=30).map("".join),
    # More than are scored as one.
    st.lists(PIECES, min_size=1, max_size=5).map(lambda pieces: "".join(pieces) * 700),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(BODIES, st.sampled_from(["zh-Hans", "", "en"])), max_size=5))
def test_together_as_alone(asked: list[tuple[str, str]]) -> None:
    articles = [unique(body, headline=body[:8], language=code) for body, code in asked]
    together = EXTRACTOR.many(articles)
    assert together == [EXTRACTOR(article) for article in articles]
    assert together[::-1] == EXTRACTOR.many(articles[::-1])
