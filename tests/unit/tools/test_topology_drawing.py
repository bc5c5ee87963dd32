"""The drawing of the pipeline shows what `pipeline.topology` says, and nothing covers a name."""

import re
from xml.etree import ElementTree as ET

from pipeline.topology import AGENTS, REJECTED, TOPICS
from tools.topology_drawing import drawing

NAMES = "{http://www.w3.org/2000/svg}"


def drawn():
    return ET.fromstring(drawing())


def boxes(picture):
    """Return left, top, right and bottom of each box by the name in it."""
    found = {}
    texts = [text for text in picture.iter(f"{NAMES}text") if text.get("class") != "small"]
    for box, text in zip(picture.iter(f"{NAMES}rect"), texts, strict=True):
        x, y, wide, high = (float(box.get(name)) for name in ("x", "y", "width", "height"))
        found[text.text] = (x, y, x + wide, y + high)
    return found


def arrows(picture):
    """Return from which box to which each arrow leads."""
    places = boxes(picture)

    def at(x, y):
        return next(n for n, (a, b, c, d) in places.items() if a <= x <= c and b <= y <= d)

    ways = [path.get("d") for path in picture.iter(f"{NAMES}path") if path.get("marker-end")]
    ends = [[float(each) for each in re.findall(r"[\d.]+", way)] for way in ways]
    return [(at(*each[:2]), at(*each[-2:])) for each in ends]


def test_every_topic_and_agent_has_a_box():
    assert set(boxes(drawn())) == {each.name for each in (*TOPICS, *AGENTS)}


def test_every_reading_and_writing_has_its_arrow():
    wanted = [(agent.reads.name, agent.name) for agent in AGENTS]
    wanted += [(a.name, topic.name) for a in AGENTS for topic in a.writes if topic is not REJECTED]
    # All of them write it: one arrow and the words below its name say so.
    assert sorted(arrows(drawn())) == sorted([*wanted, ("extract", REJECTED.name)])
    assert all(REJECTED in agent.writes for agent in AGENTS)


def test_no_box_lies_on_another():
    found = list(boxes(drawn()).values())
    for at, (left, top, right, bottom) in enumerate(found):
        for x, y, to, down in found[at + 1 :]:
            assert right < x or to < left or bottom < y or down < top
