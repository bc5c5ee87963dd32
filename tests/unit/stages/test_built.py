"""The stages of a group, and what an operator said to them."""

from __future__ import annotations

from threading import Thread, get_ident

import pytest

from pipeline.entities.extractor import Extractor
from pipeline.stages.built import Extract, Stages, config_hash, names_of, overrides_of
from pipeline.types.articles import Rejection
from pipeline.types.records import Control
from tools.made_articles import unique

TEXT = "周砚青乘海鹭7轮到了苏州。"


def entry(name: str, kind: str | None = None, **more) -> Control:
    return Control(kind="entry", name=name, action="add", type=kind, **more)


def link(name: str, action: str) -> Control:
    return Control(kind="link", name=name, action=action)


@pytest.fixture
def builds(monkeypatch) -> list[int]:
    """The threads in which a dictionary was built, one for each time."""
    threads = []
    knowing = Extractor.knowing

    def counted(self, dictionary):
        threads.append(get_ident())
        return knowing(self, dictionary)

    monkeypatch.setattr(Extractor, "knowing", counted)
    return threads


def surfaces(found) -> dict[str, str]:
    assert not isinstance(found, Rejection)
    return {mention.surface: mention.recognizer for mention in found.extraction.mentions}


def test_words_on_links_leave_the_names_as_they_are(builds) -> None:
    stages = Stages(("extract",))
    stages.obey((entry("海鹭7轮", "product"),))
    before = len(builds)
    stages.obey((entry("海鹭7轮", "product"), link("abc", "block")))
    stages.obey((link("abc", "allow"), entry("海鹭7轮", "product")))
    assert surfaces(stages.extract(unique(TEXT)))["海鹭7轮"] == "dictionary"
    assert len(builds) == before


def test_new_names_are_made_ready_in_the_thread_that_brings_them(builds) -> None:
    extract = Extract()
    first = extract(unique(TEXT))
    bringing = Thread(target=extract.take_names, args=(names_of([entry("海鹭7轮", "product")]),))
    bringing.start()
    bringing.join()
    assert builds.pop() == bringing.ident
    before = len(builds)
    second = extract(unique(TEXT))
    assert len(builds) == before
    assert surfaces(second)["海鹭7轮"] == "dictionary"
    assert "海鹭7轮" not in surfaces(first)
    assert first.config != second.config


def test_names_that_were_taken_back_are_gone() -> None:
    extract = Extract()
    first = extract(unique(TEXT))
    extract.take_names(names_of([entry("海鹭7轮", "product")]))
    extract.take_names(names_of([]))
    assert extract(unique(TEXT)) == first


def test_an_operators_name_wins_and_both_change_with_the_users_file() -> None:
    own = ["海鹭7轮\tproduct\n苏州\tproduct\n"]
    extract = Extract(lambda: own[0])
    extract.take_names(names_of([entry("苏州", "event")]))

    def types():
        return {m.surface: m.type for m in extract(unique(TEXT)).extraction.mentions}

    assert (types()["海鹭7轮"], types()["苏州"]) == ("product", "event")
    own[0] = "海鹭7轮\twork\n苏州\tproduct\n"
    assert (types()["海鹭7轮"], types()["苏州"]) == ("work", "event")


def test_the_same_file_read_again_builds_nothing(builds) -> None:
    rows = "海鹭7轮\tproduct\n".encode()
    extract = Extract(rows.decode)
    extract(unique(TEXT))
    extract(unique(TEXT))
    assert len(builds) == 1


@pytest.mark.parametrize("group", [("clean",), ("dedup",), ("extract",), ("clean", "extract")])
def test_a_group_has_its_stages_and_no_other(group) -> None:
    stages = Stages(group)
    for name in ("clean", "dedup", "extract"):
        if name in group:
            assert getattr(stages, name)
        else:
            with pytest.raises(AssertionError, match="not in this group"):
                getattr(stages, name)


def test_the_configuration_is_of_models_and_names() -> None:
    known = config_hash(("tagger 1",), "苏州\tplace\n")
    assert len(known) == 12
    assert set(known) <= set("0123456789abcdef")
    assert known != config_hash(("tagger 2",), "苏州\tplace\n")
    assert known != config_hash(("tagger 1",), "")


def test_every_word_on_a_link_or_decoration_stands_under_its_action() -> None:
    words = [
        link(name, action) for name, action in zip("abcd", ["block", "allow"] * 2, strict=True)
    ]
    words += [
        Control(kind="decoration", name="每日快看", action="block"),
        Control(kind="decoration", name="青萝小站", action="allow"),
        entry("苏州"),
    ]
    said = overrides_of(words)
    assert (said.blocked_links, said.allowed_links) == ({"a", "c"}, {"b", "d"})
    assert (said.blocked_decorations, said.allowed_decorations) == ({"每日快看"}, {"青萝小站"})


def test_the_rows_of_names() -> None:
    words = [
        entry("云岭\t实验室", aliases=("云岭", "岭\n室")),
        entry("海鹭7轮", "product", entity="ship:7"),
        Control(kind="entry", name="旧名", action="remove"),
        link("苏州", "block"),
    ]
    assert names_of(words) == (
        "云岭 实验室\torganisation\t\t云岭|岭 室\n海鹭7轮\tproduct\tship:7\t\n"
    )


def test_the_dedup_stage_obeys_words_on_links() -> None:
    heard = []
    stages = Stages(("dedup",))
    stages.dedup.override = heard.append
    words = (link("abc", "block"),)
    stages.obey(words)
    assert heard == [overrides_of(words)]
