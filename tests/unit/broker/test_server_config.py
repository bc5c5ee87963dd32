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


def test_clients_and_the_controller_have_their_ports():
    assert SETTINGS["listeners"] == "CLIENTS://127.0.0.1:19092,CONTROLLER://127.0.0.1:19093"
    assert SETTINGS["advertised.listeners"] == "CLIENTS://127.0.0.1:19092"
    assert SETTINGS["controller.quorum.voters"].split("@")[0] == SETTINGS["node.id"]
    assert SETTINGS["controller.listener.names"] == "CONTROLLER"
    assert SETTINGS["inter.broker.listener.name"] == "CLIENTS"
    assert SETTINGS["log.dirs"] == "/somewhere/log"


def test_one_node_is_enough_for_everything_a_broker_keeps():
    copies = {name: value for name, value in SETTINGS.items() if name.endswith(("factor", "isr"))}
    assert len(copies) == 5
    assert set(copies.values()) == {"1"}


def test_after_a_crash_the_old_session_ends_soon():
    beat, session = (
        int(SETTINGS[f"broker.{name}.ms"]) for name in ("heartbeat.interval", "session.timeout")
    )
    assert (beat, session) == (500, 3000)


def test_settings_that_are_given_win():
    text = server_properties(
        Path("/x"), Ports(broker=1, controller=2), {"num.io.threads": "9", "own.setting": "z"}
    )
    settings = dict(line.split("=", 1) for line in text.splitlines())
    assert (settings["num.io.threads"], settings["own.setting"]) == ("9", "z")
    assert len(settings) == len(SETTINGS) + 1
