"""Lines in doubt among links: settled by where they stood before, never a sentence of a body."""

import msgspec

from pipeline.offline.dedup import OfflineDedup
from pipeline.text.lines import from_columns, to_columns
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
