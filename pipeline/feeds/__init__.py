"""Feeds polled: what they hold, when they are asked, and their items as raw articles."""
