"""The control topic: the last word on a name stands, a null value takes it back."""

from pipeline.codec import encode
from pipeline.settings import BrokerSettings
from pipeline.stages.built import names_of, overrides_of
from pipeline.stream.followed.control import ControlReader
from pipeline.types.records import Control

BLOCK = Control(kind="link", name="abc", action="block")


def test_the_last_word_stands() -> None:
    reader = ControlReader(BrokerSettings(), lambda _: None)
    assert reader.take(b"link:abc", encode(BLOCK))
    assert not reader.take(b"link:abc", encode(BLOCK))
    assert reader.take(b"link:abc", None)
    assert not reader.take(b"link:abc", None)


def test_what_is_no_word_is_passed_over() -> None:
    reader = ControlReader(BrokerSettings(), lambda _: None)
    assert not reader.take(b"k", b"{broken")
    assert not reader.take(b"k", b'{"kind": "link"}')


def test_words_become_what_the_stages_understand() -> None:
    words = (
        BLOCK,
        Control(kind="decoration", name="每日快看:", action="allow"),
        Control(
            kind="entry", name="云岭\t实验室", action="add", type="organisation", aliases=("云岭",)
        ),
        Control(kind="entry", name="旧名", action="remove"),
    )
    overrides = overrides_of(words)
    assert overrides.blocked_links == {"abc"}
    assert overrides.allowed_decorations == {"每日快看:"}
    assert names_of(words) == "云岭 实验室\torganisation\t\t云岭\n"
