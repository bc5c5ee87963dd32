"""Sentences of our own, each with facts that an event must hold, by kind of name."""
