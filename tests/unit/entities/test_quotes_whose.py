"""How a speaker is found: each way with what it takes, and what it must leave alone."""

from __future__ import annotations

import pytest

from pipeline.types.articles import EntityType
from tests.unit.entities.named_texts import named, posts_before, quotes_with

POSTS = ("局长", "所长", "会长", "厅长", "书记", "教练", "总经理")
QUOTES = quotes_with(POSTS)
NAMES: dict[str, EntityType] = {
    "马文博": "person", "周立言": "person", "林晏": "person", "春江港务局": "organisation",
    "航道研究所": "organisation",
}  # fmt: skip


def told(text: str) -> list[tuple[str, str, str]]:
    """Return of each quotation its speaker, its words, and the way to him; `text` is folded."""
    found = named(text, NAMES)
    posts = posts_before(text, found, POSTS)
    return [
        (text[q.speaker_start : q.speaker_end], text[q.start : q.end], q.way)
        for q in QUOTES.find(text, found, posts)
    ]


@pytest.mark.parametrize(
    ("text", "who", "way"),
    [
        # A pronoun: the last subject of several, the one who is only accompanied, the only one.
        ("马文博宣布水闸开工,周立言对此表示赞赏。他说:“早该修了。”", "周立言", "before"),
        ("马文博考察春江,周立言陪同。他说:“早该修了。”", "马文博", "before"),
        ("来自江北的马文博在会后见到了周立言。他说:“早该修了。”", "马文博", "before"),
        ("马文博(女)来自江北。\n港口很忙。\n她说:“早该修了。”", "马文博", "before"),
        ("马文博从一名船工做起。他说:“早该修了。”", "马文博", "before"),
        # Adverbs, and what stands before a name.
        ("马文博第一次在会上说:“早该修了。”", "马文博", "before"),
        ("“早该修了。”春江港务局战略与航道研究所所长马文博说。", "马文博", "behind"),
        ("厅长周立言主持会议,局长马文博作了推介,并表示,“早该修了。”", "马文博", "before"),
        ("马文博在港区勉励广大船工,“早该修了。”", "马文博", "before"),
        ("“早该修了。”在所长马文博眼中,那是小事。", "马文博", "behind"),
        ("马文博说,水浅。此外,“早该修了。”马文博补充道。", "马文博", "behind"),
        ("“先行一步,早修早好”,马文博指出,“不能再等。”", "马文博", "behind"),
        # The sentence behind the words says that they are his.
        ("“我盼着开船。”马文博满怀憧憬。", "马文博", "shown"),
        ("“我盼着开船。”马文博的语气中充满期待。", "马文博", "shown"),
        ("“我盼着开船。”开船前一天,局长马文博在码头如是说。", "马文博", "told"),
        ("“我盼着开船。”在船厂做工的马文博,今年三十岁,他说,“不能再等。”", "马文博", "told"),
        ("他的同事说:“早该修了。”", "他的同事", "before"),
        ("“早该修了。”一位老船长这样形容水闸。", "一位老船长", "told"),
        # The sentence around them, and the one before.
        ("马文博是一名船工,“我从小在江边长大。”", "马文博", "sentence"),
        ("马文博坦言有压力,“我们没有退路。”", "马文博", "sentence"),
        ("马文博提出一个问题:“谁来修闸?”", "马文博", "sentence"),
        ("马文博来过江北。说到江水,他如数家珍:“一年四种颜色。”", "马文博", "sentence"),
        ("马文博从一名学徒做到了总调度。“我们还要再添两艘。”", "马文博", "sentence-before"),
        # Words in marks that end what he says.
        ("马文博称这道闸是“百年来最要紧的一步”。", "马文博", "part"),
    ],
)
def test_the_way_to_a_speaker(text: str, who: str, way: str) -> None:
    quotes = [q for q in told(text) if q[1].startswith("“")]
    assert (quotes[0][0], quotes[0][2]) == (who, way)
    assert {q[0] for q in quotes} == {who}


@pytest.mark.parametrize(
    "text",
    [
        # Of two whom a pronoun may mean it means neither, and it is no name itself.
        "他告诉大家:“早该修了。”",
        "他作为律师说:“早该修了。”",
        "马文博宣布开工,周立言准备材料。他说:“早该修了。”",
        "马文博的鼓励给了周立言信心。他说:“早该修了。”",
        "马文博来了。\n周立言走了。\n岸边在江上经营船坞的尹先生赶到,他说:“早该修了。”",
        "马文博来了,周立言走了。\n船坞的老板Anna Berg反对。她说:“早该修了。”",
        "马文博(女)来自江北。他说:“早该修了。”",
        "船工们欢迎马文博。他说:“早该修了。”",
        "马文博的妻子来了。她说:“早该修了。”",
        # A term before a post, a name of a thing, a noun, a phrase of manner.
        "“爱我春江”会长马文博表示,港口恢复通航。",
        "马文博对水情进行了分析,“早该修了”的标语很多。",
        "举个例子说,“早该修了。”",
        "“百年大计”规划提出:“早该修了。”",
        # Who answers or goes by with words of his own.
        "记者赵某报道:“早该修了。”",
        "马文博身中一箭,贼惊曰:“好船长!”",
        "“早该修了。”马文博来到码头。",
        "马文博把信交给周立言,船工听说后,“早该修了。”",
        "“早该修了。”\n马文博满怀憧憬。",
        "马文博宣布了名单。“他是最好的船长。”",
        "马文博称这里是“船之家”。",
    ],
)
def test_words_in_marks_that_have_no_sure_speaker(text: str) -> None:
    assert [q for q in told(text) if q[1].startswith("“")] == []


def test_each_of_two_quotations_side_by_side_has_its_own_speaker() -> None:
    assert told("马文博说:“早该修了。”“对”,一位船工附和道。")[0] == (
        "马文博",
        "“早该修了。”",
        "before",
    )
    assert [q[1] for q in told("马文博说:“早该修了。”“对”,一位船工附和道。")] == ["“早该修了。”"]
    assert told("马文博问:“修不修?”“早该修了。”一位船工笑着说。")[1][0] == "一位船工"
    assert [q[1] for q in told("马文博评价:“很好。”“一江两岸”,是城里的中轴。")] == ["“很好。”"]


def test_what_goes_on_behind_a_comma_is_of_who_spoke_last() -> None:
    text = "马文博表示,水浅了。要通航,“早晚都得修闸。”"
    assert told(text)[1] == ("马文博", "“早晚都得修闸。”", "goes-on")
    assert len(told("马文博表示,水浅了。有人不信,“早晚都得修闸。”")) == 1
    assert len(told("马文博表示,水浅了。\n要通航,“早晚都得修闸。”")) == 1


def test_who_alone_speaks_in_an_article_says_the_rest() -> None:
    three = "“水浅了。”马文博说。\n“船少了。”马文博说。\n“人走了。”马文博说。\n"
    assert told(three + "“我还在等。”\n码头静了。")[-1] == ("马文博", "“我还在等。”", "only")
    # Not what a poster says, nor what is about him, nor where another speaks.
    assert len(told(three + "“开船喽。”\n码头静了。")) == 3
    assert len(told(three + "“我认得马文博。”\n码头静了。")) == 3
    assert len(told(three + "“船多了。”林晏说。\n“我还在等。”\n码头静了。")) == 4
    assert len(told(three + "一位船长来了。“我还在等。”\n码头静了。")) == 3


def test_chiefs_and_offices_are_no_adverbs() -> None:
    assert told("总书记说:“早该修了。”")[0][0] == "总书记"
    assert told("“早该修了。”就业中心有关负责人介绍。")[0][0] == "就业中心有关负责人"
