"""The Kafka shell: agents, tables, delivery; Faust itself is imported in `on_faust`."""
