"""Lines in doubt among links: settled by where they stood before, never a sentence of a body."""

import msgspec
import pytest

from pipeline.dedup.doubtful_lines import Evidence, Overrides, context_of, count_links, settle
from pipeline.dedup.learnt.affixes import AffixMemory, Sizes
from pipeline.dedup.learnt.site_lines import SiteLines, page_of
from pipeline.dedup.links.known_links import NO_LINKS
from pipeline.dedup.links.reader import LinkReader, link_id
from pipeline.offline.dedup import OfflineDedup
from pipeline.stages import shipped
from pipeline.text.lines import from_columns, to_columns
from pipeline.types.articles import LinkRef
from tests.unit.dedup.pages import LIBRARY, RIVER, page

ASKED = "老船工退休三年,回到渡口当起义务讲解员,你见过他吗?"
OTHERS = ["灯塔博物馆迎来首批访客", "旧码头变身露天剧场"]


def doubtful(body, lines, *, number, score=0.6):
    """Return a page whose `lines` follow a marker: those that ask are body in doubt."""
    clean = page(body, lines, number=number, site=f"s{number}.example")
    first = body.count("\n") + 1
    changed = []
    for i, line in enumerate(from_columns(clean.lines)):
        text = clean.text[line.start : line.end]
        if i >= first and text.endswith("?"):
            changed.append(msgspec.structs.replace(line, label="body", score=score))
        else:
            changed.append(line)
    return msgspec.structs.replace(clean, lines=to_columns(changed))


def test_a_headline_that_reads_like_a_sentence_is_a_link_the_second_time():
    stage = OfflineDedup()
    first = stage(doubtful(RIVER, [OTHERS[0], ASKED, OTHERS[1]], number=1))
    assert ASKED in first.body
    second = stage(doubtful(LIBRARY, [OTHERS[1], ASKED], number=2))
    assert second.body == LIBRARY
    assert [link.headline for link in second.links] == [OTHERS[1], ASKED]


def test_what_is_linked_elsewhere_is_a_link_in_a_list_in_any_doubt():
    stage = OfflineDedup()
    stage(page(RIVER, [ASKED], number=1))
    second = stage(doubtful(LIBRARY, [OTHERS[1], ASKED], number=2, score=0.75))
    assert second.body == LIBRARY
    # Behind no link it stands where a body's last sentence may: the stream's word is too little.
    alone = stage(doubtful(LIBRARY, [ASKED], number=3, score=0.75))
    assert alone.body == f"{LIBRARY}\n{ASKED}"


def test_a_repeated_page_does_not_overrule_itself():
    stage = OfflineDedup()
    shown = doubtful(RIVER, [OTHERS[0], ASKED], number=1)
    bodies = {stage(shown).body for _ in range(3)}
    assert bodies == {f"{RIVER}\n{ASKED}"}


def test_a_sentence_of_a_republished_article_stays_whatever_its_score():
    stage = OfflineDedup()
    for number in range(1, 5):
        clean = doubtful(f"{RIVER}\n{ASKED}", OTHERS, number=number)
        lines = from_columns(clean.lines)
        lines[2] = msgspec.structs.replace(lines[2], score=0.55)
        clean = msgspec.structs.replace(clean, lines=to_columns(lines))
        assert ASKED in stage(clean).body


# What follows judges one page's lines directly: each a text, a label and a score.
SURE, DOUBTED, DEEP = 0.95, 0.79, 0.49


class Site:
    """Pages of one partition whose lines are settled one page after the other."""

    def __init__(self, known=NO_LINKS, **overrides):
        self._table = {}
        self._known = known
        self._overrides = Overrides(**overrides)
        self._reader = LinkReader(shipped.prior())
        self._offset = 0
        self.counts = {}

    def evidence(self):
        return Evidence(
            memory=AffixMemory(self._table, scope="0", sizes=Sizes(), day=1),
            site=SiteLines(self._table, scope="0", sizes=Sizes()),
            known_links=self._known,
        )

    def bare(self, *headlines):
        self._reader.read(headlines, memory=self.evidence().memory)

    def settle(self, *judged, site="a.example", head=None):
        """Return label and reason of each line; `head` tells pages apart."""
        self._offset += 1
        head = f"第{self._offset}页的开头" if head is None else head
        clean, lines = judged_page(((head, "headline", SURE), *judged), site)
        context = context_of(clean, lines, self._offset)
        self.counts = settle(clean, lines, self.evidence(), self._reader, self._overrides, context)
        return [(line.label, line.reason) for line in lines[1:]]


def judged_page(judged, site):
    clean = page("\n".join(text for text, _, _ in judged), site=site)
    lines = [
        msgspec.structs.replace(line, label=label, score=score)
        for line, (_, label, score) in zip(from_columns(clean.lines), judged, strict=True)
    ]
    return clean, lines


LINE = "灯塔博物馆今年要不要收门票呢"
NAME = link_id(LINE)
KEPT = ("body", "test")
LINK = ("旧码头变身露天剧场", "link", SURE)


def test_a_page_is_known_by_its_head_its_day_and_its_offset():
    clean, lines = judged_page([(RIVER.split("\n")[0] * 2, "body", SURE)], "a.example")
    context = context_of(clean, lines, 7)
    assert (context.day, context.offset) == (int(clean.facts.event_time // 86_400), 7)
    assert context.page == page_of(clean.text, lines)


@pytest.mark.parametrize(("score", "found"), [(DEEP, "link"), (0.5, "body"), (DOUBTED, "body")])
def test_the_streams_word_settles_deep_doubt(score, found):
    site = Site(known={NAME: 7})
    assert site.settle((LINE, "body", score))[0][0] == found
    assert site.counts == {1: 7 if found == "link" else 0}


@pytest.mark.parametrize(
    ("score", "found"), [(DEEP, "link-elsewhere"), (DOUBTED, "link-elsewhere"), (0.8, "test")]
)
def test_behind_a_link_it_settles_any_doubt(score, found):
    assert Site(known={NAME: 7}).settle(LINK, (LINE, "body", score))[1][1] == found


def test_what_the_partition_saw_bare_is_known_too():
    site = Site()
    site.bare(LINE)
    assert site.settle((LINE, "body", DEEP)) == [("link", "link-elsewhere")]
    assert site.counts == {1: 1}
    assert Site().settle((LINE, "body", DEEP)) == [KEPT]


@pytest.mark.parametrize(
    ("between", "listed"),
    [
        ([], False), ([LINK], True), ([("相关阅读:", "marker", SURE)], True), ([LINK, ("", "blank", 1.0)], True),
        ([LINK, ("又一句真实的话。", "body", SURE)], False), ([LINK, ("又一句真实的话?", "body", DOUBTED)], True),
        ([LINK, ("又一句真实的话?", "body", 0.8)], False), ([("", "blank", 1.0)], False),
        ([("又一句真实的话?", "body", DOUBTED)], False), ([LINK, ("小标题一个", "subhead", SURE)], False),
        ([LINK, ("", "blank", 1.0), ("", "blank", 1.0)], True),
        ([LINK, ("又一句真实的话。", "body", SURE), ("", "blank", 1.0)], False),
    ],
)  # fmt: skip
def test_what_stands_in_a_list_of_links(between, listed):
    """Behind a link or a marker; a blank and a line in doubt do not end it, a sure body does."""
    site = Site(known={NAME: 7})
    assert site.settle(*between, (LINE, "body", DOUBTED))[-1][0] == ("link" if listed else "body")


def test_a_line_in_a_list_on_two_sites_is_a_link():
    site = Site()
    assert site.settle(LINK, (LINE, "body", DOUBTED), site="a.example")[1] == KEPT
    assert site.settle(LINK, (LINE, "body", DOUBTED), site="b.example")[1] == (
        "link",
        "listed-elsewhere",
    )
    assert site.counts[2] == 1


def test_outside_a_list_it_is_counted_on_no_site():
    site = Site()
    for name in "abc":
        assert site.settle((LINE, "body", DOUBTED), site=name) == [KEPT]
    assert site.settle(LINK, (LINE, "body", DOUBTED), site="d")[1] == KEPT


@pytest.mark.parametrize("label", ["body", "other"])
def test_a_line_in_doubt_on_two_other_pages_of_its_site_is_furniture(label):
    site = Site()
    assert [site.settle((LINE, label, DOUBTED))[0][0] for _ in range(3)] == [label, label, "link"]
    assert site.counts == {1: 2}


def test_a_link_in_doubt_that_was_body_before_is_body():
    site = Site()
    site.settle((LINE, "body", SURE))
    assert site.settle((LINE, "link", DOUBTED)) == [("body", "seen-as-body")]
    # A sure one is read and counted as a link later.
    assert site.settle((LINE, "link", SURE)) == [("link", "test")]
    assert site.counts == {}


def test_the_same_head_is_the_same_page():
    site = Site()
    for _ in range(4):
        assert site.settle((LINE, "body", DOUBTED), head="同一页的开头")[0] == KEPT


@pytest.mark.parametrize(("size", "judged"), [(5, False), (6, True), (90, True), (91, False)])
def test_six_to_ninety_characters_are_judged(size, judged):
    line = ("灯塔渡口" * 30)[:size]
    site = Site(known={link_id(line): 7})
    assert (site.settle((line, "body", DEEP))[0][0] == "link") == judged


@pytest.mark.parametrize("label", ["title", "subhead", "byline", "credit", "marker", "headline"])
def test_other_labels_are_not_judged(label):
    site = Site(known={NAME: 7}, blocked_links=frozenset({NAME}))
    assert site.settle((LINE, label, DEEP)) == [(label, "test")]


@pytest.mark.parametrize("how", [NAME, LINE])
@pytest.mark.parametrize(("label", "score"), [("body", SURE), ("other", SURE), ("body", DEEP)])
def test_a_blocked_link_is_one_however_sure_it_is_none(how, label, score):
    site = Site(blocked_links=frozenset({how}))
    assert site.settle((f"- {LINE}", label, score)) == [("link", "blocked")]
    assert site.settle(("灯塔博物馆不要门票", label, SURE))[0][1] == "test"


@pytest.mark.parametrize("how", [NAME, LINE])
@pytest.mark.parametrize("score", [SURE, DEEP])
def test_an_allowed_link_is_none_however_sure_it_is_one(how, score):
    site = Site(allowed_links=frozenset({how}))
    assert site.settle((f"- {LINE}", "link", score), LINK) == [
        ("body", "allowed"),
        ("link", "test"),
    ]


def test_an_operators_word_stands_above_the_pages():
    site = Site(known={NAME: 9}, allowed_links=frozenset({NAME}))
    for _ in range(3):
        assert site.settle(LINK, (LINE, "link", DOUBTED))[1] == ("body", "allowed")


def test_links_that_were_read_are_counted_as_links():
    site = Site()
    for pages in range(3):
        clean, lines = judged_page(
            [(f"第{pages}页的开头", "headline", SURE), (LINE, "link", SURE)], "a"
        )
        ref = LinkRef(
            line=1, start=lines[1].start, end=lines[1].end, id=NAME, headline=LINE, decorations=()
        )
        found = count_links(
            "a", lines, [ref, ref], site.evidence(), context_of(clean, lines, pages)
        )
        assert found == {1: pages}
    # And what was a link of the site overrules a line in doubt.
    assert site.settle((LINE, "body", DOUBTED), site="a") == [("link", "seen-in-3")]


@pytest.mark.parametrize(
    ("text", "label", "settled"),
    [
        ("灯塔渡口今天恢复开航", "body", ("link", "list-goes-on")),
        ("灯塔渡口今天恢复开航", "byline", ("byline", "test")),
        # With its number a line has 90 characters at most.
        (("灯塔渡口今天恢复开航" * 9)[:87], "body", ("link", "list-goes-on")),
        (("灯塔渡口今天恢复开航" * 9)[:88], "body", ("body", "test")),
    ],
)
def test_a_list_of_numbered_links_goes_on_over_a_line(text, label, settled):
    links = [(f"{n}. {OTHERS[n % 2]}", "link", SURE) for n in (1, 2, 4)]
    found = Site().settle(*links[:2], (f"3. {text}", label, SURE), links[2])
    assert found == [("link", "test"), ("link", "test"), settled, ("link", "test")]


def test_a_list_of_numbered_sentences_is_none_of_links():
    told = [(f"{n}. 灯塔渡口今天恢复开航", "body", SURE) for n in (1, 2, 3)]
    assert Site().settle(*told) == [KEPT] * 3
