"""What is looked for by one character of it finds what the plain pattern finds everywhere."""

import random
import re
from collections.abc import Callable, Iterator

import pytest

from pipeline.entities.joining import credits as makers
from pipeline.entities.joining import trimming
from pipeline.entities.joining.marks import WORD
from pipeline.entities.joining.verbs import _ANSWERED, _REMINDED, TO_WHOM, SpeechVerbs
from pipeline.entities.passage import Passage
from pipeline.entities.recognizers import foreign
from pipeline.entities.recognizers.listings import Listings
from pipeline.entities.values import securities
from pipeline.stages import shipped
from pipeline.text import tokenizer
from tests.unit.entities.lists import lexicon

_TEXTS = 4000
_VERBS = "说 称 表示 回应"


def _texts(pieces: str, longest: int = 40) -> Iterator[str]:
    """Yield the same texts each time, put together from `pieces`."""
    chance = random.Random(7)
    for _ in range(_TEXTS):
        yield "".join(chance.choices(pieces.split("_"), k=chance.randint(1, longest)))


def _dotted(search: Callable[[str, int], re.Match[str] | None], text: str) -> list[tuple[int, int]]:
    """Return what is found when the next search begins where the last one ended, and inside it."""
    return [
        found.span() if (found := search(text, position)) else (-1, -1)
        for position in range(len(text) + 1)
    ]


def test_names_around_joints() -> None:
    for text in _texts("马_里_克_·_-_A_b_,_ _1_约", 24):
        plain = _dotted(foreign._DOTTED.search, text)
        assert _dotted(foreign._dotted, text) == plain
        hyphen = re.search("[\u4e00-\u9fff]-[\u4e00-\u9fff]", text) is None
        assert (foreign._HYPHENED.search(text) is None) == hyphen


def test_who_made_the_report() -> None:
    for text in _texts("【_(_】_)_\n_ _记者_通讯员_林一_摄_报道_。_x_图为", 30):
        found = [match.span() for match in makers._CREDIT.finditer(text)]
        pictures = [match.span() for match in makers._PICTURE.finditer(text)]
        assert makers.credit_spans(text) == sorted(found + pictures)


def test_verbs_of_speech() -> None:
    verbs = SpeechVerbs(lexicon(speech_verbs=_VERBS), ())
    last = "".join({verb[-1] for verb in verbs._verbs})
    whom = "[^,。;:!?\n“”]{1,12}"
    plain = re.compile(
        f"(?:{'|'.join(TO_WHOM)}){whom}(?=[:“]|,“)|告诉{whom}(?=[:,“。!?;\n])"
        f"|(?:{'|'.join(_REMINDED)}){whom}(?<!的)(?=[:,])"
        f"|(?:{'|'.join(_ANSWERED)})[^,。;:!?\n“”说道称时后的]{{1,10}}(?=:“)"
        "|[说问答喊回讲嚷骂叹撂][了过出]?(?:这么|这样)?(?:[一几]?句话?|[一几]声)(?=[:“]|,“)"
        f"|[{last}](?=[:,“。!?;\n{WORD}]|\\Z)"
    )
    for text in _texts(
        "答复_回答_了_一句_告诉_提醒_提示_的_嘱咐_追问_问_说_称_,_“_”_:_。_林一_他_\n_示_回应"
    ):
        spans = [match.span() for match in plain.finditer(text)]
        assert [match.span() for match in verbs._end.finditer(text)] == spans


@pytest.mark.parametrize("pieces", ["a_1_%_._-_中_ _+", "2_6_%_,_中_._x_&"])
def test_words_that_may_be_parted(pieces: str) -> None:
    plain = re.compile(r"[a-zA-Z0-9](?:[+#&._\-]|%[a-zA-Z0-9+#&._%\-])|[+#&._%\-][a-zA-Z0-9]")
    for text in _texts(pieces, 6):
        assert bool(tokenizer._MAY_PART.search(text)) == bool(plain.search(text))


def test_codes_of_securities() -> None:
    plain = re.compile(securities._SHAPE.pattern.replace("(?<![0-9].)", ""))
    for text in _texts("1_2_00_6_A_HK_._US_)_(_中_,_N", 20):
        wanted = [
            match.span()
            for match in plain.finditer(text)
            if not text[match.start() - 1 : match.start()].isdigit()
        ]
        found = [
            match.span()
            for match in securities._SHAPE.finditer(text)
            if not text[match.start() - 1 : match.start()].isdigit()
        ]
        assert found == wanted


def test_brackets_that_may_hold_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    listings, tokens = Listings(shipped.lexicon()), tokenizer.Tokenizer()
    texts = [*_texts("恒大_高新_(_)_0_02_591_6005_._HK_hk_SH_sz_NYSE_:_股票代码_A_、", 14)]
    quick = [listings.find(Passage(text, tokens)) for text in texts]
    monkeypatch.setattr("pipeline.entities.recognizers.listings._MAY_HOLD", re.compile(""))
    assert [listings.find(Passage(text, tokens)) for text in texts] == quick
    assert any(quick)


def test_what_stands_before_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = securities.Securities(shipped.lexicon())
    texts = [*_texts("中_(_)_ _\n_股票_代码_为_是_:_SH_bj_600519_00700_上交所_NYSE_BABA_,", 9)]
    quick = [[*codes.find(text)] for text in texts]
    every = _Every()
    monkeypatch.setattr(securities, "_TOLD", every)
    monkeypatch.setattr(securities, "_TOLD_BY_NAME", every)
    assert [[*codes.find(text)] for text in texts] == quick
    assert any(quick)


def test_how_many_bodies_there_are() -> None:
    plain = re.compile(
        "[一两二三四五六七八九十几多数]+(?:家|所|名|个|座)|[两二三四五六七八九十几]大(?![队学会厦道])"
    )
    for text in _texts("一_三_多_几_家_大_学_队_所_银行_座", 8):
        assert _dotted(plain.search, text) == _dotted(trimming._COUNT.search, text)


class _Every:
    """Holds whatever is asked for."""

    def __contains__(self, what: object) -> bool:
        return True
