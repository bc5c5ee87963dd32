"""Kafka clients without Faust: publish, consume, control words, connections, faults."""
