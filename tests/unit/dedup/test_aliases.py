"""Ids that turned out to be another: which aliases are made, once, and where they lead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dedup.deduplicator import Deduplicator
from pipeline.dedup.learnt.affixes import AffixMemory, Sizes
from pipeline.dedup.links.aliases import resolve
from pipeline.dedup.links.reader import LinkReader
from pipeline.stages import shipped
from pipeline.types.records import Alias
from tests.unit.dedup.pages import LIBRARY, page
from tests.unit.dedup.test_links import HEADLINE, NEWS

WHOLE = "渡口小学的孩子们种下第一百棵树"
CUT, SHORTER = "渡口小学的孩子们种下第…", "渡口小学的孩子们种…"


class Pages:
    """One partition: pages read one after the other, and the aliases that they made."""

    def __init__(self):
        self._reader = LinkReader(shipped.prior())
        self._memory = AffixMemory({}, scope="0", sizes=Sizes(), day=1)
        self.aliases = {}

    def ids(self, *lines):
        rows = self._reader.read(list(lines), memory=self._memory)
        links = [link for row in rows for link in row]
        self.aliases |= {old: new for link in links for old, new in link.aliases}
        return [link.id for link in links]

    def learn(self, word):
        self.ids(*(f"{word}:{headline}" for headline in NEWS))
        self.ids(*NEWS)


def test_a_decoration_that_is_learnt_later_makes_an_alias_once():
    pages = Pages()
    (before,) = pages.ids(f"环球速递:青萝小站:{HEADLINE}")
    pages.learn("青萝小站")
    after, bare = pages.ids(f"环球速递:青萝小站:{HEADLINE}", HEADLINE)
    assert before != after == bare
    assert resolve(pages.aliases, before) == bare
    pages.aliases.clear()
    pages.ids(f"环球速递:青萝小站:{HEADLINE}")
    assert pages.aliases == {}


def test_each_layer_that_is_learnt_has_its_alias():
    pages = Pages()
    dressed = f"青萝小站:白石渡口:{HEADLINE}"
    ids = pages.ids(dressed)
    for word in ("青萝小站", "白石渡口"):
        pages.learn(word)
        ids += pages.ids(dressed)
    assert len(set(ids)) == 3
    assert {resolve(pages.aliases, name) for name in ids} == set(pages.ids(HEADLINE))


def test_a_cut_headline_that_is_completed_makes_an_alias():
    pages = Pages()
    (before,) = pages.ids(CUT)
    whole, after = pages.ids(HEADLINE, CUT)
    assert before != after == whole
    assert pages.aliases == {before: whole}


def test_a_partition_that_knows_more_tells_those_that_know_less():
    """The cut headline alone on one partition, beside the whole one on another."""
    one, other = Pages(), Pages()
    (lonely,) = one.ids(CUT)
    whole, _ = other.ids(HEADLINE, CUT)
    assert (one.aliases, resolve(other.aliases, lonely)) == ({}, whole)


def test_two_cut_headlines_lead_to_one_id_in_either_order():
    one, other = Pages(), Pages()
    ids = one.ids(CUT) + one.ids(SHORTER) + other.ids(SHORTER) + other.ids(CUT)
    assert len(set(ids)) == 2
    assert one.aliases == other.aliases == {max(ids): min(ids)}
    whole, *_ = one.ids(HEADLINE, CUT, SHORTER)
    assert {resolve(one.aliases, name) for name in ids} == {whole}


def test_plain_links_make_none():
    pages = Pages()
    pages.ids(*NEWS, *(f"环球速递:{headline}" for headline in NEWS), *NEWS)
    assert pages.aliases == {}


def test_an_article_tells_the_aliases_of_its_links():
    stage, memory = Deduplicator(prior=shipped.prior()), {}
    told = []
    for offset, links in enumerate(([CUT], [HEADLINE], [CUT], [CUT])):
        clean = page(f"{LIBRARY}{offset}", links, number=offset)
        opened = stage.open(clean, memory, partition=0, offset=offset)
        told.append((opened.sightings[0].id, opened.aliases))
    (cut, nothing), (whole, (alias,)), *later = told
    assert (nothing, later) == ((), [(whole, ())] * 2)
    assert alias == Alias(kind="link", old=cut, new=whole)


def test_an_article_that_comes_again_is_counted_under_the_ids_it_had():
    """Its links have other names by then: counted under these it would count twice."""
    stage, memory, links = Deduplicator(prior=shipped.prior()), {}, {}

    def sight(number, *lines, offset):
        clean = page(f"{LIBRARY}{number}", lines, number=number)
        opened = stage.open(clean, memory, partition=0, offset=offset)
        for sighting in opened.sightings:
            stage.apply_sighting(sighting, links)

    sight(1, CUT, offset=0)
    sight(2, NEWS[0], offset=1)
    sight(3, HEADLINE, offset=2)
    before = dict(links)
    sight(1, CUT, offset=3)
    assert links == before


@pytest.mark.parametrize(
    ("aliases", "name", "found"),
    [
        ({}, "a", "a"),
        ({"a": "b", "b": "c"}, "a", "c"),
        ({"a": "a"}, "a", "a"),
        ({"c": "b", "b": "c"}, "c", "b"),
        ({"a": "c", "c": "b", "b": "c"}, "a", "b"),
    ],
)
def test_aliases_are_followed_to_their_end(aliases, name, found):
    assert resolve(aliases, name) == found


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdef")), st.data())
def test_what_an_alias_joins_has_one_id(aliases, data):
    name = data.draw(st.sampled_from("abcdef"))
    assert resolve(aliases, name) == resolve(aliases, aliases.get(name, name))


def test_a_ring_that_is_led_into_goes_by_its_own_smallest_id():
    aliases = {"a": "d", "d": "c", "c": "b", "b": "d"}
    assert [resolve(aliases, name) for name in "abcd"] == ["b"] * 4


def test_a_cut_headline_is_the_whole_one_that_comes_later():
    pages = Pages()
    cut, shorter = pages.ids(CUT, SHORTER)
    whole = pages.ids(WHOLE)[0]
    assert {resolve(pages.aliases, name) for name in (cut, shorter, whole)} == {whole}
    # Told once, and the next cut one is named after it.
    pages.aliases.clear()
    assert pages.ids(WHOLE, CUT) == [whole, whole]
    assert pages.aliases == {}


def test_a_cut_headline_that_goes_on_in_two_ways_is_neither():
    pages = Pages()
    (cut,) = pages.ids(CUT)
    pages.ids("渡口小学的孩子们种下第一批果树", WHOLE)
    assert resolve(pages.aliases, cut) == cut
