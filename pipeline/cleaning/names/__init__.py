"""Bylines and credits, as lines and inside lines."""
