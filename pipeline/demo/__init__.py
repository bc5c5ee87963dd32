"""The demonstration: what it starts, what it follows, what it promises."""
