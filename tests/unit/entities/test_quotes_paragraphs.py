"""Words of the one person of a paragraph, and of whom the sentence behind them names."""

from __future__ import annotations

import pytest

from pipeline.types.articles import EntityType
from tests.unit.entities.named_texts import named, posts_before, quotes_with

POSTS = ("局长", "教师", "船长", "货运主任")
QUOTES = quotes_with(POSTS)
NAMES: dict[str, EntityType] = {
    "马文博": "person", "周立言": "person", "春江港务局": "organisation",
}  # fmt: skip


def told(text: str) -> list[tuple[str, str]]:
    """Return of each quotation in marks its speaker and its words; `text` is folded."""
    found = named(text, NAMES)
    said = QUOTES.find(text, found, posts_before(text, found, POSTS))
    words = [(text[q.speaker_start : q.speaker_end], text[q.start : q.end]) for q in said]
    return [(who, quoted) for who, quoted in words if quoted.startswith("“")]


@pytest.mark.parametrize(
    ("before", "words", "behind"),
    [
        ("马文博在码头卖鱼。这是一天最忙的时候。", "“鱼新鲜,来买的人也多。”", ""),
        ("马文博做了十年渔具。", "“头几年,总有人嫌鱼钩做得细。”", "他曾服务过一位阿姨。"),
        ("站岗时,马文博为船工带路最多。", "“常有人来这里问路。”", "作为本地人,马文博也推荐小吃。"),
        ("与别的船工不同,因身边有同学落水,马文博从不大意。", "“当时,我们都吓坏了。”", ""),
        ("马文博是商会会长,常与官员交流。", "“官员讲得明白,办事也快。”", "他对此印象深刻。"),
        ("马文博认为,兴趣最要紧。兴趣从哪里来?不是与生俱来。", "“也许专业不是第一选择。”", ""),
        ("马文博读完了报告。专业训练也给了他很大帮助,", "“因为我一直在学画”", "。"),
        ("说到儿子,马文博笑了,因为那次不能用好坏来评价,", "“我只是带他去玩玩”", "。"),
        ("马文博说,市场很大。未来将加大合作,", "“这是一个双赢的过程”", "。"),
    ],
)
def test_the_one_person_of_a_paragraph(before: str, words: str, behind: str) -> None:
    assert ("马文博", words) in told(before + words + behind)


@pytest.mark.parametrize(
    "text",
    [
        "马文博看望了老人。“孩子不在身边,日子也过得去。”",
        "马文博向村民询问收成。“今年收成好,大家都高兴。”",
        "马文博和村民一起走进果园。“今年收成好,大家都高兴。”",
        "马文博见到周立言。这是一天最忙的时候。“鱼新鲜,来买的人也多。”",
        "马文博在码头卖鱼。一位船工走来。“鱼新鲜,来买的人也多。”",
        "马文博在码头卖鱼。墙上挂着标语。“鱼新鲜,来买的人也多。”",
        "马文博的女儿在码头卖鱼。这是最忙的时候。“鱼新鲜,来买的人也多。”",
        "马文博在码头卖鱼。这是最忙的时候。“鱼新鲜,来买的人也多。”船工们连连点头。",
        "马文博参加了第十届活动,“我的中国梦”专题展同日开幕。",
        "船工告诉她,“这是风寒。”那一刻她哭了,“太好了,原来我没有大病”。",
    ],
)
def test_others_may_have_said_it(text: str) -> None:
    assert not [each for each in told(text) if each[0] == "马文博" or "太好了" in each[1]]


@pytest.mark.parametrize(
    "text",
    [
        "“修船靠的还是老师傅,没有别的路。”11月8日上午,局长马文博在演讲中分享了近年的感受。",
        "“打鱼之外,我还能把见过的鱼画下来。”虽然工作繁忙,但对于续集,马文博仍有打算。",
        "码头扩建了。“闸口拓宽以后,货一下子多了,吊机忙不过来。”货运主任马文博牵头把事情理顺。",
        "码头扩建了。“闸口拓宽以后,货一下子多了,吊机忙不过来。”曾管货运的马文博牵头把事情理顺。",
        "码头扩建了。“闸口拓宽以后,货一下子多了,吊机忙不过来。”曾管春江港务局货运的马文博牵头。",
        "“不能把记账当成管账,那样管不住钱。”马文博看来,有人只是怕麻烦。",
        "“种树要有耐心,也要做好绝收的打算。”马文博的愿望就是有一片自己的果园。",
        "“潮汐表早该有人讲了,出海全靠它吃饭。”马文博听说要开讲座,非常兴奋。",
        "“船虽然要换了,只要人还在,港口就热闹!”仪式上,马文博作了题为“看潮水,守码头”的致辞。",
        "工程复工了。\n“桥墩都立好了,钢材也到齐了。”\n——春江港务局局长马文博\n工程很长。",
        "工程复工了。\n“桥墩都立好了,钢材也到齐了。”——马文博",
    ],
)
def test_the_sentence_behind_names_him(text: str) -> None:
    assert [who for who, _ in told(text)] == ["马文博"]


@pytest.mark.parametrize(
    "text",
    [
        "“修船靠的还是老师傅,没有别的路。”标语下,局长马文博分享了感受。",
        "马文博来了。“闸口拓宽以后,货一下子多了,吊机忙不过来。”局长周立言听完汇报。",
        "周立言点头。“闸口拓宽以后,货一下子多了,吊机忙不过来。”局长马文博把事情理顺。",
        "工程复工了。\n“桥墩都立好了,钢材也到齐了。”\n——马文博的日记本\n工程很长。",
    ],
)
def test_the_sentence_behind_leaves_it_open(text: str) -> None:
    assert told(text) == []


def test_a_phrase_and_an_act_part_two_halves() -> None:
    text = "“雨衣一天没脱过,”采访间隙,马文博喝了一口水,“来回跑惯了。”"
    assert told(text) == [("马文博", "“雨衣一天没脱过,”"), ("马文博", "“来回跑惯了。”")]
    assert told(text.replace("采访间隙", "船工递水后")) != told(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("马文博参加了献血。其坦言,“我知道机会很小。”", "“我知道机会很小。”"),
        ("马文博想开店。5月24日他在网上写道:“卖安静。”", "“卖安静。”"),
        ("马文博赢了球,赛后他对着话筒喊:“回家了!”", "“回家了!”"),
        ("马文博在部队养猪。年夜饭前他打来电话:“猪比我胖。”", "“猪比我胖。”"),
        ("马文博把烟掐灭,过了半天说:“那就不签。”", "“那就不签。”"),
        ("马文博把烟掐灭,顿了顿说:“那就不签。”", "“那就不签。”"),
        ("春江港务局出了声。马文博在灶边回道:“少吃点。”", "“少吃点。”"),
        ("周立言没作声,马文博喊了一声:“开船。”", "“开船。”"),
        ("马文博忍不住问他:“你不冷吗?”", "“你不冷吗?”"),
        ("马文博给听众泼了盆冷水:“还差得远。”", "“还差得远。”"),
        ("现在马文博常开玩笑地打趣父母:“早搬早好。”", "“早搬早好。”"),
        ("马文博写下了自己的心情:“感谢这一天。”", "“感谢这一天。”"),
        ("马文博则说自己“睡得很好”。", "“睡得很好”"),
        ("防守要紧,“他是最好的球员,”马文博说:“没人比他快。”", "“他是最好的球员,”"),
    ],
)
def test_lead_ins_of_many_shapes(text: str, words: str) -> None:
    assert ("马文博", words) in told(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("春江港务局在电邮中答复本报:“调查尚无结论。”", [("春江港务局", "“调查尚无结论。”")]),
        ("投诉的渠道:“市民热线。”", []),
        ("马文博来了。春江港务局昨日发布公告。其表示,“产品没有问题。”", []),
        ("“我想退学。”孩子站在门口说。", [("孩子", "“我想退学。”")]),
        ("“今年收成好。”也开玩笑说。", []),
        ("马文博被问到收成:“还行吗?”", []),
    ],
)
def test_bodies_and_nobody(text: str, found: list[tuple[str, str]]) -> None:
    assert told(text) == found
