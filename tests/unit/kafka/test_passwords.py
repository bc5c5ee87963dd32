"""No password reaches the log, whatever its level."""

import logging

import pytest
from aiokafka.protocol.admin import SaslAuthenticateRequest_v1
from aiokafka.protocol.metadata import MetadataRequest_v1

from pipeline.kafka.passwords import hide_passwords


@pytest.fixture
def conn():
    logger = logging.getLogger("aiokafka.conn")
    before = list(logger.filters)
    yield logger
    logger.filters[:] = before


def test_a_login_is_not_logged_and_all_else_is(conn, caplog):
    login = SaslAuthenticateRequest_v1(b"\0desk\0sesame")
    line = "Request to %s:%d %d: %s"
    with caplog.at_level(logging.DEBUG, logger="aiokafka.conn"):
        conn.filters.clear()
        conn.debug(line, "a", 1, 2, login)
        assert "sesame" in caplog.text  # what aiokafka does by itself
        caplog.clear()
        hide_passwords()
        hide_passwords()
        conn.debug(line, "a", 1, 2, login)
        assert caplog.text == ""
        conn.debug(line, "a", 1, 2, MetadataRequest_v1(["news.raw.v1"]))
        conn.debug("no arguments")
        conn.debug("one: %(a)s", {"a": 1})
    assert "news.raw.v1" in caplog.text
    assert "no arguments" in caplog.text
    assert len(conn.filters) == 1
