"""A real broker for the behaviour tests: topics made, workers run, topics read."""
