"""Quotations: how far a verb and a mark may stand, and whose they are."""

from pathlib import Path

import pytest

from pipeline.entities.joining.quotes import Quotes
from pipeline.entities.recognizer import Finding
from tests.unit.entities.lists import lexicon

DATA = Path(__file__).parents[3] / "pipeline/data/entities"
SPEECH = (DATA / "speech.txt").read_text(encoding="utf-8")
VERBS = (DATA / "speech_verbs.txt").read_text(encoding="utf-8")
POSTS = ("律师", "教练", "院长", "书记", "村民", "经理", "游客", "教授")
QUOTES = Quotes(lexicon(speech_verbs="说 强调 解释 解释说", speech=SPEECH, posts=" ".join(POSTS)))
SHIPPED = Quotes(lexicon(speech_verbs=VERBS, speech=SPEECH, posts=" ".join(POSTS)))
NAMES = ("周立言", "马文博", "林晏清")


def people(text: str, *names: str) -> list[Finding]:
    found = [
        Finding(type="person", start=at, end=at + len(name), recognizer="t", confidence=0.9)
        for name in names or NAMES
        for at in range(len(text))
        if text.startswith(name, at)
    ]
    return sorted(found, key=lambda f: f.start)


def said(text: str) -> list[tuple[str, str, str]]:
    """Return each quotation, its speaker and its verb."""
    return [
        (text[q.start : q.end], text[q.speaker_start : q.speaker_end], q.verb)
        for q in QUOTES.find(text, people(text))
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("周立言强调,要快。再看。", [("要快", "周立言", "强调")]),
        ("周立言强调:要快!", [("要快", "周立言", "强调")]),
        ("周立言强调,要快?", [("要快", "周立言", "强调")]),
        ("周立言强调,要快\n再看", [("要快", "周立言", "强调")]),
        ("周立言强调,要快", [("要快", "周立言", "强调")]),
        ("周立言说“要快。”再看。", [("“要快。”", "周立言", "说")]),
        ("周立言说:“要快。”再看。", [("“要快。”", "周立言", "说")]),
        ("周立言说,“要快。", []),
        ("周立言强调,。", []),
        ("周立言强调要快。", []),
        ("周立言。他来了,强调,要快。", [("要快", "周立言", "强调")]),
        ("周立言看《春江》说,要快。", []),
        ("“要快。”周立言说。", [("“要快。”", "周立言", "说")]),
        ("“要快”,周立言说。", [("“要快”", "周立言", "说")]),
        ("“要快”, 周立言解释说。", [("“要快”", "周立言", "解释说")]),
        ("“要快”。周立言说。", []),
        ("要快”周立言说。", []),
        ("“要快”周立言走。", []),
        ("“要快”周立言说:再看。", [("“要快”", "周立言", "说"), ("再看", "周立言", "说")]),
        ("“要快”周立言走,说。", []),
        ("”周立言说,好。", [("好", "周立言", "说")]),
        ("周立言说,好", [("好", "周立言", "说")]),
        ("在场的人说,要快。", []),
    ],
)
def test_a_quotation_its_speaker_and_its_verb(text: str, found: list[tuple[str, str, str]]) -> None:
    assert said(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("周立言说:“好。”马文博说:“行。”", [("“好。”", "周立言"), ("“行。”", "马文博")]),
        ("“好。”周立言说。“行。”马文博说。", [("“好。”", "周立言"), ("“行。”", "马文博")]),
        ("周立言说:“马文博说,好。”", [("“马文博说,好。”", "周立言")]),
        ("周立言说,好,马文博说,行。走。", [("好", "周立言"), ("行", "马文博")]),
        ("周立言说:“好。”马文博走了。", [("“好。”", "周立言")]),
    ],
)
def test_no_two_quotations_overlap(text: str, found: list[tuple[str, str]]) -> None:
    assert [q[:2] for q in said(text)] == found


@pytest.mark.parametrize(("between", "heard"), [(14, True), (15, False)])
def test_the_verb_stands_at_most_14_characters_off(between: int, heard: bool) -> None:  # noqa: FBT001 - a table
    assert bool(said(f"周立言{'喜' * between}说,要快。")) is heard
    assert bool(said(f"“要快”,周立言{'喜' * between}说。")) is heard


@pytest.mark.parametrize("mark", ",。;:!?\n“”《》")
def test_the_verb_stands_in_the_clause_of_its_speaker(mark: str) -> None:
    assert said(f"周立言今{mark}天说:要快。") == []
    assert said(f"“要快”,周立言今{mark}天说。") == []


def test_a_mark_open_for_1000_characters_was_never_closed() -> None:
    inside, outside = f"“{'好' * 998}”", f"“{'好' * 999}”"
    assert [len(q[0]) for q in said(f"周立言说:{inside}")] == [1000]
    assert said(f"周立言说:{outside}") == []
    assert said(f"{outside}周立言说") == []
    assert said(f"“{'好' * 1000}”周立言说") == []


def test_a_sentence_without_an_end_is_cut_at_1000_characters() -> None:
    assert [len(q[0]) for q in said(f"周立言说,{'好' * 999}。")] == [999]
    assert [len(q[0]) for q in said(f"周立言说,{'好' * 1200}。")] == [1000]


@pytest.mark.parametrize("mark", ",。;!? \n”")
@pytest.mark.parametrize("pronoun", ["他", "她"])
def test_a_pronoun_that_begins_a_clause_is_the_person_named_last(mark: str, pronoun: str) -> None:
    text = f"马文博走了。周立言今天上午来到春江老街看望大家{mark}{pronoun}强调,要快。"
    assert said(text) == [("要快", "周立言", "强调")]


@pytest.mark.parametrize(
    "text",
    [
        "。他强调,要快。周立言来了。",
        "周立言来了。其他强调,要快。",
        "周立言来了:他强调,要快。",
        "人来了。他强调,要快。",
        "周立言来了。他们强调,要快。",
    ],
)
def test_a_pronoun_of_no_one_says_nothing(text: str) -> None:
    assert said(text) == []


def test_a_pronoun_is_the_last_of_many_persons() -> None:
    text = "马文博走了。林晏清走了。周立言来了。他强调,要快。林晏清坐下了。她说,好。"
    assert [q[:2] for q in said(text)] == [("要快", "周立言"), ("好", "林晏清")]


def test_a_pronoun_looks_no_further_than_itself() -> None:
    assert said("周立言来了。他强调,要快。马文博走了。") == [("要快", "周立言", "强调")]


def test_only_persons_of_the_text_itself_speak() -> None:
    place = Finding(type="place", start=0, end=2, recognizer="t", confidence=0.9)
    assert QUOTES.find("南昌说,要快。", [place]) == []
    text = "周立言说,要快。\n周立言"
    assert len(QUOTES.find(text[:8], people(text))) == 1
    assert len(QUOTES.find("说,要快。周立言", people("说,要快。周立言"))) == 0


def heard(text: str, **names: str) -> list[tuple[str, str]]:
    """Return each quotation with its speaker; `names` are spans of `text` and their types."""
    found = []
    for name, kind in names.items():
        at = text.index(name)
        found.append(
            Finding(type=kind, start=at, end=at + len(name), recognizer="t", confidence=0.9)  # type: ignore[arg-type]
        )
    found.sort(key=lambda f: f.start)
    posts = {f.start: p for f in found for p in POSTS if text.endswith(p, 0, f.start)}
    quotes = SHIPPED.find(text, found, posts)
    return [(text[q.start : q.end], text[q.speaker_start : q.speaker_end]) for q in quotes]


P, ORG = "person", "organisation"


@pytest.mark.parametrize(
    "text",
    [
        "周立言会见马文博时表示,要快。",
        "周立言15日在春江会见院长马文博后说,要快。",
        "周立言在与马文博通电话时强调,要快。",
        "周立言对马文博说,要快。",
        "周立言10日在春江表示,要快。",
        "周立言教授建议,要快。",
        "周立言在讲座中指出,要快。",
        "周立言激动地说,要快。",
        "周立言告诉马文博,要快。",
        "周立言批评马文博说,要快。",
        "周立言在接受《春江日报》记者采访时说,要快。",
        "周立言(化名)说,要快。",
        "周立言在“春江论坛”上说,要快。",
    ],
)
def test_whoever_meets_or_addresses_another_speaks(text: str) -> None:
    names = {name: P for name in ("周立言", "马文博") if name in text}
    assert heard(text, **names) == [("要快", "周立言")]


@pytest.mark.parametrize(
    "text",
    [
        "周立言的律师马文博说,要快。",
        "周立言之子马文博称,要快。",
        "周立言的妹妹马文博在接受采访时表示,要快。",
        "周立言走了,马文博说,要快。",
    ],
)
def test_whoever_belongs_to_another_speaks_alone(text: str) -> None:
    assert heard(text, 周立言=P, 马文博=P) == [("要快", "马文博")]


@pytest.mark.parametrize(
    "text",
    [
        "周立言的律师说,要快。",
        "周立言家属表示,要快。",
        "周立言团队回应称,要快。",
        "记者采访周立言时说,要快。",
        "村民告诉周立言说,要快。",
        "有人对周立言说,要快。",
        "周立言听说,要快。",
        "周立言和马文博分别发表声明,要快。",
        "周立言就春江的冬天做演讲,要快。",
        "周立言向乡亲们致信慰问,要快。",
        "周立言以三句话来回应,要快。",
        "周立言表示不能容忍他的主张,要快。",
        "周立言写的小说,要快。",
        "周立言提出三点建议,要快。",
        "村民走来,见周立言和马文博争吵的一位邻居说,要快。",
    ],
)
def test_words_of_somebody_unnamed_are_nobodys(text: str) -> None:
    names = {name: P for name in ("周立言", "马文博") if name in text}
    assert heard(text, **names) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("网友留言:“太慢了!”周立言回应称,要快。", [("“太慢了!”", "网友"), ("要快", "周立言")]),
        ("马文博写道:“太慢了!”周立言随后说,要快。", [("“太慢了!”", "马文博"), ("要快", "周立言")]),
        ("网友:“太慢了!”周立言走了。", [("“太慢了!”", "网友")]),
        ("“太慢了!”周立言反驳说:“要快。”", [("“要快。”", "周立言")]),
        ("“太慢了。”周立言说,“要快。”", [("“太慢了。”", "周立言"), ("“要快。”", "周立言")]),
        ("“太慢了。”教练周立言说。", [("“太慢了。”", "周立言")]),
        ("“太慢了。”来自春江的游客周立言告诉记者。", [("“太慢了。”", "周立言")]),
        ("“太慢了。”周立言听了很难过。", []),
        ("走了。\n\t“太慢了。”周立言说。", [("“太慢了。”", "周立言")]),
        ("关于“春江计划”,周立言说,要快。", [("要快", "周立言")]),
        ("周立言说,“十五五”时期,要快。", [("“十五五”时期,要快", "周立言")]),
        ("周立言说,“要快”,“要好”。", [("“要快”", "周立言"), ("“要好”", "周立言")]),
        ("周立言说:“我们“依法”处理。”", [("“我们“依法”处理。”", "周立言")]),
        ("在院长周立言看来,要快。", [("要快", "周立言")]),
        ("周立言随后发表声明,称,要快。", [("要快", "周立言")]),
        ("周立言到春江村时,村民很高兴,称,要快。", []),
        ("村民拦住周立言的车,称,要快。", []),
        ("“一段没有完。\n“要快。”周立言说。", [("“要快。”", "周立言")]),
    ],
)
def test_each_quotation_has_its_own_lead_in(text: str, found: list[tuple[str, str]]) -> None:
    names = {name: P for name in ("周立言", "马文博") if name in text}
    assert heard(text, **names) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("春江大学表示,要快。", True),
        ("春江大学22日回应称,要快。", True),
        ("对此,春江大学在一份声明中说,要快。", True),
        ("春江大学(600000.SH)公告称,要快。", True),
        ("“要快。”春江大学称。", True),
        ("春江大学院长表示,要快。", False),
        ("春江大学一名学生说,要快。", False),
        ("他向春江大学表示,要快。", False),
        ("春江大学门口的村民说,要快。", False),
        ("有人援引春江大学说,要快。", False),
    ],
)
def test_an_organisation_speaks_with_nobody_between(text: str, found: bool) -> None:  # noqa: FBT001 - a table
    assert bool(heard(text, 春江大学=ORG)) is found


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("周立言欢迎马文博一行来访。他说,要快。", "周立言"),
        ("书记周立言考察春江,马文博陪同。他强调,要快。", "周立言"),
        ("周立言说,马文博很好。他说,要快。", "周立言"),
        ("周立言的妻子陪马文博来了。他说,要快。", None),
        ("周立言和马文博来了。他说,要快。", None),
        ("客人们欢迎马文博一行,周立言没有来。他说,要快。", None),
        ("乡亲们欢迎周立言一行来访。他说,要快。", None),
    ],
)
def test_a_pronoun_is_the_subject_of_the_sentence_before(text: str, whom: str | None) -> None:
    names = {name: P for name in ("周立言", "马文博") if name in text}
    assert [q for q in heard(text, **names) if q[0] == "要快"] == ([("要快", whom)] if whom else [])
