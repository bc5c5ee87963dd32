"""The headline under the decorations of a link line."""
