"""A long article takes memory by its length, and little more than what is found in it.

One of 8 MiB took the extract stage 500 MiB before words were held once, names looked for part by
part and the ends of words a byte each; it takes 130.
"""

import tracemalloc

from pipeline.entities.passage import Passage
from pipeline.stages import shipped
from pipeline.text.tokenizer import Tokenizer

LINE = "市长黄伟2月14日在北京会见宁德时代董事长曾毓群，双方就新能源产业合作交换了意见。\n"
CHARACTERS = 400_000


def test_names_of_a_long_text_are_found_in_a_bounded_part_of_memory() -> None:
    text = LINE * (CHARACTERS // len(LINE))
    tokenizer, tagger = Tokenizer(), shipped.entities().tagger
    tagger.find(Passage(LINE, tokenizer))
    tracemalloc.start()
    try:
        passage = Passage(text, tokenizer)
        names = tagger.find(passage)
        assert passage.word_ends[-1] in passage.edges
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(names) >= len(text) / len(LINE)
    # Bytes a character, what is found among them: 250 before.
    assert most / len(text) < 150, f"{most / len(text):.0f} bytes a character"
