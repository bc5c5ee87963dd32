"""What the stream teaches about affixes: each share and count just inside and just outside."""

import pytest

from pipeline.dedup.learnt.affixes import BESIDE, AffixMemory, Sizes

FRONT, BRACKET, BAR, BACK = 1, 8, 4, 4 << 8
WORD = "青萝小站"
LETTERS = "东南西北上下左右前后"


def memory(table=None, **sizes):
    return AffixMemory({} if table is None else table, scope="0", sizes=Sizes(**sizes), day=1)


def headline(number, size=10):
    """Return a headline of our own without a figure."""
    return "".join(LETTERS[int(digit)] for digit in f"{number:0{size}}")


def taught(seen, bare, **sizes):
    """Return a memory that saw WORD on so many headlines, of which so many stood bare."""
    state = memory(**sizes)
    for number in range(seen):
        state.saw_affix(WORD, headline(number), FRONT)
    for number in range(bare):
        state.saw_bare(headline(number))
    return state


@pytest.mark.parametrize(
    ("seen", "bare", "learnt"),
    [
        (4, 2, True), (3, 3, False), (4, 1, False), (16, 2, True), (17, 2, False), (25, 3, True),
        (26, 3, False), (50, 6, True), (50, 5, False), (400, 48, True), (400, 47, False),
    ],
)  # fmt: skip
def test_a_share_of_its_remainders_must_stand_bare(seen, bare, learnt):
    """Four remainders, two of them bare, and twelve of a hundred."""
    assert taught(seen, bare).is_decoration(WORD) == learnt
    assert not taught(seen, bare).is_decoration("白石渡口")


def test_what_stood_bare_before_counts_like_what_stands_bare_later():
    state = memory()
    for number in range(4):
        if number < 2:
            assert not state.saw_bare(headline(number))
        state.saw_affix(WORD, headline(number), FRONT)
    assert state.is_decoration(WORD)


def test_a_headline_seen_again_teaches_nothing():
    state = memory()
    for _ in range(5):
        for number in range(3):
            state.saw_affix(WORD, headline(number), FRONT)
            state.saw_bare(headline(number))
    assert not state.is_decoration(WORD)
    assert state.saw_bare(headline(0))
    assert (state.is_bare(headline(0)), state.is_bare(headline(9))) == (True, False)


@pytest.mark.parametrize(
    ("seen", "turns", "learnt"),
    [(6, 6, True), (5, 5, False), (12, 6, True), (13, 6, False), (14, 7, True), (20, 9, False)],
)
def test_affixes_that_take_turns_on_half_of_their_remainders(seen, turns, learnt):
    """Nothing ever stands bare: six remainders that others decorate too."""
    state = memory()
    for number in range(seen):
        if number < turns:
            state.saw_affix("白石渡口", headline(number), FRONT)
        state.saw_affix(WORD, headline(number), FRONT)
    assert state.is_decoration(WORD) == learnt
    assert state.is_decoration("白石渡口") == (turns >= 6)


def test_of_three_on_one_headline_each_has_its_turn_once():
    state = memory()
    for number in range(6):
        for word in ("甲站", "乙站", "丙站"):
            state.saw_affix(word, headline(number), FRONT)
    assert all(state.is_decoration(word) for word in ("甲站", "乙站", "丙站"))
    # The first one's turns are six, not twelve: of thirteen headlines that is too few.
    for number in range(20, 27):
        state.saw_affix("甲站", headline(number), FRONT)
    assert not state.is_decoration("甲站")


@pytest.mark.parametrize(
    ("remainder", "learnt"),
    [("{}", True), ("{}"[:0] + "短{}", True), ("{}新增5例", False), ("短", False)],
)
def test_figures_and_short_headlines_take_no_turns(remainder, learnt):
    state = memory()
    for number in range(6):
        text = headline(number, 9) if remainder == "短" else remainder.format(headline(number))
        for word in ("白石渡口", WORD):
            state.saw_affix(word, text, FRONT)
    assert state.is_decoration(WORD) == learnt


@pytest.mark.parametrize(
    ("forms", "learnt"),
    [
        ((FRONT, BAR, BACK), True), ((FRONT, BACK), False), ((FRONT, BAR, BRACKET), False),
        ((BACK, 1 << 8, 2 << 8), False), ((FRONT, BACK, 1 << 8), True), ((FRONT, FRONT, BACK), False),
        ((128, 1 << 8, 2 << 8), True),
    ],
)  # fmt: skip
def test_a_word_at_both_ends_in_three_manners_names_no_place(forms, learnt):
    state = memory()
    for number in range(4):
        state.saw_affix(WORD, headline(number), forms[number % len(forms)])
    assert state.is_decoration(WORD) == learnt


def test_forms_need_four_remainders_too():
    state = memory()
    for number, form in enumerate((FRONT, BAR, BACK)):
        state.saw_affix(WORD, headline(number), form)
    assert not state.is_decoration(WORD)


@pytest.mark.parametrize(
    ("seen", "bare", "forms", "learnt"),
    [
        (2, 1, (FRONT,), True), (1, 1, (FRONT,), False), (2, 0, (FRONT,), False),
        (2, 0, (FRONT, BACK), True), (2, 0, (FRONT, BAR), False), (2, 0, (BACK, 1 << 8), False),
    ],
)  # fmt: skip
def test_what_looks_like_a_decoration_needs_less(seen, bare, forms, learnt):
    state = memory()
    for number in range(seen):
        state.saw_affix(WORD, headline(number), forms[number % len(forms)])
    for number in range(bare):
        state.saw_bare(headline(number))
    assert state.is_decoration(WORD, half_known=True) == learnt
    assert not state.is_decoration(WORD)


def test_counts_are_halved_so_that_an_affix_may_change():
    """After 400 remainders what stands bare now weighs as much as what did not before."""
    kept, halved = taught(400, 30), taught(401, 30)
    assert not kept.is_decoration(WORD)
    assert halved.is_decoration(WORD)


def test_halving_halves_all_counts():
    state = taught(400, 48)
    assert state.is_decoration(WORD)
    state.saw_affix(WORD, headline(401), FRONT)
    assert state.is_decoration(WORD)
    state.saw_affix(WORD, headline(402), FRONT)
    # 24 of 201, where 48 of 201 or 400 would be another matter.
    assert not state.is_decoration(WORD)


def test_six_affixes_are_noted_at_a_headline():
    state = memory()
    words = [f"{letter}家小站" for letter in LETTERS[:7]]
    for number in range(4):
        state.saw_bare(headline(number))
        for word in words:
            state.saw_affix(word, headline(number), FRONT)
    assert [state.is_decoration(word) for word in words] == [True] * 6 + [False]


@pytest.mark.parametrize(
    ("form", "may"), [(BACK, True), (1 << 8, True), (FRONT, False), (0, False)]
)
def test_the_end_of_a_taught_decoration_is_known_when_it_stands_behind(form, may):
    state = memory()
    for number in range(4):
        state.saw_bare(headline(number))
        state.saw_affix(WORD, headline(number), form)
        assert state.may_end("小站") == (may and number == 3)
    assert not state.may_end("萝小")
    assert not state.may_end("站")


def test_a_link_is_renamed_once():
    state = memory()
    assert state.renamed("01", "02")
    assert not state.renamed("01", "02")
    assert state.renamed("02", "01")
    assert state.renamed("01", "03")
    # That is no headline seen bare.
    assert not state.is_bare("0102")


def test_renaming_and_standing_bare_do_not_undo_each_other():
    state = memory()
    state.saw_affix(WORD, "0102", FRONT)
    state.renamed("01", "02")
    state.saw_bare("0102")
    assert not state.renamed("01", "02")
    assert state.saw_bare("0102")
    state.saw_affix("白石渡口", "0102", FRONT)
    assert (state.is_bare("0102"), state.renamed("01", "02")) == (True, False)


def test_what_was_seen_longest_ago_makes_room():
    state = memory(texts=(1, 2), affixes=(1, 2))
    for number in range(3):
        state.saw_bare(headline(number))
    assert [state.is_bare(headline(n)) for n in range(3)] == [False, True, True]
    assert state.forgotten == 1
    for word in ("甲站", "乙站", "丙站"):
        state.saw_affix(word, headline(2), FRONT)
    assert state.forgotten == 2
    state.headlines.saw("东南西北上下左右", "00" * 8, cut=False)
    assert state.forgotten == 2


def test_a_million_articles_and_one_page_are_counted_apart():
    table = {}
    one, other = memory(table), AffixMemory(table, scope="1", sizes=Sizes(), day=1)
    one.saw_bare(headline(1))
    assert not other.is_bare(headline(1))


def test_what_bounds_a_partition():
    assert Sizes() == Sizes(
        texts=(8192, 32), affixes=(4096, 16), prefixes=(4096, 16), lines=(8192, 16)
    )


def test_what_stands_beside_another_has_no_turn():
    state = memory()
    for number in range(8):
        state.saw_affix("渡口", headline(number), BESIDE)
        state.saw_affix(WORD, headline(number), BESIDE)
    assert not state.is_decoration(WORD)
    assert not state.is_decoration("渡口")
    for number in range(2):
        state.saw_bare(headline(number))
    assert state.is_decoration(WORD)


def test_what_is_set_off_oddly_was_seen_twice():
    assert [taught(seen, 0).is_decoration(WORD, odd=True) for seen in (0, 1, 2)] == [
        False,
        False,
        True,
    ]
