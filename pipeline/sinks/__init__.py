"""Where enriched articles go."""
