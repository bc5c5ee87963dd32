"""Passwords stay out of the log: at level debug aiokafka writes the whole of what it sends."""

from __future__ import annotations

import logging

# SASL PLAIN sends the password as it is, and every mechanism sends what stands for it.
_HOLDS_A_PASSWORD = "SaslAuthenticate"  # noqa: S105 - the name of a request


def hide_passwords() -> None:
    """Have aiokafka log nothing of how we log in, whatever the level and whoever listens."""
    logging.getLogger("aiokafka.conn").addFilter(_is_no_login)


def _is_no_login(record: logging.LogRecord) -> bool:
    arguments = record.args if isinstance(record.args, tuple) else (record.args,)
    return not any(_HOLDS_A_PASSWORD in type(each).__name__ for each in arguments)
