"""Given names: where one ends; occupations by their ending; who is known by the others of a list."""

import pytest

from pipeline.entities.joining.posts import posts_of
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.among import Among
from pipeline.entities.recognizers.clause_heads import ClauseHeads
from pipeline.entities.recognizers.given import Given
from pipeline.entities.recognizers.occupations import Occupations
from pipeline.stages import shipped
from pipeline.text.tokenizer import Tokenizer

LEXICON, TOKENIZER = shipped.lexicon(), Tokenizer()
GIVEN, OCCUPATIONS = Given(LEXICON), Occupations(LEXICON)
HEADS, AMONG = ClauseHeads(LEXICON, posts_of(LEXICON)), Among(LEXICON)


def person(text: str, name: str) -> Finding:
    at = text.index(name)
    return Finding(type="person", start=at, end=at + len(name), recognizer="tagger", confidence=0.8)


@pytest.mark.parametrize(
    ("text", "tagged", "name"),
    [
        ("孔莲蹲在路边", "孔莲蹲", "孔莲"),
        ("郝莎敬了一个礼", "郝莎敬", "郝莎"),
        ("邓富荣立一等功", "邓富荣", "邓富"),
        ("郭铭南了解这一做法", "郭铭南", "郭铭南"),
        ("裴守正在报告中说", "裴守正", "裴守正"),
        ("陆宁安检查设备", "陆宁安", "陆宁安"),
        ("宝莲蹲在路边", "宝莲蹲", "宝莲蹲"),
        ("欧阳莲把门关上", "欧阳莲把", "欧阳莲"),
    ],
)
def test_a_tagger_took_no_verb_along(text: str, tagged: str, name: str) -> None:
    (found,) = GIVEN.ended([person(text, tagged)], Passage(text, TOKENIZER))
    assert text[found.start : found.end] == name


def test_other_findings_stay() -> None:
    city = Finding(type="place", start=0, end=3, recognizer="tagger", confidence=0.8)
    assert GIVEN.ended([city], Passage("孔莲蹲在", TOKENIZER)) == [city]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("检票员周立言", "检票员"),
        ("飞行教官周立言", "飞行教官"),
        ("法医周立言", "法医"),
        ("国家周立言", None),
        ("施工周立言", None),
        ("民主周立言", None),
        ("消费者周立言", None),
        ("高手周立言", None),
    ],
)
def test_an_occupation_is_told_by_its_ending(text: str, made: str | None) -> None:
    edge = text.index("周")
    begin = OCCUPATIONS.begin(Passage(text, TOKENIZER), edge)
    assert (None if begin is None else text[begin:edge]) == made


@pytest.mark.parametrize(
    ("text", "known", "more"),
    [
        ("理事有安玥、单于文博、仉督、闫妮娜。", ("安玥", "闫妮娜"), ["单于文博", "仉督"]),
        ("名单有德布劳内、孙兴慜和哲科。", ("孙兴慜",), ["德布劳内", "哲科"]),
        ("周立言、京剧、话剧、昆曲。", ("周立言",), []),
        ("周立言、桌子、孙小白、碗筷。", ("周立言",), []),
        ("组合绿川大辉/斋藤夏美。", ("斋藤夏美",), ["绿川大辉"]),
        ("文字记者/周立言", ("周立言",), []),
    ],
)
def test_who_stands_among_persons(text: str, known: tuple[str, ...], more: list[str]) -> None:
    found = AMONG.find(Passage(text, TOKENIZER), [person(text, name) for name in known])
    assert [text[f.start : f.end] for f in found] == more


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("京多安梅开二度。", ["京多安"]),
        ("首脑菲丹出任外长。", ["菲丹"]),
        ("羽生结弥摘得银牌。", ["羽生结弥"]),
        ("菲丹出任外长。", []),
        ("奥地利出任主席国。", []),
        ("看台上京多安梅开二度的球衣,京多安·里梅开二度。", []),
        ("他梅开二度。", []),
    ],
)
def test_who_does_what_only_persons_do(text: str, names: list[str]) -> None:
    found = HEADS.find(Passage(text, TOKENIZER))
    assert [text[f.start : f.end] for f in found] == names
