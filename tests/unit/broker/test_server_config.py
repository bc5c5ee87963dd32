"""The embedded broker's settings: each one that something depends on."""

from pathlib import Path

from pipeline.broker.embedded import free_ports
from pipeline.broker.server_config import Ports, largest_record, server_properties
from pipeline.broker.startup import answers
from pipeline.topology import MIB, TOPICS

TEXT = server_properties(Path("/somewhere/log"), Ports(broker=19092, controller=19093))
SETTINGS = dict(line.split("=", 1) for line in TEXT.splitlines())


def test_it_listens_on_loopback_alone():
    places = (SETTINGS["listeners"] + "," + SETTINGS["advertised.listeners"]).split(",")
    assert {place.split("//")[1].split(":")[0] for place in places} == {"127.0.0.1"}
    assert SETTINGS["controller.quorum.voters"] == "1@127.0.0.1:19093"


def test_no_topic_is_made_up():
    assert SETTINGS["auto.create.topics.enable"] == "false"


def test_the_first_member_of_a_group_does_not_wait():
    assert SETTINGS["group.initial.rebalance.delay.ms"] == "0"


def test_every_topic_s_largest_record_fits():
    assert largest_record() == 34 * MIB
    assert int(SETTINGS["message.max.bytes"]) > max(topic.max_message_bytes for topic in TOPICS)
    assert SETTINGS["replica.fetch.max.bytes"] == SETTINGS["message.max.bytes"]


def test_free_ports_are_two_and_silent():
    ports = free_ports()
    assert ports.broker != ports.controller
    assert not answers("127.0.0.1", ports.broker)
