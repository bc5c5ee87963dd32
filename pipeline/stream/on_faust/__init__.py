"""Faust, which is imported here and in the worker alone."""
