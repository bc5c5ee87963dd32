"""A headline known bare is found inside a line; without that, and of two headlines, nothing goes."""

import pytest

from pipeline.dedup.links.known_inside import cuts_of
from pipeline.dedup.links.reader import LinkReader, link_id
from pipeline.dedup.links.stripping import Words
from pipeline.stages import shipped
from tests.unit.dedup.test_decorations import GRAMMAR
from tests.unit.dedup.test_reader import HEADLINE, Reader
from tests.unit.dedup.test_stripping import memory

OTHER = "旧码头变身露天剧场新地标"


@pytest.mark.parametrize(
    "line",
    [
        "海棠专线|{}", "{}·柳林视野", "《周末版》{}", "【现场图文】{}", "{}｜两分钟看懂", "现场 {}", "{} 林晓舟", "{}（长廊）", "河东：{}",
        "观潮台 / 柳林 / {}", "{} ～ 编读往来", "{}——镇上的人", "晚七点档|{}|回看", "《柳林》 {}", "一问一答！{}", "{}（林晓舟）", "〔東岸〕{}",
        "_热帖_{}", "{}=柳林=", "“柳林”{}",
    ],
)  # fmt: skip
def test_whatever_stands_around_a_headline_seen_bare_decorates_it(line):
    text = line.format(HEADLINE)
    reader = Reader()
    assert [link.headline for link in reader.read(text, text)] == [text, text]
    reader.read(HEADLINE)
    assert reader.ids(text) == [link_id(HEADLINE)]


def test_what_is_cut_off_is_named_and_what_it_was_called_leads_to_it():
    reader = Reader()
    line = f"海棠专线 | {HEADLINE}·柳林视野"
    (before,) = reader.ids(line)
    reader.read(HEADLINE)
    (link,) = reader.read(line)
    assert link.decorations == ("海棠专线", "柳林视野")
    assert (link.headline, line[link.start : link.end]) == (HEADLINE, HEADLINE)
    assert link.aliases == ((before, link_id(HEADLINE)),)
    assert reader.aliases(line) == []


def test_a_line_is_cut_before_the_mark_that_ends_a_sentence_and_behind_it():
    line = "江口大桥今天上午正式通车了!江口快报"
    cuts = cuts_of(line, (0, len(line)))
    assert [line[slice(*cut.span)] for cut in cuts] == [line[:-5], line[:-4]]


def test_a_link_that_the_stream_knows_is_as_good_and_its_page_is_none_of_it():
    line = f"海棠专线|{HEADLINE}"
    for known, name in (({}, line), ({link_id(HEADLINE): 3}, HEADLINE)):
        read = LinkReader(GRAMMAR).read([line], memory=memory(), known_links=known)
        assert [link.headline for link in read[0]] == [name]
        key, _ = LinkReader(GRAMMAR).key_of(line, memory=memory(), known_links=known)
        assert key == name


@pytest.mark.parametrize(
    "line",
    [
        "{}（上）", "{} 第二集", "{}｜之三", "{}（2019）", "{}·续篇", "{}(12)", "{}/III",
        # A clause, and a headline, are more than a decoration.
        "{} 志愿者讲解到深夜", "{}：馆长谈开放", "{}" + OTHER, "{}|" + OTHER, "{}、码头开放", "{}百名",
        # Half of a bracket or a quotation is none, and a question is asked by the headline.
        "林晓舟（柳林 {}）", "{}”柳林", "{}？", "{}!", "{}100%",
    ],
)  # fmt: skip
def test_what_is_left_over_may_be_the_headlines_own(line):
    reader = Reader()
    reader.read(HEADLINE, OTHER)
    text = line.format(HEADLINE)
    assert [link.headline for link in reader.read(text)] == [text]


def test_what_is_known_to_be_the_headlines_own_stays():
    reader = Reader(words=Words(keep=frozenset({"柳林"})))
    reader.read(HEADLINE)
    lines = [f"柳林|{HEADLINE}", f"{HEADLINE}(柳林)"]
    assert [link.headline for link in reader.read(*lines)] == lines
    note = LinkReader(shipped.prior())
    texts = [HEADLINE, f"{HEADLINE}(组图)", f"{HEADLINE}[组图]"]
    found = [row[0].headline for row in note.read(texts, memory=memory())]
    assert found == [HEADLINE, texts[1], HEADLINE]


@pytest.mark.parametrize(
    ("headline", "mark", "found"),
    [
        ("灯塔今晚又亮灯", "|", False), ("灯塔今晚又亮灯啦", "|", True),
        ("灯塔今晚又亮灯啦啦", " ", False), ("灯塔今晚又亮灯啦啦啦", " ", True),
    ],
)  # fmt: skip
def test_a_short_headline_needs_a_mark_and_a_shorter_one_is_none(headline, mark, found):
    reader = Reader()
    reader.read(headline)
    (link,) = reader.read(f"柳林{mark}{headline}")
    assert (link.headline == headline) == found


@pytest.mark.parametrize(
    ("word", "mark", "found"),
    [
        ("柳" * 16, "|", True),
        ("柳" * 17, "|", False),
        ("柳" * 5, " ", True),
        ("柳" * 6, " ", False),
    ],
)
def test_a_decoration_is_as_long_as_its_mark_allows(word, mark, found):
    reader = Reader()
    headline = f"{HEADLINE}与{OTHER}"
    reader.read(headline)
    (link,) = reader.read(f"{word}{mark}{headline}")
    assert (link.headline == headline) == found


def test_of_two_known_headlines_the_one_without_the_decoration_is_meant():
    reader = Reader()
    reader.read(f"柳林|{HEADLINE}", HEADLINE)
    assert reader.ids(f"河东|柳林|{HEADLINE}", f"柳林|{HEADLINE}") == [link_id(HEADLINE)] * 2


def test_a_cut_headline_behind_a_decoration_nobody_knows():
    reader = Reader()
    reader.read(HEADLINE, OTHER)
    (link,) = reader.read(f"海棠专线|{HEADLINE[:9]}…")
    assert (link.id, link.decorations) == (link_id(HEADLINE), ("海棠专线",))
    assert link.headline == f"{HEADLINE[:9]}…"
    reader.read(HEADLINE[:9] + "百名志愿者讲解员上岗迎客人来")
    assert reader.ids(f"海棠专线|{HEADLINE[:9]}…") != [link_id(HEADLINE)]


def test_the_questions_that_a_line_asks_are_few():
    assert cuts_of(HEADLINE, (0, len(HEADLINE))) == ()
    line = "|".join("甲乙丙丁戊") + "|" + HEADLINE * 3 + "|" + "|".join("子丑寅卯辰")
    assert len(cuts_of(line * 40, (0, 40 * len(line)))) <= 24
    assert len(cuts_of(line, (0, len(line)))) == 24


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("3.5级地震后的第一夜怎样过7:1", []),
        ("02-14渡口恢复夜航的第一夜怎样过", []),
        ("09:40渡口恢复夜航的第一夜怎样过", []),
        ("7/1渡口恢复夜航的第一夜怎样过", []),
        ("東岸-渡口恢復夜航的第一夜怎樣過", ["渡口恢復夜航的第一夜怎樣過"]),
        ("2月-渡口恢复夜航的第一夜怎样过", ["渡口恢复夜航的第一夜怎样过"]),
        ("渡口恢复夜航的第一夜怎样过-东岸", ["渡口恢复夜航的第一夜怎样过"]),
    ],
)
def test_numbers_are_not_cut_in_the_middle(line, inside):
    assert [line[slice(*cut.span)] for cut in cuts_of(line, (0, len(line)))] == inside
