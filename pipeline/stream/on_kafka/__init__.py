"""The stream on Kafka itself: membership of a group, partitions read and written, local stores."""
