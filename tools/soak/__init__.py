"""Overload: more is published than the workers can take, and what they hold must not grow."""
