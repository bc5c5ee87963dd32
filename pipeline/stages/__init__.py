"""The stages built from settings, and the one way to run them."""
