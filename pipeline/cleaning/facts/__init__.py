"""What a page says of its article: metadata and the event time."""
