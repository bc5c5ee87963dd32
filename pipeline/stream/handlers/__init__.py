"""What each agent of `pipeline.topology` does with one record."""
