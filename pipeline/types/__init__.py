"""Frozen types: the article at each stage, the records of the topics."""
