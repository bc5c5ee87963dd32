"""Words in marks that end, part or go on with what somebody says, and who acts behind his words."""

from __future__ import annotations

import pytest

from pipeline.text.folding import READING
from pipeline.types.articles import EntityType
from tests.unit.entities.named_texts import named, posts_before, quotes_with

POSTS = ("局长", "所长", "厅长", "书记", "教授", "站长")
QUOTES = quotes_with(POSTS)
NAMES: dict[str, EntityType] = {
    "马文博": "person", "周立言": "person", "林晏": "person", "临港港务局": "organisation",
}  # fmt: skip


def told(text: str) -> list[tuple[str, str, str]]:
    """Return of each quotation its speaker, its words, and the way to him."""
    text = READING.fold(text)
    found = named(text, NAMES)
    posts = posts_before(text, found, POSTS)
    return [
        (text[q.speaker_start : q.speaker_end], text[q.start : q.end], q.way)
        for q in QUOTES.find(text, found, posts)
    ]


def in_marks(text: str) -> list[tuple[str, str, str]]:
    return [each for each in told(text) if each[1].startswith("“")]


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("马文博说,水闸昨晚修好了,“大家总算能睡一觉”。", "“大家总算能睡一觉”", "马文博"),
        ("局长马文博介绍,闸门换了三扇,“再大的潮也不怕。”", "“再大的潮也不怕。”", "马文博"),
        ("马文博認為,水位還在漲,“今晚誰也別大意”。", "“今晚谁也别大意”", "马文博"),
        ("临港港务局表示,航道已经复航,“船只可以正常进出”。", "“船只可以正常进出”", "临港港务局"),
        ("有村民告诉记者,路断了两天,“菜都烂在地里”。", "“菜都烂在地里”", "村民"),
        ("在码头等船的罗女士表示,自己来了三次,“每次都赶上停航。”", "“每次都赶上停航。”", "罗女士"),
        ("马文博直言偏低,“怎么也得再加两成”。", "“怎么也得再加两成”", "马文博"),
        ("周立言笑称起得太早,“比鸡还早半个钟头”。", "“比鸡还早半个钟头”", "周立言"),
    ],
)
def test_words_in_marks_that_end_what_is_told(text: str, words: str, speaker: str) -> None:
    assert [each[:2] for each in in_marks(text)] == [(speaker, words)]


@pytest.mark.parametrize(
    "text",
    [
        # Terms, titles, a row of them, what a paper or another says.
        "马文博说,港口今年要办三件事,“船”。",
        "马文博介绍,他为船工写下“平安”,“早归早回不走夜路”。",
        "马文博说,条例第三条规定,“船只不得夜航靠泊”。",
        "马文博说,墙上贴着标语,“安全第一预防为主”。",
        "马文博说,许多船工不愿意,“谁愿意半夜出江呢”。",
        "马文博说,有人喊道,“谁愿意半夜出江呢”。",
        "马文博说,班上天天有人催,“你不干怎么行?”“你凭什么歇着?”",
        "马文博说,这个办法叫“夜航”,“夜航”之外还有别的。",
    ],
)
def test_no_words_of_his_own_end_what_is_told(text: str) -> None:
    assert "马文博" not in {speaker for speaker, _, _ in in_marks(text)}


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("马文博解释,水退得慢。江底的“老河床”淤了三十年。“不清淤,年年都要淹一回。”", "“不清淤,年年都要淹一回。”", "马文博"),
        ("马文博认为,航道要疏浚。同时,临港正在建新码头。“这对跑船的人是一件大好事”。", "“这对跑船的人是一件大好事”", "马文博"),
        ("港口负责人回应称,工期由施工方决定。“我们也等着开工呢。”", "“我们也等着开工呢。”", "港口负责人"),
        ("马文博表示为了赶潮水,凌晨三点就出了门。“那会儿江面上一盏灯都没有。”", "“那会儿江面上一盏灯都没有。”", "马文博"),
    ],
)  # fmt: skip
def test_words_go_on_behind_what_is_told(text: str, words: str, speaker: str) -> None:
    assert [each[:2] for each in in_marks(text)] == [(speaker, words)]


@pytest.mark.parametrize(
    "text",
    [
        "马文博解释,水退得慢。周立言摇了摇头。“不清淤,年年都要淹一回。”",
        "马文博解释,水退得慢。一位船主表示反对。“不清淤,年年都要淹一回。”",
        "马文博解释,水退得慢。\n“不清淤,年年都要淹一回。”",
        "港口负责人回应称,工期由施工方决定。林晏笑了。“我们也等着开工呢。”",
    ],
)
def test_words_do_not_go_on_where_another_is_named(text: str) -> None:
    assert in_marks(text) == []


@pytest.mark.parametrize(
    ("text", "speaker", "way"),
    [
        # Who opens the next sentence has said what opens the line.
        ("“闸门换了三道,再大的潮水也冲不开。”马文博十年前来到这座水闸。", "马文博", "own"),
        ("江北社临港5月2日电(周舟)“闸门换了三道,再大的潮水也冲不开。”马文博守闸十年。", "马文博", "own"),
        ("“还是江上自在!”说这话时,站长马文博刚从船上下来。", "马文博", "shown"),
        ("“一年四季都忙。”谈起往事,马文博打开了话匣子。", "马文博", "shown"),
        ("“左舵,再左一点!”马文博的吆喝声在江面回荡。", "马文博", "shown"),
        ("“船不怕旧,就怕没人修。”马文博希望年轻人来学手艺。", "马文博", "told"),
        ("“只要江水还在流,我们就守下去!”仪式上,马文博作了题为“守闸”的致辞。", "马文博", "told"),
        ("“船不怕旧。”作为船厂的老工人,马文博在座谈会上说。", "马文博", "behind"),
        ("“船不怕旧。”玩笑之余,马文博坦言,手艺快没人学了。", "马文博", "behind"),
        # Both halves of what an act parts.
        ("“我不同意。”周立言打断了局长马文博,“账还没有算清。”", "周立言", "told"),
        ("“水退了。”马文博望着江面,“大家可以回家了。”", "马文博", "told"),
    ],
)  # fmt: skip
def test_whose_sentence_stands_behind_the_words(text: str, speaker: str, way: str) -> None:
    quotes = in_marks(text)
    assert (quotes[0][0], quotes[0][2]) == (speaker, way)
    assert len(quotes) == text.replace("“守闸”", "").count("“")
    assert {each[0] for each in quotes} == {speaker}


@pytest.mark.parametrize(
    "text",
    [
        # Verses, songs, who hears or is with another, whom the words name, a question to him.
        "“一江春水向东流,两岸稻花入梦香。”马文博守闸十年。",
        "“闸门换了三道,再大的潮水也冲不开。”马文博的老母亲逢人就讲。",
        "“闸门换了三道,再大的潮水也冲不开。”马文博听船工们议论。",
        "“闸门换了三道,再大的潮水也冲不开。”马文博和周立言守闸十年。",
        "“马文博换了三道闸门,潮水冲不开。”马文博守闸十年。",
        "码头上有人喊。“闸门换了三道,再大的潮水也冲不开。”马文博守闸十年。",
        "“还是江上自在!”说这话时,一位船工看着马文博。",
        "“船不怕旧。”船工走了,马文博说。",
        "“我不同意。”周立言送走了局长马文博,“账还没有算清。”",
    ],
)
def test_who_stands_behind_the_words_did_not_say_them(text: str) -> None:
    assert in_marks(text) == []


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("马文博甚至痛批工地是个“烂摊子”。", "“烂摊子”", "马文博"),
        ("周立言笑称自己“差点掉队”。", "“差点掉队”", "周立言"),
        ("教授林晏指其“毫无诚意”。", "“毫无诚意”", "林晏"),
        ("马文博形容那里像“鬼城”一样。", "", ""),
        ("马文博对工友的付出“表示由衷的敬意”。", "“表示由衷的敬意”", "马文博"),
        ("马文博称他是“老狐狸”。", "“老狐狸”", "马文博"),
        ("马文博把新船称为“江上鹰”。", "", ""),
        ("马文博强调要落实“双减”。", "", ""),
        ("马文博高喊“加油”。", "“加油”", "马文博"),
        ("马文博贴出海报“表示欢迎”四个字。", "", ""),
    ],
)
def test_a_part_of_a_sentence(text: str, words: str, speaker: str) -> None:
    assert [each[:2] for each in in_marks(text)] == ([(speaker, words)] if words else [])


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("临江水运物流公司回应称,“没有停航的计划”。", "临江水运物流公司"),
        ("江北消防部门表示:“火已经扑灭。”", "江北消防部门"),
        ("運輸及物流局則回覆稱:“現階段沒有計劃。”", "运输及物流局"),
        ("红帆甄选回复称“消息不实”。", "红帆甄选"),
        ("教授林晏反问证人:“你亲眼看见了吗?”", "林晏"),
        ("临港港务局局长马文博现身码头,称“今年的船特别多”。", "马文博"),
        ("涉事平台回应:“已经下架。”", "涉事平台"),
        ("局长马文博陪同所长周立言看闸,后者当场表态:“年底完工。”", "周立言"),
        ("马文博与周立言握手,前者表示:“年底完工。”", "马文博"),
        ("马文博来了。\n曾经拿过船模冠军的他说,“我天天练。”", "马文博"),
        ("当周立言离开的时候,马文博赶到码头。\n“我来晚了,”他说。", "马文博"),
    ],
)
def test_who_speaks(text: str, speaker: str) -> None:
    assert [each[0] for each in in_marks(text)] == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        # 后者 of one or three, whom nobody knows, and pieces of names.
        "马文博看闸,后者当场表态:“年底完工。”",
        "马文博、周立言、林晏看闸,后者当场表态:“年底完工。”",
        "“运价还会再涨。”江北航运公司财务长三盅某某一边走一边说。",
        "江北酒店业巨头三盅集控日前宣布,“一半房间已经关门”。",
        "“多装快跑、安全第一”的总要求,写在墙上。",
        # A clause with a subject of its own stands between the words and who speaks.
        "“这座桥我们等了十年。”大桥终于通车,周立言说,路还要修。",
        "周立言说,船慢。\n临江的Hanna想要买船。“我来晚了。”她说,船真好。",
    ],
)
def test_nobody_can_tell_who_speaks(text: str) -> None:
    assert in_marks(text) == []
