"""Sentences of our own writing, labelled by hand: the gold of the names."""
