"""A stream-processing pipeline for Chinese news feeds on Kafka."""
