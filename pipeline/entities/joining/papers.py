"""Papers that write what they think: 《春江日报》在社论中写道."""

from __future__ import annotations

import re

from pipeline.entities.joining.marks import SpeechMarks
from pipeline.entities.joining.speakers import Speakers
from pipeline.entities.joining.unnamed import UNNAMED
from pipeline.entities.recognizer import Finding

# Books speak, too, and mean nothing by it.
_PAPER = re.compile("[^,。;:!?“”\n《》]{0,4}《(?P<name>[^《》\n]{2,16})》")
_PRESS = re.compile("[日晚早时邮快周商导]报|报$|周刊|论坛|电讯|新闻网|通讯社")
_LEADER = re.compile("社论|社评|评论|头版|编者按|时评|刊文|撰文|报道")
# Characters of a verb that says so itself: 评论称.
_VERB = 4


def paper_of(marks: SpeechMarks, rules: Speakers, begin: int, verb: int) -> Finding | None:
    """Return the paper that heads a clause of speech, as the text calls it.

    Args:
        marks: The text.
        rules: What may stand between a subject and its verb.
        begin: Where the clause begins.
        verb: Where its verb does.
    """
    paper = _PAPER.match(marks.text, begin, verb)
    if paper is None:
        return None
    end = paper.end()
    writes = _PRESS.search(paper["name"]) or _LEADER.search(marks.masked, end, verb + _VERB)
    if not writes or not rules.gaps.adverbial(marks.masked[end:verb]):
        return None
    start, end = paper.span("name")
    return Finding(type="organisation", start=start, end=end, recognizer=UNNAMED, confidence=0.0)
