"""The tokenizer: words join to the text again, and are those that jieba itself cuts."""

import jieba
import pytest

from pipeline.text.tokenizer import Tokenizer

TEXTS = [
    "小明硕士毕业于中国科学院计算所，后在日本京都大学深造。",
    "昨天下午3点，王老师带着28名学生参观了市博物馆。",
    "公司全年实现营业收入3.5亿元，同比增长12.6%！",
    "He said 你好 world，再见。\n第二行\t有制表符",
    "工信处女干事每月经过下属科室都要亲口交代24口交换机等技术性器件的安装工作",
    "𠮷野家😀开了新店",
    "",
]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer()


@pytest.mark.parametrize("text", TEXTS)
def test_words_join_to_the_text(tokenizer: Tokenizer, text: str) -> None:
    assert "".join(tokenizer.cut(text)) == text


@pytest.mark.parametrize("text", TEXTS)
def test_cuts_as_jieba_does(tokenizer: Tokenizer, text: str) -> None:
    assert tokenizer.cut(text) == list(jieba.cut(text))


def test_keeps_the_words_of_a_user_whole() -> None:
    assert "云雾洞天乡" not in Tokenizer().cut("他住在云雾洞天乡东头")
    assert "云雾洞天乡" in Tokenizer(["云雾洞天乡"]).cut("他住在云雾洞天乡东头")
