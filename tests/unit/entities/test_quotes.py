"""Quotations: how far a verb and a mark may stand, and whose they are."""

import pytest

from pipeline.entities.joining.quotes import Quotes
from pipeline.entities.recognizer import Finding
from tests.unit.entities.lists import lexicon

QUOTES = Quotes(lexicon(speech_verbs="说 强调 解释 解释说"))
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
        ("周立言。他来了,强调,要快。", []),
        ("周立言看《春江》说,要快。", []),
        ("“要快。”周立言说。", [("“要快。”", "周立言", "说")]),
        ("“要快”,周立言说。", [("“要快”", "周立言", "说")]),
        ("“要快”, 周立言解释说。", [("“要快”", "周立言", "解释说")]),
        ("“要快”。周立言说。", []),
        ("要快”周立言说。", []),
        ("“要快”周立言走。", []),
        ("“要快”周立言说:再看。", [("“要快”", "周立言", "说")]),
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
        ("周立言说,好,马文博说,行。走。", [("好,马文博说,行", "周立言")]),
        ("周立言说:“好。”马文博走了。", [("“好。”", "周立言")]),
    ],
)
def test_no_two_quotations_overlap(text: str, found: list[tuple[str, str]]) -> None:
    assert [q[:2] for q in said(text)] == found


@pytest.mark.parametrize(("between", "heard"), [(14, True), (15, False)])
def test_the_verb_stands_at_most_14_characters_off(between: int, heard: bool) -> None:  # noqa: FBT001 - a table
    assert bool(said(f"周立言{'今' * between}说,要快。")) is heard
    assert bool(said(f"“要快”,周立言{'今' * between}说。")) is heard


@pytest.mark.parametrize("mark", ",。;:!?\n“”《》")
def test_the_verb_stands_in_the_clause_of_its_speaker(mark: str) -> None:
    assert said(f"周立言今{mark}天说:要快。") == []
    assert said(f"“要快”,周立言今{mark}天说。") == []


def test_a_mark_open_for_1000_characters_was_never_closed() -> None:
    inside, outside = f"“{'好' * 998}”", f"“{'好' * 999}”"
    assert [len(q[0]) for q in said(f"周立言说:{inside}")] == [1000]
    assert said(f"周立言说:{outside}") == []
    assert [len(q[0]) for q in said(f"{outside}周立言说")] == [1001]
    assert said(f"“{'好' * 1000}”周立言说") == []


def test_a_sentence_without_an_end_is_cut_at_1000_characters() -> None:
    assert [len(q[0]) for q in said(f"周立言说,{'好' * 999}。")] == [999]
    assert [len(q[0]) for q in said(f"周立言说,{'好' * 1200}。")] == [1000]


@pytest.mark.parametrize("mark", ",。;!? \n”")
@pytest.mark.parametrize("pronoun", ["他", "她", "他们", "她们"])
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
