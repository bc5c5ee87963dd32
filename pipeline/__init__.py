"""A stream-processing pipeline for Chinese news feeds on Kafka."""

__version__ = "0.2.0"
