"""The public face of the Kafka clients: publish raw articles, consume enriched ones."""

from pipeline.kafka.client import Consumer, Publisher
from pipeline.kafka.records import Receipt, Record

__all__ = ["Consumer", "Publisher", "Receipt", "Record"]
