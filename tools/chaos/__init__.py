"""Faults on a real cluster of three brokers, and an account of every record: `make chaos`."""
