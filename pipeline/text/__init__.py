"""Pure string functions that keep offsets."""
