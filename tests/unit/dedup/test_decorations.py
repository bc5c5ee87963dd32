"""The grammar of column names, and what sets an affix off."""

import random

import pytest

from pipeline.dedup.links import decorations
from pipeline.dedup.links.decorations import PARTS, Prior, back, front, parts_of
from pipeline.errors import ResourceError
from pipeline.stages import shipped

HEADLINE = "灯塔博物馆迎来首批访客"
WORDS = {
    "scope": ("全镇", "每日", "每日晨"),
    "touch": ("快", "速"),
    "noun": ("播报", "要闻", "闻"),
    "alone": ("号外", "特报"),
    "never": ("每日要闻", "速闻"),
}
GRAMMAR = Prior(WORDS)
TWELVE = "一二三四五六七八九十百千"


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("每日播报", True), ("全镇每日播报", True), ("每日快播报", True), ("快播报", True), ("播报要闻", True),
        ("全镇每日速要闻", True), ("每日晨闻", True), ("号外", True), ("特报", True), ("闻闻", True),
        ("播报", False), ("每日", False), ("快", False), ("每日快", False), ("全镇全镇全镇播报", False),
        ("快速播报", False), ("播报要闻播报", False), ("号外播报", False), ("号外号外", False), ("每日播报会", False),
        ("会每日播报", False), ("每日要闻", False), ("速闻", False), ("", False),
    ],
)  # fmt: skip
def test_what_the_grammar_puts_together(word, known):
    assert GRAMMAR.knows(word) == known


def test_what_belongs_to_headlines_is_forbidden():
    assert [GRAMMAR.forbids(word) for word in ("每日要闻", "每日播报", "闻")] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("word", "half"),
    [
        ("每日灯", True), ("每日灯塔馆", True), ("每日灯塔馆里", False), ("每日", False), ("灯播报", True), ("灯塔馆播报", True),
        ("灯塔馆里播报", False), ("灯塔馆快播报", True), ("播报", False), ("见闻", True), ("灯塔", False), ("速闻", False), ("灯塔馆", False),
    ],
)  # fmt: skip
def test_what_looks_like_one_at_one_end(word, half):
    assert GRAMMAR.half_knows(word) == half


@pytest.mark.parametrize(
    ("pair", "may"),
    [
        ("播报", True),
        ("要闻", True),
        ("见闻", True),
        ("号外", True),
        ("特报", True),
        ("灯塔", False),
        ("每日", False),
        ("", False),
    ],
)
def test_the_last_two_characters_are_a_first_question(pair, may):
    assert GRAMMAR.may_end(pair) == may


@pytest.mark.parametrize(
    ("word", "may"),
    [
        ("每", True), ("每日", True), ("每日播", True), ("每日快", True), ("播", True), ("播报", True), ("号", True),
        ("号外", True), ("快播报", True), ("每日播报", True), ("全", True), ("每日灯", False), ("灯", False),
        ("报", False), ("快", False), ("日", False),
    ],
)  # fmt: skip
def test_what_a_cut_may_have_left_of_one(word, may):
    assert GRAMMAR.knows_beginning(word) == may


def test_a_grammar_without_words_knows_none():
    empty = Prior(dict.fromkeys(PARTS, ()))
    assert not any(
        f(w)
        for w in ("", "播报", "每日播报")
        for f in (empty.knows, empty.half_knows, empty.forbids, empty.may_end)
    )
    # What a pattern of no words matched would be a decoration in every blank.
    assert not empty.knows_beginning("")


def test_marks_in_words_are_no_pattern():
    dotted = Prior({**WORDS, "alone": ("a.c", "x+")})
    assert (dotted.knows("a.c"), dotted.knows("abc"), dotted.knows("xx")) == (True, False, False)


def test_a_list_of_words_for_each_part():
    lists = {name: f" {name}1\n{name}2 " for name in PARTS}
    assert parts_of(lists, where="x.toml")["noun"] == ("noun1", "noun2")
    del lists["touch"], lists["noun"]
    with pytest.raises(ResourceError, match="no list of the part noun"):
        parts_of(lists, where="x.toml")


@pytest.mark.parametrize(
    ("text", "word", "mark"),
    [
        ("播报:{}", "播报", ":"), ("播报! {}", "播报", "!"), ("播报|{}", "播报", "|"), ("播报 | {}", "播报", "|"),
        ("播报_{}", "播报", "_"), ("播报~{}", "播报", "~"), ("播报>{}", "播报", ">"), ("播报→{}", "播报", "→"),
        ("播报-{}", "播报", "-"), ("播报--{}", "播报", "-"), ("播报:: {}", "播报", ":"), ("[播报]{}", "播报", "["),
        ("[播报]  {}", "播报", "["), ("(播报) {}", "播报", "("), (TWELVE + ":{}", TWELVE, ":"),
        ("[" + TWELVE + "]{}", TWELVE, "["), ("播:{}", "播", ":"),
    ],
)  # fmt: skip
def test_what_sets_a_word_off_before_a_headline(text, word, mark):
    line = text.format(HEADLINE)
    affix = front("--" + line, 2, 2 + len(line))
    assert (affix.word, affix.mark) == (word, mark)
    assert ("--" + line)[affix.edge :] == HEADLINE


@pytest.mark.parametrize(
    "text",
    ["播报 {}", "播报、{}", "播报&{}", "播报%{}", "{}", "播 报:{}", "播报,{}", TWELVE + "万:{}", "[" + TWELVE + "万]{}", "[播报{}", ":{}", "[]{}", "播(报):{}"],
)  # fmt: skip
def test_what_sets_nothing_off_before_it(text):
    line = text.format(HEADLINE)
    assert front(line, 0, len(line)) is None


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("#播报#{}", "#"), ("#播报 {}", "#"), ("@播报 {}", "@"), ("「播报」{}", "「"), ('"播报" {}', '"'), ("_播报_{}", "_"),
        ("{{播报}}{}", "{"), ("[播报]：{}", "["), ("★播报★{}", "★"), ("播报◆{}", "◆"), ("播报‖ {}", "‖"), ("播报▎{}", "▎"),
        ("播报》{}", "》"), ("播报>> {}", ">"), ("播报·{}", "·"), ("=播报={}", "="), ("播报+{}", "+"), ("播报 \\ {}", "\\"),
        ("#播报 #渡口 {}", "#"), ("~播报~ {}", "~"),
    ],
)  # fmt: skip
def test_marks_that_nobody_lists_set_a_word_off_before_it(text, mark):
    line = text.replace("：", ":").format(HEADLINE)
    affix = front(line, 0, len(line))
    assert (affix.word, affix.mark) == ("播报", mark)
    assert line[affix.edge :].removeprefix("#渡口 ") == HEADLINE


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("{}_播报_", "_"), ("{}/播报", "/"), ("{} @播报", "@"), ("{}#播报#", "#"), ("{}「播报」", "「"), ('{}"播报"', '"'),
        ("{}|播报|", "|"), ("{} <播报>", "<"), ("{} *播报*", "*"), ("{}◇播报", "◇"), ("{} » 播报", "»"), ("{}={{播报}}", "{"),
        ("{}▎播报", "▎"), ("{}\\播报", "\\"), ("{} ← 播报", "←"), ("{}++播报", "+"),
    ],
)  # fmt: skip
def test_marks_that_nobody_lists_set_a_word_off_behind_it(text, mark):
    line = text.format(HEADLINE)
    affix = back(line, 0, len(line))
    assert (affix.word, affix.mark) == ("播报", mark)
    assert line[: affix.edge].rstrip("=") == HEADLINE


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("播报:{}", False), ("播报|{}", False), ("[播报]{}", False), ("「播报」{}", False), ("@播报 {}", False), ("*播报 {}", False),
        ("播报/{}", False), ("#播报#{}", True), ("播报_{}", True), ("播报◆{}", True), ("播报》{}", True), ("{{播报}}{}", True),
    ],
)  # fmt: skip
def test_marks_that_no_headline_has_are_odd(text, odd):
    line = text.format(HEADLINE)
    assert front(line, 0, len(line)).is_odd == odd


@pytest.mark.parametrize("affix", ["播报:{}", "[播报]{}"])
def test_two_characters_are_a_headline_behind_an_affix(affix):
    assert front(affix.format("灯塔"), 0, len(affix)) is not None
    assert front(affix.format("灯"), 0, len(affix) - 1) is None
    # What stands behind the span is none of it.
    assert front(affix.format("灯塔"), 0, len(affix) - 1) is None


@pytest.mark.parametrize(
    ("text", "word", "mark"),
    [
        ("{}|播报", "播报", "|"), ("{} | 播报", "播报", "|"), ("{}_播报", "播报", "_"), ("{}~播报", "播报", "~"),
        ("{}→播报", "播报", "→"), ("{}>播报", "播报", ">"), ("{}·播报", "播报", "·"), ("{}:播报", "播报", ":"),
        ("{}-播报", "播报", "-"), ("{} -- 播报", "播报", "-"), ("{} 播报", "播报", ""), ("{}  播报", "播报", ""),
        ("{}?播报", "播报", ""), ("{}!播报", "播报", ""), ("{}。播报", "播报", ""), ("{}…播报", "播报", ""),
        ("{}.播报", "播报", ""), ("{}[播报]", "播报", "["), ("{} (播报)", "播报", "("), ("{}_" + TWELVE, TWELVE, "_"),
        ("{} -- " + TWELVE, TWELVE, "-"), ("{} [" + TWELVE + "]", TWELVE, "["), ("{}|报", "报", "|"),
    ],
)  # fmt: skip
def test_what_sets_a_word_off_behind_a_headline(text, word, mark):
    line = text.format(HEADLINE)
    affix = back(line + "--", 0, len(line))
    assert (affix.word, affix.mark) == (word, mark)
    assert line[: affix.edge].rstrip("?!。….") == HEADLINE


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "{}播报",
        "{}_" + TWELVE + "万",
        "{}[" + TWELVE + "万]",
        "{},播报",
        "{}|",
        "{}[]",
        "{}[播报",
    ],
)
def test_what_sets_nothing_off_behind_it(text):
    line = text.format(HEADLINE)
    assert back(line, 0, len(line)) is None


@pytest.mark.parametrize("affix", ["{}|播报", "{}[播报]", "{} 播报"])
def test_two_characters_are_a_headline_before_an_affix(affix):
    assert back(affix.format("灯塔"), 0, len(affix)) is not None
    assert back(affix.format("灯"), 0, len(affix) - 1) is None
    assert back(affix.format("灯塔"), 1, len(affix)) is None


def test_only_marks_are_tried_behind_a_headline_and_all_that_is_there_is_found():
    rng = random.Random(7)
    found = 0
    for _ in range(4000):
        text = "".join(rng.choices("桥梁通车a7 |_-·@(“([])」?!。….,、~\"'", k=rng.randint(1, 24)))
        start = rng.randint(0, len(text) // 2)
        tail = max(start, len(text) - 18)
        wanted = decorations._BACK.search(text, tail)
        if wanted and wanted.start() - start >= 2:
            found += 1
            assert decorations._last(text, tail, len(text)).span() == wanted.span(), text
        else:
            assert back(text, start, len(text)) is None, text
    assert found > 400


def test_a_word_behind_a_sentence_may_begin_where_the_search_does():
    text = "大桥通车了吗?江城晚报今日快讯要闻早班_____|"
    match = decorations._last(text, 7, len(text))
    assert match["word"] == "江城晚报今日快讯要闻早班"
    assert decorations._BACK.search(text, 7).span() == match.span()


def test_what_the_grammar_knows_ends_as_its_words_do():
    prior, parts = shipped.prior(), shipped.decoration_parts()
    words = [word for name in ("scope", "touch", "noun", "alone") for word in parts[name]]
    rng = random.Random(11)
    built = 0
    for _ in range(20_000):
        word = "".join(rng.choices(words, k=rng.randint(1, 3)))
        known = prior._whole.fullmatch(word) is not None and not prior.forbids(word)
        assert prior.knows(word) is known, word
        built += known
    assert built > 2000
