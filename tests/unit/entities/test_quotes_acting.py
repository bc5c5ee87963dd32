"""Words of somebody who acts beside them: before a colon, behind them, between their halves."""

from __future__ import annotations

import pytest

from pipeline.types.articles import EntityType
from tests.unit.entities.named_texts import named, posts_before, quotes_with, told_in_marks

POSTS = ("局长", "教师", "船长")
QUOTES = quotes_with(POSTS)
NAMES: dict[str, EntityType] = {
    "马文博": "person", "周立言": "person", "春江港务局": "organisation",
}  # fmt: skip


def told(text: str) -> list[tuple[str, str]]:
    return told_in_marks(text, QUOTES, NAMES, POSTS)


@pytest.mark.parametrize(
    "text",
    [
        "局长马文博一拍桌子:“今晚都别睡。”",
        "记者问起水位,局长马文博摇头:“早该修了。”",
        "船工们陆续撤离,马文博摆摆手:“我走在最后。”",
        "现场指挥马文博死死盯着屏幕:“再等等。”",
        "马文博的口头禅是:“账本不会骗人。”",
        "马文博在致谢里写下:“数据不会说谎。”",
        "马文博发了条朋友圈:“回家真好。”",
        "马文博把船工送到门口:“路上滑。”",
        "马文博说起学生来直摇头:“他们赢得太早。”",
        "马文博从南极发来邮件:“冰面太薄。”",
        "马文博在群里发了一条语音:“水退了。”",
        "马文博见人就问:“谁见过我的船?”",
        "货主马文博摇头:“一分钱没见着。”",
        "马文博打开箱子,取出一面旗,声音有些发颤:“这面旗跟了我四十年。”",
        "周立言接过证书。他的妻子马文博替他把话说完:“他等了十一年。”",
        "周立言念完名单,局长马文博拉住身边的船工:“先断电。”",
    ],
)
def test_whoever_acts_before_a_colon(text: str) -> None:
    assert told(text) == [("马文博", text[text.index("“") :])]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("一名乘客捂着口鼻跑出来:“车里全是烟!”", "一名乘客"),
        ("周立言念完名单,台下的岳老汉喊了一嗓子:“漏了三组!”", "岳老汉"),
        ("门卫摆摆手:“里面满了。”", "门卫"),
        ("一位教师的女儿捂着嘴跑出来:“里面满了。”", "一位教师的女儿"),
        ("马文博走上台,台下有人喊:“骗子。”", "台下有人"),
        ("船工新村传来:“里面满了。”", ""),
    ],
)
def test_what_the_text_calls_whoever_acts(text: str, who: str) -> None:
    assert [speaker for speaker, _ in told(text)] == ([who] if who else [])


@pytest.mark.parametrize(
    "text",
    [
        # The words reach him, or stand written somewhere.
        "一个学生拦住马文博:“我没带作业。”",
        "门卫走到马文博面前:“您的车挡路了。”",
        "马文博拉起一个学生:“老师,我跑不动了。”",
        "马文博饰演的船长振臂高呼:“冲啊!”",
        "拦住马文博:“你超载了。”",
        "孩子们朝马文博挥挥手:“老师再见!”",
        "马文博剪了一幅窗花:“国泰民安。”",
        "马文博来了。周立言走了。尹先生赶到,他说:“早该修了。”",
        "马文博收到母亲的短信:“你快回来。”",
        "马文博推开门,屋里传来一个声音:“你来晚了。”",
        "马文博被拦了下来:“你超载了。”",
        "马文博最爱一句古话:“天下兴亡,匹夫有责。”",
        "马文博举着一块纸板:“欢迎回家!”",
        "马文博贴出通知:“明天停水一天。”",
        "马文博的女儿哭了:“爸,我想你了。”",
        "马文博给新店取了个名字:“老地方”。",
        "马文博身中一箭,贼惊曰:“好船长!”",
        "周立言的话传到马文博耳中:“早该修了。”",
    ],
)
def test_a_colon_behind_what_is_none_of_his(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "“去年只接了两单出口,今年谈成了七单。”马文博边说边翻出手机里的订单。",
        "“这条路修了三年,今年总算通到了家门口。”马文博话音未落,一辆班车开进村来。",
        "“账对上了,一分不差。”马文博长舒一口气。",
        "“火候差一分都不行。”灶台前的马文博头也不抬。",
        "“我不后悔。”三年后再谈起那次辞职,马文博这样回答。",
        "“没得商量。”马文博撂下一句话,转身进了会场。",
        "“欢迎再来!”马文博冲着远去的大巴喊道。",
        "“这笔钱一分都不能动。”马文博斩钉截铁。",
        "“今年的梨比去年还甜。”局长马文博乐得合不拢嘴。",
        "“先救娃娃!”这是教师马文博留给周立言的最后一句话。",
        "“一个都不能少”,这是教师马文博的口头禅。",
        "“机器不能停。”这是马文博对船工的承诺。",
    ],
)
def test_what_the_next_sentence_shows_of_him(text: str) -> None:
    assert told(text) == [("马文博", text[: text.index("”") + 1])]


@pytest.mark.parametrize(
    "text",
    [
        "“奶奶,今天的作业我写完了。”马文博笑着揭开锅盖。",
        "“请问您对修闸这件事怎么看?”马文博长舒一口气。",
        "“水来了!”马文博松了口气。",
        "“您的快递到了。”马文博抱起箱子。",
        "“请出示证件。”一名乘客掏出身份证。",
        "“警察叔叔真好!”这是群众送给马文博的一句话。",
        "“您放心。”这是徒弟对马文博说的最后一句话。",
        "“一个都不能少”,这是马文博最爱看的电影。",
        "“您放心。”这是马文博的徒弟常说的一句话。",
        "“科技改变生活。”这是马文博新书的书名。",
    ],
)
def test_what_it_shows_of_words_of_another(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "谈到女儿,马文博的话多了起来。“她小时候怕水,”这位老船长眯着眼,“现在一个人跑远洋。”",
        "马文博从抽屉里翻出一沓票据。“夜里开车最怕困,”他揉揉眼睛,“只好嚼辣椒。”",
        "船还没到。“今年水大,”马文博顿了顿,“去年已经能蹚过河了。”",
        "马文博打开了话匣子。“那时候船小。”这位老渔民说,“现在都是钢壳船。”",
    ],
)
def test_halves_that_an_act_or_a_description_parts(text: str) -> None:
    assert [who for who, _ in told(text)] == ["马文博", "马文博"]


@pytest.mark.parametrize(
    "text",
    [
        "马文博见到了周立言。“你们要小心。”这位老渔民说。",
        "教师马文博带来一车游客。“太贵了。”这位游客说。",
        "马文博在校门口遇到一位家长。“我儿子考上了。”这位家长说。",
        "马文博没有来。“船小,”这位船长的女儿眯着眼,“水大。”",
    ],
)
def test_a_description_that_may_be_another(text: str) -> None:
    assert not [who for who, _ in told(text) if who == "马文博"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("春江港务局提示,船工要“先验货、再签字”。", "春江港务局"),
        ("春江港务局提醒广大船工,“先验货、再签字”。", "春江港务局"),
        ("《春江日报》在社论中写道:“钱花在了刀背上。”", "春江日报"),
        ("据局长马文博交代,船上“没有打斗痕迹”。", "马文博"),
        ("马文博称前景“雾气很重”。", "马文博"),
        ("马文博称这一说法“毫无根据”。", "马文博"),
        ("马文博修好了船。他后来说:“差点就走过去了。”", "马文博"),
        ("《春江往事》中写道:“钱花在了刀背上。”", ""),
        ("马文博称这艘船“无锡号”。", ""),
        ("马文博称这艘船“长江一号”。", ""),
    ],
)
def test_who_tells_it(text: str, who: str) -> None:
    found = named(text, NAMES)
    said = QUOTES.find(text, found, posts_before(text, found, POSTS))
    assert [text[q.speaker_start : q.speaker_end] for q in said] == ([who] if who else [])
