"""Taking decorations off: layers, an operator's word, what nothing sets off, what may be one."""

import pytest

from pipeline.dedup.learnt.affixes import BESIDE, AffixMemory, Sizes
from pipeline.dedup.links.keys import headline_key, key_of
from pipeline.dedup.links.learnt_decorations import attached_at, is_learnt
from pipeline.dedup.links.stripping import Stripper, Words
from tests.unit.dedup.test_affixes import headline
from tests.unit.dedup.test_decorations import GRAMMAR

HEADLINE = "灯塔博物馆迎来首批访客"


def memory(*words, behind=False, bare=()):
    """Return a memory that was taught `words`, and saw `bare` headlines."""
    state = AffixMemory({}, scope="0", sizes=Sizes(), day=1)
    for number in range(4):
        state.saw_bare(headline(number))
        for word in words:
            state.saw_affix(word, headline(number), 1 << (8 if behind else 0))
    for key in bare:
        state.saw_bare(key)
    return state


def half(*words):
    """Return a memory that saw `words` on two headlines, one of them bare."""
    state = AffixMemory({}, scope="0", sizes=Sizes(), day=1)
    state.saw_bare(headline(1))
    for word in words:
        for number in (1, 2):
            state.saw_affix(word, headline(number), 1)
    return state


def strip(text, state=None, words=None):
    span, taken = Stripper(GRAMMAR, words or Words()).strip(text, (0, len(text)), state)
    return text[slice(*span)], taken


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("快播报:{}", ["快播报"]), ("{}|快播报", ["快播报"]), ("快播报:{}_号外", ["快播报", "号外"]),
        ("号外:快播报: {} | 特报", ["号外", "快播报", "特报"]),
        ("号外|特报|号外|特报|{}", ["号外", "特报", "号外", "特报"]),
        ("{} 快播报", ["快播报"]), ("(号外){}", ["号外"]), ("{}[特报]", ["特报"]), ("{}", []),
    ],
)  # fmt: skip
def test_layer_by_layer(text, taken):
    assert strip(text.format(HEADLINE)) == (HEADLINE, taken)


def test_of_five_layers_four_are_taken_off():
    found, taken = strip(f"号外|号外|号外|号外|特报|{HEADLINE}")
    assert (found, len(taken)) == (f"特报|{HEADLINE}", 4)


def test_each_layer_has_its_span():
    text, layers = f"号外:特报: {HEADLINE}", []
    Stripper(GRAMMAR, Words()).strip(text, (0, len(text)), None, layers)
    assert [text[slice(*layer)] for layer in layers] == [f"特报: {HEADLINE}", HEADLINE]


@pytest.mark.parametrize("text", ["快播报 {}", "每日要闻:{}", "播报:{}", "灯塔:{}", "{}|灯塔"])
def test_what_is_no_decoration_stays(text):
    line = text.format(HEADLINE)
    assert strip(line) == (line, [])


def test_an_operators_word_stands_above_grammar_and_stream():
    keep = Words(keep=frozenset({"快播报", "青萝小站"}))
    state = memory("青萝小站", "每日要闻")
    for word in ("快播报", "青萝小站"):
        assert strip(f"{word}:{HEADLINE}", state)[0] == HEADLINE
        assert strip(f"{word}:{HEADLINE}", state, keep) == (f"{word}:{HEADLINE}", [])
    away = Words(strip=frozenset({"灯塔", "每日要闻"}))
    for word in ("灯塔", "每日要闻"):
        assert strip(f"{word}:{HEADLINE}", state)[1] == []
        assert strip(f"{word}:{HEADLINE}", None, away) == (HEADLINE, [word])
    both = Words(strip=frozenset({"灯塔"}), keep=frozenset({"灯塔"}))
    assert strip(f"灯塔:{HEADLINE}", state, both)[1] == []


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("青萝小站:{}", True), ("[青萝小站]{}", True), ("{} 青萝小站", True), ("(青萝小站){}", False),
        ("{}(青萝小站)", False), ("每日要闻:{}", False),
    ],
)  # fmt: skip
def test_what_the_stream_taught(text, stripped):
    line = text.format(HEADLINE)
    assert strip(line, memory("青萝小站", "每日要闻")) == (
        (HEADLINE, [line.replace(HEADLINE, "").strip(" :[]")]) if stripped else (line, [])
    )


@pytest.mark.parametrize(
    ("word", "left", "stripped"),
    [
        ("青萝小站", "灯塔亮灯", True), ("青萝小站", "灯塔亮", False), ("渡口", "灯塔", True),
        ("青萝小站今日看新鲜", "灯塔今夜又亮灯了", True), ("青萝小站今日看新鲜", "灯塔今夜又亮灯", False),
    ],
)  # fmt: skip
def test_the_longer_part_is_the_headline_or_both_are_long(word, left, stripped):
    """What the stream says of a word holds only where a headline of eight, or as long, is left."""
    for line in (f"{word}:{left}", f"{left}|{word}"):
        assert (strip(line, memory(word))[0] == left) == stripped


def test_what_looks_like_a_decoration_needs_less_evidence():
    assert strip(f"每日灯:{HEADLINE}", half("每日灯"))[0] == HEADLINE
    assert strip(f"灯塔馆:{HEADLINE}", half("灯塔馆"))[1] == []


@pytest.mark.parametrize(
    ("word", "learnt"),
    [
        ("青萝小站", True), ("青萝小站快播报", True), ("快播报青萝小站", True), ("青萝小站渡口", True), ("青萝小站会", False),
        ("号外特报", True), ("灯塔号外", False), ("青萝小站灯塔", False), ("每日要闻青萝小站", False), ("闻闻", False),
        ("站青萝小站", False),
    ],
)  # fmt: skip
def test_two_decorations_without_a_gap(word, learnt):
    """Each of two characters at least, and each one by itself."""
    state = memory("青萝小站", "渡口", "每日要闻", "会", "站")
    assert is_learnt(word, GRAMMAR, state) == learnt


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("灯塔今夜又亮灯了青萝小站", 8), ("灯塔今夜又亮灯了快播报", 8), ("灯塔今夜又亮灯了全镇每日快播报", 8),
        ("灯塔今夜 又亮灯了青萝小站", 9), ("灯塔今夜又亮灯了灯塔", None), ("灯塔今夜又亮灯了每日要闻", None),
        ("灯塔今夜又亮灯了全镇全镇每日快播报", None), ("渡口今夜又亮灯了青萝小站", None), ("LED灯今夜亮灯青萝小站", 8),
    ],
)  # fmt: skip
def test_what_nothing_sets_off_behind_a_headline_seen_bare(text, at):
    state = memory("青萝小站", "每日要闻", behind=True, bare=["灯塔今夜又亮灯了", "led灯今夜亮灯"])
    assert attached_at(text, (0, len(text)), GRAMMAR, state) == at
    assert attached_at("--" + text, (2, 2 + len(text)), GRAMMAR, state) == (at and at + 2)
    assert attached_at(text, (0, len(text)), GRAMMAR, None) is None


@pytest.mark.parametrize(("bare", "at"), [("灯塔今夜又亮灯了", 8), ("灯塔今夜又亮灯", None)])
def test_a_headline_has_eight_characters_where_nothing_sets_an_affix_off(bare, at):
    text = bare + "快播报"
    assert attached_at(text, (0, len(text)), GRAMMAR, memory(bare=[bare])) == at


@pytest.mark.parametrize(("word", "taken"), [("全镇每日快播报", True), ("全镇每日晨快播报", False)])
def test_seven_characters_may_hang_on(word, taken):
    assert GRAMMAR.knows(word)
    found = strip(HEADLINE + word, memory(bare=[HEADLINE]))
    assert found == ((HEADLINE, [word]) if taken else (HEADLINE + word, []))


def test_the_longest_that_leaves_a_headline_seen_bare_hangs_on():
    state = memory(bare=[HEADLINE, HEADLINE + "每日"])
    assert strip(HEADLINE + "每日快播报", state) == (HEADLINE, ["每日快播报"])


@pytest.mark.parametrize(
    ("text", "key", "cut"),
    [
        ("灯塔今夜又亮灯了…", "灯塔今夜又亮灯了", 8), ("灯塔今夜又亮灯…", "灯塔今夜又亮灯…", 7), ("灯塔 今夜 又亮灯…", "灯塔今夜又亮灯…", 9),
        ("灯塔 LED 亮灯", "灯塔led亮灯", None), ("灯塔今夜又亮灯了.", "灯塔今夜又亮灯了.", None),
    ],
)  # fmt: skip
def test_a_headlines_key(text, key, cut):
    assert headline_key("--" + text, (2, 2 + len(text))) == (key, None if cut is None else cut + 2)
    assert key_of("  A b ") == "ab"


def outline(text, words=None):
    return Stripper(GRAMMAR, words or Words()).outline(text, (0, len(text)))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("青萝:{}", 1), ("青萝!{}", 2), ("青萝|{}", 4), ("[青萝]{}", 8), ("青萝_{}", 16), ("青萝-{}", 32), ("青萝--{}", 32),
        ("青萝~{}", 32), ("青萝>{}", 128), ("青萝→{}", 128), ("(青萝){}", 0), ("{}:青萝", 1 << 8), ("{}|青萝", 4 << 8),
        ("{}-青萝", 32 << 8), ("{} 青萝", 64 << 8), ("{}·青萝", 128 << 8),
        ("{}(青萝)", 0),
    ],
)  # fmt: skip
def test_what_may_be_a_decoration_and_how_it_was_set_off(text, form):
    made = outline(text.format(HEADLINE))
    assert made.unknown == (("青萝", HEADLINE, form),)
    assert [word for word, _ in made.ends] == ["青萝"]
    assert made.outer_key == made.inner_key == text.format(HEADLINE).replace(" ", "")


@pytest.mark.parametrize(
    ("text", "form"), [("{}[青萝]", 8 << 8), ("{}_青萝", 16 << 8), ("{} #青萝", 128 << 8)]
)
def test_what_its_mark_tells_goes_at_first_sight_and_is_learnt_for_other_marks(text, form):
    made = outline(text.format(HEADLINE))
    assert (made.inner_key, made.taken) == (HEADLINE, ("青萝",))
    assert made.unknown == (("青萝", HEADLINE, form),)
    kept = outline(text.format(HEADLINE), Words(keep=frozenset({"青萝"})))
    assert kept.taken == ()


@pytest.mark.parametrize(
    "text", ["{}[3]", "{}_第二集", "{} @青萝", "{}*青萝", "{}/青萝", "{}~青萝"]
)
def test_what_its_mark_does_not_tell_stays(text):
    assert outline(text.format(HEADLINE)).taken == ()


def test_what_stands_at_both_ends_leaves_three_remainders():
    made = outline(f"青萝:{HEADLINE}@渡口")
    assert made.unknown == (
        ("青萝", f"{HEADLINE}@渡口", 1), ("渡口", f"青萝:{HEADLINE}", 128 << 8), ("青萝", HEADLINE, 0),
        ("渡口", HEADLINE, 0),
    )  # fmt: skip
    assert made.ends == (("青萝", False), ("渡口", True))


def test_what_is_known_or_forbidden_or_too_long_is_no_question():
    for word in ("快播报", "每日要闻"):
        assert outline(f"{word}:{HEADLINE}").unknown == ()
    assert outline(f"灯塔:{HEADLINE}", Words(strip=frozenset({"灯塔"}))).unknown == ()
    # Each part could be the headline: the longer one is.
    assert outline("青萝小站:灯塔亮").unknown == (("灯塔亮", "青萝小站", 1 << 8),)
    assert outline("青萝小站:灯塔亮灯").unknown == (
        ("青萝小站", "灯塔亮灯", 1),
        ("灯塔亮灯", "青萝小站", 1 << 8),
    )


def test_under_a_known_decoration_both_layers_ask():
    made = outline(f"快播报:青萝:{HEADLINE}")
    assert (made.inner_key, made.taken) == (f"青萝:{HEADLINE}", ("快播报",))
    assert made.unknown == (("青萝", HEADLINE, 1),)
    behind = outline(f"青萝:{HEADLINE}|快播报")
    assert behind.unknown == (
        ("青萝", HEADLINE, 1), ("青萝", f"{HEADLINE}|快播报", 1),
    )  # fmt: skip
    assert behind.ends == (("青萝", False),)


def test_two_at_one_end_are_noted_beside_each_other():
    made = outline(f"青萝|渡口|{HEADLINE}")
    assert ("青萝", f"渡口|{HEADLINE}", 4) in made.unknown
    assert {("青萝", HEADLINE, BESIDE), ("渡口", HEADLINE, BESIDE)} < set(made.unknown)
    made = outline(f"{HEADLINE}_渡口|青萝")
    assert {("青萝", HEADLINE, BESIDE), ("渡口", HEADLINE, BESIDE)} < set(made.unknown)
    # What is left of one must be a headline.
    assert BESIDE not in [form for _, _, form in outline("青萝|渡口|灯塔亮灯").unknown]


def test_the_stream_resolves_what_the_grammar_left():
    strip = Stripper(GRAMMAR, Words())
    for text, state, taken in (
        (f"青萝小站:{HEADLINE}", memory(), ()),
        (f"青萝小站:{HEADLINE}", memory("青萝小站"), ("青萝小站",)),
        (f"快播报:青萝小站:{HEADLINE}", memory("青萝小站"), ("快播报", "青萝小站")),
        (f"{HEADLINE}青萝小站", memory("青萝小站", behind=True, bare=[HEADLINE]), ("青萝小站",)),
        (f"{HEADLINE}青萝小站", memory("青萝小站", behind=True), ()),
    ):
        span, found = strip.resolve(text, strip.outline(text, (0, len(text))), state)
        assert found == taken
        assert (text[slice(*span)] == HEADLINE) == bool(taken)


def test_what_a_cut_may_have_left_of_a_decoration():
    strip = Stripper(GRAMMAR, Words(strip=frozenset({"青萝"})))
    assert [strip.knows_beginning(word) for word in ("每日播", "快播报", "灯")] == [
        True,
        True,
        False,
    ]


class Counting(Stripper):
    """Counts how often decorations are looked for."""

    times = 0

    def strip(self, *where, **how):
        self.times += 1
        return super().strip(*where, **how)


def test_under_each_of_many_numbers_is_looked_once():
    text, state = "3." * 9 + HEADLINE, memory(bare=[key_of(HEADLINE)])
    counting = Counting(GRAMMAR, Words())
    counting.strip(text, (0, len(text)), state)
    assert counting.times <= 10
