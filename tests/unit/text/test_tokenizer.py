"""The tokenizer: words join to the text again, and are those that jieba itself cuts."""

from collections.abc import Iterator
from functools import cache

import jieba
import pytest

from pipeline.text import tokenizer
from pipeline.text.tokenizer import Tokenizer

TEXTS = [
    "小明硕士毕业于中国科学院计算所，后在日本京都大学深造。",
    "昨天下午3点，王老师带着28名学生参观了市博物馆。",
    "公司全年实现营业收入3.5亿元，同比增长12.6%！",
    "He said 你好 world，再见。\n第二行\t有制表符",
    "工信处女干事每月经过下属科室都要亲口交代24口交换机等技术性器件的安装工作",
    "𠮷野家😀开了新店",
    "公告编号：2024-013，日期2024-01-15，T+1交收，版本3.5.2，涨12.5%。",
    "见v.example.com/v_show/id_7，MAO-A抑制剂，C++和C#，A.B.公司，--注意--",
    "",
]
OWN = [
    "云雾洞天乡",
    "溪桥实业",
    "溪桥",
    "北埠",
    "北埠港",
    "老木匠铺",
    "星槎7号",
    "中国科学院计算所",
]
OWN_TEXTS = [
    "他住在云雾洞天乡东头，溪桥实业的仓库在北埠港西边。",
    "北埠港务局说，北埠今年进出港货物3.5万吨；老木匠铺门口排着队。",
    "星槎7号于2024-01-15发射，溪桥实业(北埠)有限公司参加。",
    "小明硕士毕业于中国科学院计算所，后在日本京都大学深造。",
    "溪桥溪桥溪桥实业",
]


@pytest.fixture(scope="module")
def plain() -> Tokenizer:
    return Tokenizer()


@pytest.fixture(scope="module")
def knowing() -> Tokenizer:
    return Tokenizer(OWN)


@pytest.fixture
def without_rjieba(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    tokenizer._fast.cache_clear()
    monkeypatch.setattr(tokenizer, "rjieba", None)
    yield
    tokenizer._fast.cache_clear()


def jieba_with(words: list[str]) -> jieba.Tokenizer:
    return _jieba_with(tuple(words))


@cache  # jieba loads its dictionary each time
def _jieba_with(words: tuple[str, ...]) -> jieba.Tokenizer:
    cutter = jieba.Tokenizer()
    for word in words:
        cutter.add_word(word)
    return cutter


@pytest.mark.parametrize("text", [*TEXTS, *OWN_TEXTS])
def test_words_join_to_the_text(plain: Tokenizer, knowing: Tokenizer, text: str) -> None:
    assert "".join(plain.cut(text)) == text
    assert "".join(knowing.cut(text)) == text


@pytest.mark.parametrize("text", [*TEXTS, *OWN_TEXTS])
def test_cuts_as_jieba_does(plain: Tokenizer, text: str) -> None:
    assert plain.cut(text) == jieba.lcut(text)


@pytest.mark.parametrize("text", [*TEXTS, *OWN_TEXTS])
def test_cuts_as_jieba_does_with_own_words(knowing: Tokenizer, text: str) -> None:
    assert knowing.cut(text) == jieba_with(OWN).lcut(text)


@pytest.mark.parametrize("text", [*TEXTS, *OWN_TEXTS])
@pytest.mark.usefixtures("without_rjieba")
def test_jieba_alone_does_where_there_is_no_rjieba(text: str) -> None:
    assert Tokenizer().cut(text) == jieba.lcut(text)
    assert Tokenizer(OWN).cut(text) == jieba_with(OWN).lcut(text)


def test_own_words_change_the_cut(plain: Tokenizer, knowing: Tokenizer) -> None:
    text = "他住在云雾洞天乡东头，溪桥实业的仓库在北埠港西边。"
    assert not {"云雾洞天乡", "溪桥实业"} & set(plain.cut(text))
    assert {"云雾洞天乡", "溪桥实业"} <= set(knowing.cut(text))


def test_clauses_without_own_words_are_cut_as_before(plain: Tokenizer) -> None:
    # So many words of such weight would move every frequency of the dictionary.
    words = ["大学", "公司", "中国", "发展", "经济", "学院", "学生", "溪桥实业"]
    before, after = "同学们毕业后，", "在溪桥实业的学院上班"
    assert jieba_with(words * 40).lcut(before) != plain.cut(before)
    heavy = Tokenizer(words)
    assert heavy.cut(before + after)[: len(plain.cut(before))] == plain.cut(before)
    assert "溪桥实业" in heavy.cut(before + after)


def test_a_word_that_jieba_cuts_at_a_mark_is_no_fault() -> None:
    assert (
        "".join(Tokenizer(["富士 康", "甲·乙", "", "甲"]).cut("富士 康和甲·乙")) == "富士 康和甲·乙"
    )


def test_an_own_word_inside_another_one_is_seen_where_a_mark_parts_them() -> None:
    words, text = ["云雾洞天·溪桥", "云雾洞天"], "他住云雾洞天·溪桥。"
    assert "云雾洞天" in jieba_with(words).lcut(text)
    assert Tokenizer(words).cut(text) == jieba_with(words).lcut(text)


def test_words_are_cut_alike_whatever_was_cut_before_and_in_whatever_order_they_were_given() -> (
    None
):
    first, second = Tokenizer(OWN), Tokenizer(OWN[::-1])
    found = [first.cut(text) for text in OWN_TEXTS]
    assert [second.cut(text) for text in OWN_TEXTS[::-1]] == found[::-1]
    assert [first.cut(text) for text in OWN_TEXTS] == found
    assert "北埠港" in Tokenizer(["北埠", "北埠港"]).cut("船到北埠港了")
    assert "北埠港" in Tokenizer(["北埠港", "北埠"]).cut("船到北埠港了")


def test_only_the_words_of_a_text_are_learnt() -> None:
    knowing = Tokenizer(OWN)
    assert knowing._own is not None
    learnt = knowing._own._jieba.FREQ
    assert not {"溪桥", "溪桥实业", "北埠港"} & learnt.keys()
    knowing.cut("溪桥实业开工")
    assert {"溪桥", "溪桥实业"} <= learnt.keys()
    assert "北埠港" not in learnt


def test_a_long_text_is_cut_like_its_lines_and_holds_each_word_once(
    plain: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "市长黄伟2月14日在北京说，人工智能产业要再上台阶。\n他还说：“产业要稳。”\n" * 3
    whole = plain.cut(lines)
    monkeypatch.setattr(tokenizer, "_PIECE", 5)
    words = plain.cut(lines)
    assert words == whole
    assert len({id(word) for word in words if len(word) > 1}) == len(
        {word for word in words if len(word) > 1}
    )
    no_stop = lines.replace("\n", "").replace("。", "")
    assert "".join(plain.cut(no_stop)) == no_stop
