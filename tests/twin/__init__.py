"""A deterministic twin of the stream: the real agents and tasks over a broker that a seed drives."""
