"""Recognizers, a small file each, and their registry."""
