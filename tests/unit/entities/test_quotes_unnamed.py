"""Quotations of speakers without a name, and of those whom no clause of speech names."""

from __future__ import annotations

import pytest

from pipeline.types.articles import EntityType
from tests.unit.entities.named_texts import named, posts_before, quotes_with

POSTS = ("局长", "厅长", "教授", "书记", "导演", "记者")
QUOTES = quotes_with(POSTS)
NAMES: dict[str, EntityType] = {
    "马文博": "person", "周立言": "person", "临港港务局": "organisation", "联合海运": "organisation",
}  # fmt: skip


def told(text: str) -> list[tuple[str, str, bool, str]]:
    """Return each quotation: its speaker, its words, whether he is an entity, the verb."""
    found = named(text, NAMES)
    posts = posts_before(text, found, POSTS)
    return [
        (text[q.speaker_start : q.speaker_end], text[q.start : q.end], q.named, q.verb)
        for q in QUOTES.find(text, found, posts)
    ]


def said(text: str) -> list[tuple[str, str]]:
    return [each[:2] for each in told(text)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("一位居民说:“水停了三天。”", "一位居民"),
        ("有网友表示,“船票太贵了。”", "网友"),
        ("业内人士指出:“运价还会再涨。”", "业内人士"),
        ("“运价还会再涨。”临港港务局相关负责人介绍。", "临港港务局相关负责人"),
        ("“运价还会再涨。”一名姓罗的船东代表在接受采访时说。", "一名姓罗的船东代表"),
        ("李先生告诉记者:“我等了一夜。”", "李先生"),
        ("周立言的律师说:“将提起上诉。”", "周立言的律师"),
        ("网友:“票呢?”", "网友"),
        ("有人称,“票早卖光了。”", "有人"),
        ("联合海运工作人员形容,“码头像一座空城。”", "联合海运工作人员"),
        ("有关负责人表示:“明年完工。”", "有关负责人"),
        ("三盅也强调:“明年完工。”", "三盅"),
        ("三盅赛后接受记者采访时表示:“明年再来。”", "三盅"),
        ("总工程师别林科介绍:“明年完工。”", "别林科"),
        ("MarkTwo介绍:“明年完工。”", "MarkTwo"),
    ],
)
def test_who_has_no_name_speaks_as_the_text_calls_him(text: str, speaker: str) -> None:
    [(who, words, named, _)] = told(text)
    assert (who, named) == (speaker, False)
    assert words in text
    assert words.startswith("“")


@pytest.mark.parametrize(
    "text",
    [
        # What is told without marks is of somebody whom nobody can look up.
        "业内人士指出,运价还会再涨。",
        # Papers and places say nothing, and neither does whoever is asked or quoted.
        "报告指出:“运价还会再涨。”",
        "信中写道:“运价还会再涨。”",
        "记者采访居民时说:“运价还会再涨。”",
        "有报道援引消息人士的话说:“运价还会再涨。”",
        "横额内容为:“多装快跑。”",
        "码头上“安全第一”的牌子说明了一切。",
        "多数船工把这条路叫作“连心路”。",
        "借船工的评价,港口吐槽“有则改之无则加勉”。",
        "面带笑容说道:“运价还会再涨。”",
        "村民看望马文博时说:“运价还会再涨。”",
    ],
)
def test_what_is_no_speaker_says_nothing(text: str) -> None:
    assert said(text) == []


def test_a_pronoun_means_whoever_spoke_without_a_name() -> None:
    text = "一位居民说:“水停了三天。”他告诉记者:“我还在等。”"
    assert said(text) == [("一位居民", "“水停了三天。”"), ("一位居民", "“我还在等。”")]


def test_a_pronoun_of_a_new_line_means_nobody_from_before_its_own_subject() -> None:
    text = "马文博说:“船慢了。”\n商学院的三盅同学分享了体会。他表示,收成好。"
    assert said(text) == [("马文博", "“船慢了。”")]
    assert said("马文博说:“船慢了。”\n他表示,收成好。")[1] == ("马文博", "收成好")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # The subject of the sentence, with no verb of speech.
        ("说起今年,马文博信心满满,“我们要把码头做大,明年再添两艘船”。", "马文博"),
        ("马文博脱下手套,第一句话是:“终于能歇一会儿了。”", "马文博"),
        ("局长马文博:“我们明年完工。”", "马文博"),
        # And that of the sentence before it.
        ("马文博一早就到了码头。“我们每天五点开工。”", "马文博"),
        # More is told behind the words.
        ("“睡前少喝水。”马文博建议船工早睡。", "马文博"),
        ("“我在这条江上跑了三十年,没见过这么大的水。”马文博今年六十岁。", "马文博"),
        # A clause of the speaker between the words and the verb, and before them.
        ("“水退了。”5日,在防汛会上,马文博说。", "马文博"),
        ("“水退了。”马文博走上台,面带笑容说道,“大家辛苦了。”", "马文博"),
        ("马文博会见了联合海运代表团,对来访表示欢迎,并称“合作前景广阔”。", "马文博"),
        ("“水退了。”从江北赶来的马文博一边卸货一边告诉记者。", "马文博"),
        ("马文博同学说:“水退了。”", "马文博"),
        # Two who speak together.
        ("厅长马文博、局长周立言指出:“水退了。”", "马文博"),
        ("厅长马文博、局长三盅指出:“水退了。”", "马文博"),
    ],
)
def test_a_quotation_is_of_the_one_person_of_its_sentence(text: str, found: str) -> None:
    quotes = said(text)
    assert {who for who, _ in quotes} == {found}
    assert all(words.startswith("“") for _, words in quotes)


def test_each_half_of_what_a_sentence_parts_is_given() -> None:
    text = "“水退了。”她语气轻快,面带笑容说道,“大家辛苦了。”"
    before = "马文博尤其关心这件事。"
    assert said(before + text) == [("马文博", "“水退了。”"), ("马文博", "“大家辛苦了。”")]
    assert said("一位船工说:“甲船走了。”“乙船没走。”") == [
        ("一位船工", "“甲船走了。”"),
        ("一位船工", "“乙船没走。”"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        # Terms and titles.
        "马文博来到码头,做到“有路必养,养必到位”。",
        "马文博作了题为:“我们的港口,我们的家”的报告。",
        "马文博唱起了老歌,“我们的港口亮起来。”",
        "马文博举起标语,“我们要开工。”",
        # Somebody else is there.
        "马文博走进院子,一位大娘迎上来,“我等你们很久了。”",
        "马文博和周立言走进院子,“我们来晚了。”",
        "马文博的妻子走进院子,“我来晚了。”",
        "马文博走访了几户村民。“我家的房顶漏了。”",
        "马文博一早就到了码头。“我们每天五点开工。”周立言点点头。",
        "马文博一早就到了码头。“我们每天五点开工。”一位老船工点点头。",
        "周立言说:“来了。”马文博一早就到了码头。“我们每天五点开工。”",
        # He only hears, sings or answers it.
        "“我在这条江上跑了三十年,没见过这么大的水。”马文博听了很难过。",
        "“我们好像在哪里见过,你记得吗,那时候是春天。”马文博唱了一首老歌。",
        "“睡前少喝水。”马文博来到码头。",
        "“我等你很久了?”马文博今年六十岁。",
    ],
)
def test_words_that_may_be_anothers_are_nobodys(text: str) -> None:
    assert [q for q in said(text) if not q[1].startswith("“来了")] == []
