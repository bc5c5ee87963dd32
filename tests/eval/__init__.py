"""Quality on the shared sets: one table a stage, one gate over all."""
