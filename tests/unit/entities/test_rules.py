"""Rules on top of the tagger: posts, foreign names, lists of persons."""

import pytest

from pipeline.entities.extractor import Extractor
from pipeline.entities.joining.posts import Posts, posts_of
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.foreign import Foreign
from pipeline.entities.recognizers.occupations import Occupations
from pipeline.entities.recognizers.rosters import Rosters
from pipeline.entities.recognizers.spelt import Spelt
from pipeline.entities.recognizers.titles import Titles
from pipeline.stages import shipped
from pipeline.text.tokenizer import Tokenizer
from pipeline.types.articles import EntityType

LEXICON = shipped.lexicon()
POSTED = posts_of(LEXICON)
TOKENIZER, FOREIGN, POSTS, ROSTERS = (
    Tokenizer(),
    Foreign(LEXICON),
    Posts(LEXICON, POSTED, Occupations(LEXICON).begin),
    Rosters(Titles(LEXICON, POSTED), Spelt(LEXICON, POSTED)),
)


def found(text: str, surface: str, kind: EntityType = "person") -> Finding:
    start = text.index(surface)
    return Finding(
        type=kind, start=start, end=start + len(surface), recognizer="test", confidence=0.9
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("前锋德肖恩·布鲁克斯得到34分", ["德肖恩·布鲁克斯"]),
        ("泰国总理颂猜·威拉蓬抵达北京", ["颂猜·威拉蓬"]),
        ("外援卡洛斯·门德斯梅开二度", ["卡洛斯·门德斯"]),
        ("后卫费雷拉·索萨因累计黄牌停赛", ["费雷拉·索萨"]),
        ("汉娜·施泰因说", ["汉娜·施泰因"]),
        ("馬庫斯・海登到訪", ["马库斯·海登"]),
        ("一·二·三", []),
        ("·", []),
        ("安·", []),
    ],
)
def test_foreign_names_are_whole(text: str, names: list[str]) -> None:
    passage = Passage(text, TOKENIZER)
    assert [passage.folded[f.start : f.end] for f in FOREIGN.find(passage)] == names


@pytest.mark.parametrize(
    ("text", "known", "names"),
    [
        ("由周以棠、黎晚领衔主演", "周以棠", ["黎晚"]),
        ("袁野,毕文,卜凡入选", "卜凡", ["毕文", "袁野"]),
        ("林晏清、高中同学和老师", "林晏清", []),
        ("水果、蔬菜、林晏清", "林晏清", []),
        ("林晏清、", "林晏清", []),
    ],
)
def test_lists_of_persons_go_on(text: str, known: str, names: list[str]) -> None:
    passage = Passage(text, TOKENIZER)
    persons = ROSTERS.find(passage, [found(text, known)])
    assert [text[f.start : f.end] for f in persons] == names


@pytest.mark.parametrize(
    ("text", "name", "office", "post"),
    [
        ("编辑:张燕玲", "张燕玲", "", "编辑"),
        ("故宫博物院研究馆员唐既明", "唐既明", "故宫博物院", "故宫博物院研究馆员"),
        ("最高法刑三庭庭长卫东来", "卫东来", "最高法", "最高法刑三庭庭长"),
        ("创始人兼CEO白景行", "白景行", "", "创始人兼CEO"),
        ("知名演员纪晓棠", "纪晓棠", "", "知名演员"),
        ("北京大学去年请来教授李南", "李南", "北京大学", "教授"),
    ],
)
def test_posts_reach_over_departments(text: str, name: str, office: str, post: str) -> None:
    findings = [found(text, office, "organisation")] if office else []
    findings.append(found(text, name))
    assert POSTS.find(Passage(text, TOKENIZER), findings) == {text.index(name): post}


def test_posts_are_quoted_from_the_text(extractor: Extractor) -> None:
    text, folded = "臺灣學者關啟賢", "台湾学者关启贤"
    assert POSTS.find(Passage(text, TOKENIZER), [found(folded, "关启贤")]) == {4: "臺灣學者"}
