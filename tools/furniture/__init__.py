"""Sentences of publishers and of news, of our own, to train the judge of furniture on."""
