"""What is computed of an answer to show it: pure functions."""
