"""Rows of the dedup stage's tables and how they are kept."""
