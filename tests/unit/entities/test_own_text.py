"""Sentences of our own for the tagger: what fills a slot, and that every frame can be read."""

import re

from tools.entities.callings import callings
from tools.entities.own_bodies import Bodies
from tools.entities.own_parts import FOLDER, Draw, parts
from tools.entities.own_persons import Persons
from tools.entities.own_places import Places
from tools.entities.own_text import frames, own_text
from tools.entities.votes import ORGANISATION, PERSON, PLACE

SLOTS = {
    "P",
    "PF",
    "PJ",
    "PK",
    "L",
    "LP",
    "LC",
    "LD",
    "LX",
    "LF",
    "OC",
    "OG",
    "OS",
    "OA",
    "OT",
    "OM",
}
FRAMES = frames()


def made(seed: int = 3) -> tuple[Persons, Places, Bodies]:
    draw = Draw(seed)
    persons = Persons(draw)
    places = Places(draw, persons)
    return persons, places, Bodies(draw, persons, places)


def filled(line: str, times: int = 1) -> list[tuple[str, list[tuple[str, int]]]]:
    sentences, labels = own_text([line], times)
    return [
        (text, [(text[a:b], kind) for a, b, kind in spans])
        for text, spans in zip(sentences, labels, strict=True)
    ]


def test_a_slot_is_a_name_of_its_kind_and_the_rest_is_none() -> None:
    ((text, names),) = filled("教练{P}在{LX}等{OT}。")
    assert [kind for _, kind in names] == [PERSON, PLACE, ORGANISATION]
    (person, _), (place, _), (club, _) = names
    assert text == f"教练{person}在{place}等{club}。"


def test_a_name_in_brackets_stays_as_it_is() -> None:
    assert filled("[鲁迅|P]生于[绍兴|L],[人民日报|O]说。") == [
        (
            "鲁迅生于绍兴,人民日报说。",
            [("鲁迅", PERSON), ("绍兴", PLACE), ("人民日报", ORGANISATION)],
        )
    ]


def test_the_same_slot_of_a_sentence_is_the_same_name() -> None:
    for _, names in filled("{P1}说,{P2}和{P1}是兄弟。", 20):
        first, second, again = (name for name, _ in names)
        assert first == again
        assert first != second


def test_a_chain_goes_from_the_province_to_its_county() -> None:
    chains = [names for _, names in filled("他是{LP}{LC}{LD}人。", 40)]
    assert {len(names) for names in chains} == {3}
    whole = [names[2][0].endswith(("县", "区", "市", "旗")) for names in chains]
    assert len(whole) / 2 < sum(whole) < len(whole)


def test_the_same_seed_gives_the_same_sentences_and_another_others() -> None:
    lines = FRAMES[:40]
    assert own_text(lines, 2) == own_text(lines, 2)
    assert own_text(lines, 2) != own_text(lines, 2, seed=18)


def test_what_has_no_slot_comes_less_often() -> None:
    assert len(filled("黄金周高速免费。", 12)) == 4


def test_every_frame_can_be_read() -> None:
    assert set(re.findall(r"\{([A-Z]+)\d*\}", "".join(FRAMES))) <= SLOTS
    sentences, labels = own_text(FRAMES, 1)
    assert not [text for text in sentences if re.search(r"[{}|]", text)]
    names = [text[a:b] for text, spans in zip(sentences, labels, strict=True) for a, b, _ in spans]
    assert len(names) > len(FRAMES)
    assert all(name.strip() == name != "" for name in names)


def test_no_frame_stands_twice() -> None:
    assert len(set(FRAMES)) == len(FRAMES) > 1800


def test_every_file_says_what_it_holds() -> None:
    for path in FOLDER.glob("*.txt"):
        assert path.read_text("utf-8").startswith("# "), path


def test_persons_have_all_shapes() -> None:
    persons, _, _ = made()
    names = [persons.any() for _ in range(2000)]
    assert {2, 3, 4} <= {len(name) for name in names}
    assert 60 < sum("·" in name for name in names) < 400
    # Words as names are there, and are few.
    words = set(parts()["whole"])
    assert 30 < sum(name in words for name in names) < 200
    assert all(re.fullmatch("[\u4e00-\u9fff·]+", name) for name in names)


def test_places_and_bodies_are_made_of_what_such_names_end_with() -> None:
    _, places, bodies = made()
    assert all(len(places.small()) > 2 for _ in range(200))
    assert len({places.any() for _ in range(400)}) > 200
    full = [bodies.company() for _ in range(300)]
    assert sum(name.endswith(("公司", "集团")) for name in full) > 30
    for make in (bodies.office, bodies.school, bodies.association, bodies.club, bodies.medium):
        assert len({make() for _ in range(60)}) > 30


def test_words_for_persons_are_a_class_of_their_own() -> None:
    words = callings(["养蜂员", "饲养员", "国家", "德国人", "王先生", "竣工", "电焊工"])
    assert {"养蜂员", "饲养员", "电焊工", "记者", "教练", "外婆"} <= words
    assert not {"国家", "德国人", "王先生", "竣工"} & words
