"""The public face of the Kafka clients: publish raw articles, consume enriched ones."""

from pipeline.kafka.consumer import Consumer
from pipeline.kafka.publisher import Publisher
from pipeline.kafka.records import Receipt, Record

__all__ = ["Consumer", "Publisher", "Receipt", "Record"]
