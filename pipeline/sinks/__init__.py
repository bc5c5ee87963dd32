"""Enriched articles to files, databases, search indexes and webhooks: `news consume --to`."""
