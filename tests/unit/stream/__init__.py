"""Parts of the stream, one at a time."""
