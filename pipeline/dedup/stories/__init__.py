"""Copies of a story: sketch, similarity, index, decision."""
