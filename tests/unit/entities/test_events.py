"""Events by their shape: where a name begins, and what only looks like one."""

import pytest

from pipeline.entities.extractor import Extractor
from pipeline.entities.passage import Passage
from pipeline.entities.recognizers.events import Events
from pipeline.stages import shipped
from pipeline.text.tokenizer import Tokenizer
from tests.unit.entities.lists import lexicon

TOKENIZER, EVENTS = Tokenizer(), Events(shipped.lexicon())


def events(text: str) -> list[str]:
    return [text[f.start : f.end] for f in EVENTS.find(Passage(text, TOKENIZER))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("成都大运会下周开幕。", ["成都大运会"]),
        ("第二届中国水乡论坛闭幕。", ["第二届中国水乡论坛"]),
        ("无锡马拉松赛鸣枪。", ["无锡马拉松赛"]),
        ("省委全会召开。", ["省委全会"]),
        ("大家收看成都大运会。", ["成都大运会"]),
    ],
)
def test_finds_the_name_with_its_host(text: str, names: list[str]) -> None:
    assert events(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "各地要进一步健全会议制度。",
        "他是老一辈无产阶级革命家。",
        "会议很重要,大会开始。",
    ],
)
def test_a_piece_of_other_words_is_no_event(text: str) -> None:
    assert events(text) == []


OWN = Events(
    lexicon(event_heads="大会 会 国会 代表大会 年会", event_stops="的 召开 参加", organisations="")
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("参加春江年会。", ["春江年会"]),
        ("春江的年会。", []),
        ("春江,年会。", []),
        ("春江 年会。", []),
        ("召开年会。", []),
        ("年会。", []),
        ("春江中国会来。", []),
        ("A-B年会。", ["A-B年会"]),
        ("安·里年会。", ["安·里年会"]),
        ("他参加第五届春江年会。", ["第五届春江年会"]),
    ],
)
def test_the_words_before_a_head_word_make_its_name(text: str, names: list[str]) -> None:
    assert [text[f.start : f.end] for f in OWN.find(Passage(text, TOKENIZER))] == names


@pytest.mark.parametrize(
    ("lead", "name"),
    [("省", True), ("市", True), ("县", True), ("区", True), ("新", False), ("江", False)],
)
def test_one_character_before_a_head_word_is_a_level(lead: str, name: bool) -> None:  # noqa: FBT001 - a table
    assert bool(OWN.find(Passage(f"参加{lead}代表大会。", TOKENIZER))) is name


def test_a_name_reaches_back_to_the_word_that_passes_24_characters() -> None:
    text = "中国" * 20 + "年会"
    (found,) = OWN.find(Passage(text, TOKENIZER))
    assert (found.end - found.start, found.type, found.confidence) == (26, "event", 0.7)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("出席第二届“春江一号”国际合作论坛", "第二届“春江一号”国际合作论坛"),
        ("“春江一号”国际合作论坛开幕", "“春江一号”国际合作论坛"),
        ("说“好。”春江国际论坛开幕", "春江国际论坛"),
        ("南昌市青山湖区推出百场招聘会", None),
        ("春江航展开幕", "春江航展"),
        ("春江世运会闭幕", "春江世运会"),
    ],
)
def test_a_name_in_marks_is_a_part_of_the_event_s(text: str, name: str | None) -> None:
    passage = Passage(text, TOKENIZER)
    assert name in [text[f.start : f.end] for f in EVENTS.find(passage)] or (
        name is None and not EVENTS.find(passage)
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("女足世界杯小组赛昨日开打。", "女足世界杯"),
        ("男篮亚洲杯昨日抽签。", "男篮亚洲杯"),
        ("球迷观看世界杯。", None),
        ("农产品博览会签下大单。", None),
        ("女子公开赛昨日开打。", None),
    ],
)
def test_of_a_cup_a_noun_says_whose_it_is(text: str, name: str | None) -> None:
    assert events(text) == ([name] if name else [])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("成都大运会的志愿者回来了。", "event"),
        ("上海进博会人流如织。", "event"),
        ("联合国大会昨日通过决议。", "organisation"),
    ],
)
def test_games_and_fairs_are_no_bodies(extractor: Extractor, text: str, kind: str) -> None:
    (found,) = extractor.recognize(text)[0]
    assert found.type == kind


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("代表们认真学习全国教育工作会议精神。", ["全国教育工作会议"]),
        ("积极筹备第三届春江文化节。", ["第三届春江文化节"]),
        ("再次举办春江马拉松。", ["春江马拉松"]),
        ("村民一直惦记春江文化节。", ["春江文化节"]),
        ("最美奋斗者表彰大会昨日举行。", ["最美奋斗者表彰大会"]),
    ],
)
def test_what_is_done_and_how_is_no_part_of_an_event(text: str, names: list[str]) -> None:
    assert events(text) == names


def test_what_decides_is_a_body_and_what_opens_its_meeting() -> None:
    def kinds(text: str) -> list[str]:
        return [f.type for f in EVENTS.find(Passage(text, TOKENIZER))]

    assert kinds("十件实事经县人民代表大会票决产生。") == ["organisation"]
    assert kinds("第十二届全国人民代表大会开幕。") == ["event"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("她在亚洲锦标赛女单半决赛中取胜。", ["亚洲锦标赛"]),
        ("上海大师赛男单决赛今晚打响。", ["上海大师赛"]),
        ("她出战年终总决赛。", []),
        ("金砖国家领导人第十六次会晤下周举行。", ["金砖国家领导人第十六次会晤"]),
        ("中共二十一届三中全会公报发布。", ["中共二十一届三中全会"]),
        ("第六届黄河流域非遗大集启幕。", ["第六届黄河流域非遗大集"]),
        ("世界睡眠日当天,医院办了讲座。", ["世界睡眠日"]),
        ("在全国消防日来临之际演练。", ["全国消防日"]),
        ("全国各地近日,气温回升。", []),
        ("国际劳务纠纷多在假日,人手不够。", []),
        ("外交部新闻发布会上,发言人作答。", []),
        ("第三届县域动漫节开幕。", ["第三届县域动漫节"]),
    ],
)
def test_days_rounds_and_congresses(text: str, names: list[str]) -> None:
    # Both head words of a competition and its round say the same.
    assert sorted({*events(text)}) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("受台风“海葵”影响,停课一天。", ["台风“海葵”"]),
        ("第12号台风“贝碧嘉”的外围云系到了。", ["第12号台风“贝碧嘉”"]),
        ("超强台风“玛莉亚”昨夜登陆。", ["超强台风“玛莉亚”"]),
        ("积石山6.2级地震过去一年。", ["积石山6.2级地震"]),
        ("土耳其7.8级强震造成房屋倒塌。", ["土耳其7.8级强震"]),
        ("“7·20”郑州特大暴雨之后,管网重修了。", ["“7·20”郑州特大暴雨"]),
        ("“东方之星”号客轮翻沉事件的家属来了。", ["“东方之星”号客轮翻沉事件"]),
        ("“苏超”第七轮南通队再胜。", ["“苏超”"]),
        ("定日6.8级地震以来,余震不断。", ["定日6.8级地震"]),
        ("台盘村的“村BA”今晚打响。", ["“村BA”"]),
        ("世界水日当天,村民巡了一遍河。", ["世界水日"]),
        ("国际护士节当天,护士们收到了鲜花。", ["国际护士节"]),
        ("国家宪法日前夕,学校组织了晨读。", ["国家宪法日"]),
        ("烈士纪念日当天,学生献花。", ["烈士纪念日"]),
        ("全国田径冠军赛下周开赛。", ["全国田径冠军赛"]),
        ("世界杯预选赛亚洲区下月再战。", ["世界杯预选赛"]),
        ("“山海之间”艺术季昨晚开幕。", ["“山海之间”艺术季"]),
        ("“清朗·暑期整治”专项行动启动。", ["“清朗·暑期整治”专项行动"]),
        ("中俄“海上联合-2025”军事演习结束。", ["中俄“海上联合-2025”军事演习"]),
        ("第三轮中日韩自贸区谈判昨天举行。", ["第三轮中日韩自贸区谈判"]),
    ],
)
def test_names_by_day_storm_strength_and_marks(text: str, names: list[str]) -> None:
    assert sorted(set(events(text))) == names


@pytest.mark.parametrize(
    "text",
    [
        "台风来了,渔船都回了港。",
        "他家的狗叫“海葵”。",
        "当地发生5.2级地震。",
        "积石山6.2级地震带很长。",
        "他想“赶超”对手。",
        "国家公园日均接待两千人。",
        "中国传统节日很多。",
        "这里每年都有几次小地震。",
        "超市搞了个狂欢节促销。",
        "双方的高层会谈气氛友好。",
        "“7·20”那天下了雨。",
    ],
)
def test_what_only_looks_like_them(text: str) -> None:
    assert events(text) == []


def test_two_days_in_marks_are_two_events() -> None:
    found = events("从“3·21”东航空难到“12·18”积石山地震。")
    assert {"“3·21”东航空难", "“12·18”积石山地震"} <= {*found}
    assert not any("到" in name for name in found)
